const { DateTime } = luxon;

/** @param {string} text ISO, read in the zone of the test */
export function at(text) {
    return DateTime.fromISO(text);
}

/**
 * A bar of the stage diagram with everything that is not of interest filled in.
 *
 * @param {number} id
 * @param {string} start
 * @param {string} end
 * @param {Object} [values]
 */
export function makeBar(id, start, end, values = {}) {
    return {
        id,
        name: `Stage ${id}`,
        start: start && at(start),
        end: end && at(end),
        state: "not_started",
        dependency: "hard",
        editable: true,
        ...values,
    };
}
