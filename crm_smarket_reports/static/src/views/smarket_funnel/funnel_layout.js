/**
 * Where the parts of a funnel are; pure, in pixels.
 *
 * Wide funnels have names on the left and centred bars, joined to the next one. Narrow ones, as on
 * a phone, have bars from the left below their names.
 *
 * @typedef {Object} FunnelLevel
 * @property {number} id
 * @property {number} value
 * @property {number} [passed] with `open` and `failed`, the parts of the value
 * @property {number} [open]
 * @property {number} [failed]
 */

/** Below this width a funnel is narrow. */
export const NARROW = 520;

const KINDS = ["passed", "open", "failed"];
const WIDE_SIZES = { name: 190, bar: 40, gap: 40, plainGap: 12, line: 20 };
const NARROW_SIZES = { name: 24, bar: 18, gap: 34, plainGap: 14, line: 20 };
// Average width of a letter for a font of size 1.
const LETTER = 0.56;

/**
 * @param {Object} params
 * @param {FunnelLevel[]} params.levels
 * @param {number} params.width
 * @param {number} params.max the value of a bar as wide as there is room, the same for funnels that are compared
 * @param {number} params.titles how many lines stand above
 * @returns {{ width: number, height: number, isNarrow: boolean, rows: Object[] }}
 */
export function layoutFunnel({ levels, width, max, titles }) {
    const isNarrow = width < NARROW;
    const sizes = isNarrow ? NARROW_SIZES : WIDE_SIZES;
    const isPassage = levels.some((level) => "passed" in level);
    const left = isNarrow ? 0 : sizes.name;
    const room = Math.max(width - left, 1);
    const top = titles * sizes.line + (titles ? 8 : 4);
    const above = isNarrow ? sizes.name : 0;
    const height = above + sizes.bar + (isPassage ? sizes.gap : sizes.plainGap);
    const rows = levels.map((level, index) => {
        const barWidth = max > 0 ? (Math.max(level.value, 0) / max) * room : 0;
        const bar = {
            x: isNarrow ? left : left + (room - barWidth) / 2,
            y: top + index * height + above,
            width: barWidth,
            height: sizes.bar,
        };
        return {
            id: level.id,
            bar,
            segments: makeSegments(level, bar, isPassage),
            ...(isNarrow ? narrowTexts(bar, width) : wideTexts(bar, left, room, width)),
        };
    });
    rows.forEach((row, index) => {
        row.join = isNarrow || !rows[index + 1] ? "" : joinBars(row.bar, rows[index + 1].bar);
    });
    return { width, height: top + levels.length * height, isNarrow, rows };
}

/** The parts of a bar, side by side; together they are as wide as it. */
function makeSegments(level, bar, isPassage) {
    if (!isPassage) {
        return bar.width ? [{ kind: "all", x: bar.x, width: bar.width }] : [];
    }
    const segments = [];
    let x = bar.x;
    for (const kind of KINDS) {
        const width = level.value > 0 ? (level[kind] / level.value) * bar.width : 0;
        if (width > 0) {
            segments.push({ kind, x, width });
            x += width;
        }
    }
    return segments;
}

function wideTexts(bar, left, room, width) {
    return {
        name: { x: 0, y: bar.y + 16, width: left - 12 },
        value: { x: 0, y: bar.y + 35, anchor: "start" },
        flags: { x: 0, y: bar.y + bar.height + 14, width: left - 12 },
        step: { x: left + room / 2, y: bar.y + bar.height + 25, anchor: "middle" },
        lost: { x: width, y: bar.y + bar.height + 25, anchor: "end" },
    };
}

function narrowTexts(bar, width) {
    return {
        name: { x: 0, y: bar.y - 7, width: width * 0.6 },
        value: { x: width, y: bar.y - 7, anchor: "end" },
        flags: null,
        step: { x: 0, y: bar.y + bar.height + 17, anchor: "start" },
        lost: { x: width, y: bar.y + bar.height + 17, anchor: "end" },
    };
}

/** @returns {string} points of the band from the lower edge of a bar to the upper edge of the next */
function joinBars(from, to) {
    const y = from.y + from.height;
    return [
        [from.x, y],
        [from.x + from.width, y],
        [to.x + to.width, to.y],
        [to.x, to.y],
    ]
        .map((point) => point.join(","))
        .join(" ");
}

/**
 * @param {string} text
 * @param {number} width
 * @param {number} size of the font
 * @returns {string} the text, shortened where it has no room
 */
export function fitText(text, width, size) {
    const count = Math.max(Math.floor(width / (size * LETTER)), 1);
    return text.length > count ? `${text.slice(0, Math.max(count - 1, 1)).trimEnd()}…` : text;
}

/**
 * @param {number} count of funnels
 * @param {number} width of the room that they share
 * @param {number} gap between two
 * @returns {number} the width of each, so that none is too narrow to read
 */
export function shareWidth(count, width, gap) {
    const MIN = 320;
    const MAX = 1000;
    const columns = Math.max(Math.min(count, Math.floor((width + gap) / (MIN + gap))), 1);
    return Math.min(Math.floor((width - gap * (columns - 1)) / columns), MAX);
}
