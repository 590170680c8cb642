import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { FiguresTable } from "../figures_table";

/** Customers by shipments of this month. */
export class LeadingCompanies extends FiguresTable {
    static template = "crm_smarket_reports.LeadingCompanies";

    amounts = ["amount", "margin"];

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
