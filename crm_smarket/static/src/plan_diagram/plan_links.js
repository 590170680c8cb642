/**
 * Arrows between bars, routed at right angles; pure.
 *
 * A hard arrow says "begins when that ends": it leaves the predecessor's end
 * and falls into the successor. A soft one says "begins not before that
 * begins": it leaves the predecessor's start. Horizontal parts run in the row
 * of one of the two bars, beside its bar, or in the gap between rows, so that
 * no arrow runs along another bar.
 *
 * @typedef {import("./plan_layout").Box} Box
 * @typedef {Box & { rowTop: number, rowBottom: number }} Anchor a bar's box and its row
 */

const STUB = 8;
const ENTRY = 6;
const HEAD = 5;

/**
 * @param {Anchor} from the predecessor
 * @param {Anchor} to the successor
 * @param {"hard"|"soft"} type of the successor's dependency
 * @returns {{ path: string, head: string }} the line, and the triangle at its tip
 */
export function linkPath(from, to, type) {
    const points = type === "soft" ? softRoute(from, to) : hardRoute(from, to);
    return { path: toPath(points), head: toHead(points) };
}

function hardRoute(from, to) {
    const y = middle(from);
    const right = from.x + from.width;
    const entry = entryX(to);
    if (entry >= right + 2) {
        return [
            [right, y],
            [entry, y],
            [entry, facingEdge(from, to)],
        ];
    }
    if (entry >= right - STUB && !from.milestone) {
        // It begins under the very end: straight down from there.
        return [
            [entry, facingEdge(to, from)],
            [entry, facingEdge(from, to)],
        ];
    }
    return aroundRoute([right, y], right + STUB, from, to);
}

function softRoute(from, to) {
    const down = to.y > from.y;
    const exit = from.milestone
        ? from.x + from.width / 2
        : from.x + Math.min(ENTRY, from.width / 2);
    const edge = down ? from.y + from.height : from.y;
    if (to.x >= exit + STUB) {
        return [
            [exit, edge],
            [exit, middle(to)],
            [to.x, middle(to)],
        ];
    }
    if (exit <= to.x + to.width && exit >= to.x) {
        return [
            [exit, edge],
            [exit, facingEdge(from, to)],
        ];
    }
    return aroundRoute([from.x, middle(from)], from.x - STUB, from, to);
}

/** For a successor that lies before its predecessor: out, back along the gap, and in. */
function aroundRoute(exit, turn, from, to) {
    const gap = to.y > from.y ? to.rowTop : to.rowBottom;
    const left = to.x - STUB;
    const y = middle(to);
    if (left >= turn) {
        return [exit, [turn, exit[1]], [turn, y], [to.x, y]];
    }
    return [exit, [turn, exit[1]], [turn, gap], [left, gap], [left, y], [to.x, y]];
}

function middle(box) {
    return box.y + box.height / 2;
}

/** Where an arrow from above or below enters: near the start, at a diamond's tip. */
function entryX(box) {
    return box.x + (box.milestone ? box.width / 2 : Math.min(ENTRY, box.width / 2));
}

function facingEdge(from, to) {
    return to.y > from.y ? to.y : to.y + to.height;
}

function toPath(points) {
    return points.map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("");
}

/** A triangle whose tip is the last point and which looks along the last leg. */
function toHead(points) {
    const [[ax, ay], [x, y]] = points.slice(-2);
    const dx = Math.sign(Math.round(x - ax));
    const dy = Math.sign(Math.round(y - ay));
    const [bx, by] = [x - dx * HEAD, y - dy * HEAD];
    const half = HEAD * 0.7;
    const corners = [
        [x, y],
        [bx - dy * half, by - dx * half],
        [bx + dy * half, by + dx * half],
    ];
    return corners.map((corner) => corner.map(round).join(",")).join(" ");
}

function round(value) {
    return Math.round(value * 10) / 10;
}
