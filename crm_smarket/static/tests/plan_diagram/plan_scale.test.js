import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { mockTimeZone } from "@odoo/hoot-mock";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";

import {
    makeMarks,
    makeScale,
    stepsIn,
    stepUnit,
    suitableZoom,
    toDate,
    toX,
    ZOOMS,
} from "@crm_smarket/plan_diagram/plan_scale";
import { localization } from "@web/core/l10n/localization";
import { at } from "./plan_data";

const { DateTime } = luxon;

function scaleOf(start, end, zoom, options = {}) {
    return makeScale({ start: at(start), end: at(end), pixelsPerDay: ZOOMS[zoom], ...options });
}

function labels(marks) {
    return marks.map((mark) => mark.label.toString());
}

describe.current.tags("headless");

beforeEach(() => {
    allowTranslations();
    patchWithCleanup(localization, { weekStart: 7 });
});

test("a plan fills the view as well as it can", () => {
    const zoomFor = (days, width) =>
        suitableZoom(at("2026-11-02"), at("2026-11-02").plus({ days }), width);
    expect(zoomFor(2, 900)).toBe("day");
    expect(zoomFor(21, 900)).toBe("week");
    expect(zoomFor(200, 900)).toBe("month");
    expect(zoomFor(0, 900)).toBe("day", { message: "one milestone" });
    expect(zoomFor(5000, 300)).toBe("month");
});

test("moments and pixels are each other's inverse", () => {
    const scale = scaleOf("2026-11-02T09:00", "2026-11-20T18:00", "week");
    for (const text of ["2026-11-02T09:00", "2026-11-11T13:30", "2026-11-20T18:00"]) {
        expect(toDate(scale, toX(scale, at(text))).toISO()).toBe(at(text).toISO());
    }
    expect(toX(scale, at("2026-11-03")) - toX(scale, at("2026-11-02"))).toBe(ZOOMS.week);
});

test("the axis leaves room around the bars and fills the view", () => {
    const start = at("2026-11-02T09:00");
    const end = at("2026-11-04T18:00");
    const scale = scaleOf(start.toISO(), end.toISO(), "week", { width: 1000 });
    expect(scale.width).toBe(1000);
    expect(toX(scale, start)).toBeGreaterThan(40);
    expect(scale.start.hour).toBe(0, { message: "it begins with a whole day" });
    const wide = scaleOf("2026-01-01", "2026-12-31", "week", { width: 1000 });
    expect(wide.width).toBeGreaterThan(364 * ZOOMS.week);
});

test("marks by day: days above hours", () => {
    const scale = scaleOf("2026-11-03T09:00", "2026-11-03T18:00", "day");
    const { major, minor } = makeMarks(scale, [0, scale.width]);
    expect(labels(major)).toInclude("Tuesday, November 3");
    const hours = minor.filter((mark) => mark.date.hasSame(at("2026-11-03"), "day"));
    expect(hours.map((mark) => mark.date.hour)).toEqual([0, 6, 12, 18]);
    expect(hours.map((mark) => mark.strong)).toEqual([true, false, false, false]);
});

test("marks by week: months above days, weeks stand out", () => {
    const scale = scaleOf("2026-11-26", "2026-12-04", "week");
    const { major, minor } = makeMarks(scale, [0, scale.width]);
    expect(labels(major)).toEqual(["November 2026", "December 2026"]);
    expect(labels(minor)).toInclude("Mon 30");
    expect(minor.filter((mark) => mark.strong).map((mark) => mark.label)).toEqual(["Sun 29"]);
    expect(major[1].x).toBe(minor.find((mark) => mark.label === "Tue 1").x);
    const covered = minor.reduce((sum, mark) => sum + mark.width, 0);
    expect(Math.round(covered)).toBe(scale.width);
});

test("marks by month: months above weeks", () => {
    const scale = scaleOf("2026-10-05", "2026-12-20", "month");
    const { major, minor } = makeMarks(scale, [0, scale.width]);
    expect(labels(major)).toInclude("November 2026");
    expect(labels(minor)).toInclude("29–5");
});

test("only marks near the view are made", () => {
    const scale = scaleOf("2020-01-01", "2030-01-01", "day");
    const { minor } = makeMarks(scale, [100000, 101000]);
    expect(minor.length).toBeLessThan(20);
    expect(minor[0].x).toBeGreaterThan(99900);
});

test("a day on which clocks change is narrower, and still one day", () => {
    mockTimeZone("Europe/Warsaw");
    const scale = scaleOf("2026-03-27", "2026-03-31", "week");
    const { minor } = makeMarks(scale, [0, scale.width]);
    const sunday = minor.find((mark) => mark.label === "Sun 29");
    const monday = minor.find((mark) => mark.label === "Mon 30");
    expect(sunday.width).toBeWithin(ZOOMS.week * 0.95, ZOOMS.week * 0.96);
    expect(monday.date.hour).toBe(0);
});

test("a template counts days and weeks from its first", () => {
    const origin = DateTime.utc(2001, 1, 1);
    const range = { start: origin, end: origin.plus({ days: 20 }), origin };
    const days = makeScale({ ...range, pixelsPerDay: ZOOMS.week });
    const marks = makeMarks(days, [0, days.width]);
    expect(labels(marks.minor).slice(0, 2)).toEqual(["Day 1", "Day 2"]);
    expect(labels(marks.major)).toEqual(["Weeks 1–4"]);
    expect(marks.minor.filter((mark) => mark.strong).map((mark) => `${mark.label}`)).toEqual([
        "Day 1",
        "Day 8",
        "Day 15",
        "Day 22",
    ]);
    const weeks = makeScale({ ...range, pixelsPerDay: ZOOMS.month });
    expect(labels(makeMarks(weeks, [0, weeks.width]).minor).slice(0, 3)).toEqual(["1", "2", "3"]);
    const hours = makeScale({ ...range, pixelsPerDay: ZOOMS.day });
    const first = makeMarks(hours, [0, 300]);
    expect(labels(first.major)).toEqual(["Day 1", "Day 2"]);
    expect(labels(first.minor).slice(0, 3)).toEqual(["0 h", "6 h", "12 h"]);
});

test("bars move by hours where hours are seen, else by days", () => {
    const day = scaleOf("2026-11-03", "2026-11-04", "day");
    expect(stepUnit(day)).toBe("hours");
    expect(stepsIn(day, ZOOMS.day / 24)).toBe(1);
    const month = scaleOf("2026-11-03", "2026-11-04", "month");
    expect(stepUnit(month)).toBe("days");
    expect(stepsIn(month, -2.4 * ZOOMS.month)).toBe(-2);
    expect(stepsIn(month, -1)).toBe(0);
});
