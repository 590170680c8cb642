import { Component } from "@odoo/owl";

import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Amount, getUnit, nameTotal } from "../../amount/amount";
import { Change } from "../../change/change";
import { Target, hasTarget } from "../../target/target";
import { widgetProps } from "../widget_props";

/** Receipts of each branch, or sales team, this month beside the previous one. */
export class ReceiptsByBranch extends Component {
    static template = "crm_smarket_reports.ReceiptsByBranch";
    static components = { Amount, Change, Target };
    static props = widgetProps;

    get columns() {
        const { periods } = this.props.data;
        const month = (name) => deserializeDate(periods[name].start).toFormat("LLL");
        const end = deserializeDate(periods.same_day.end);
        return [
            { name: "current", label: month("current") },
            { name: "previous", label: month("previous") },
            {
                name: "same_day",
                label: `1–${end.toFormat("d LLL")}`,
                title: _t("The previous month up to the same day: what the change is measured by"),
            },
        ];
    }

    get hasTarget() {
        return hasTarget(this.props.data);
    }

    /** In what all amounts are told. */
    get unit() {
        return getUnit(
            this.props.data,
            this.columns.map(({ name }) => name)
        );
    }

    /** What the rows add up to. */
    get rest() {
        return [
            {
                ...this.props.data.total,
                key: "total",
                name: _t("Total"),
                label: nameTotal(this),
                domain: [],
            },
        ];
    }

    get groupLabel() {
        return this.props.data.field === "company_id" ? _t("Branch") : _t("Sales Team");
    }

    openFacts(row, column) {
        const domain = [...this.props.data.domains[column.name], ...row.domain];
        return this.props.open(`${row.name}, ${column.label}`, domain);
    }
}

registry.category("crm_smarket_reports.widgets").add(
    "receipts_by_branch",
    {
        title: _t("Receipts by Branch"),
        Component: ReceiptsByBranch,
        size: "small",
        details: "crm_smarket_reports.crm_receipt_fact_action",
        getDetailContext: ({ field = "company_id" }) => ({
            graph_groupbys: ["date:month", field],
            pivot_row_groupby: [field],
        }),
        isEmpty: (data) => !data.rows.length,
    },
    { sequence: 10 }
);
