/**
 * What a user has chosen of an analysis, as `crm.smarket.analysis` reads it: `period`, `compare`, `dimension`,
 * `trail`, `measure`, `reading`, `filters`, `order`, `limit`, `offset`. Each function returns what changes.
 *
 * @typedef {Object} Options
 */

const LEFT_BEHIND = { limit: undefined, offset: undefined };
const KEPT = ["period", "compare", "dimension", "trail", "measure", "reading", "filters", "order"];

/** Go from a row to the next dimension. */
export function drillDown({ trail, dimension }, { id, name }, deeper) {
    return { ...LEFT_BEHIND, trail: [...trail, { dimension, id, name }], dimension: deeper };
}

/** Go back to the rows among which a step of the trail was taken. */
export function goBack({ trail }, index) {
    return { ...LEFT_BEHIND, trail: trail.slice(0, index), dimension: trail[index].dimension };
}

/** Ask for rows of another dimension at the same place. */
export function changeDimension({ trail }, dimension) {
    return {
        ...LEFT_BEHIND,
        dimension,
        trail: trail.filter((step) => step.dimension !== dimension),
    };
}

/** Sort by a column: the most first, or the other way round if that is so already. Names begin with A. */
export function sortBy({ order }, key) {
    const usual = key === "name" ? "asc" : "desc";
    const other = key === "name" ? "desc" : "asc";
    const way = order === `${key} ${usual}` ? other : usual;
    return { ...LEFT_BEHIND, order: `${key} ${way}` };
}

/** Go so many periods on or back. One of free days moves by its own length. */
export function movePeriod({ period: { kind, start, end, offset } }, steps) {
    if (kind !== "custom") {
        return { period: { kind, offset: offset + steps } };
    }
    const [first, last] = [start, end].map((day) => luxon.DateTime.fromISO(day));
    const days = (Math.round(last.diff(first, "days").days) + 1) * steps;
    const move = (day) => day.plus({ days }).toFormat("yyyy-MM-dd", { locale: "en" });
    return { period: { kind, start: move(first), end: move(last) } };
}

/** Choose another kind of period; of free days begin with those that are shown. */
export function changeKind({ period }, kind) {
    const { start, end } = period;
    return { period: kind === "custom" ? { kind, start, end } : { kind, offset: 0 } };
}

/** Filter a dimension by ids of records, or by texts; none: no longer. */
export function changeFilter({ filters }, key, values) {
    return { ...LEFT_BEHIND, filters: { ...filters, [key]: values.length ? values : undefined } };
}

/** Return what is kept of a choice: periods by their distance from the present one, and not how much was shown. */
export function keepOptions(options) {
    const { kind, start, end, offset } = options.period;
    return {
        ...Object.fromEntries(KEPT.map((key) => [key, options[key]])),
        period: kind === "custom" ? { kind, start, end } : { kind, offset },
    };
}

/** Choose what was kept, and nothing of what is chosen now. */
export function takeOptions(kept) {
    return { ...LEFT_BEHIND, ...Object.fromEntries(KEPT.map((key) => [key])), ...kept };
}

/**
 * Read the options that an address names.
 *
 * @param {string} [text]
 * @returns {Options | null}
 */
export function readOptions(text) {
    try {
        const options = JSON.parse(text);
        return options && typeof options === "object" ? options : null;
    } catch {
        return null;
    }
}
