import { beforeEach, expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
    toggleMenuItem,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { FactPivotModel } from "@crm_smarket_reports/fact_views/fact_pivot_model";
import { WebClient } from "@web/webclient/webclient";
import { Customer, ShipmentFact } from "./fact_mock";

defineMailModels();
defineModels([Customer, ShipmentFact]);
beforeEach(() => mockDate("2026-03-17 09:00:00", 0));

const MONTHS = ".o_crm_smarket_month_figures";

async function openDetails(context = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        id: 7,
        name: "Shipments",
        res_model: "crm.shipment.fact",
        context: { search_default_period_months: 3, ...context },
        help: "Nothing in this period",
        views: [
            [false, "pivot"],
            [false, "list"],
        ],
    });
    await animationFrame();
    await animationFrame();
}

async function moveEnd() {
    await contains("[aria-label='A month earlier']").click();
    await animationFrame();
}

const getRows = () => queryAllTexts(`${MONTHS} tr`);
const getCustomers = () => queryAllTexts(".o_pivot tbody th");

test("each month of the period, all of them, a graph, and customers by month", async () => {
    await openDetails();
    expect(getRows()).toEqual([
        "Month Amount Margin Customers",
        "Jan 2026 70 10 2",
        "Feb 2026 – – –",
        "Mar 2026 10 -4 1",
        "Total, $ 80 6 2",
    ]);
    expect(`${MONTHS} .text-danger`).toHaveCount(1);
    expect(".o_crm_smarket_graph canvas").toHaveCount(1);
    expect(getCustomers()).toEqual(["Total", "Depot", "Shop"]);
    expect(".o_control_panel").toHaveCount(1);
});

test("a figure of a month opens the facts that add up to it", async () => {
    await openDetails();
    await contains(`${MONTHS} tbody tr:first-child td:nth-child(2) button`).click();
    await animationFrame();
    expect(".o_breadcrumb").toHaveText(/Shipments: Jan 2026/);
    expect(".o_data_row").toHaveCount(2);
});

test("what is chosen for graph and table stays when the period moves", async () => {
    await openDetails({
        graph_groupbys: ["date:month"],
        pivot_row_groupby: [],
        graph_mode: "line",
    });
    expect(".o_graph_button[data-mode=line]").toHaveClass("active");
    expect(getCustomers()).toEqual(["Total"]);
    await click(".o_graph_button[data-mode=pie]");
    await contains(".o_pivot_flip_button").click();
    await animationFrame();
    expect(getCustomers()).toEqual(["Total", "January 2026", "March 2026"]);
    await moveEnd();
    expect(".o_graph_button[data-mode=pie]").toHaveClass("active");
    expect(getCustomers()).toEqual(["Total", "January 2026"]);
    expect(getRows().at(-2)).toBe("Feb 2026 – – –");
});

test("what one chooses beside the graph asks nothing for it again", async () => {
    onRpc("formatted_read_group", () => expect.step("graph"));
    await openDetails();
    expect.verifySteps(["graph"]);
    await contains(".o_pivot_flip_button").click();
    await animationFrame();
    expect.verifySteps([]);
});

test("both show what is searched for and grouped by", async () => {
    onRpc("formatted_read_group", ({ kwargs }) => expect.step(kwargs.groupby));
    await openDetails();
    await toggleSearchBarMenu();
    await toggleMenuItem("Small");
    await toggleMenuItem("Customer");
    await animationFrame();
    expect.verifySteps([["date:month"], ["date:month"], ["commercial_partner_id"]]);
    expect(getCustomers()).toEqual(["Total", "Shop"]);
    expect(getRows().at(-1)).toBe("Total, $ 10 -4 1");
});

test.tags("desktop");
test("a favourite keeps what is chosen for graph and table", async () => {
    onRpc("ir.filters", "create_filter", ({ args: [filter] }) => {
        const { graph_mode, graph_groupbys, pivot_row_groupby, pivot_measures } = filter.context;
        expect.step([graph_mode, graph_groupbys, pivot_row_groupby, pivot_measures]);
        return [1];
    });
    await openDetails();
    await click(".o_graph_button[data-mode=pie]");
    await contains(".o_searchview_dropdown_toggler").click();
    await contains(".o_add_favorite").click();
    await contains(".o_favorite_menu input[type=text]").edit("Pie", { confirm: false });
    await contains(".o_save_favorite").click();
    expect.verifySteps([["pie", ["date:month"], ["commercial_partner_id"], ["amount"]]]);
});

test("a favourite brings back what each of them was grouped by", async () => {
    ShipmentFact._filters = [
        {
            id: 1,
            name: "Pie",
            user_ids: [],
            is_default: true,
            domain: "[]",
            sort: "[]",
            context: `{'crm_fact_period': {'months': 24, 'end': None}, 'graph_mode': 'pie',
                'graph_groupbys': ['commercial_partner_id'], 'pivot_row_groupby': ['date:year']}`,
        },
    ];
    onRpc("formatted_read_group", ({ kwargs }) => expect.step(kwargs.groupby));
    await openDetails();
    expect.verifySteps([["commercial_partner_id"]]);
    expect(".o_graph_button[data-mode=pie]").toHaveClass("active");
    expect(getCustomers()).toEqual(["Total", "2025", "2026"]);
    await click(".o_graph_button[data-mode=bar]");
    await moveEnd();
    expect(".o_graph_button[data-mode=bar]").toHaveClass("active");
    expect.verifySteps([["commercial_partner_id"]]);
});

test("going back finds graph and table as they were left", async () => {
    await openDetails();
    await click(".o_graph_button[data-mode=line]");
    await contains(`${MONTHS} tfoot td button`).click();
    await animationFrame();
    await contains(".o_back_button, .breadcrumb-item a").click();
    await animationFrame();
    await animationFrame();
    expect(".o_graph_button[data-mode=line]").toHaveClass("active");
    expect(queryOne(MONTHS)).toBeVisible();
});

test("nothing found is said once, in words", async () => {
    await openDetails();
    await toggleSearchBarMenu();
    await toggleMenuItem("None");
    await animationFrame();
    expect(".o_crm_smarket_overview").toHaveCount(0);
    expect(".o_view_nocontent").toHaveCount(1);
    expect(".o_view_nocontent").toHaveText("Nothing in this period");
});

test("documents behind a number have graph and table, and no months of their own", async () => {
    await openDetails({ search_default_period_months: false });
    expect(MONTHS).toHaveCount(0);
    expect(".o_crm_smarket_graph canvas").toHaveCount(1);
});

test("more customers than one can read are listed when they are asked for", async () => {
    patchWithCleanup(FactPivotModel, { mostRows: 1 });
    await openDetails();
    expect(getCustomers()).toEqual(["Total"]);
    expect(getRows().at(-1)).toBe("Total, $ 80 6 2");
    await contains(".o_pivot tbody .o_pivot_header_cell_closed").click();
    await contains(".dropdown-item:contains(Customer)").click();
    await animationFrame();
    expect(getCustomers()).toEqual(["Total", "Depot", "Shop"]);
});

test("customers that somebody has grouped by are listed, however many they are", async () => {
    patchWithCleanup(FactPivotModel, { mostRows: 1 });
    await openDetails({ pivot_row_groupby: ["commercial_partner_id"] });
    expect(getCustomers()).toEqual(["Total", "Depot", "Shop"]);
});
