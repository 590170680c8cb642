import { Component } from "@odoo/owl";

import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Amount, getUnit, nameTotal } from "../../amount/amount";
import { Change } from "../../change/change";
import { Target, hasTarget } from "../../target/target";
import { widgetProps } from "../widget_props";

/** Managers by receipts of this month, with the place each had in the previous one. */
export class LeadingManagers extends Component {
    static template = "crm_smarket_reports.LeadingManagers";
    static components = { Amount, Change, Target };
    static props = widgetProps;

    get columns() {
        return ["current", "previous"].map((name) => ({
            name,
            label: deserializeDate(this.props.data.periods[name].start).toFormat("LLL"),
        }));
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

    /** What follows the rating, so that all rows add up to the total. */
    get rest() {
        const { others, unassigned, total } = this.props.data;
        return [
            others && { ...others, key: "others", name: _t("%s others", others.count) },
            unassigned && { ...unassigned, key: "unassigned" },
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

    /** @returns {number} the length of a manager's bar in per cent of the first one's */
    getBar(row) {
        const [first] = this.props.data.rows;
        return first.current > 0 ? Math.max((100 * row.current) / first.current, 0) : 0;
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

    openFacts(row, column) {
        const domain = [...this.props.data.domains[column.name], ...row.domain];
        return this.props.open(`${row.name}, ${column.label}`, domain);
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
