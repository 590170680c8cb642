import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, select } from "@odoo/hoot-dom";
import { animationFrame, mockDate, runAllTimers } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

import { getPartnerDomain, readChoice } from "@crm_smarket_reports/customer/customer_choice";
import { groupByMonth, toggleKind } from "@crm_smarket_reports/customer/time_line";

const SHOP = { partner: [7] };
const ORDERS = ".o_crm_smarket_time_line [role=group] button[data-kind=order]";
const facts = (id, model = "crm.sold.fact") => ({ model, domain: [["id", "=", id]] });
const kinds = ["project", "order"].map((key) => ({ key, label: key }));

function makeEntry(id, values = {}) {
    return {
        key: `order-${id}`,
        kind: "order",
        icon: "fa-shopping-cart",
        label: "Order",
        title: `S${id}`,
        details: ["Reserved"],
        day: "2026-03-05",
        time: "10:00",
        amount: 300,
        currency_id: 1,
        customer: "Shop",
        model: "sale.order",
        id,
        method: null,
        is_planned: false,
        ...values,
    };
}

function makeOverview(values = {}) {
    return {
        model: "crm.sold.fact",
        currency_id: 1,
        is_converted: false,
        is_company_wide: true,
        as_of: "2026-03-17 09:00:00",
        count: 1,
        name: "Shop",
        customer_id: 7,
        customer_ids: [7],
        periods: {
            current: { start: "2026-01-01", end: "2026-12-31" },
            previous: { start: "2025-01-01", end: "2025-03-17" },
        },
        turnover: {
            current: { value: 300, ...facts(1) },
            previous: { value: 100, ...facts(2) },
            change_percent: 2,
            spark: { value: [0, 300], ...facts(10), views: ["graph"] },
        },
        receipts: { value: 200, ...facts(3, "crm.receipt.fact") },
        deals: {
            open: { count: 1, amount: 500, domain: [["id", "=", 4]] },
            won: { count: 2, domain: [["id", "=", 5]] },
            lost: { count: 3, domain: [["id", "=", 6]] },
        },
        open_deals: [
            {
                id: 9,
                name: "Scales",
                customer: "Shop",
                person: "Vera",
                column: "Qualified",
                stage: "Survey",
                is_late: true,
                progress: 40,
                has_project: true,
                date_deadline: "2026-04-01",
                amount: 500,
                currency_id: 1,
            },
        ],
        last_order: { id: 1, name: "S1", date: "2026-03-05" },
        statuses: [{ key: "served", label: "Served", count: 1, domain: [] }],
        customers: null,
        lead_domain: [["partner_id", "=", 7]],
        ...values,
    };
}

/**
 * Open the page.
 *
 * @param {Object} choice
 * @param {Object} [values] of the overview
 * @param {(args: any[]) => Object} [tell] what the server says of the time line
 */
async function open(
    choice,
    values,
    tell = () => ({ kinds, entries: [makeEntry(1)], before: null })
) {
    onRpc("crm.customer.story", "get_overview", () => makeOverview(values));
    onRpc("crm.customer.story", "get_story", ({ args }) => tell(args));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_smarket_reports.customer",
        name: "Customer History",
        params: { choice },
    });
    await animationFrame();
}

/** Note what is opened instead of opening it. */
function mockOpening() {
    mockService("action", {
        doAction(action) {
            if (action.tag === "crm_smarket_reports.customer") {
                return super.doAction(...arguments);
            }
            expect.step([action.res_model, action.res_id || action.domain]);
        },
    });
}

defineMailModels();

test("nothing is asked before somebody is chosen", async () => {
    await open({}, {}, () => expect.step("asked"));
    expect(".o_crm_smarket_empty").toHaveText(/Whose history/);
    expect(".o_crm_smarket_choice").toHaveCount(1);
    await select("tag", { target: ".o_crm_smarket_add_choice" });
    await animationFrame();
    expect(".o_crm_smarket_choice[data-key=tag]").toHaveCount(1);
    expect.verifySteps([]);
});

test("a city is chosen among those where customers are", async () => {
    onRpc("res.partner", "formatted_read_group", ({ kwargs }) => {
        expect.step(kwargs.domain.filter((part) => part[0] === "city"));
        return [{ city: "Kazan", __count: 3 }];
    });
    await open({}, {}, ([domain]) => {
        expect.step(domain);
        return { kinds, entries: [], before: null };
    });
    await select("city", { target: ".o_crm_smarket_add_choice" });
    await animationFrame();
    const city = ".o_crm_smarket_choice[data-key=city]";
    await contains(`${city} input`).edit("kaz", { confirm: false });
    await runAllTimers();
    await contains(`${city} .o-autocomplete--dropdown-item a`).click();
    expect(`${city} .o_tag`).toHaveText("Kazan");
    await contains(`${city} .o_tag .o_delete`).click();
    expect(".o_crm_smarket_empty").toHaveText(/Whose history/);
    expect.verifySteps([
        [
            ["city", "ilike", "kaz"],
            ["city", "not in", [false, ""]],
        ],
        [["city", "in", ["Kazan"]]],
    ]);
});

test("figures, deals and entries open what is behind them", async () => {
    mockOpening();
    await open(SHOP);
    await click("[data-tile=turnover] .o_crm_smarket_amount:first");
    await click("[data-tile=turnover] .o_crm_smarket_months");
    await click("[data-tile=receipts] .o_crm_smarket_amount");
    await click("[data-outcome=lost]");
    await click(".o_crm_smarket_deal");
    await click(".o_crm_smarket_entry");
    await animationFrame();
    expect.verifySteps([
        ["crm.sold.fact", [["id", "=", 1]]],
        ["crm.sold.fact", [["id", "=", 10]]],
        ["crm.receipt.fact", [["id", "=", 3]]],
        ["crm.lead", [["id", "=", 6]]],
        ["crm.lead", 9],
        ["sale.order", 1],
    ]);
    expect(".o_crm_smarket_late").toHaveCount(1);
    expect(".o_crm_smarket_deal").toHaveText(/Survey/);
    expect(".o_crm_smarket_workbook").toHaveAttribute("href", /customer\.xlsx\?customers=/);
});

test("a fact says itself what it opens", async () => {
    mockOpening();
    onRpc("crm.receipt.fact", "action_open_document", ({ args }) => {
        expect.step(args);
        return { type: "ir.actions.act_window", res_model: "account.payment", res_id: 5 };
    });
    const entry = makeEntry(3, { model: "crm.receipt.fact", method: "action_open_document" });
    await open(SHOP, {}, () => ({ kinds, entries: [entry], before: null }));
    await click(".o_crm_smarket_entry");
    await animationFrame();
    expect.verifySteps([[[3]], ["account.payment", 5]]);
});

test("earlier entries follow, and kinds are asked for anew", async () => {
    await open(SHOP, {}, ([domain, chosen, before]) => {
        expect.step([domain, [...chosen], before]);
        const entries = [makeEntry(before ? 2 : 1)];
        return { kinds, entries, before: before ? null : ["2026-03-05T10:00:00", 1, 1] };
    });
    await click(".o_crm_smarket_time_line .o_crm_smarket_earlier");
    await animationFrame();
    expect(".o_crm_smarket_entry").toHaveCount(2);
    expect(".o_crm_smarket_month").toHaveCount(1);
    expect(".o_crm_smarket_time_line .o_crm_smarket_earlier").toHaveCount(0);
    await click(ORDERS);
    await animationFrame();
    expect(ORDERS).toHaveAttribute("aria-pressed", "true");
    expect(".o_crm_smarket_entry").toHaveCount(1);
    const domain = [["id", "in", [7]]];
    expect.verifySteps([
        [domain, [], null],
        [domain, [], ["2026-03-05T10:00:00", 1, 1]],
        [domain, ["order"], null],
    ]);
});

test("several customers: a table, and whose entry it is", async () => {
    const columns = [
        { key: "name", label: "Customer", type: "text" },
        { key: "current", label: "This year", type: "money" },
    ];
    const cells = { current: { value: 300, ...facts(1) } };
    const rows = [{ id: 7, name: "Shop", next: true, cells }];
    await open(
        { partner: [7, 8] },
        {
            count: 2,
            name: "",
            customer_id: false,
            customers: { columns, rows, count: 2 },
            statuses: [{ key: "silent", label: "Silent", count: 2, domain: [] }],
        }
    );
    expect(".o_crm_smarket_customer_head h2").toHaveText("2 customers");
    expect(".o_crm_smarket_status").toHaveText("Silent: 2");
    expect(".o_crm_smarket_block h2").toHaveText("Customers by Sales: 1 of 2");
    expect(".o_crm_smarket_entry").toHaveText(/Shop · Reserved/);
});

test("a refused question leaves the page, and can be asked again", async () => {
    let isRefusing = false;
    await open(SHOP, {}, () => {
        if (isRefusing) {
            throw makeServerError({ type: "UserError", message: "Not so" });
        }
        return { kinds, entries: [makeEntry(1)], before: null };
    });
    isRefusing = true;
    await click(ORDERS);
    await animationFrame();
    expect(".o_crm_smarket_error").toHaveText(/Not so/);
    expect(".o_crm_smarket_entry").toHaveCount(1);
    isRefusing = false;
    await click(".o_crm_smarket_error button");
    await animationFrame();
    expect(".o_crm_smarket_error").toHaveCount(0);
});

test("what is planned and what is overdue", async () => {
    mockDate("2026-03-17 09:00:00");
    const entries = [
        makeEntry(1, { day: "2026-03-18", is_planned: true, amount: null }),
        makeEntry(2, { day: "2026-03-16", is_planned: true, amount: null }),
        makeEntry(3, { day: "2026-02-16", amount: -5 }),
    ];
    await open(SHOP, {}, () => ({ kinds, entries, before: null }));
    expect(queryAllTexts(".o_crm_smarket_entry .badge")).toEqual(["Planned", "Overdue"]);
    expect(".o_crm_smarket_month").toHaveCount(2);
});

test("choices, kinds and months", () => {
    expect(getPartnerDomain({ partner: [], tag: [] })).toBe(null);
    expect(getPartnerDomain({ tag: [1], state: [2, 3] })).toEqual([
        ["category_id", "in", [1]],
        ["state_id", "in", [2, 3]],
    ]);
    expect(getPartnerDomain({ country: [1], city: ["Kazan"] })).toEqual([
        ["country_id", "in", [1]],
        ["city", "in", ["Kazan"]],
    ]);
    expect(readChoice('{"tag":[1]}')).toEqual({ tag: [1] });
    expect(readChoice("{")).toBe(null);
    expect(readChoice("1")).toBe(null);
    expect(toggleKind([], "order", kinds)).toEqual(["order"]);
    expect(toggleKind(["order"], "order", kinds)).toEqual([]);
    expect(toggleKind(["order"], "project", kinds)).toEqual([]);
    const months = groupByMonth([
        { day: "2026-03-05" },
        { day: "2026-03-01" },
        { day: "2026-02-28" },
    ]);
    expect(months.map(({ entries }) => entries.length)).toEqual([2, 1]);
});
