import { Component } from "@odoo/owl";

import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { Amount, getUnit, nameTotal } from "../amount/amount";
import { Change } from "../change/change";
import { Target, hasTarget } from "../target/target";
import { widgetProps } from "./widget_props";

/** What the tables of figures share: in what amounts are told, bars, and what follows the rows down to the total. */
export class FiguresTable extends Component {
    static template = ""; // each table has its own
    static components = { Amount, Change, Target };
    static props = widgetProps;

    /** Names of the amounts of a row; the bars are of the first of them. */
    get amounts() {
        return this.columns.map(({ name }) => name);
    }

    get hasTarget() {
        return hasTarget(this.props.data);
    }

    /** In what all amounts are told. */
    get unit() {
        return getUnit(this.props.data, this.amounts);
    }

    /** What follows the rows, so that all of them add up to the total. */
    get rest() {
        const { others, unassigned, total } = this.props.data;
        const name = _t("Total");
        return [
            others && { ...others, key: "others", name: _t("%s others", others.count) },
            unassigned && { ...unassigned, key: "unassigned", name: _t("Unassigned") },
            { ...total, key: "total", name, label: nameTotal(this), domain: [], isTotal: true },
        ].filter(Boolean);
    }

    /** @returns {string} the name of the month with which a period begins */
    getMonth(period) {
        return deserializeDate(this.props.data.periods[period].start).toFormat("LLL");
    }

    /** @returns {number} the length of a row's bar in per cent of the first one's */
    getBar(row) {
        const [name] = this.amounts;
        const longest = this.props.data.rows[0][name];
        return longest > 0 ? Math.max((100 * row[name]) / longest, 0) : 0;
    }

    /** Open the facts of a row in the period of a column. */
    openFacts(row, column) {
        const domain = [...this.props.data.domains[column.name], ...row.domain];
        return this.props.open(`${row.name}, ${column.label}`, domain);
    }
}
