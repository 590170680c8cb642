import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    defineActions,
    defineModels,
    fields,
    getService,
    mountView,
    mountWithCleanup,
    onRpc,
    serverState,
    toggleMenuItem,
    toggleMenuItemOption,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";

import { ZOOMS } from "@crm_smarket/plan_diagram/plan_scale";
import { SmarketPlanArchParser } from "@crm_smarket/views/smarket_plan/smarket_plan_arch_parser";
import { parseXML } from "@web/core/utils/xml";
import { WebClient } from "@web/webclient/webclient";
import { dragBy } from "../plan_diagram/plan_data";
import { Lead, ProjectStage } from "../project_models";

const ARCH = `<smarket_plan date_start="date_start" date_end="date_end" sample="1"/>`;

const SEARCH = `
    <search>
        <filter name="late" string="Late" domain="[('is_late', '=', True)]"/>
        <filter name="manager" string="Manager" context="{'group_by': 'user_ids'}"/>
        <filter name="state" string="State" context="{'group_by': 'state'}"/>
        <filter name="month" string="Month" context="{'group_by': 'date_end'}"/>
    </search>`;

class PlannedLead extends Lead {
    partner_id = fields.Many2one({ relation: "res.partner" });
    user_id = fields.Many2one({ relation: "res.users" });
    project_current_stage_id = fields.Many2one({ relation: "crm.project.stage" });

    _views = { form: `<form><field name="name"/></form>` };
}

class PlannedStage extends ProjectStage {
    user_ids = fields.Many2many({ relation: "res.users" });
    partner_ids = fields.Many2many({ relation: "res.partner" });
    baseline_date_start = fields.Datetime();
    baseline_date_end = fields.Datetime();
    date_not_before = fields.Datetime();
    is_critical = fields.Boolean();
    progress = fields.Integer();

    _views = {
        smarket_plan: ARCH,
        form: `<form><field name="name"/></form>`,
    };
}

defineMailModels();
defineModels([PlannedLead, PlannedStage]);

beforeEach(() => {
    mockDate("2026-11-09 09:00:00", 0);
    onRpc("crm.lead", "get_project_closed_intervals", () => []);
    PlannedLead._records = [
        { id: 1, name: "Shop", project_stage_ids: [1, 2], project_current_stage_id: 1 },
        { id: 2, name: "Kiosk", project_stage_ids: [3] },
    ];
    const stage = (id, lead_id, name, start, end, values = {}) => ({
        id,
        lead_id,
        name,
        state: "not_started",
        dependency_type: "hard",
        date_start: `2026-${start} 09:00:00`,
        date_end: `2026-${end} 09:00:00`,
        ...values,
    });
    PlannedStage._records = [
        stage(1, 1, "Needs", "11-02", "11-05", { state: "in_progress", is_late: true }),
        stage(2, 1, "Offer", "11-05", "11-10", { predecessor_ids: [1] }),
        stage(3, 2, "Visit", "11-28", "12-02"),
    ];
});

async function mountPlan(params = {}) {
    await mountView({ type: "smarket_plan", resModel: "crm.project.stage", arch: ARCH, ...params });
    await drawn();
}

/** The first rendering measures the room at hand, the second draws. */
async function drawn() {
    await animationFrame();
    await animationFrame();
}

const groupNames = () => queryAllTexts(".o_crm_smarket_plan_group_name .fw-bold");
const barOf = (resId) => `.o_crm_smarket_plan_bar[data-bar-id$='_${resId}']`;

describe.current.tags("desktop");

test("projects with their stages, links, and where they stand", async () => {
    await mountPlan();
    expect(groupNames().sort()).toEqual(["Kiosk", "Shop"]);
    expect(".o_crm_smarket_plan_bar").toHaveCount(3);
    expect(".o_crm_smarket_plan_link").toHaveCount(1);
    expect(".o_crm_smarket_plan_group_name:contains(Shop)").toHaveText("Shop\nNeeds");
    expect(".o_crm_smarket_plan_group_name:contains(Shop) .text-danger").toHaveCount(1);
    expect(".o_crm_smarket_plan_group_name:contains(Kiosk) .text-danger").toHaveCount(0);
});

test("a page of many projects takes two requests, and one for the shading", async () => {
    onRpc("crm.project.stage", "*", ({ method }) => {
        if (method !== "get_views") {
            expect.step(method);
        }
    });
    onRpc("crm.lead", "get_project_closed_intervals", ({ args }) => {
        expect.step(args[0].toSorted());
        return [];
    });
    await mountPlan();
    expect.verifySteps(["web_read_group", "web_search_read", [1, 2]]);
});

test("filters, and groups of other kinds", async () => {
    const { publicUserId, userId } = serverState;
    PlannedStage._records[0].user_ids = [userId];
    PlannedStage._records[1].user_ids = [userId, publicUserId];
    await mountPlan({ searchViewArch: SEARCH });
    await toggleSearchBarMenu();
    await toggleMenuItem("Late");
    await animationFrame();
    expect(groupNames()).toEqual(["Shop"]);
    await toggleMenuItem("Late");
    await toggleMenuItem("Manager");
    await animationFrame();
    expect(".o_crm_smarket_plan_bar").toHaveCount(4, { message: "two managers, two bars" });
    expect(queryAllTexts(".o_crm_smarket_plan_name .text-truncate")).toInclude("Shop: Offer");
    await toggleMenuItem("Manager");
    await toggleMenuItem("State");
    await animationFrame();
    expect(groupNames().sort()).toEqual(["In progress", "Not started"]);
    await toggleMenuItem("State");
    await toggleMenuItem("Month");
    await toggleMenuItemOption("Month", "Month");
    await animationFrame();
    expect(groupNames()).toEqual(["November 2026", "December 2026"]);
    expect(".o_crm_smarket_plan_bar").toHaveCount(3);
});

test("a page holds so many groups", async () => {
    await mountPlan({ arch: ARCH.replace("sample", 'limit="1" sample') });
    expect(groupNames()).toHaveLength(1);
    expect(".o_pager_value").toHaveText("1");
    expect(".o_pager_limit").toHaveText("2");
    const [first] = groupNames();
    await contains(".o_pager_next").click();
    await drawn();
    expect(groupNames()).toHaveLength(1);
    expect(groupNames()).not.toEqual([first]);
});

test("a move is shown with all that it moves, and written when kept", async () => {
    onRpc("crm.project.stage", "preview_move", ({ args }) => {
        expect.step(["preview", ...args]);
        return {
            moved: [
                {
                    id: 2,
                    name: "Offer",
                    lead: "Shop",
                    old_start: "2026-11-05 09:00:00",
                    old_end: "2026-11-10 09:00:00",
                    date_start: "2026-11-04 09:00:00",
                    date_end: "2026-11-09 09:00:00",
                },
            ],
            words: ["Moves 2.4M from December to November."],
        };
    });
    onRpc("crm.project.stage", "write", ({ args }) => {
        expect.step(["write", ...args]);
    });
    await mountPlan();
    await contains("[data-zoom='week']").click();
    await dragBy(barOf(2), -ZOOMS.week);
    await animationFrame();
    expect.verifySteps([["preview", [2], "2026-11-04 09:00:00", null]]);
    expect(".o_crm_smarket_plan_moves tbody tr").toHaveCount(1);
    expect(".o_crm_smarket_plan_moves tbody").toHaveText(/Offer\s+Shop\s+Nov 5.*Nov 4/s);
    expect(".modal .o_crm_smarket_move_words").toHaveText("Moves 2.4M from December to November.");
    expect(".o_ghost").toHaveCount(1);
    await contains(".modal .o_discard").click();
    await animationFrame();
    expect(".o_ghost").toHaveCount(0);
    expect.verifySteps([]);

    await dragBy(barOf(2), -ZOOMS.week);
    await animationFrame();
    await contains(".modal .o_keep").click();
    await drawn();
    expect(".modal").toHaveCount(0);
    expect.verifySteps([
        ["preview", [2], "2026-11-04 09:00:00", null],
        ["write", [2], { date_start: "2026-11-04 09:00:00" }],
    ]);
    expect(queryOne(barOf(2)).getAttribute("aria-label")).toMatch(/Nov 4/);
});

test("a move that leads nowhere says so", async () => {
    onRpc("crm.project.stage", "preview_move", () => ({ moved: [], words: [] }));
    await mountPlan();
    await contains("[data-zoom='week']").click();
    await dragBy(barOf(2), -ZOOMS.week);
    await animationFrame();
    expect(".modal").toHaveCount(0);
    expect(".o_notification").toHaveText(/Nothing moves/);
    expect(".o_ghost").toHaveCount(0);
});

test("nothing can be moved in an arch without edit", async () => {
    await mountPlan({ arch: ARCH.replace("/>", ` edit="0"/>`) });
    expect(".o_crm_smarket_plan_bar").toHaveCount(3);
    expect("[data-handle]").toHaveCount(0);
});

test("a click on a bar opens the stage, on a project the opportunity", async () => {
    defineActions([
        {
            id: 1,
            name: "Who is where",
            res_model: "crm.project.stage",
            views: [
                [false, "smarket_plan"],
                [false, "form"],
            ],
        },
    ]);
    await mountWithCleanup(WebClient);
    await getService("action").doAction(1);
    await drawn();
    await contains("[data-zoom='week']").click();
    await contains(barOf(3)).click();
    expect(".o_field_widget[name=name] input").toHaveValue("Visit");
    await contains(".o_back_button").click();
    await drawn();
    expect("[data-zoom='week']").toHaveClass("active", { message: "as it was left" });
    await contains(".o_crm_smarket_plan_group_name:contains(Shop) .fw-bold").click();
    expect(".o_field_widget[name=name] input").toHaveValue("Shop");
});

test("without stages there is help before a sample", async () => {
    PlannedLead._records = [];
    PlannedStage._records = [];
    await mountPlan({ noContentHelp: "Choose a template" });
    expect(".o_nocontent_help").toHaveText("Choose a template");
    expect(".o_view_sample_data .o_crm_smarket_plan_group_name").toHaveCount(4);
    expect("[data-handle]").toHaveCount(0);
});

test("an arch names fields with date and time", () => {
    const types = { date_start: { type: "datetime" }, day: { type: "date" } };
    const parse = (arch) => new SmarketPlanArchParser().parse(parseXML(arch), types);
    expect(parse(`<smarket_plan date_start="date_start" date_end="date_start"/>`)).toEqual({
        dateStart: "date_start",
        dateEnd: "date_start",
        groupBy: "lead_id",
        limit: 40,
        edit: true,
    });
    for (const arch of [`<smarket_plan/>`, `<smarket_plan date_start="day" date_end="day"/>`]) {
        expect(() => parse(arch)).toThrow(/needs a field with date and time/);
    }
});
