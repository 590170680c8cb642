import { Component } from "@odoo/owl";

import { user } from "@web/core/user";

const LIMIT = 9.99;

/** A change in per cent, told by sign, arrow and colour alike. */
export class Change extends Component {
    static template = "crm_smarket_reports.Change";
    static props = {
        value: { type: [Number, { value: null }] },
    };

    get text() {
        const { value } = this.props;
        const shown = Math.min(Math.max(value, -LIMIT), LIMIT);
        const format = { style: "percent", signDisplay: "exceptZero", maximumFractionDigits: 0 };
        return (
            (value > LIMIT ? ">" : value < -LIMIT ? "<" : "") +
            new Intl.NumberFormat(user.lang, format).format(shown)
        );
    }

    get icon() {
        return this.props.value > 0
            ? "fa-caret-up"
            : this.props.value < 0
              ? "fa-caret-down"
              : "fa-caret-right";
    }

    get color() {
        return this.props.value > 0
            ? "text-success"
            : this.props.value < 0
              ? "text-danger"
              : "text-muted";
    }
}
