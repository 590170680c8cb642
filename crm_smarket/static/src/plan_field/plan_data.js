/**
 * From the records of a form to what the stage diagram draws, and back; pure.
 */

const { DateTime, Interval } = luxon;

/** Day one of every template: a Monday without daylight saving. */
export const ORIGIN = DateTime.utc(2001, 1, 1);

const HOURS = { hours: 1, days: 24, weeks: 168 };

/**
 * What a record is known by, also after a save has made its record anew.
 *
 * @param {RelationalRecord} record
 * @returns {number|string}
 */
export function keyOf({ id, resId }) {
    return resId || id;
}

/**
 * @param {RelationalRecord} record of crm.project.stage
 * @param {boolean} editable
 * @returns {Bar}
 */
export function projectBar(record, editable) {
    const { data } = record;
    return {
        id: keyOf(record),
        name: data.name || "",
        start: data.date_start || null,
        end: data.date_end || null,
        baselineStart: data.baseline_date_start || null,
        baselineEnd: data.baseline_date_end || null,
        state: data.state,
        dependency: data.dependency_type,
        late: data.is_late,
        progress: (data.progress || 0) / 100,
        people: namesOf(data.user_ids, data.partner_ids),
        notBefore: data.date_not_before || null,
        editable,
    };
}

/**
 * @param {number} hours
 * @returns {DateTime} on the axis of a template
 */
export function fromOrigin(hours) {
    return ORIGIN.plus({ hours });
}

/**
 * @param {RelationalRecord} record of crm.project.template.stage
 * @param {boolean} editable
 * @returns {Bar} on the axis of a template
 */
export function templateBar(record, editable) {
    const { data } = record;
    return {
        id: keyOf(record),
        name: data.name || "",
        start: fromOrigin(data.relative_start),
        end: fromOrigin(data.relative_end),
        state: "not_started",
        dependency: data.dependency_type,
        people: namesOf(data.user_ids),
        editable,
    };
}

/**
 * Links between the records of a list; only saved records can be followed.
 *
 * @param {RelationalRecord[]} records
 * @returns {{ from: number, to: number|string, type: string }[]}
 */
export function linksOf(records) {
    const keys = new Set(records.map(keyOf));
    return records.flatMap((record) =>
        record.data.predecessor_ids.currentIds
            .filter((resId) => keys.has(resId))
            .map((resId) => ({
                from: resId,
                to: keyOf(record),
                type: record.data.dependency_type,
            }))
    );
}

/**
 * What to write on a stage of a project whose bar was moved.
 *
 * A bar moved as a whole keeps its duration, so only its start is written: the
 * planner finds the end, which may lie behind a weekend.
 *
 * @param {Bar} bar as it was
 * @param {{ start: DateTime, end: DateTime }} dates
 * @returns {Object} values
 */
export function projectChanges(bar, { start, end }) {
    return +start !== +bar.start ? { date_start: start } : { date_end: end };
}

/**
 * What to write on a template stage whose bar was moved: the offset, of a hard
 * stage the lag, or the duration, each in whole units of its own.
 *
 * As in the plan, days without work do not count, of hours only those of work.
 *
 * @param {RelationalRecord} record
 * @param {Bar} bar as it was
 * @param {{ start: DateTime, end: DateTime }} dates
 * @param {{ start: DateTime, end: DateTime }[]} [closed] non-working time
 * @returns {Object} values; empty when less than half a unit
 */
export function templateChanges({ data }, bar, { start, end }, closed = []) {
    const isMove = +start !== +bar.start;
    const field = isMove ? (data.dependency_type === "hard" ? "lag" : "offset") : "duration";
    const unit = data[`${field}_unit`];
    const way = isMove ? [bar.start, start] : [bar.end, end];
    const moved = Math.round(data[field] + countedHours(...way, unit, closed) / HOURS[unit]);
    const value = Math.max(moved, 0);
    return value === data[field] ? {} : { [field]: value };
}

/** Hours between two moments that count in a unit, negative backwards. */
function countedHours(from, to, unit, closed) {
    if (to < from) {
        return -countedHours(to, from, unit, closed);
    }
    const way = Interval.fromDateTimes(from, to);
    const uncounted = { hours: closed, days: closed.map(wholeDays), weeks: [] }[unit];
    const lost = uncounted.map((time) =>
        hoursIn(way.intersection(Interval.fromDateTimes(time.start, time.end)))
    );
    return hoursIn(way) - lost.reduce((sum, hours) => sum + hours, 0);
}

/** The days of a template's axis on which a closed time leaves no work at all. */
function wholeDays({ start, end }) {
    const first = ORIGIN.plus({ days: Math.ceil(start.diff(ORIGIN, "days").days) });
    const last = ORIGIN.plus({ days: Math.floor(end.diff(ORIGIN, "days").days) });
    return { start: first, end: last < first ? first : last };
}

function hoursIn(interval) {
    return interval ? interval.length("hours") : 0;
}

/** Names in many2many values, those of all lists that the view has. */
function namesOf(...lists) {
    return lists
        .flatMap((list) => list?.records || [])
        .map((record) => record.data.display_name)
        .filter(Boolean)
        .join(", ");
}
