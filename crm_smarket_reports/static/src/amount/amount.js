import { Component } from "@odoo/owl";

import { formatCurrency, getCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

/**
 * Return an amount as short as its size allows, in the words of the user's language: 12.3M, 12,3 млн.
 *
 * @param {number} value
 * @param {number} [digits] at least so many, so that amounts below each other are alike
 * @returns {string}
 */
export function formatShort(value, digits = 1) {
    return new Intl.NumberFormat(user.lang, {
        notation: "compact",
        minimumSignificantDigits: Math.abs(value) < 1000 ? 1 : digits,
        maximumSignificantDigits: 3,
    }).format(value);
}

/**
 * In what the amounts of one table are told, where the user's language has a word for it and not a letter: "млн"
 * stands once below the figures instead of behind each of them.
 *
 * @typedef {{ size: number, name: string }} Unit
 */

/**
 * @param {{ rows: Object[], total: Object }} data of a widget
 * @param {string[]} names of its amounts
 * @returns {Unit | null} of which the largest amount has at most four digits; null: each says its own, as 12.3M
 */
export function getUnit({ rows, total }, names) {
    const values = [total, ...rows].flatMap((row) => names.map((name) => Math.abs(row[name] || 0)));
    const exponent = Math.floor((Math.log10(Math.max(...values)) - 1) / 3);
    if (!(exponent > 0)) {
        return null;
    }
    const size = 1000 ** exponent;
    const parts = new Intl.NumberFormat(user.lang, { notation: "compact" }).formatToParts(size);
    const name = parts.find(({ type }) => type === "compact")?.value;
    return name?.length > 1 ? { size, name } : null;
}

/** Return an amount in a unit, with three digits. */
function formatIn(value, { size }) {
    const number = Math.abs(value / size);
    const digits = !number || number >= 100 ? 0 : number >= 10 ? 1 : 2;
    return new Intl.NumberFormat(user.lang, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
    }).format(value / size);
}

/** Return what the row of the total is called: it says in what the table of a widget is told. */
export function nameTotal({ props, unit }) {
    const name = _t("Total");
    return unit ? `${name}, ${unit.name} ${getCurrency(props.data.currency_id)?.symbol}` : name;
}

/** An amount in short, or in the unit of its table, that says all its digits on hover, and opens what it is made of. */
export class Amount extends Component {
    static template = "crm_smarket_reports.Amount";
    static props = {
        value: Number,
        currencyId: { type: Number, optional: true },
        label: String,
        open: Function,
        unit: { type: [Object, { value: null }], optional: true },
    };

    get short() {
        const { unit, value } = this.props;
        const isTold = unit && (!value || Math.abs(value) >= unit.size / 100);
        return isTold ? formatIn(value, unit) : formatShort(value, 3);
    }

    get full() {
        return formatCurrency(this.props.value, this.props.currencyId);
    }
}
