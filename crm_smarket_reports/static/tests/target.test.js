import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { mockService } from "@web/../tests/web_test_helpers";

import { formatRatio } from "@crm_smarket_reports/target/target";
import { getChartConfig } from "@crm_smarket_reports/widgets/shipment_dynamics/shipment_chart";
import { answers, inWidget, openDashboard, receiptRow } from "./dashboard_mock";

defineMailModels();
beforeEach(() => mockDate("2026-03-17 09:00:00", 0));

/** How a target stands, as the server says it. */
function progress(ratio, state, values = {}) {
    return {
        target: 2200,
        to_date: 1200,
        actual: 1200 * ratio,
        ratio,
        state,
        domain: [["id", "in", [5]]],
        ...values,
    };
}

const target = (ratio, state, values) => ({ target: progress(ratio, state, values) });

test("a ratio is rounded down, and cut where it says nothing any more", () => {
    expect([0.9999, 1, 0.29, -0.015, 0, 1e7, null].map(formatRatio)).toEqual([
        "99%",
        "100%",
        "29%",
        "-2%",
        "0%",
        ">999%",
        "–",
    ]);
});

test("good, watch and bad differ by more than their colour", async () => {
    await openDashboard({
        receipts_by_branch: answers.receipts_by_branch([
            receiptRow(1, "Yekaterinburg", 1200, 1, target(1, "good")),
            receiptRow(2, "Kazan", 1100, 1, target(0.9167, "watch")),
            receiptRow(3, "Novosibirsk", 0, 1, target(0, "bad")),
            receiptRow(4, "Perm", 0, 1, target(null, false, { to_date: 0, actual: 0 })),
            receiptRow(5, "Ufa", 0, 1),
        ]),
    });
    const marks = inWidget("receipts_by_branch", ".o_crm_smarket_target");
    expect(queryAllTexts(marks)).toEqual(["100%", "91%", "0%", "–"]);
    expect(`${marks}:eq(0) .fa-check-circle.text-success`).toHaveCount(1);
    expect(`${marks}:eq(1) .fa-exclamation-circle.text-warning`).toHaveCount(1);
    expect(`${marks}:eq(2) .fa-times-circle.text-danger`).toHaveCount(1);
    const spoken = (number) => queryOne(`${marks}:eq(${number})`).getAttribute("aria-label");
    expect(spoken(1)).toMatch(/^Kazan: Watch: 91% of what is due to date\nTarget: .*2,200\.00/);
    expect(spoken(3)).toMatch(/^Perm: Nothing is due yet\n/);
});

test("without targets there is no column of them", async () => {
    await openDashboard({
        receipts_by_branch: answers.receipts_by_branch([receiptRow(1, "Kazan", 1)]),
        leading_managers: answers.leading_managers([receiptRow(1, "Vera", 5)]),
        leading_companies: answers.leading_companies([
            { id: 1, name: "Shop", amount: 1, margin: 1, domain: [] },
        ]),
    });
    expect(inWidget("receipts_by_branch", "thead th")).toHaveCount(5);
    expect(inWidget("leading_companies", ".o_crm_smarket_targets")).toHaveCount(0);
    expect(".o_crm_smarket_target").toHaveCount(0);
});

test("a mark opens the targets behind it", async () => {
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
        leading_managers: answers.leading_managers([
            receiptRow(7, "Vera", 300, 100, target(0.5, "bad")),
            receiptRow(8, "Oleg", 200, 100),
        ]),
    });
    await click(inWidget("leading_managers", ".o_crm_smarket_target"));
    await animationFrame();
    expect.verifySteps([["crm.sales.target", [["id", "in", [5]]]]]);
});

test("all shipments and their margin stand above the customers", async () => {
    const row = { id: 1, name: "Shop", amount: 1200, margin: 300, domain: [] };
    const total = { amount: 1200, margin: 300, margin_target: progress(0.25, "bad") };
    await openDashboard({
        leading_companies: answers.leading_companies([row], {
            total: { ...total, ...target(1, "good") },
        }),
    });
    expect(inWidget("leading_companies", ".o_crm_smarket_targets")).toHaveText(
        /Shipments\s*100%\s*Margin\s*25%/
    );
});

test("months with a target have it as a dashed line, and in words", async () => {
    const row = (start, values) => ({
        start,
        amount: 1200,
        cost: 1,
        margin: 1,
        domain: [],
        ...values,
    });
    const data = answers.shipment_dynamics([
        row("2026-02-01"),
        row("2026-03-01", target(1, "good")),
    ]);
    const labels = { amount: "Shipped", cost: "Cost", margin: "Margin", target: "Target" };
    const { datasets } = getChartConfig(data, labels, "gray", "light", () => {}).data;
    expect(datasets.map((one) => one.label)).toEqual(["Shipped", "Cost", "Margin", "Target"]);
    expect(datasets.at(-1).data).toEqual([null, 2200]);
    await openDashboard({ shipment_dynamics: data });
    await waitFor(inWidget("shipment_dynamics", "canvas"), { timeout: 4000 }); // once Chart.js is there
    expect(inWidget("shipment_dynamics", "li:eq(1)")).toHaveText(/Good: 100% of what is due/);
    expect(inWidget("shipment_dynamics", "li:eq(0)")).not.toHaveText(/due/);
});
