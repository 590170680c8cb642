import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, press, queryAllTexts, queryOne, select } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, makeServerError, mockService, onRpc } from "@web/../tests/web_test_helpers";

import { FACTS, LONG, columns, makeReport, makeRow, openAnalysis } from "./analysis_mock";

defineMailModels();

test("a computed figure says what it is made of, and each part opens", async () => {
    const [, current] = columns;
    const cost = {
        key: "lead_cost",
        label: "Cost per Lead",
        type: "money",
        help: "Of each lead.",
        parts: [current, { key: "leads", label: "Leads", type: "count" }],
    };
    const share = { ...columns[3], parts: [current] };
    const row = makeRow(7, "Fair", 200);
    const leads = { value: 4, model: "crm.lead", domain: [["id", "in", [1]]] };
    const shown = { columns: [columns[0], current, cost, share], total: null };
    mockService("action", {
        doAction(action) {
            if (action.tag === "crm_smarket_reports.analysis") {
                return super.doAction(...arguments);
            }
            expect.step([action.res_model, action.domain]);
        },
    });
    await openAnalysis((options) =>
        makeReport(
            [
                { ...row, cells: { ...row.cells, leads, lead_cost: { value: 50 } } },
                { ...makeRow(8, "Empty", 0), cells: { lead_cost: null, share: null } },
            ],
            options,
            shown
        )
    );
    await click("tr[data-id='7'] td[data-column=share] button");
    await click("tr[data-id='7'] td[data-column=lead_cost] button");
    await animationFrame();
    expect(".o_crm_smarket_parts").toHaveText(
        /Fair, Cost per Lead\s+Of each lead\.\s+This period\s+.*200.*\s+Leads\s+4/
    );
    await click(".o_crm_smarket_parts [data-part=leads]");
    await animationFrame();
    expect(".o_crm_smarket_parts").toHaveCount(0);
    expect.verifySteps([
        ["crm.sold.fact", [["product_id", "=", 7]]],
        ["crm.lead", [["id", "in", [1]]]],
    ]);
    expect("tr[data-id='8'] td button").toHaveCount(0);
});

test("a row leads one level deeper and the trail back", async () => {
    await openAnalysis((options) => {
        expect.step([options.dimension, options.trail?.length]);
        return makeReport([makeRow(7, "Lamp", 100)], options);
    });
    await click("tbody .o_crm_smarket_row");
    await animationFrame();
    expect(".o_crm_smarket_trail").toHaveText("All\nLamp");
    await click(".o_crm_smarket_trail button");
    await animationFrame();
    expect(".o_crm_smarket_trail").toHaveCount(0);
    expect.verifySteps([
        [undefined, undefined],
        ["customer", 1],
        ["product", 0],
    ]);
});

test("figures and rows of the last level open the documents", async () => {
    mockService("action", {
        doAction(action) {
            if (action.res_model) {
                expect.step([action.name, action.res_model, action.domain]);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openAnalysis(() => makeReport([makeRow(7, "Lamp", 100, { next: false })]));
    await click("tbody .o_crm_smarket_amount");
    await click("tbody .o_crm_smarket_row");
    const opened = ["Lamp", FACTS, [["product_id", "=", 7]]];
    expect.verifySteps([opened, opened]);
});

test("a figure may name the list that says most of its documents", async () => {
    mockService("action", {
        doAction(action) {
            if (action.res_model) {
                expect.step(action.views);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    const row = makeRow(7, "Lamp", 100);
    row.cells.current.view_id = 31;
    await openAnalysis(() => makeReport([row]));
    await click("tbody .o_crm_smarket_amount");
    expect.verifySteps([
        [
            [31, "list"],
            [false, "pivot"],
            [false, "graph"],
        ],
    ]);
});

test("a figure and a link say how their documents are best seen", async () => {
    mockService("action", {
        doAction(action) {
            if (action.res_model) {
                expect.step([action.name, action.views[0][1], action.context.group_by]);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    const row = makeRow(7, "Lamp", 100);
    row.cells.current.group_by = ["commercial_partner_id"];
    const links = [
        {
            label: "Who Is Where",
            model: "crm.project.stage",
            domain: [],
            views: ["smarket_plan", "list"],
        },
    ];
    await openAnalysis(() => makeReport([row], {}, { links }));
    await click("tbody .o_crm_smarket_amount");
    await click(".o_crm_smarket_link");
    expect.verifySteps([
        ["Lamp", "list", ["commercial_partner_id"]],
        ["Who Is Where", "smarket_plan", undefined],
    ]);
});

test("sorting by the head of a column, by keyboard as well", async () => {
    await openAnalysis((options) => {
        expect.step(options.order);
        return makeReport([makeRow(7, "Lamp", 100)], options);
    });
    expect("th[data-column=current]").toHaveAttribute("aria-sort", "descending");
    await click("th[data-column=current] button");
    await animationFrame();
    expect("th[data-column=current]").toHaveAttribute("aria-sort", "ascending");
    document.querySelector("th[data-column=name] button").focus();
    await press("Enter");
    await animationFrame();
    expect("th[data-column=share] button").toHaveCount(0);
    expect.verifySteps([undefined, "current asc", "name asc"]);
});

test("measure, comparison and period are asked for", async () => {
    await openAnalysis((options) => {
        const { measure, compare, period } = options;
        expect.step({ measure, compare, period });
        return makeReport([makeRow(7, "Lamp", 100)]);
    });
    await select("shipped", { target: ".o_crm_smarket_measure" });
    await animationFrame();
    await select("", { target: ".o_crm_smarket_compare" });
    await animationFrame();
    await click(".o_crm_smarket_earlier");
    await animationFrame();
    const nothing = { measure: undefined, compare: undefined, period: undefined };
    const shipped = { ...nothing, measure: "shipped" };
    expect.verifySteps([
        nothing,
        shipped,
        { ...shipped, compare: null },
        { ...shipped, compare: null, period: { kind: "month", offset: -1 } },
    ]);
    expect(".o_crm_smarket_later").toHaveProperty("disabled", true);
});

test("long names, no names and negative figures", async () => {
    const lost = makeRow(false, "Not given", -1234567, { documents: null, next: false });
    lost.cells.change_percent = -0.5;
    lost.cells.current = { value: -1234567, muted: true };
    await openAnalysis(() => makeReport([makeRow(1, LONG, 987654321), lost]));
    expect("tbody .o_crm_smarket_row").toHaveAttribute("title", LONG);
    expect(queryAllTexts("tbody td[data-column=current]")).toEqual(["988M", "-1.23M"]);
    expect("tbody tr:last td[data-column=current]").toHaveClass("text-muted");
    expect("tbody tr:last .o_crm_smarket_row").toHaveCount(0);
    expect("tbody tr:last .o_crm_smarket_change").toHaveText("-50%");
    expect("tbody .o_crm_smarket_spark").toHaveCount(2);
});

test("one's favourite is what one goes on from", async () => {
    await openAnalysis((options) => {
        expect.step([options.measure, options.compare]);
        return makeReport([makeRow(1, "Lamp", 1)], options, {
            chosen: { measure: "shipped", ...options },
        });
    });
    await select("", { target: ".o_crm_smarket_compare" });
    await animationFrame();
    expect.verifySteps([
        [undefined, undefined],
        ["shipped", null],
    ]);
});

test("what is cut can be asked for", async () => {
    await openAnalysis((options) => {
        expect.step(options.limit);
        const others = makeRow(null, "3 others", 5, { next: false, count: 3 });
        return makeReport([makeRow(1, "Lamp", 1)], options, { others });
    });
    await click(".o_crm_smarket_show_more");
    await animationFrame();
    expect.verifySteps([undefined, 200]);
});

test("a filter may be of texts", async () => {
    onRpc("res.partner", "formatted_read_group", () => [{ city: "Kazan", __count: 3 }]);
    await openAnalysis((options) => {
        expect.step(options.filters?.city);
        const report = makeReport([makeRow(7, "Lamp", 100)], options);
        const city = {
            key: "city",
            label: "City",
            model: "res.partner",
            field: "city",
            domain: [],
        };
        report.choices.filters = [city];
        return report;
    });
    await select("city", { target: ".o_crm_smarket_add_filter" });
    await animationFrame();
    await contains(".o_crm_smarket_filter input").click();
    await contains(".o-autocomplete--dropdown-item a").click();
    expect(".o_crm_smarket_filter .o_tag").toHaveText("Kazan");
    await contains(".o_crm_smarket_filter .o_delete").click();
    expect.verifySteps([undefined, ["Kazan"], undefined]);
});

test("an empty period says so", async () => {
    await openAnalysis(() => makeReport([]));
    expect(".o_crm_smarket_empty .h5").toHaveText("Nothing in this period");
    expect(".o_crm_smarket_analysis_bar").toHaveCount(1);
});

test("what the server refuses stands above what was there", async () => {
    let isRefusing = false;
    await openAnalysis((options) => {
        if (isRefusing) {
            throw makeServerError({ type: "UserError", message: "Not so" });
        }
        return makeReport([makeRow(1, "Lamp", 1)], options);
    });
    isRefusing = true;
    await select("shipped", { target: ".o_crm_smarket_measure" });
    await animationFrame();
    expect(".o_crm_smarket_error").toHaveText(/Not so/);
    expect("tbody tr").toHaveCount(1);
    isRefusing = false;
    await click(".o_crm_smarket_error button");
    await animationFrame();
    expect(".o_crm_smarket_error").toHaveCount(0);
});

test("blocks below, a filter beside, notes at the foot", async () => {
    const block = { title: "Lost", columns, rows: [makeRow(1, "Depot", 5)], total: null };
    await openAnalysis((options) =>
        makeReport([makeRow(1, "Lamp", 1)], options, { blocks: [block], notes: ["Mind this"] })
    );
    expect(".o_crm_smarket_block h2").toHaveText("Lost");
    expect(".o_crm_smarket_notes").toHaveText(/Mind this/);
    await select("user", { target: ".o_crm_smarket_add_filter" });
    await animationFrame();
    expect(".o_crm_smarket_filter").toHaveCount(1);
    await click(".o_crm_smarket_filter .oi-close");
    await animationFrame();
    expect(".o_crm_smarket_filter").toHaveCount(0);
});

const WIDE = [
    "Reached",
    "Passed",
    "Not Passed",
    "Open",
    "Skipped",
    "Cases",
    "Passing",
    "Between",
    "Median, Days",
    "80 %, Days",
    "Reached Before",
    "Passing Before",
    "Median Before, Days",
    "Change of Passing",
    "Planned, Days",
    "Variance, Days",
    "Planned There",
].map((label, number) => ({ key: `figure_${number}`, label, type: "count" }));

function makeWideReport(options) {
    const cells = Object.fromEntries(WIDE.map(({ key }) => [key, 1234]));
    const row = { ...makeRow(7, "Specification · Equipping a shop", 0), cells };
    return makeReport([row], options, { columns: [columns[0], ...WIDE], total: null });
}

test.tags("desktop");
test("a table of many columns has room on a small desktop", async () => {
    await openAnalysis(makeWideReport);
    const box = queryOne(".o_crm_smarket_scroll");
    box.style.width = "1366px";
    expect(box.scrollWidth).toBe(1366);
});

test("names stay while a wide table moves sideways in its box", async () => {
    await openAnalysis(makeWideReport);
    const box = queryOne(".o_crm_smarket_scroll");
    box.style.width = "390px";
    const left = queryOne("tbody th").getBoundingClientRect().left;
    box.scrollLeft = 300;
    expect(box.scrollLeft).toBe(300);
    expect(queryOne("tbody th").getBoundingClientRect().left).toBe(left);
});
