import { animationFrame } from "@odoo/hoot-mock";
import { getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

export const LONG =
    "The Regional Cooperative of Independent Shops, Bakeries and Pharmacies of the Southern Urals";
export const FACTS = "crm.sold.fact";

export const columns = [
    { key: "name", label: "Product", type: "text" },
    { key: "current", label: "This period", type: "money" },
    { key: "change_percent", label: "Change, %", type: "change" },
    { key: "share", label: "Share", type: "share" },
    { key: "spark", label: "12 months", type: "spark" },
];

export function makeRow(id, name, value, values = {}) {
    const domain = [["product_id", "=", id]];
    return {
        id,
        name,
        cells: {
            current: { value, model: FACTS, domain },
            change_percent: null,
            share: 0.5,
            spark: [0, value],
        },
        next: true,
        documents: { model: FACTS, domain },
        ...values,
    };
}

/** Return what the server answers for rows and what was chosen. */
export function makeReport(rows, options = {}, values = {}) {
    const choice = (key) => ({ key, label: key });
    return {
        key: "sales",
        title: "Sales Analysis",
        explanation: "Net of taxes.",
        options: {
            period: { kind: "month", start: "2026-03-01", end: "2026-03-31", offset: 0 },
            compare: "previous",
            dimension: "product",
            trail: [],
            measure: "sold",
            reading: null,
            filters: {},
            order: "current desc",
            limit: 40,
            offset: 0,
            ...options,
        },
        periods: {
            current: { start: "2026-03-01", end: "2026-03-31" },
            previous: { start: "2026-02-01", end: "2026-02-17" },
        },
        choices: {
            dimensions: [choice("product"), choice("customer")],
            measures: [choice("sold"), choice("shipped")],
            readings: [],
            filters: [{ key: "user", label: "Manager", model: "res.users", domain: [] }],
            has_period: true,
            compares: true,
            orders: ["current"],
        },
        deeper: "customer",
        columns,
        rows,
        total: rows.length ? makeRow(null, "Total", 100, { next: false }) : null,
        others: null,
        chart: null,
        notes: [],
        links: [],
        blocks: [],
        as_of: "2026-03-17 09:00:00",
        currency_id: 1,
        is_converted: false,
        ...values,
    };
}

/**
 * Open the screen.
 *
 * @param {(options: Object) => Object} answer what the server says to options
 */
export async function openAnalysis(answer) {
    onRpc("crm.smarket.analysis", "get_report", ({ args: [, options] }) => ({
        chosen: options || {},
        ...answer(options || {}),
    }));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_smarket_reports.analysis",
        name: "Sales Analysis",
        params: { report: "sales" },
    });
    await animationFrame();
}
