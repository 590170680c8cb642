import { beforeEach, expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    getService,
    mountWithCleanup,
    onRpc,
    switchView,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { getPeriodDomain, readPeriod, toMonths } from "@crm_smarket_reports/fact_views/period";
import { router } from "@web/core/browser/router";
import { WebClient } from "@web/webclient/webclient";
import { Customer, ShipmentFact } from "./fact_mock";

defineMailModels();
defineModels([Customer, ShipmentFact]);
beforeEach(() => mockDate("2026-03-17 09:00:00", 0));

const MONTHS = ".o_crm_smarket_months";

async function openFacts(values = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        id: 7,
        name: "Shipments",
        res_model: "crm.shipment.fact",
        context: { search_default_period_months: 12 },
        views: [
            [false, "list"],
            [false, "pivot"],
        ],
        ...values,
    });
}

async function setMonths(value) {
    await click(MONTHS);
    await edit(value, { confirm: "tab" });
    await animationFrame();
}

test("a period is whole months up to and with its last", () => {
    expect(getPeriodDomain({ months: 1, end: "2025-12" })).toEqual([
        ["date", ">=", "2025-12-01"],
        ["date", "<", "2026-01-01"],
    ]);
    expect(getPeriodDomain({ months: 12, end: null })).toEqual([
        ["date", ">=", "2025-04-01"],
        ["date", "<", "2026-04-01"],
    ]);
});

test("what is typed or stands in an address makes some period", () => {
    expect(["", "0", "-3", "2.4", "99999", "x"].map(toMonths)).toEqual([1, 1, 1, 2, 120, 1]);
    expect(readPeriod({})).toBe(null);
    expect(readPeriod({ months: 6, end: "2025-13" })).toEqual({ months: 6, end: null });
    expect(readPeriod({ months: "6", end: "2025-12" })).toEqual({ months: 6, end: "2025-12" });
});

test("twelve months at first; both ends of the period are changed right there", async () => {
    await openFacts();
    expect(MONTHS).toHaveValue(12);
    expect("#crm_smarket_end").toHaveValue("March 2026");
    expect(".o_data_row").toHaveCount(3);
    await setMonths("1");
    expect(".o_data_row").toHaveCount(1);
    await setMonths("24");
    expect(".o_data_row").toHaveCount(4);
    await setMonths("3");
    await contains("[aria-label='A month earlier']").click();
    await animationFrame();
    expect("#crm_smarket_end").toHaveValue("February 2026");
    expect(".o_data_row").toHaveCount(2);
    await contains(".o_crm_smarket_present").click();
    expect(queryOne("[aria-label='A month later']").disabled).toBe(true);
});

test("the period goes along to the next view and into the address", async () => {
    await openFacts();
    await setMonths("24");
    await switchView("pivot");
    await waitFor(".o_pivot tbody .o_value");
    expect(MONTHS).toHaveValue(24);
    expect(".o_pivot tbody .o_value:eq(0)").toHaveText("1,000,000,000.00");
    await animationFrame();
    expect(router.current.months).toBe(24);
});

test.tags("desktop");
test("a favourite keeps the period apart from its domain", async () => {
    onRpc("ir.filters", "create_filter", ({ args: [filter] }) => {
        expect.step([filter.domain, filter.context.crm_fact_period]);
        return [1];
    });
    await openFacts();
    await setMonths("6");
    await contains(".o_searchview_dropdown_toggler").click();
    await contains(".o_add_favorite").click();
    await contains(".o_favorite_menu input[type=text]").edit("Half a year", { confirm: false });
    await contains(".o_save_favorite").click();
    expect.verifySteps([["[]", { months: 6, end: null }]]);
    await setMonths("24");
    expect(".o_data_row").toHaveCount(4);
});

test("what all of them come to, of how many customers", async () => {
    await openFacts();
    await animationFrame();
    expect(queryAllTexts(".o_crm_smarket_totals dt")).toEqual(["Amount", "Margin", "Customers"]);
    expect(queryAllTexts(".o_crm_smarket_totals dd")).toEqual(["$ 80", "$ 6", "2"]);
    await setMonths("24");
    await animationFrame();
    expect(queryAllTexts(".o_crm_smarket_totals dd")).toEqual(["$ 1,000,000,080", "$ 7", "2"]);
});

test("a favourite brings its period back", async () => {
    ShipmentFact._filters = [
        {
            id: 1,
            name: "Two years",
            user_ids: [],
            is_default: true,
            domain: "[]",
            sort: "[]",
            context: "{'crm_fact_period': {'months': 24, 'end': None}}",
        },
    ];
    await openFacts();
    expect(MONTHS).toHaveValue(24);
    expect(".o_data_row").toHaveCount(4);
});

test("documents behind a number have no other period than theirs", async () => {
    await openFacts({ context: {}, domain: [["date", ">=", "2026-03-01"]] });
    expect(".o_crm_smarket_period").toHaveCount(0);
    expect(".o_data_row").toHaveCount(1);
});
