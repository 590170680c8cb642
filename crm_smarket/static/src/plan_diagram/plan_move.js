/**
 * What a person may move in the stage diagram, and where it goes; pure.
 *
 * @typedef {"move"|"resize"} MoveMode
 */

/**
 * What happened cannot be dragged: a stage in progress keeps its start, a
 * finished or cancelled one both dates.
 *
 * @param {Bar} bar
 * @returns {MoveMode[]}
 */
export function moveModes(bar) {
    if (!bar.editable || !bar.start || !bar.end) {
        return [];
    }
    return { not_started: ["move", "resize"], in_progress: ["resize"] }[bar.state] || [];
}

/**
 * Dates of a bar moved, or of a bar whose end was moved, by whole steps.
 *
 * A day is the same wall time on another date, so a stage still begins at
 * nine after the clocks have changed.
 *
 * @param {Bar} bar
 * @param {MoveMode} mode
 * @param {{ steps: number, unit: "hours"|"days", origin: DateTime|null }} by
 *  on a relative axis nothing goes before the origin
 * @returns {{ start: DateTime, end: DateTime }}
 */
export function movedDates(bar, mode, { steps, unit, origin }) {
    const shift = { [unit]: steps };
    const end = bar.end.plus(shift);
    if (mode === "resize") {
        return { start: bar.start, end: end < bar.start ? bar.start : end };
    }
    const start = bar.start.plus(shift);
    if (origin && start < origin) {
        return { start: origin, end: origin.plus(bar.end - bar.start) };
    }
    return { start, end };
}
