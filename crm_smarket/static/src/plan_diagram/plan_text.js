import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatPercentage } from "@web/views/fields/formatters";

/**
 * The words of the stage diagram: how dates and bars read to a person, on
 * screen and to a screen reader.
 */

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Icon and label of each state, so that a state is never told by colour alone. */
export const STATES = {
    not_started: { icon: "fa-circle-o", label: _t("not started") },
    in_progress: { icon: "fa-play-circle", label: _t("in progress") },
    done: { icon: "fa-check-circle", label: _t("done") },
    cancelled: { icon: "fa-ban", label: _t("cancelled") },
};

/**
 * @param {DateTime} date
 * @param {DateTime|null} origin day one of a template, null on a calendar
 * @param {boolean} [isEnd] midnight ends the day before instead of beginning a day
 * @returns {string}
 */
export function formatMoment(date, origin, isEnd = false) {
    if (!origin) {
        return toLocaleDateTimeString(date);
    }
    const passed = date - origin;
    const midnight = passed % DAY === 0;
    const day = Math.floor(passed / DAY) + (isEnd && midnight && passed > 0 ? 0 : 1);
    if (midnight) {
        return isEnd && passed > 0 ? _t("end of day %s", day) : _t("day %s", day);
    }
    const hours = Math.round(((passed % DAY) / HOUR) * 10) / 10;
    return _t("day %(day)s, %(hours)s h", { day, hours });
}

/**
 * @param {DateTime} start
 * @param {DateTime} end
 * @param {DateTime|null} origin
 * @returns {string} one moment for a milestone
 */
export function formatPeriod(start, end, origin) {
    if (+start === +end) {
        return formatMoment(start, origin);
    }
    return _t("%(start)s to %(end)s", {
        start: formatMoment(start, origin),
        end: formatMoment(end, origin, true),
    });
}

/**
 * How far a late stage is behind what the plan says about now.
 *
 * @param {Bar} bar
 * @param {DateTime|null} now
 * @returns {string} empty for a stage in time
 */
export function formatLateness(bar, now) {
    if (!bar.late) {
        return "";
    }
    const due = bar.state === "not_started" ? bar.start : bar.end;
    const days = now && due ? Math.floor((now - due) / DAY) : 0;
    if (days < 1) {
        return _t("late");
    }
    return days === 1 ? _t("1 day late") : _t("%s days late", days);
}

/**
 * Everything about a bar in one sentence, for screen readers.
 *
 * @param {Bar} bar
 * @param {{ now: DateTime|null, origin: DateTime|null }} context
 * @returns {string} for example "Needs analysis, in progress, Nov 3, 9:00 AM to
 *  Nov 7, 6:00 PM, 2 days late, on the critical path"
 */
export function describeBar(bar, { now, origin }) {
    const dated = bar.start && bar.end;
    const parts = [
        bar.name,
        origin ? "" : STATES[bar.state].label,
        dated ? formatPeriod(bar.start, bar.end, origin) : _t("no dates"),
        formatLateness(bar, now),
        bar.critical ? _t("on the critical path") : "",
    ];
    return parts.map(String).filter(Boolean).join(", ");
}

/**
 * What a bar's tooltip shows.
 *
 * @param {Bar} bar
 * @param {{ now: DateTime|null, origin: DateTime|null }} context
 * @returns {string} as JSON, which is how Odoo's tooltip service takes it
 */
export function tooltipInfo(bar, { now, origin }) {
    const lines = [];
    const add = (label, value) => value && lines.push({ label: `${label}`, value: `${value}` });
    if (bar.start && bar.end) {
        add(_t("Start"), formatMoment(bar.start, origin));
        add(_t("End"), formatMoment(bar.end, origin, true));
    }
    if (bar.baselineStart && bar.baselineEnd) {
        add(_t("First planned"), formatPeriod(bar.baselineStart, bar.baselineEnd, origin));
    }
    add(_t("Not before"), bar.notBefore && formatMoment(bar.notBefore, origin));
    if (bar.state === "in_progress" && bar.progress) {
        add(_t("Progress"), formatPercentage(bar.progress));
    }
    add(_t("People"), bar.people);
    return JSON.stringify({
        name: bar.name,
        state: origin ? "" : `${STATES[bar.state].label}`,
        late: `${formatLateness(bar, now)}`,
        critical: Boolean(bar.critical),
        lines,
    });
}
