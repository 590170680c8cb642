import { Component } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
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

/** An amount in short that says all its digits on hover, and opens what it is made of. */
export class Amount extends Component {
    static template = "crm_smarket_reports.Amount";
    static props = {
        value: Number,
        currencyId: { type: Number, optional: true },
        label: String,
        open: Function,
    };

    get short() {
        return formatShort(this.props.value, 3);
    }

    get full() {
        return formatCurrency(this.props.value, this.props.currencyId);
    }
}
