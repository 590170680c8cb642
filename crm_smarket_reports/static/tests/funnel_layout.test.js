import { describe, expect, test } from "@odoo/hoot";

import {
    fitText,
    layoutFunnel,
    NARROW,
    shareWidth,
} from "@crm_smarket_reports/views/smarket_funnel/funnel_layout";

describe.current.tags("headless");

const LEVELS = [
    { id: 1, value: 100, passed: 50, open: 30, failed: 20 },
    { id: 2, value: 50, passed: 50, open: 0, failed: 0 },
    { id: 3, value: 0, passed: 0, open: 0, failed: 0 },
];
const layout = (params) =>
    layoutFunnel({ levels: LEVELS, width: 800, max: 100, titles: 0, ...params });

test("bars are centred and as wide as their share of the largest", () => {
    const { rows } = layout();
    const [first, second, third] = rows.map((row) => row.bar);
    expect(second.width).toBe(first.width / 2);
    expect(third.width).toBe(0);
    const middle = (bar) => bar.x + bar.width / 2;
    expect(middle(second)).toBe(middle(first));
    expect(first.x + first.width).toBe(800);
});

test("one scale for funnels that are compared", () => {
    const [bar] = layout({ max: 200 }).rows.map((row) => row.bar);
    const [alone] = layout().rows.map((row) => row.bar);
    expect(bar.width).toBe(alone.width / 2);
});

test("the parts of a bar lie side by side and fill it", () => {
    const [{ bar, segments }, second] = layout().rows;
    expect(segments.map(({ kind }) => kind)).toEqual(["passed", "open", "failed"]);
    expect(segments[1].x).toBe(segments[0].x + segments[0].width);
    expect(segments[0].width).toBe(bar.width / 2);
    const last = segments.at(-1);
    expect(Math.abs(last.x + last.width - bar.x - bar.width) < 1e-6).toBe(true);
    expect(second.segments.map(({ kind }) => kind)).toEqual(["passed"]);
});

test("a band leads from each bar to the next", () => {
    const { rows } = layout();
    expect(rows.at(-1).join).toBe("");
    const [first, second] = rows;
    const points = first.join.split(" ");
    expect(points[0]).toBe(`${first.bar.x},${first.bar.y + first.bar.height}`);
    expect(points[2]).toBe(`${second.bar.x + second.bar.width},${second.bar.y}`);
});

test("rows follow each other below the titles, and none leaves the picture", () => {
    for (const width of [300, 800]) {
        for (const titles of [0, 1, 2]) {
            const { rows, height } = layout({ width, titles });
            let bottom = titles * 20;
            for (const { bar, name, step } of rows) {
                expect(Math.min(bar.y, name.y - 12) >= bottom).toBe(true);
                expect(bar.x >= 0 && bar.x + bar.width <= width).toBe(true);
                bottom = step.y;
            }
            expect(height >= bottom).toBe(true);
        }
    }
});

test("on a phone bars begin on the left, below their names", () => {
    const { rows, isNarrow } = layout({ width: NARROW - 1 });
    expect(isNarrow).toBe(true);
    for (const { bar, name, join } of rows) {
        expect(bar.x).toBe(0);
        expect(name.y < bar.y).toBe(true);
        expect(join).toBe("");
    }
});

test("a snapshot has one part per bar and less between them", () => {
    const levels = LEVELS.map(({ id, value }) => ({ id, value }));
    const snapshot = layout({ levels });
    expect(snapshot.rows.map((row) => row.segments.length)).toEqual([1, 1, 0]);
    expect(snapshot.height < layout().height).toBe(true);
});

test("nothing to draw", () => {
    expect(layout({ levels: [] }).rows).toEqual([]);
    const [row] = layout({ levels: [{ id: 1, value: 0 }], max: 0 }).rows;
    expect(row.bar.width).toBe(0);
});

test("funnels share the room, and are put below each other before they are too narrow", () => {
    expect(shareWidth(1, 600, 20)).toBe(600);
    expect(shareWidth(2, 820, 20)).toBe(400);
    expect(shareWidth(3, 700, 20)).toBe(340);
    expect(shareWidth(4, 300, 20)).toBe(300);
    expect(shareWidth(1, 4000, 20)).toBe(1000);
});

test("texts are shortened where there is no room", () => {
    expect(fitText("Offer", 100, 14)).toBe("Offer");
    const short = fitText("Requirements analysis on site", 100, 14);
    expect(short.endsWith("…")).toBe(true);
    expect(short.length <= Math.floor(100 / (14 * 0.56))).toBe(true);
});
