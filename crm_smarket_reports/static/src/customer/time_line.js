import { Component } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { deserializeDate, today } from "@web/core/l10n/dates";

/**
 * Put the entries of a time line below the months in which they happened.
 *
 * @param {Array<{ day: string }>} entries the newest first
 * @returns {Array<{ key: string, entries: Object[] }>}
 */
export function groupByMonth(entries) {
    const months = [];
    for (const entry of entries) {
        const key = entry.day.slice(0, 7);
        if (months.at(-1)?.key !== key) {
            months.push({ key, entries: [] });
        }
        months.at(-1).entries.push(entry);
    }
    return months;
}

/** Choose a kind beside those that are chosen, or no longer; all of them is the same as none. */
export function toggleKind(kinds, key, all) {
    const chosen = kinds.includes(key) ? kinds.filter((one) => one !== key) : [...kinds, key];
    return chosen.length === all.length ? [] : chosen;
}

/** All that has happened, the newest first. */
export class TimeLine extends Component {
    static template = "crm_smarket_reports.TimeLine";
    static props = {
        story: Object,
        kinds: Array,
        isGroup: Boolean,
        isLoading: Boolean,
        openEntry: Function,
        chooseKinds: Function,
        showEarlier: Function,
    };

    get months() {
        return groupByMonth(this.props.story.entries);
    }

    getMonthName({ entries }) {
        return deserializeDate(entries[0].day).toFormat("LLLL yyyy");
    }

    getDay(entry) {
        return deserializeDate(entry.day).toFormat("ccc d");
    }

    isOverdue({ day, is_planned }) {
        return is_planned && deserializeDate(day) < today();
    }

    getAmount({ amount, currency_id }) {
        return amount === null ? "" : formatCurrency(amount, currency_id);
    }

    getDetails(entry) {
        const customer = this.props.isGroup && entry.customer;
        return [customer, ...entry.details].filter(Boolean).join(" · ");
    }

    toggle(key) {
        const { chooseKinds, kinds, story } = this.props;
        chooseKinds(toggleKind(kinds, key, story.kinds));
    }
}
