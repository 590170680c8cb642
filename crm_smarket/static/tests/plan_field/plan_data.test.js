import { describe, expect, test } from "@odoo/hoot";

import {
    fromOrigin,
    linksOf,
    projectChanges,
    templateChanges,
} from "@crm_smarket/plan_field/plan_data";

describe.current.tags("headless");

const bar = { start: fromOrigin(48), end: fromOrigin(72) };
const moved = (start, end) => ({ start: fromOrigin(start), end: fromOrigin(end) });
const stage = (values) => ({
    data: {
        dependency_type: "soft",
        offset: 2,
        offset_unit: "days",
        duration: 1,
        duration_unit: "days",
        lag: 0,
        lag_unit: "days",
        ...values,
    },
});

test("a bar moved as a whole keeps its duration, one resized its start", () => {
    expect(Object.keys(projectChanges(bar, moved(72, 96)))).toEqual(["date_start"]);
    expect(Object.keys(projectChanges(bar, moved(48, 96)))).toEqual(["date_end"]);
});

test("of a template a move changes the offset, of a hard stage the lag", () => {
    expect(templateChanges(stage(), bar, moved(96, 120))).toEqual({ offset: 4 });
    const hard = stage({ dependency_type: "hard" });
    expect(templateChanges(hard, bar, moved(96, 120))).toEqual({ lag: 2 });
    expect(templateChanges(hard, bar, moved(24, 48))).toEqual({}, { message: "no negative lag" });
    expect(templateChanges(stage(), bar, moved(0, 24))).toEqual({ offset: 0 });
});

test("changes are in whole units of the stage's own", () => {
    expect(templateChanges(stage(), bar, moved(48, 120))).toEqual({ duration: 3 });
    const hours = stage({ duration: 24, duration_unit: "hours" });
    expect(templateChanges(hours, bar, moved(48, 77))).toEqual({ duration: 29 });
    const weeks = stage({ duration: 1, duration_unit: "weeks" });
    expect(templateChanges(weeks, bar, moved(48, 96))).toEqual({});
    expect(templateChanges(weeks, bar, moved(48, 72 + 120))).toEqual({ duration: 2 });
});

test("non-working time does not count, but in weeks", () => {
    // open from nine to six on working days: day one begins at nine
    const nights = [0, 1, 2, 3].map((day) => moved(24 * day + 9, 24 * day + 24));
    const weekend = moved(24 * 4 + 9, 24 * 7);
    const closed = [...nights, weekend];
    const friday = { start: fromOrigin(96), end: fromOrigin(105) };
    const onMonday = moved(168, 177);
    const shifted = (values) => templateChanges(stage(values), friday, onMonday, closed);
    expect(shifted({ offset: 4 })).toEqual({ offset: 5 });
    expect(shifted({ offset: 36, offset_unit: "hours" })).toEqual({ offset: 45 });
    expect(shifted({ offset: 1, offset_unit: "weeks" })).toEqual({});
    const longer = templateChanges(stage(), friday, moved(96, 177), closed);
    expect(longer).toEqual({ duration: 2 });
    const monday = { start: fromOrigin(168), end: fromOrigin(177) };
    const earlier = templateChanges(stage({ offset: 5 }), monday, moved(96, 105), closed);
    expect(earlier).toEqual({ offset: 4 });
});

test("links join the records that the list has", () => {
    const record = (id, resId, predecessors) => ({
        id,
        resId,
        data: { dependency_type: "hard", predecessor_ids: { currentIds: predecessors } },
    });
    const records = [record("a", 1, []), record("b", 2, [1]), record("new", false, [2, 77])];
    expect(linksOf(records)).toEqual([
        { from: 1, to: 2, type: "hard" },
        { from: 2, to: "new", type: "hard" },
    ]);
});
