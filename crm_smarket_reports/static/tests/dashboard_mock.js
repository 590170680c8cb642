import { animationFrame } from "@odoo/hoot-mock";
import { getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { WebClient } from "@web/webclient/webclient";

export const AS_OF = "2026-03-17 09:00:00";

const money = {
    model: "crm.receipt.fact",
    currency_id: 1,
    is_converted: false,
    is_company_wide: true,
};
const periods = {
    current: { start: "2026-03-01", end: "2026-03-31" },
    previous: { start: "2026-02-01", end: "2026-02-28" },
    same_day: { start: "2026-02-01", end: "2026-02-17" },
};
const domains = {
    current: [["date", ">=", "2026-03-01"]],
    previous: [["date", ">=", "2026-02-01"]],
    same_day: [["date", ">=", "2026-02-01"]],
};
const shipments = { ...money, model: "crm.shipment.fact", measures: ["amount", "cost", "margin"] };

/** A row of receipts as the server makes it. */
export function receiptRow(id, name, current = 0, previous = 0, values = {}) {
    const change = previous ? (current - previous) / Math.abs(previous) : null;
    return {
        id,
        name,
        current,
        previous,
        same_day: previous,
        change,
        domain: [["user_id", "=", id]],
        ...values,
    };
}

const total = (rows) =>
    receiptRow(
        0,
        "",
        rows.reduce((sum, row) => sum + row.current, 0),
        rows.reduce((sum, row) => sum + row.previous, 0)
    );

/** What the server answers for each widget, made of rows of figures. */
export const answers = {
    receipts_by_branch: (rows = []) => ({
        ...money,
        field: "company_id",
        periods,
        domains,
        rows,
        total: total(rows),
    }),
    leading_managers: (rows = [], rest = {}) => ({
        ...money,
        field: "user_id",
        periods,
        domains,
        rows: rows.map((row, number) => ({ place: number + 1, place_before: null, ...row })),
        total: total([...rows, ...Object.values(rest)]),
        ...rest,
    }),
    leading_companies: (rows = [], values = {}) => ({
        ...shipments,
        periods,
        domain: domains.current,
        rows,
        total: {
            amount: rows.reduce((sum, row) => sum + row.amount, 0),
            margin: rows.reduce((sum, row) => sum + row.margin, 0),
        },
        ...values,
    }),
    shipment_dynamics: (rows = []) => ({ ...shipments, domain: [], rows, total: {} }),
    week_events: (days = []) => ({ days }),
    nearest_events: (events = []) => ({ events }),
};

/**
 * Open the page with what the server answers.
 *
 * @param {Object} [data] answers by key; what is left out is empty
 * @param {(keys: string[]) => void} [onRequest] told of each request
 * @param {Object} [options]
 * @param {(key?: string) => Object[]} [options.onBrief] the sentences of the brief
 * @param {() => Object | false} [options.getProgress] how far the facts are filled
 * @param {Object} [options.params] of the page's address
 */
export async function openDashboard(
    data = {},
    onRequest = () => {},
    { onBrief = () => [], getProgress = () => false, params = {} } = {}
) {
    onRpc("crm.fact.run", "get_progress", getProgress);
    onRpc("crm.smarket.dashboard", "get_brief", ({ args: [key] }) => onBrief(key));
    onRpc("res.users", "read", () => [{ id: 1, general_information_mail: false }]);
    onRpc("crm.smarket.dashboard", "get_data", ({ args: [keys] }) => {
        onRequest(keys);
        return Object.fromEntries(
            keys.map((key) => [key, { as_of: AS_OF, ...(data[key] || answers[key]()) }])
        );
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_smarket_reports.dashboard",
        params,
    });
    await animationFrame();
    await animationFrame();
}

/** The selector of something within a widget. */
export const inWidget = (key, selector = "") => `[data-widget=${key}] ${selector}`;
