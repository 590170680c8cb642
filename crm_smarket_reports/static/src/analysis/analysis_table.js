import { Component } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { user } from "@web/core/user";
import { formatFloat } from "@web/core/utils/numbers";
import { Amount, formatShort } from "../amount/amount";
import { Change } from "../change/change";
import { AnalysisParts } from "./analysis_parts";
import { SparkLine } from "./spark_line";

const MANY = 12; // columns: so many stand closer together
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
 * A cell is a value, or `{ value, domain, model, muted }`. A column of what is computed of other figures names these
 * as its `parts`, each `{ key, label, type }` of a cell of the same row.
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

    setup() {
        this.popover = usePopover(AnalysisParts, { position: "bottom", setActiveElement: true });
    }

    states = { good: _t("Good"), watch: _t("Watch"), bad: _t("Bad") };

    get nameColumn() {
        return this.props.columns.find(({ key }) => key === "name");
    }

    get columns() {
        return this.props.columns.filter(({ key }) => key !== "name");
    }

    get isWide() {
        return this.columns.length > MANY;
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

    getParts(row, { parts }) {
        return (parts || [])
            .map((part) => ({ ...part, cell: this.getCell(row, part) }))
            .filter(({ cell }) => !this.isEmpty(cell.value));
    }

    /** Tell what a click on a cell does: open its documents, or say of what it is made. Null: nothing. */
    getOpener(row, column) {
        const cell = this.getCell(row, column);
        if (cell.domain) {
            return () => this.props.openCell(row, cell);
        }
        const parts = this.getParts(row, column);
        if (this.isEmpty(cell.value) || !parts.some((part) => part.cell.domain)) {
            return null;
        }
        return parts.length > 1
            ? (ev) => this.openParts(ev.currentTarget, row, column, parts)
            : () => this.props.openCell(row, parts[0].cell);
    }

    openParts(target, row, column, parts) {
        this.popover.open(target, {
            title: this.getLabel(row, column),
            help: column.help || undefined,
            parts: parts.map(({ key, label, type, cell }) => ({
                key,
                label,
                cell,
                text:
                    type === "money"
                        ? formatCurrency(cell.value, this.props.currencyId)
                        : this.format(cell.value, type),
            })),
            open: (cell) => this.props.openCell(row, cell),
        });
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
            case "change":
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

    /** What is read aloud of a figure that can be opened. */
    getFullLabel(row, column) {
        const { value } = this.getCell(row, column);
        const label = this.getLabel(row, column);
        return column.type === "spark" ? label : `${label}: ${this.format(value, column.type)}`;
    }
}
