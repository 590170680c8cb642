import { Component } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

const LIMIT = 9.99;

/** What a state looks like, in colour and in shape. */
const LOOKS = {
    good: { icon: "fa-check-circle", color: "text-success" },
    watch: { icon: "fa-exclamation-circle", color: "text-warning" },
    bad: { icon: "fa-times-circle", color: "text-danger" },
};

/** @returns {string} the word for a state */
export function getStateName(state) {
    const names = { good: _t("Good"), watch: _t("Watch"), bad: _t("Bad") };
    return String(names[state] || _t("Nothing is due yet"));
}

/**
 * Return a ratio in per cent, rounded down: a target is reached when it is, not half a per cent before.
 *
 * @param {number|null} ratio
 * @returns {string}
 */
export function formatRatio(ratio) {
    if (ratio === null) {
        return "–";
    }
    const shown = Math.min(Math.max(ratio, -LIMIT), LIMIT);
    const percents = Math.floor(Number((100 * shown).toFixed(2)));
    const format = new Intl.NumberFormat(user.lang, { style: "percent" });
    return (ratio > LIMIT ? ">" : ratio < -LIMIT ? "<" : "") + format.format(percents / 100);
}

/**
 * Say how a target stands, for a tooltip and for a screen reader.
 *
 * @param {Object} progress what `crm.sales.target` says of it
 * @param {number} [currencyId]
 * @returns {string}
 */
export function describeTarget(progress, currencyId) {
    const format = (amount) => formatCurrency(amount, currencyId);
    const lines = [
        _t("Target: %s", format(progress.target)),
        _t("Due to date: %s", format(progress.to_date)),
        _t("So far: %s", format(progress.actual)),
    ];
    const verdict = progress.state
        ? _t("%(state)s: %(ratio)s of what is due to date", {
              state: getStateName(progress.state),
              ratio: formatRatio(progress.ratio),
          })
        : getStateName(false);
    return [verdict, ...lines].join("\n");
}

/** @returns {boolean} whether a row of a widget's figures, or their total, has a target */
export function hasTarget({ rows, total }) {
    return [...rows, total].some((row) => row.target);
}

/** How much of what a target asks to date has come in, and how good that is; opens the target. */
export class Target extends Component {
    static template = "crm_smarket_reports.Target";
    static props = {
        progress: Object,
        currencyId: { type: Number, optional: true },
        label: String,
    };

    setup() {
        this.action = useService("action");
    }

    get text() {
        return formatRatio(this.props.progress.ratio);
    }

    get title() {
        return describeTarget(this.props.progress, this.props.currencyId);
    }

    get look() {
        return LOOKS[this.props.progress.state] || { icon: "fa-clock-o", color: "text-muted" };
    }

    open() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Sales Targets"),
            res_model: "crm.sales.target",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain: this.props.progress.domain,
        });
    }
}
