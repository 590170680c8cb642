import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FiguresTable } from "../figures_table";

/** Receipts of each branch, or sales team, this month beside the previous one. */
export class ReceiptsByBranch extends FiguresTable {
    static template = "crm_smarket_reports.ReceiptsByBranch";

    get columns() {
        const end = deserializeDate(this.props.data.periods.same_day.end);
        return [
            { name: "current", label: this.getMonth("current") },
            { name: "previous", label: this.getMonth("previous") },
            {
                name: "same_day",
                label: `1–${end.toFormat("d LLL")}`,
                title: _t("The previous month up to the same day: what the change is measured by"),
            },
        ];
    }

    get groupLabel() {
        return this.props.data.field === "company_id" ? _t("Branch") : _t("Sales Team");
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
