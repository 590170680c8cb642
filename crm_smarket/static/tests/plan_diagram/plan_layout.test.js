import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { mockTimeZone } from "@odoo/hoot-mock";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

import {
    barBox,
    baselineBox,
    closedColumns,
    groupBox,
    initialScroll,
    makeRows,
    overrunBox,
    planRange,
    SIZES,
} from "@crm_smarket/plan_diagram/plan_layout";
import { linkPath } from "@crm_smarket/plan_diagram/plan_links";
import { movedDates, moveModes } from "@crm_smarket/plan_diagram/plan_move";
import { makeScale, toX, ZOOMS } from "@crm_smarket/plan_diagram/plan_scale";
import { localization } from "@web/core/l10n/localization";
import { at, makeBar } from "./plan_data";

const { DateTime } = luxon;

const scale = makeScale({
    start: at("2026-11-02"),
    end: at("2026-11-30"),
    pixelsPerDay: ZOOMS.week,
});
const row = { y: 64, height: SIZES.row };

describe.current.tags("headless");

beforeEach(() => {
    patchWithCleanup(localization, { weekStart: 7 });
});

test("the range spans plans and baselines, and skips stages without dates", () => {
    const range = planRange([
        makeBar(1, null, null),
        makeBar(2, "2026-11-05", "2026-11-09", { baselineStart: at("2026-11-03") }),
        makeBar(3, "2026-11-07", "2026-11-12"),
    ]);
    expect(range.start.toISODate()).toBe("2026-11-03");
    expect(range.end.toISODate()).toBe("2026-11-12");
    expect(planRange([makeBar(1, null, null)])).toBe(null);
});

test("rows are stacked, below their groups if there are any", () => {
    const bars = [1, 2, 3].map((id) => makeBar(id, null, null, { group: id === 2 ? 20 : 10 }));
    const plain = makeRows(bars);
    expect(plain.rows.map((r) => r.y)).toEqual([0, SIZES.row, 2 * SIZES.row]);
    expect(plain.height).toBe(3 * SIZES.row);
    const groups = [
        { id: 10, name: "A" },
        { id: 20, name: "B" },
        { id: 30, name: "without stages" },
    ];
    const keys = (grouped) => grouped.rows.map((r) => r.key);
    expect(keys(makeRows(bars, groups))).toEqual([
        "group_10",
        "bar_1",
        "bar_3",
        "group_20",
        "bar_2",
        "group_30",
    ]);
    expect(keys(makeRows(bars, groups, new Set([10])))).toEqual([
        "group_10",
        "group_20",
        "bar_2",
        "group_30",
    ]);
});

test("a bar spans its dates, a milestone is centred on its moment", () => {
    const box = barBox(makeBar(1, "2026-11-05", "2026-11-07"), row, scale);
    expect(box.x).toBe(toX(scale, at("2026-11-05")));
    expect(box.width).toBe(2 * ZOOMS.week);
    expect(box.y).toBeGreaterThan(row.y);
    expect(box.y + box.height).toBeLessThan(row.y + row.height);
    const milestone = barBox(makeBar(1, "2026-11-05", "2026-11-05"), row, scale);
    expect(milestone.milestone).toBe(true);
    expect(milestone.x + milestone.width / 2).toBe(toX(scale, at("2026-11-05")));
    expect(barBox(makeBar(1, null, null), row, scale)).toBe(null);
    const minute = barBox(makeBar(1, "2026-11-05T09:00", "2026-11-05T09:01"), row, scale);
    expect(minute.width).toBeGreaterThan(3, { message: "a short stage can still be seen" });
});

test("the baseline lies below the bar, in the same row", () => {
    const bar = makeBar(1, "2026-11-05", "2026-11-07", {
        baselineStart: at("2026-11-04"),
        baselineEnd: at("2026-11-06"),
    });
    const [box, baseline] = [barBox(bar, row, scale), baselineBox(bar, row, scale)];
    expect(baseline.x).toBe(box.x - ZOOMS.week);
    expect(baseline.y).toBeGreaterThan(box.y + box.height);
    expect(baseline.y + baseline.height).toBeLessThan(row.y + row.height);
    expect(baselineBox(makeBar(1, "2026-11-05", "2026-11-07"), row, scale)).toBe(null);
});

test("a stage that runs on past its end shows by how much", () => {
    const bar = makeBar(1, "2026-11-05", "2026-11-07", { state: "in_progress" });
    expect(overrunBox(bar, row, scale, at("2026-11-10")).width).toBe(3 * ZOOMS.week);
    expect(overrunBox(bar, row, scale, at("2026-11-06"))).toBe(null);
    expect(overrunBox({ ...bar, state: "done" }, row, scale, at("2026-11-10"))).toBe(null);
    expect(overrunBox(bar, row, scale, null)).toBe(null);
});

test("a group spans its stages, but not the cancelled ones", () => {
    const bars = [
        makeBar(1, "2026-11-05", "2026-11-07"),
        makeBar(2, "2026-11-06", "2026-11-10"),
        makeBar(3, "2026-11-10", "2026-11-20", { state: "cancelled" }),
        makeBar(4, null, null),
    ];
    const box = groupBox(bars, row, scale);
    expect(box.x).toBe(toX(scale, at("2026-11-05")));
    expect(box.width).toBe(5 * ZOOMS.week);
    expect(groupBox([bars[3]], row, scale)).toBe(null);
});

test("non-working time is merged and clipped to the view", () => {
    const closed = [
        { start: at("2026-11-08"), end: at("2026-11-09") },
        { start: at("2026-11-07"), end: at("2026-11-08") },
        { start: at("2026-11-14"), end: at("2026-11-16") },
    ];
    const columns = closedColumns(closed, scale);
    expect(columns.map((column) => column.width)).toEqual([2 * ZOOMS.week, 2 * ZOOMS.week]);
    expect(columns[0].x).toBe(toX(scale, at("2026-11-07")));
    const view = [0, toX(scale, at("2026-11-08"))];
    expect(closedColumns(closed, scale, view)).toHaveLength(1);
});

test("nights are shaded among hours, weekends among days, nothing by month", () => {
    const closed = [
        { start: at("2026-11-03T18:00"), end: at("2026-11-04T09:00") },
        { start: at("2026-11-04T12:00:00"), end: at("2026-11-04T12:01:00") },
        { start: at("2026-11-06T18:00"), end: at("2026-11-09T09:00") },
    ];
    const count = (zoom) => {
        const range = { start: at("2026-11-02"), end: at("2026-11-12") };
        return closedColumns(closed, makeScale({ ...range, pixelsPerDay: ZOOMS[zoom] })).length;
    };
    expect(count("day")).toBe(2, { message: "a minute is narrower than a pixel" });
    expect(count("week")).toBe(1);
    expect(count("month")).toBe(0);
});

test("the view begins with today in it", () => {
    const first = at("2026-11-02");
    const wide = makeScale({ start: first, end: at("2027-11-30"), pixelsPerDay: ZOOMS.week });
    const now = at("2027-03-01");
    const scroll = initialScroll(wide, now, first, 800);
    expect(toX(wide, now) - scroll).toBeWithin(0, 800);
    for (const elsewhere of [null, at("2020-01-01")]) {
        const start = initialScroll(wide, elsewhere, first, 800);
        expect(toX(wide, first) - start).toBeWithin(0, 200, { message: "else the first bar" });
    }
    expect(initialScroll(wide, wide.end, first, 800)).toBe(wide.width - 800);
});

const above = { x: 100, y: 6, width: 80, height: 16, rowTop: 0, rowBottom: 32 };
const below = (x, width = 60) => ({ x, y: 70, width, height: 16, rowTop: 64, rowBottom: 96 });

test("a hard arrow leaves the end and falls into the successor", () => {
    expect(linkPath(above, below(180), "hard").path).toBe("M180 14L186 14L186 70");
    expect(linkPath(above, below(300), "hard").path).toBe("M180 14L306 14L306 70");
    const upwards = linkPath(below(100, 40), { ...above, x: 200 }, "hard");
    expect(upwards.path).toBe("M140 78L206 78L206 22", { message: "into the lower edge" });
});

test("a hard arrow to the point where its predecessor ends goes straight down", () => {
    const milestone = { ...below(172, 16), milestone: true };
    expect(linkPath(above, milestone, "hard").path).toBe("M180 22L180 70");
});

test("a hard arrow backwards runs in the gap between the rows", () => {
    const { path } = linkPath(above, below(60), "hard");
    expect(path).toBe("M180 14L188 14L188 64L52 64L52 78L60 78");
    const up = linkPath(below(100, 40), { ...above, x: 20, width: 30 }, "hard");
    expect(up.path).toBe("M140 78L148 78L148 32L12 32L12 14L20 14");
});

test("a soft arrow goes from start to start", () => {
    expect(linkPath(above, below(140), "soft").path).toBe("M106 22L106 78L140 78");
    expect(linkPath(above, below(100), "soft").path).toBe("M106 22L106 70");
    expect(linkPath(above, below(110), "soft").path).toBe("M100 14L92 14L92 78L110 78");
    expect(linkPath(above, below(20), "soft").path).toBe("M100 14L92 14L92 64L12 64L12 78L20 78");
});

test("arrow heads point where the arrow goes", () => {
    expect(linkPath(above, below(180), "hard").head).toBe("186,70 182.5,65 189.5,65");
    expect(linkPath(above, below(140), "soft").head).toBe("140,78 135,74.5 135,81.5");
});

test("what happened cannot be moved", () => {
    const bar = makeBar(1, "2026-11-05", "2026-11-07");
    expect(moveModes(bar)).toEqual(["move", "resize"]);
    expect(moveModes({ ...bar, state: "in_progress" })).toEqual(["resize"]);
    expect(moveModes({ ...bar, state: "done" })).toEqual([]);
    expect(moveModes({ ...bar, state: "cancelled" })).toEqual([]);
    expect(moveModes({ ...bar, editable: false })).toEqual([]);
    expect(moveModes(makeBar(1, null, null))).toEqual([]);
});

test("moved bars keep their wall time, also over a change of clocks", () => {
    mockTimeZone("Europe/Warsaw");
    const bar = makeBar(1, "2026-03-27T09:00", "2026-03-28T18:00");
    const { start, end } = movedDates(bar, "move", { steps: 3, unit: "days", origin: null });
    expect(start.toISO()).toBe("2026-03-30T09:00:00.000+02:00");
    expect(end.toISO()).toBe("2026-03-31T18:00:00.000+02:00");
});

test("an end does not go before its start, a template not before day one", () => {
    const bar = makeBar(1, "2026-11-05T09:00", "2026-11-07T18:00");
    const resized = movedDates(bar, "resize", { steps: -9, unit: "days", origin: null });
    expect(+resized.end).toBe(+bar.start);
    expect(+resized.start).toBe(+bar.start);
    const origin = DateTime.utc(2001, 1, 1);
    const stage = { start: origin.plus({ days: 2 }), end: origin.plus({ days: 5 }) };
    const moved = movedDates(stage, "move", { steps: -4, unit: "days", origin });
    expect(+moved.start).toBe(+origin);
    expect(+moved.end).toBe(+origin.plus({ days: 3 }));
});
