import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { click, queryAll, queryAllTexts, queryText, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { mockService, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { getChartConfig } from "@crm_smarket_reports/widgets/shipment_dynamics/shipment_chart";
import { ReceiptsByBranch } from "@crm_smarket_reports/widgets/receipts_by_branch/receipts_by_branch";
import { user } from "@web/core/user";
import { answers, inWidget, openDashboard, receiptRow } from "./dashboard_mock";

const LONG =
    "The Regional Cooperative of Independent Shops, Bakeries and Pharmacies of the Southern Urals";

defineMailModels();
beforeEach(() => mockDate("2026-03-17 09:00:00", 0));

test("six widgets in one request, each with a state of its own", async () => {
    await openDashboard({ leading_managers: { error: "Not ready" } }, (keys) =>
        expect.step(keys.length)
    );
    expect.verifySteps([6]);
    expect(".o_crm_smarket_widget").toHaveCount(6);
    expect(inWidget("leading_managers", ".o_crm_smarket_error")).toHaveText("Not ready\nTry again");
    expect(inWidget("receipts_by_branch", ".o_crm_smarket_empty")).toHaveCount(1);
    expect(".o_crm_smarket_error").toHaveCount(1);
});

test("a widget that breaks does not take the page down", async () => {
    patchWithCleanup(ReceiptsByBranch.prototype, {
        get columns() {
            throw new Error("broken");
        },
    });
    patchWithCleanup(console, { error: () => expect.step("told") });
    await openDashboard({
        receipts_by_branch: answers.receipts_by_branch([receiptRow(1, "Kazan", 1)]),
        leading_managers: answers.leading_managers([receiptRow(1, "Vera", 5)]),
    });
    expect(inWidget("receipts_by_branch", ".o_crm_smarket_error")).toHaveCount(1);
    expect(inWidget("leading_managers", "tbody tr")).toHaveCount(1);
    expect.verifySteps(["told"]);
});

test("a widget that cannot say whether it is empty does not take the page down either", async () => {
    patchWithCleanup(console, { error: () => expect.step("told") });
    await openDashboard({
        receipts_by_branch: answers.receipts_by_branch([receiptRow(1, "Kazan", 1)]),
        leading_managers: { rows: null },
    });
    expect(inWidget("leading_managers", ".o_crm_smarket_error")).toHaveCount(1);
    expect(inWidget("receipts_by_branch", "tbody tr")).toHaveCount(1);
    expect.verifySteps(["told"]);
    onRpc("crm.smarket.dashboard", "get_data", () => ({
        leading_managers: answers.leading_managers([receiptRow(1, "Vera", 5)]),
    }));
    await click(inWidget("leading_managers", ".o_crm_smarket_error button"));
    await animationFrame();
    expect(inWidget("leading_managers", "tbody tr")).toHaveCount(1);
});

test("refresh asks for the widget alone", async () => {
    await openDashboard();
    onRpc("crm.smarket.dashboard", "get_data", ({ args: [keys] }) => {
        expect.step(keys);
    });
    await click(inWidget("leading_managers", ".o_crm_smarket_refresh"));
    await animationFrame();
    expect.verifySteps([["leading_managers"]]);
});

test("branches with huge and negative amounts, and a long name", async () => {
    await openDashboard({
        receipts_by_branch: answers.receipts_by_branch([
            receiptRow(1, LONG, 987654321012.34, 1000),
            receiptRow(2, "Kazan", -1234567, 2469134),
        ]),
    });
    const cells = inWidget("receipts_by_branch", "tbody .o_crm_smarket_amount");
    expect(queryAllTexts(cells)).toEqual(["988B", "1.00K", "1.00K", "-1.23M", "2.47M", "2.47M"]);
    expect(`${cells}:eq(0)`).toHaveAttribute("title", /987,654,321,012\.34/);
    expect(`${cells}:eq(3) .text-danger`).toHaveCount(1);
    expect(inWidget("receipts_by_branch", "tbody th:eq(0)")).toHaveAttribute("title", LONG);
    expect(queryAllTexts(inWidget("receipts_by_branch", "tbody .o_crm_smarket_change"))).toEqual([
        ">+999%",
        "-150%",
    ]);
});

test("other currencies are said, and in which one all is", async () => {
    const rows = [receiptRow(1, "Kazan", 1)];
    await openDashboard({
        receipts_by_branch: { ...answers.receipts_by_branch(rows), is_converted: true },
        leading_managers: answers.leading_managers(rows),
    });
    expect(inWidget("receipts_by_branch", ".o_crm_smarket_converted")).toHaveText(/converted/);
    expect(".o_crm_smarket_converted").toHaveCount(1);
    expect(inWidget("leading_managers", "h2")).toHaveText("Managers by Receipts, $");
    expect(inWidget("nearest_events", "h2")).toHaveText("Nearest Events");
});

test("managers with rank changes, others and unassigned", async () => {
    await openDashboard({
        leading_managers: answers.leading_managers(
            [
                receiptRow(1, "Vera", 300, 100, { place_before: 2 }),
                receiptRow(2, "Oleg", 200, 500, { place_before: 1 }),
                receiptRow(3, "New", 50),
            ],
            {
                others: receiptRow(0, "", 20, 0, { count: 4 }),
                unassigned: receiptRow(false, "Unassigned", 7),
            }
        ),
    });
    expect(inWidget("leading_managers", "tbody .fa-caret-up.text-success:eq(0)")).toHaveAttribute(
        "aria-label",
        "Place 2 in the previous month"
    );
    expect(queryAllTexts(inWidget("leading_managers", "tfoot th"))).toEqual([
        "4 others",
        "Unassigned",
        "Total",
    ]);
    expect(
        queryText(inWidget("leading_managers", "tfoot tr:last .o_crm_smarket_amount:eq(0)"))
    ).toBe("577");
});

test("a number opens exactly the facts behind it", async () => {
    mockService("action", {
        doAction(action) {
            if (action.res_model) {
                expect.step([action.res_model, action.domain]);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openDashboard({
        leading_managers: answers.leading_managers([receiptRow(7, "Vera", 300, 100)]),
    });
    await click(inWidget("leading_managers", "tbody .o_crm_smarket_amount:eq(0)"));
    await animationFrame();
    expect.verifySteps([
        [
            "crm.receipt.fact",
            [
                ["date", ">=", "2026-03-01"],
                ["user_id", "=", 7],
            ],
        ],
    ]);
});

test("details begin with what the widget shows", async () => {
    mockService("action", {
        doAction(action, options) {
            if (typeof action === "string") {
                expect.step(options.additionalContext);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openDashboard();
    await click(inWidget("receipts_by_branch", ".o_crm_smarket_details"));
    await click(inWidget("leading_companies", ".o_crm_smarket_details"));
    await click(inWidget("shipment_dynamics", ".o_crm_smarket_details"));
    expect.verifySteps([
        { graph_groupbys: ["date:month", "company_id"], pivot_row_groupby: ["company_id"] },
        undefined,
        undefined,
    ]);
});

test("a language with a word for millions says it once", async () => {
    patchWithCleanup(user, {
        get lang() {
            return "ru-RU";
        },
    });
    await openDashboard({
        receipts_by_branch: answers.receipts_by_branch([
            receiptRow(1, "Kazan", 15_277_000, 2_048_000),
            receiptRow(2, "Perm", 477_000, 4_000),
        ]),
    });
    const cells = inWidget("receipts_by_branch", "tbody .o_crm_smarket_amount");
    expect(queryAllTexts(cells)).toEqual([
        "15,3",
        "2,05",
        "2,05",
        "0,48",
        "4,00 тыс.",
        "4,00 тыс.",
    ]);
    expect(inWidget("receipts_by_branch", "tfoot th")).toHaveText(/, млн/);
});

test("whatever can be pressed has a name", async () => {
    const event = { model: "crm.lead", id: 1, name: "Call", customer: "", stage: "", person: "" };
    const day = { date: "2026-03-17", planned_count: 9, done_count: 0, more_count: 3 };
    const shipped = { id: 1, name: "Shop", amount: 7, margin: 1, domain: [] };
    await openDashboard({
        receipts_by_branch: answers.receipts_by_branch([receiptRow(1, "Kazan", 5, 3)]),
        leading_managers: answers.leading_managers([receiptRow(1, "Vera", 5, 3)]),
        leading_companies: answers.leading_companies([shipped]),
        week_events: answers.week_events([{ ...day, events: [event] }]),
        nearest_events: answers.nearest_events([{ ...event, day: "2026-03-17", icon: "fa-phone" }]),
        shipment_dynamics: { error: "Not ready" },
    });
    const pressed = queryAll(".o_crm_smarket_dashboard main :is(button, a, input)");
    const getName = (one) =>
        one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.[0]?.textContent;
    expect(pressed.length).toBeGreaterThan(30);
    expect(pressed.filter((one) => !getName(one)).map((one) => one.outerHTML)).toEqual([]);
    const sections = queryAll(".o_crm_smarket_widget").map((one) => one.getAttribute("aria-label"));
    expect(new Set(sections).size).toBe(6);
});

test("customers with and without margin", async () => {
    const row = { id: 1, name: LONG, amount: 750, margin: -20, domain: [] };
    const other = { id: 2, name: "Depot", amount: 250, margin: 20, domain: [] };
    await openDashboard({ leading_companies: answers.leading_companies([row, other]) });
    expect(queryAllTexts(inWidget("leading_companies", "tbody td:nth-child(3)"))).toEqual([
        "75%",
        "25%",
    ]);
    expect(inWidget("leading_companies", "tbody .text-danger")).toHaveText("-20");
});

test("a salesperson sees no margin", async () => {
    const row = { id: 1, name: "Shop", amount: 750, domain: [] };
    const data = answers.leading_companies([row], { measures: ["amount"], total: { amount: 750 } });
    await openDashboard({ leading_companies: data });
    expect(inWidget("leading_companies", "thead th")).toHaveCount(3);
});

test("months of shipments can be read and opened without the picture", async () => {
    const row = (start, amount) => ({
        start,
        amount,
        cost: 1,
        margin: amount - 1,
        domain: [["date", ">=", start]],
    });
    await openDashboard({
        shipment_dynamics: answers.shipment_dynamics([
            row("2026-02-01", 1e12),
            row("2026-03-01", -5),
        ]),
    });
    await waitFor(inWidget("shipment_dynamics", "canvas"), { timeout: 4000 }); // once Chart.js is there
    const months = queryAllTexts(inWidget("shipment_dynamics", "li"));
    expect(months.map((text) => text.split(":")[0])).toEqual(["February 2026", "March 2026"]);
    expect(inWidget("shipment_dynamics", "canvas")).toHaveCount(1);
});

test("a bar of a month opens what was shipped in it", () => {
    const rows = [
        { start: "2026-02-01", amount: 7, cost: 5, margin: 2 },
        { start: "2026-03-01", amount: -1e12, cost: 1, margin: -1e12 },
    ];
    const data = answers.shipment_dynamics(rows);
    const { data: drawn, options } = getChartConfig(
        data,
        { cost: "Cost" },
        "black",
        "light",
        (row) => expect.step(row.start)
    );
    expect(drawn.labels).toEqual(["Feb", "Mar"]);
    expect(drawn.datasets.map(({ type }) => type)).toEqual(["bar", "bar", "line"]);
    expect(options.scales.x.ticks.color).toBe("black");
    expect(options.scales.y.ticks.callback(-1e12)).toBe("-1T");
    options.onClick({}, [{ index: 1 }]);
    options.onClick({}, []);
    expect.verifySteps(["2026-03-01"]);
});

test("the week, with what was done and how much more there is", async () => {
    const event = {
        model: "crm.lead",
        id: 1,
        kind: "Call",
        name: LONG,
        customer: "Shop",
        stage: "",
        person: "Vera",
    };
    const day = { planned_count: 2, done_count: 1, is_today: true, more_count: 3 };
    await openDashboard({
        week_events: answers.week_events([
            { ...day, date: "2026-03-17", events: [{ ...event, is_done: true, time: "10:00" }] },
            {
                ...day,
                date: "2026-03-18",
                events: [],
                planned_count: 0,
                done_count: 0,
                is_today: false,
                more_count: 0,
            },
        ]),
    });
    expect(inWidget("week_events", ".o_crm_smarket_day:eq(0) h3")).toHaveText(/2 planned\s+1 done/);
    expect(inWidget("week_events", ".o_crm_smarket_event [aria-label=Done]")).toHaveCount(1);
    expect(inWidget("week_events", ".o_crm_smarket_day:eq(1)")).toHaveText(/Nothing planned/);
    onRpc("crm.smarket.dashboard", "get_data", ({ kwargs }) => {
        expect.step(kwargs.context.smarket_whole_day);
    });
    await click(inWidget("week_events", ".o_crm_smarket_more"));
    await animationFrame();
    expect.verifySteps(["2026-03-17"]);
});

test("a count of the week shows the events that it counts, and once more all of them", async () => {
    const day = { date: "2026-03-17", planned_count: 2, done_count: 1, more_count: 0, events: [] };
    await openDashboard({ week_events: answers.week_events([day]) });
    onRpc("crm.smarket.dashboard", "get_data", ({ kwargs: { context } }) => {
        const { smarket_whole_day = false, smarket_counted = false } = context;
        expect.step([smarket_whole_day, smarket_counted]);
        return { week_events: answers.week_events([{ ...day, counted: smarket_counted }]) };
    });
    const done = inWidget("week_events", ".o_crm_smarket_count:contains(1 done)");
    await click(done);
    await animationFrame();
    expect(done).toHaveAttribute("aria-pressed", "true");
    await click(done);
    await animationFrame();
    expect(done).toHaveAttribute("aria-pressed", "false");
    expect.verifySteps([
        ["2026-03-17", "done"],
        [false, false],
    ]);
});

test("nearest events say which is going on, and can be one's own", async () => {
    const event = {
        model: "calendar.event",
        id: 1,
        icon: "fa-calendar",
        kind: "Meeting",
        customer: "",
        stage: "",
    };
    await openDashboard({
        nearest_events: answers.nearest_events([
            { ...event, name: "Visit", day: "2026-03-17", time: "10:00", is_now: true, person: "" },
            { ...event, name: LONG, day: "2026-03-19", time: false, is_now: false, person: "" },
        ]),
    });
    expect(inWidget("nearest_events", ".o_crm_smarket_now")).toHaveCount(1);
    expect(inWidget("nearest_events", "li:eq(0)")).toHaveText(/Today 10:00/);
    onRpc("crm.smarket.dashboard", "get_data", ({ kwargs }) => {
        expect.step(Boolean(kwargs.context.smarket_mine));
    });
    await click(inWidget("nearest_events", "[role=switch]"));
    await animationFrame();
    expect.verifySteps([true]);
});
