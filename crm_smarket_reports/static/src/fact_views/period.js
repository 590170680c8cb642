import { deserializeDate, serializeDate, today } from "@web/core/l10n/dates";

/**
 * So many whole months up to and with one.
 *
 * @typedef {{ months: number, end: string | null }} Period `end` is a month, "2026-03"; null: the present one
 */

export const MAX_MONTHS = 120;

/** Return the month with which a period ends, as the date of its first day. */
export function getEndMonth({ end }) {
    return end ? deserializeDate(`${end}-01`) : today().startOf("month");
}

/** Return the `end` of a period that ends with the month of a date. */
export function toEnd(date) {
    return date.hasSame(today(), "month") ? null : date.toFormat("yyyy-MM", { locale: "en" });
}

/** Return the number of months that was meant: whole, at least one, and not beyond all sense. */
export function toMonths(value) {
    return Math.min(Math.max(Math.round(Number(value)) || 1, 1), MAX_MONTHS);
}

/**
 * @param {Period} period
 * @returns {Array} the domain of facts of a period
 */
export function getPeriodDomain(period) {
    const after = getEndMonth(period).plus({ months: 1 });
    return [
        ["date", ">=", serializeDate(after.minus({ months: period.months }))],
        ["date", "<", serializeDate(after)],
    ];
}

/** Return the months of a period as dates of their first days, the earliest first. */
export function getMonths(period) {
    const end = getEndMonth(period);
    return Array.from({ length: period.months }, (_, index) =>
        end.minus({ months: period.months - 1 - index })
    );
}

/**
 * @param {Object} state of the router
 * @returns {Period | null} the period that an address names
 */
export function readPeriod({ months, end }) {
    const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/.test(end);
    return months ? { months: toMonths(months), end: isMonth ? end : null } : null;
}
