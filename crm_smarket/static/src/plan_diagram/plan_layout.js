import { groupBy } from "@web/core/utils/arrays";

import { showsDays, showsHours, toX } from "./plan_scale";

/**
 * Where things stand in the stage diagram: pure functions from plans to boxes.
 *
 * @typedef {Object} Bar
 * @property {number|string} id
 * @property {string} name
 * @property {DateTime|null} start
 * @property {DateTime|null} end
 * @property {DateTime|null} [baselineStart]
 * @property {DateTime|null} [baselineEnd]
 * @property {"not_started"|"in_progress"|"done"|"cancelled"} state
 * @property {"hard"|"soft"} [dependency]
 * @property {boolean} [late]
 * @property {boolean} [critical]
 * @property {number} [progress] 0 to 1
 * @property {string} [people]
 * @property {number|string} [group] id of its group
 * @property {boolean} [editable]
 * @property {DateTime|null} [notBefore] start set by hand
 *
 * @typedef {Object} Row
 * @property {string} key unique among the rows
 * @property {"bar"|"group"} type
 * @property {Bar} [bar]
 * @property {Object} [group]
 * @property {number} y
 * @property {number} height
 *
 * @typedef {Object} Box
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {boolean} milestone
 */

export const SIZES = {
    row: 32,
    group: 44,
    bar: 16,
    baseline: 4,
    folded: 12,
    milestone: 16,
};

const BAR_TOP = 6;
const BASELINE_TOP = 25;
/** Bars of a group lie in the lower half: on a phone the name runs above them. */
const GROUP_BOTTOM = 19;
const MIN_BAR_WIDTH = 4;

/**
 * First and last moment that the axis must show.
 *
 * @param {Bar[]} bars
 * @returns {{ start: DateTime, end: DateTime }|null} null when no bar has a date
 */
export function planRange(bars) {
    let start = null;
    let end = null;
    for (const bar of bars) {
        for (const date of [bar.start, bar.end, bar.baselineStart, bar.baselineEnd]) {
            if (date && (!start || date < start)) {
                start = date;
            }
            if (date && (!end || date > end)) {
                end = date;
            }
        }
    }
    return start && { start, end };
}

/**
 * Stacks bars, below the headers of their groups if there are any.
 *
 * @param {Bar[]} bars in the order to show
 * @param {{ id, name: string, sub?: string }[]} [groups=[]]
 * @param {Set} [collapsed] ids of the groups whose bars are hidden
 * @returns {{ rows: Row[], height: number }}
 */
export function makeRows(bars, groups = [], collapsed = new Set()) {
    const rows = [];
    let height = 0;
    const push = (row, size) => {
        rows.push({ ...row, y: height, height: size });
        height += size;
    };
    const pushBars = (list) =>
        list.forEach((bar) => push({ key: `bar_${bar.id}`, type: "bar", bar }, SIZES.row));
    if (!groups.length) {
        pushBars(bars);
        return { rows, height };
    }
    const members = groupBy(bars, (bar) => bar.group);
    for (const group of groups) {
        push({ key: `group_${group.id}`, type: "group", group }, SIZES.group);
        if (!collapsed.has(group.id)) {
            pushBars(members[group.id] || []);
        }
    }
    return { rows, height };
}

/**
 * The box of a bar in its row; a stage without duration is a diamond around its moment.
 *
 * @param {Bar} bar
 * @param {Row} row
 * @param {Scale} scale
 * @returns {Box|null} null for a stage without dates
 */
export function barBox(bar, row, scale) {
    if (!bar.start || !bar.end) {
        return null;
    }
    const x = toX(scale, bar.start);
    const y = row.y + BAR_TOP;
    if (+bar.start === +bar.end) {
        const half = SIZES.milestone / 2;
        return { x: x - half, y, width: 2 * half, height: SIZES.milestone, milestone: true };
    }
    const width = Math.max(toX(scale, bar.end) - x, MIN_BAR_WIDTH);
    return { x, y, width, height: SIZES.bar, milestone: false };
}

/**
 * The thin bar of the plan as it was first made.
 *
 * @param {Bar} bar
 * @param {Row} row
 * @param {Scale} scale
 * @returns {Box|null} null without a baseline
 */
export function baselineBox(bar, row, scale) {
    if (!bar.baselineStart || !bar.baselineEnd) {
        return null;
    }
    const x = toX(scale, bar.baselineStart);
    const width = Math.max(toX(scale, bar.baselineEnd) - x, MIN_BAR_WIDTH);
    return { x, y: row.y + BASELINE_TOP, width, height: SIZES.baseline, milestone: false };
}

/**
 * What a stage in progress has run over its planned end so far.
 *
 * @param {Bar} bar
 * @param {Row} row
 * @param {Scale} scale
 * @param {DateTime|null} now
 * @returns {Box|null}
 */
export function overrunBox(bar, row, scale, now) {
    if (bar.state !== "in_progress" || !bar.end || !now || now <= bar.end) {
        return null;
    }
    const x = toX(scale, bar.end);
    const width = toX(scale, now) - x;
    return { x, y: row.y + BAR_TOP, width, height: SIZES.bar, milestone: false };
}

/** Outline of a milestone's diamond. */
export function diamond({ x, y, width, height }) {
    const [cx, cy] = [x + width / 2, y + height / 2];
    return `${cx},${y} ${x + width},${cy} ${cx},${y + height} ${x},${cy}`;
}

/**
 * The span of a group: from the start of its first to the end of its last bar.
 *
 * @param {Bar[]} bars of the group
 * @param {Row} row of the group's header
 * @param {Scale} scale
 * @returns {Box|null}
 */
export function groupBox(bars, row, scale) {
    const dated = bars.filter((bar) => bar.start && bar.end && bar.state !== "cancelled");
    if (!dated.length) {
        return null;
    }
    const x = Math.min(...dated.map((bar) => toX(scale, bar.start)));
    const end = Math.max(...dated.map((bar) => toX(scale, bar.end)));
    const y = row.y + row.height - GROUP_BOTTOM;
    return { x, y, width: Math.max(end - x, MIN_BAR_WIDTH), height: 8, milestone: false };
}

/**
 * The bars of a folded group in the row of its header, one after the other.
 *
 * @param {Bar[]} bars of the group
 * @param {Row} row of the group's header
 * @param {Scale} scale
 * @returns {(Box & { bar: Bar })[]}
 */
export function foldedBoxes(bars, row, scale) {
    const y = row.y + row.height - GROUP_BOTTOM;
    return bars
        .filter((bar) => bar.start && bar.end)
        .map((bar) => {
            const x = toX(scale, bar.start);
            const width = Math.max(toX(scale, bar.end) - x, MIN_BAR_WIDTH);
            return { bar, x, y, width, height: SIZES.folded, milestone: false };
        });
}

/**
 * Non-working time as columns to shade: merged, without those too narrow to see,
 * and without any where days are not told apart. Nights are left out where
 * hours are not told apart: stripes through every day would hide the bars.
 *
 * @param {{ start: DateTime, end: DateTime }[]} closed
 * @param {Scale} scale
 * @param {[number, number]} [window] pixels in view
 * @returns {{ x: number, width: number }[]}
 */
export function closedColumns(closed, scale, [from, to] = [0, scale.width]) {
    if (!showsDays(scale)) {
        return [];
    }
    const columns = [];
    for (const { start, end } of [...closed].sort((a, b) => a.start - b.start)) {
        const x = Math.max(toX(scale, start), from);
        const right = Math.min(toX(scale, end), to);
        const previous = columns.at(-1);
        if (previous && x <= previous.right) {
            previous.right = Math.max(previous.right, right);
        } else if (right > x) {
            columns.push({ x, right });
        }
    }
    const narrowest = showsHours(scale) ? 1 : scale.pixelsPerDay;
    return columns
        .map(({ x, right }) => ({ x, width: right - x }))
        .filter(({ width }) => width >= narrowest);
}

/**
 * Where to scroll at first: today at a quarter of the view, if it is on the
 * axis, else the first bar; always within what can be scrolled.
 *
 * @param {Scale} scale
 * @param {DateTime|null} now
 * @param {DateTime} first start of the first bar
 * @param {number} view width of the visible part
 * @returns {number} pixels
 */
export function initialScroll(scale, now, first, view) {
    const onAxis = now && now >= scale.start && now <= scale.end;
    const x = onAxis ? toX(scale, now) - view / 4 : toX(scale, first) - view / 8;
    return Math.round(Math.min(Math.max(x, 0), Math.max(scale.width - view, 0)));
}
