import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FiguresTable } from "../figures_table";

/** Managers by receipts of this month, with the place each had in the previous one. */
export class LeadingManagers extends FiguresTable {
    static template = "crm_smarket_reports.LeadingManagers";

    get columns() {
        return ["current", "previous"].map((name) => ({ name, label: this.getMonth(name) }));
    }

    /** @returns {number} by how many places a manager has risen; 0 for one who was not there */
    getRise(row) {
        return row.place_before ? row.place_before - row.place : 0;
    }

    getRiseTitle(row) {
        return row.place_before
            ? _t("Place %s in the previous month", row.place_before)
            : _t("Not there in the previous month");
    }
}

registry.category("crm_smarket_reports.widgets").add(
    "leading_managers",
    {
        title: _t("Managers by Receipts"),
        Component: LeadingManagers,
        size: "tall",
        details: "crm_smarket_reports.crm_receipt_fact_action",
        getDetailContext: () => ({
            graph_groupbys: ["date:month", "user_id"],
            pivot_row_groupby: ["user_id"],
        }),
        isEmpty: (data) => !data.rows.length && !data.unassigned,
    },
    { sequence: 20 }
);
