import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { press, queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
    toggleMenuItem,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";

import { makePicture } from "@crm_smarket_reports/views/smarket_funnel/funnel_picture";
import { SmarketFunnelArchParser } from "@crm_smarket_reports/views/smarket_funnel/smarket_funnel_arch_parser";
import { parseXML } from "@web/core/utils/xml";

const ARCH = `<smarket_funnel stage="stage_id" measure="revenue"/>`;
const SEARCH = `
    <search>
        <filter name="dear" string="Dear" domain="[('revenue', '&gt;', 5)]"/>
        <filter name="manager" string="Manager" context="{'group_by': 'user_id'}"/>
        <filter name="place" string="Stage" context="{'group_by': 'stage_id'}"/>
    </search>`;

class Stage extends models.Model {
    _name = "stage";
    name = fields.Char();
}

class Deal extends models.Model {
    _name = "deal";
    stage_id = fields.Many2one({ relation: "stage" });
    revenue = fields.Float({ string: "Revenue" });
    user_id = fields.Many2one({ relation: "res.users" });
    day = fields.Date();
}

defineMailModels();
defineModels([Stage, Deal]);

const level = (id, name, passed, failed, open, values = {}) => ({
    id,
    name,
    value: passed + failed + open,
    passed,
    failed,
    open,
    cases: passed + failed,
    share: passed + failed ? passed / (passed + failed) : null,
    interval: passed + failed ? [0.5, 0.9] : null,
    skipped: 0,
    revisited: 0,
    median: 4.25,
    percentile80: 9,
    domain: [["stage_id", "=", id]],
    failed_domain: [
        ["stage_id", "=", id],
        ["outcome", "=", "failed"],
    ],
    ...values,
});
const FUNNEL = {
    group: "",
    variant: "",
    model: "crm.passage.fact",
    kind: "pipeline",
    levels: [
        level(1, "Qualification", 12, 4, 2, { skipped: 1, revisited: 3 }),
        level(2, "Offer", 6, 0, 6),
    ],
};
const ANSWER = {
    reading: "passage",
    readings: ["snapshot", "passage"],
    explanation: "Of the deals that reached a stage…",
    period: "04/01/2025 – 03/31/2026",
    currency_id: false,
    teams: [
        { id: 1, name: "Shops" },
        { id: 2, name: "Kiosks" },
    ],
    few: 10,
    hidden: false,
    funnels: [FUNNEL],
};

let asked;
let answer;

beforeEach(() => {
    mockDate("2026-03-17 09:00:00", 0);
    asked = [];
    answer = ANSWER;
    onRpc("crm.smarket.funnel", "get_funnels", ({ args }) => {
        asked.push(args);
        return answer;
    });
});

const options = () => asked.at(-1)[2];

async function mountFunnel(params = {}) {
    await mountView({ type: "smarket_funnel", resModel: "deal", arch: ARCH, ...params });
    await animationFrame();
    await animationFrame();
}

test("levels with what became of the deals, and the sentence that explains it", async () => {
    await mountFunnel();
    expect(".o_crm_smarket_funnel_explanation").toHaveText(
        "04/01/2025 – 03/31/2026Of the deals that reached a stage…"
    );
    expect(queryAllTexts(".o_crm_smarket_funnel .o_name")).toEqual(["Qualification", "Offer"]);
    expect(queryAllTexts(".o_crm_smarket_funnel .o_value")).toEqual(["18", "12"]);
    expect(queryAllTexts(".o_lost")).toEqual(["4 lost"]);
    expect(queryOne("[data-level='1']").getAttribute("aria-label")).toMatch(
        /1 skipped · 3 came back/
    );
    expect(".o_few").toHaveCount(1, { message: "six cases are too few" });
    expect(options()).toEqual({
        stage: "stage_id",
        measure: false,
        date: "create_date",
        reading: "snapshot",
        group_by: [],
        period: { months: 12, end: null },
        team: false,
        compare: false,
    });
});

test("filters and groups are asked for", async () => {
    await mountFunnel({ searchViewArch: SEARCH });
    await toggleSearchBarMenu();
    await toggleMenuItem("Dear");
    await toggleMenuItem("Manager");
    await animationFrame();
    expect(asked.at(-1)[1]).toEqual([["revenue", ">", 5]]);
    expect(options().group_by).toEqual(["user_id"]);
    await toggleMenuItem("Stage");
    await animationFrame();
    expect(options().group_by).toEqual(["user_id", "stage_id"]);
});

test("reading, measure, period and comparison", async () => {
    await mountFunnel();
    await contains("[data-reading=passage]").click();
    expect(options().reading).toBe("passage");
    await contains(".btn.o_value").click();
    expect(options().measure).toBe("revenue");
    await contains("[aria-label=Earlier]").click();
    expect(options().period).toEqual({ months: 12, end: "2025-03" });
    await contains("[aria-label=Later]").click();
    expect(options().period).toEqual({ months: 12, end: null });
    await contains(".o_length").select("3");
    expect(options().period.months).toBe(3);
    await contains(".o_compare").select("year_ago");
    expect(options().compare).toBe("year_ago");
    await contains(".o_team").select("2");
    await contains(".o_compare").select("1");
    expect([options().team, options().compare]).toEqual([2, 1]);
    await contains(".o_team").select("1");
    expect([options().team, options().compare]).toEqual([1, false]);
    await contains(".o_length").select("0");
    expect(options().period).toBe(false);
});

test("funnels side by side have one scale", async () => {
    const half = { ...FUNNEL, variant: "Before", levels: [level(1, "Qualification", 9, 0, 0)] };
    answer = { ...ANSWER, funnels: [{ ...FUNNEL, variant: "Now" }, half] };
    await mountFunnel();
    expect(queryAllTexts(".o_title")).toEqual(["Now", "Before"]);
    const [now, before] = queryAll("[data-level='1']").map((element) =>
        [...element.querySelectorAll("rect:not(.o_back)")]
            .map((rect) => Number(rect.getAttribute("width")))
            .reduce((one, other) => one + other)
    );
    expect(Math.round(now / before)).toBe(2);
});

test("a level opens its deals, a loss those lost there by reason; by mouse and by keyboard", async () => {
    const opened = [];
    mockService("action", { doAction: (action) => opened.push(action) });
    await mountFunnel();
    await contains("[data-level='1']").click();
    expect(opened.at(-1)).toMatchObject({
        name: "Qualification",
        res_model: "crm.passage.fact",
        domain: [["stage_id", "=", 1]],
    });
    queryOne("[data-level='1']").focus();
    await press("ArrowDown");
    expect("[data-lost='1']").toBeFocused();
    await press("Enter");
    expect(opened.at(-1)).toMatchObject({
        domain: FUNNEL.levels[0].failed_domain,
        context: { passage_kind: "pipeline", group_by: ["lost_reason_id"] },
    });
});

test("a favourite brings its choice along, and what is chosen afterwards stays", async () => {
    await mountFunnel({
        searchViewArch: SEARCH,
        context: { smarket_funnel: { reading: "passage", compare: "previous" } },
    });
    expect([options().reading, options().compare]).toEqual(["passage", "previous"]);
    await contains("[data-reading=snapshot]").click();
    await toggleSearchBarMenu();
    await toggleMenuItem("Dear");
    await animationFrame();
    expect(options().reading).toBe("snapshot");
});

test("the workbook has what is on screen", async () => {
    await mountFunnel();
    const { searchParams } = new URL(queryOne(".o_workbook").href);
    expect(searchParams.get("model")).toBe("deal");
    expect(JSON.parse(searchParams.get("options"))).toEqual(options());
    expect(JSON.parse(searchParams.get("facets"))).toEqual([]);
});

test("the workbook says what was searched for", async () => {
    await mountFunnel({ searchViewArch: SEARCH });
    await toggleSearchBarMenu();
    await toggleMenuItem("Dear");
    await toggleMenuItem("Manager");
    await animationFrame();
    const { searchParams } = new URL(queryOne(".o_workbook").href);
    expect(JSON.parse(searchParams.get("facets"))).toEqual([
        ["Search", "Dear"],
        ["Group By", "Manager"],
    ]);
});

test("the workbook says what a favourite searches for", async () => {
    await mountFunnel({
        searchViewArch: SEARCH,
        loadIrFilters: true,
        irFilters: [
            {
                id: 7,
                name: "Mine",
                domain: "[('user_id', '=', uid), ('day', '<', '=1d +1m')]",
                context: "{'group_by': ['user_id']}",
                sort: "[]",
                is_default: true,
                user_ids: [1],
            },
        ],
    });
    const { searchParams } = new URL(queryOne(".o_workbook").href);
    expect(JSON.parse(searchParams.get("facets"))).toEqual([
        ["Search", "Mine: User = Mitchell Admin and Day before 04/01/2026"],
        ["Group By", "User"],
    ]);
});

test("the picture is a PNG of all funnels", async () => {
    await mountFunnel();
    const picture = await makePicture(queryAll(".o_crm_smarket_funnel"));
    expect(picture).toMatch(/^data:image\/png;base64,/);
});

test("nothing to show", async () => {
    answer = { ...ANSWER, funnels: [{ ...FUNNEL, levels: [] }] };
    await mountFunnel({ noContentHelp: "No deals" });
    expect(".o_crm_smarket_funnel").toHaveCount(0);
    expect(".o_view_nocontent").toHaveText("No deals");
});

test("an arch without stages is refused", () => {
    const parser = new SmarketFunnelArchParser();
    expect(() => parser.parse(parseXML(`<smarket_funnel stage="name"/>`), {})).toThrow(/stage/);
});
