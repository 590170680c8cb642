import { Component } from "@odoo/owl";

import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { Amount, getUnit, nameTotal } from "../../amount/amount";
import { Target } from "../../target/target";
import { widgetProps } from "../widget_props";

/** Customers by shipments of this month. */
export class LeadingCompanies extends Component {
    static template = "crm_smarket_reports.LeadingCompanies";
    static components = { Amount, Target };
    static props = widgetProps;

    get month() {
        return deserializeDate(this.props.data.periods.current.start).toFormat("LLL");
    }

    get hasMargin() {
        return this.props.data.measures.includes("margin");
    }

    /** How all shipments of the month stand against their targets. */
    get targets() {
        const { target, margin_target } = this.props.data.total;
        return [
            { label: _t("Shipments"), progress: target },
            { label: _t("Margin"), progress: margin_target },
        ].filter(({ progress }) => progress);
    }

    /** In what all amounts are told. */
    get unit() {
        return getUnit(this.props.data, ["amount", "margin"]);
    }

    /** What follows the ten, so that all rows add up to the total. */
    get rest() {
        const { others, unassigned, total } = this.props.data;
        return [
            others && { ...others, key: "others", name: _t("%s others", others.count) },
            unassigned && { ...unassigned, key: "unassigned", name: _t("Unassigned") },
            {
                ...total,
                key: "total",
                name: _t("Total"),
                label: nameTotal(this),
                domain: [],
                isTotal: true,
            },
        ].filter(Boolean);
    }

    getBar(row) {
        const [first] = this.props.data.rows;
        return first.amount > 0 ? Math.max((100 * row.amount) / first.amount, 0) : 0;
    }

    formatShare(amount) {
        const total = this.props.data.total.amount;
        const format = { style: "percent", maximumFractionDigits: 0 };
        return total > 0 ? new Intl.NumberFormat(user.lang, format).format(amount / total) : "–";
    }

    openFacts(row) {
        return this.props.open(row.name, [...this.props.data.domain, ...row.domain]);
    }
}

registry.category("crm_smarket_reports.widgets").add(
    "leading_companies",
    {
        title: _t("Customers by Shipments"),
        Component: LeadingCompanies,
        size: "tall",
        details: "crm_smarket_reports.crm_shipment_fact_action",
        isEmpty: (data) => !data.rows.length && !data.unassigned,
    },
    { sequence: 30 }
);
