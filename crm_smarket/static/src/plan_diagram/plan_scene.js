import { groupBy } from "@web/core/utils/arrays";

import {
    barBox,
    baselineBox,
    closedColumns,
    diamond,
    foldedBoxes,
    groupBox,
    makeRows,
    overrunBox,
    planRange,
} from "./plan_layout";
import { linkPath } from "./plan_links";
import { fittingDensity, makeMarks, makeScale, suitableZoom, toX, ZOOMS } from "./plan_scale";

const { DateTime } = luxon;

/**
 * One picture of the stage diagram: everything that is drawn, as numbers; pure.
 *
 * @param {Object} plan `bars`, `links`, `closed`, `groups`, `now` as the diagram gets them, and
 *  `origin` (day one of a template, or null), and `reach`, a moment to which the axis goes on
 *  because a bar is being moved there
 * @param {Object} view
 * @param {number} view.width pixels of the time axis that are seen
 * @param {import("./plan_scale").Zoom} [view.zoom] chosen to suit the plan if not given
 * @param {boolean} [view.fit] everything in the given width, whatever the zoom
 * @param {Set} [view.collapsed] ids of folded groups
 * @param {(size: { width: number, rows: Row[] }) => { first, last, window }} view.clip
 *  what is near the view: first and last index of the rows, `[from, to]` pixels of the axis
 * @returns {{ scale, rows, height, visible, marks, closed, links, now: number|null }}
 */
export function makeScene({ bars, links, closed, groups, now, origin, reach }, view) {
    const base = origin || now || DateTime.local();
    const range = planRange(bars) || { start: base, end: base.plus({ days: 7 }) };
    if (reach > range.end) {
        range.end = reach;
    }
    const pixelsPerDay = view.fit
        ? fittingDensity(range.start, range.end, view.width)
        : ZOOMS[view.zoom];
    const scale = makeScale({ ...range, pixelsPerDay, width: view.width, origin });
    const { rows, height } = makeRows(bars, groups, view.collapsed);
    const clip = view.clip({ width: scale.width, rows });
    const members = groups.length ? groupBy(bars, (bar) => bar.group) : {};
    return {
        scale,
        rows,
        height,
        visible: rows.slice(clip.first, clip.last + 1).map((row) =>
            row.bar
                ? { ...row, ...drawBar(row.bar, row, scale, now) }
                : {
                      ...row,
                      ...drawGroup(members[row.group.id] || [], row, scale, view.collapsed),
                  }
        ),
        marks: makeMarks(scale, clip.window),
        closed: closedColumns(closed, scale, clip.window),
        links: drawLinks(links, rows, scale, clip),
        now: now && now >= scale.start && now <= scale.end ? toX(scale, now) : null,
    };
}

/**
 * @param {Bar[]} bars
 * @param {number} width of the time axis
 * @returns {import("./plan_scale").Zoom} to begin with
 */
export function firstZoom(bars, width) {
    const range = planRange(bars);
    return range ? suitableZoom(range.start, range.end, width) : "week";
}

function drawBar(bar, row, scale, now) {
    const box = barBox(bar, row, scale);
    return {
        box,
        points: box?.milestone ? diamond(box) : null,
        baseline: baselineBox(bar, row, scale),
        overrun: overrunBox(bar, row, scale, now),
        progress: box && !box.milestone ? box.width * Math.min(bar.progress || 0, 1) : 0,
        notBefore: bar.notBefore ? toX(scale, bar.notBefore) : null,
    };
}

/** A group is a bracket over its bars, or when folded the bars themselves. */
function drawGroup(bars, row, scale, collapsed) {
    const isFolded = collapsed?.has(row.group.id) || false;
    return {
        isFolded,
        box: isFolded ? null : groupBox(bars, row, scale),
        folded: isFolded ? foldedBoxes(bars, row, scale) : [],
    };
}

/** Arrows that pass at least one row in view; those of the critical path on top. */
function drawLinks(links, rows, scale, { first, last }) {
    const indexes = new Map();
    rows.forEach((row, index) => row.bar && indexes.set(String(row.bar.id), index));
    const anchor = (row) => {
        const box = barBox(row.bar, row, scale);
        return box && { ...box, rowTop: row.y, rowBottom: row.y + row.height };
    };
    const drawn = [];
    for (const { from, to, type } of links) {
        const [start, end] = [indexes.get(String(from)), indexes.get(String(to))];
        const folded = start === undefined || end === undefined;
        if (folded || Math.max(start, end) < first || Math.min(start, end) > last) {
            continue;
        }
        const [source, target] = [rows[start], rows[end]];
        const [tail, head] = [anchor(source), anchor(target)];
        if (tail && head) {
            drawn.push({
                ...linkPath(tail, head, type),
                key: `${from}_${to}`,
                from,
                to,
                soft: type === "soft",
                critical: Boolean(source.bar.critical && target.bar.critical),
            });
        }
    }
    return drawn.sort((a, b) => a.critical - b.critical);
}
