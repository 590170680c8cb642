import { getStartOfLocalWeek } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { sortBy } from "@web/core/utils/arrays";

const { DateTime } = luxon;

/**
 * The time axis of the stage diagram: pure functions between moments and pixels.
 *
 * A scale is linear in real time, so a day on which the clocks change is an
 * hour narrower or wider than its neighbours. Marks are found by walking the
 * calendar of the dates' own zone, never by multiplying.
 *
 * @typedef {"day"|"week"|"month"} Zoom
 *
 * @typedef {Object} Scale
 * @property {DateTime} start left edge of the axis
 * @property {DateTime} end right edge of the axis
 * @property {number} pixelsPerDay
 * @property {number} width pixels between start and end
 * @property {DateTime|null} origin day one of a template; null on a calendar
 *
 * @typedef {Object} Mark
 * @property {number} x
 * @property {number} width
 * @property {string} label
 * @property {DateTime} date
 * @property {boolean} [strong] on minor marks, whether a larger unit begins here
 */

const DAY = 24 * 60 * 60 * 1000;

/** Pixels of one day at each zoom, the finest first. */
export const ZOOMS = { day: 240, week: 52, month: 10 };

/** Room kept free before the first and after the last bar, and before day one, in pixels. */
const MARGIN = 72;
const ORIGIN_MARGIN = 12;

/** Below this density single days, and so nights and weekends, are no longer told apart. */
const DAY_LEVEL = 20;
const HOUR_LEVEL = 96;
const WEEK_LEVEL = 3.5;

const MIN_HOUR_WIDTH = 52;
const MIN_WEEK_RANGE_WIDTH = 36;

/**
 * Chooses the zoom at which a period comes closest to filling a width.
 *
 * @param {DateTime} start of the first bar
 * @param {DateTime} end of the last bar
 * @param {number} width pixels at hand
 * @returns {Zoom}
 */
export function suitableZoom(start, end, width) {
    const days = Math.max((end - start) / DAY, 1 / 24);
    const misfit = (zoom) => Math.abs(Math.log((days * ZOOMS[zoom]) / Math.max(width, 1)));
    return sortBy(Object.keys(ZOOMS), misfit)[0];
}

/**
 * Density at which a period fills a given width, for a plan printed on one page.
 *
 * @param {DateTime} start
 * @param {DateTime} end
 * @param {number} width
 * @returns {number} pixels per day, never finer than the day zoom
 */
export function fittingDensity(start, end, width) {
    const days = Math.max((end - start) / DAY, 1 / 24);
    return Math.min(Math.max(width - 2 * MARGIN, MARGIN) / days, ZOOMS.day);
}

/**
 * Makes the axis for a period, with margins, filling at least the given width.
 *
 * @param {Object} params
 * @param {DateTime} params.start of the first bar
 * @param {DateTime} params.end of the last bar
 * @param {number} params.pixelsPerDay
 * @param {number} [params.width=0] pixels to fill at least
 * @param {DateTime|null} [params.origin=null] day one, for relative axes
 * @returns {Scale}
 */
export function makeScale({ start, end, pixelsPerDay, width = 0, origin = null }) {
    const time = (pixels) => ({ milliseconds: (pixels / pixelsPerDay) * DAY });
    const first = origin
        ? origin.minus(time(ORIGIN_MARGIN))
        : start.minus(time(MARGIN)).startOf("day");
    const content = ((end.plus(time(MARGIN)) - first) / DAY) * pixelsPerDay;
    const total = Math.ceil(Math.max(content, width));
    const last = first.plus(time(total));
    return { start: first, end: last, pixelsPerDay, width: total, origin };
}

/**
 * @param {Scale} scale
 * @param {DateTime} date
 * @returns {number} its pixel, fractions included
 */
export function toX(scale, date) {
    return ((date - scale.start) / DAY) * scale.pixelsPerDay;
}

/**
 * @param {Scale} scale
 * @param {number} x
 * @returns {DateTime} the moment at a pixel, in the zone of the axis
 */
export function toDate(scale, x) {
    return scale.start.plus({ milliseconds: Math.round((x / scale.pixelsPerDay) * DAY) });
}

/**
 * The unit by which bars move: an hour where hours are seen, else a day.
 *
 * @param {Scale} scale
 * @returns {"hours"|"days"}
 */
export function stepUnit(scale) {
    return showsHours(scale) ? "hours" : "days";
}

/**
 * Whole steps in a distance dragged.
 *
 * @param {Scale} scale
 * @param {number} dx pixels, negative to the left
 * @returns {number}
 */
export function stepsIn(scale, dx) {
    const pixels = stepUnit(scale) === "hours" ? scale.pixelsPerDay / 24 : scale.pixelsPerDay;
    return Math.round(dx / pixels) || 0; // no negative zero
}

/** @param {Scale} scale */
export function showsHours(scale) {
    return scale.pixelsPerDay >= HOUR_LEVEL;
}

/** @param {Scale} scale */
export function showsDays(scale) {
    return scale.pixelsPerDay >= DAY_LEVEL;
}

/**
 * The two rows of the axis' header, for the part of it that is seen.
 *
 * @param {Scale} scale
 * @param {[number, number]} window first and last pixel
 * @returns {{ major: Mark[], minor: Mark[] }}
 */
export function makeMarks(scale, window) {
    const { major, minor } = levelOf(scale.pixelsPerDay);
    const majors = walk(scale, major, window);
    return {
        major: majors.map((mark) => ({ ...mark, label: labelOf(major, mark, scale, true) })),
        minor: walk(scale, minor, window).map((mark) => ({
            ...mark,
            label: labelOf(minor, mark, scale, false),
            strong: isStrong(minor, mark.date, scale),
        })),
    };
}

/** The units of both header rows at a density. */
function levelOf(pixelsPerDay) {
    if (pixelsPerDay >= HOUR_LEVEL) {
        const step = [1, 2, 3, 6, 12].find((n) => (pixelsPerDay * n) / 24 >= MIN_HOUR_WIDTH);
        return { major: "day", minor: { hours: step || 12 } };
    }
    if (pixelsPerDay >= DAY_LEVEL) {
        return { major: "month", minor: "day" };
    }
    if (pixelsPerDay >= WEEK_LEVEL) {
        return { major: "month", minor: "week" };
    }
    return { major: "year", minor: "month" };
}

/** All units that touch a window of the axis. */
function walk(scale, unit, [from, to]) {
    const marks = [];
    const end = DateTime.min(toDate(scale, to), scale.end);
    // Nothing happens before day one of a template, so nothing is marked there.
    const start = DateTime.max(toDate(scale, Math.max(from, 0)), scale.origin || scale.start);
    let date = floorTo(unit, start, scale.origin);
    while (date < end) {
        const next = nextOf(unit, date, scale.origin);
        const x = Math.max(toX(scale, date), 0);
        const width = Math.min(toX(scale, next), scale.width) - x;
        if (width > 0) {
            marks.push({ x, width, date });
        }
        date = next;
    }
    return marks;
}

/** Start of the unit that holds a date; on a relative axis units count from day one. */
function floorTo(unit, date, origin) {
    if (unit.hours) {
        return date.startOf("day").set({ hour: date.hour - (date.hour % unit.hours) });
    }
    if (origin) {
        const days = relativeDays(unit);
        const passed = Math.floor((date - origin) / DAY / days);
        return origin.plus({ days: passed * days });
    }
    return unit === "week" ? getStartOfLocalWeek(date) : date.startOf(unit);
}

function nextOf(unit, date, origin) {
    if (unit.hours) {
        return date.set({ hour: date.hour + unit.hours });
    }
    return origin ? date.plus({ days: relativeDays(unit) }) : date.plus({ [unit]: 1 });
}

/** Days in a unit of a relative axis, which has weeks and blocks of four weeks, no months. */
function relativeDays(unit) {
    return { day: 1, week: 7, month: 28, year: 364 }[unit];
}

/** Whether the line at a mark should stand out: midnight among hours, a week's start among days. */
function isStrong(unit, date, { origin }) {
    return unit.hours
        ? date.hour === 0
        : unit === "day" && +floorTo("week", date, origin) === +date;
}

function labelOf(unit, { date, width }, scale, isMajor) {
    if (scale.origin) {
        return relativeLabel(unit, date, scale, isMajor);
    }
    if (unit.hours) {
        return date.toLocaleString(DateTime.TIME_SIMPLE);
    }
    switch (unit) {
        case "day":
            return isMajor
                ? date.toLocaleString({ weekday: "long", day: "numeric", month: "long" })
                : date.toFormat("ccc d");
        case "week": {
            const last = date.plus({ days: 6 });
            return width >= MIN_WEEK_RANGE_WIDTH ? `${date.day}–${last.day}` : `${date.day}`;
        }
        case "month":
            return isMajor
                ? date.toLocaleString({ month: "long", year: "numeric" })
                : date.toFormat("LLL");
        default:
            return date.toFormat("yyyy");
    }
}

function relativeLabel(unit, date, { origin }, isMajor) {
    const day = Math.floor((date - origin) / DAY) + 1;
    const week = Math.ceil(day / 7);
    if (unit.hours) {
        return _t("%s h", date.hour);
    }
    if (unit === "day") {
        return _t("Day %s", day);
    }
    if (unit === "week") {
        return `${week}`;
    }
    const count = relativeDays(unit) / 7;
    return isMajor
        ? _t("Weeks %(first)s–%(last)s", { first: week, last: week + count - 1 })
        : `${week}–${week + count - 1}`;
}
