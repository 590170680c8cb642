import { Component } from "@odoo/owl";

import { formatFloat } from "@web/core/utils/numbers";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { Amount, formatShort } from "../amount/amount";
import { Change } from "../change/change";
import { SparkLine } from "./spark_line";

const STATES = { good: "text-bg-success", watch: "text-bg-warning", bad: "text-bg-danger" };

/** Return a share as people read it: 12%, and one digit more of a small one. */
export function formatShare(value) {
    const maximumFractionDigits = value && Math.abs(value) < 0.1 ? 1 : 0;
    return new Intl.NumberFormat(user.lang, { style: "percent", maximumFractionDigits }).format(
        value
    );
}

/**
 * A table of an analysis: names lead one level deeper, figures open the documents behind them.
 *
 * A cell is a value, or `{ value, domain, model, muted }`.
 */
export class AnalysisTable extends Component {
    static template = "crm_smarket_reports.AnalysisTable";
    static components = { Amount, Change, SparkLine };
    static props = {
        title: { type: String, optional: true },
        columns: Array,
        rows: Array,
        total: { type: [Object, { value: null }], optional: true },
        others: { type: [Object, { value: null }], optional: true },
        orders: { type: Array, optional: true },
        order: { type: [String, { value: null }], optional: true },
        currencyId: { type: Number, optional: true },
        openRow: Function,
        openCell: Function,
        sort: { type: Function, optional: true },
        showMore: { type: Function, optional: true },
    };

    states = { good: _t("Good"), watch: _t("Watch"), bad: _t("Bad") };

    get nameColumn() {
        return this.props.columns.find(({ key }) => key === "name");
    }

    get columns() {
        return this.props.columns.filter(({ key }) => key !== "name");
    }

    get lastRows() {
        const { others, total } = this.props;
        return [
            ...(others ? [{ ...others, kind: "others" }] : []),
            ...(total ? [{ ...total, kind: "total" }] : []),
        ];
    }

    isSortable(key) {
        return Boolean(this.props.sort) && (this.props.orders?.includes(key) || key === "name");
    }

    getSorting(key) {
        const [column, way] = (this.props.order || "").split(" ");
        return column !== key ? null : way === "asc" ? "ascending" : "descending";
    }

    getCell(row, { key }) {
        const cell = row.cells?.[key];
        return cell !== null && typeof cell === "object" && !Array.isArray(cell)
            ? cell
            : { value: cell };
    }

    isEmpty(value) {
        return value === null || value === undefined || value === false;
    }

    canOpen(row) {
        return Boolean(row.next || row.documents);
    }

    getStateClass(value) {
        return STATES[value] || "text-bg-secondary";
    }

    /** The bars of a column are told by its largest figure. */
    getBarWidth(value, column) {
        const values = this.props.rows.map((row) => this.getCell(row, column).value || 0);
        const largest = Math.max(...values, value) || 1;
        return `width: ${Math.max((100 * value) / largest, 0)}%`;
    }

    format(value, type) {
        switch (type) {
            case "percent":
            case "share":
                return formatShare(value);
            case "count":
                return formatFloat(value, { digits: [false, 0] });
            case "days":
                return formatFloat(value, { digits: [false, 1] });
            case "interval":
                return value.map(formatShare).join("–");
            case "money":
                return formatShort(value, 3);
            default:
                return value;
        }
    }

    getLabel(row, column) {
        return `${row.name}, ${column.label}`;
    }
}
