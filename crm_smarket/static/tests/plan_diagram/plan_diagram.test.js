import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAll, queryAllTexts, queryOne, queryRect } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { contains, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { PlanDiagram } from "@crm_smarket/plan_diagram/plan_diagram";
import { ZOOMS } from "@crm_smarket/plan_diagram/plan_scale";
import { at, dragBy, makeBar } from "./plan_data";

const { DateTime } = luxon;

/** Three stages of which the second follows the first and the third begins alongside. */
function threeStages() {
    return {
        bars: [
            makeBar(1, "2026-11-02T09:00", "2026-11-03T18:00", { state: "done" }),
            makeBar(2, "2026-11-03T18:00", "2026-11-06T18:00", {
                name: "Needs analysis",
                state: "in_progress",
                progress: 0.5,
                late: true,
                critical: true,
                people: "Anna",
                baselineStart: at("2026-11-03T18:00"),
                baselineEnd: at("2026-11-05T18:00"),
            }),
            makeBar(3, "2026-11-10T09:00", "2026-11-12T18:00", { dependency: "soft" }),
        ],
        links: [
            { from: 1, to: 2, type: "hard" },
            { from: 2, to: 3, type: "soft" },
        ],
        now: at("2026-11-09T09:00"),
    };
}

async function mountDiagram(props = {}) {
    await mountWithCleanup(PlanDiagram, { props: { ...threeStages(), scale: "week", ...props } });
    await animationFrame(); // the first rendering measures the room at hand
}

const bar = (id) => `.o_crm_smarket_plan_bar[data-bar-id='${id}']`;

defineMailModels();

beforeEach(() => {
    mockDate("2026-11-09 09:00:00", 0);
});

describe("on a desktop", () => {
    describe.current.tags("desktop");

    test("draws bars, links, baseline, progress, lateness and today", async () => {
        await mountDiagram();
        expect(".o_crm_smarket_plan_bar").toHaveCount(3);
        expect(`${bar(2)} .o_baseline`).toHaveCount(1);
        expect(`${bar(2)} .o_progress`).toHaveCount(1);
        expect(`${bar(2)} .o_overrun`).toHaveCount(1);
        expect(bar(2)).toHaveClass(["o_late", "o_critical", "o_state_in_progress"]);
        expect(".o_crm_smarket_plan_link").toHaveCount(2);
        expect("[data-link='2-3']").toHaveClass("o_soft");
        expect("[data-link='1-2']").not.toHaveClass("o_soft");
        expect("line.o_now").toHaveCount(1);
        expect(".o_crm_smarket_plan_minor.o_today").toHaveText("Mon 9");
        expect(queryAllTexts(".o_crm_smarket_plan_name")).toEqual([
            "Stage 1",
            "Needs analysis\n2 days late",
            "Stage 3",
        ]);
    });

    test("says everything about a bar to a screen reader, and once more as a list", async () => {
        await mountDiagram();
        const sentence =
            "Needs analysis, in progress, Nov 3, 6:00 PM to Nov 6, 6:00 PM, " +
            "2 days late, on the critical path";
        const spaces = /[\u202f\u00a0]/g;
        const label = queryOne(bar(2)).getAttribute("aria-label").replace(spaces, " ");
        expect(label).toBe(sentence);
        expect("ul.visually-hidden li").toHaveCount(3);
        expect(bar(2)).toHaveAttribute("role", "button");
    });

    test("shows a tooltip", async () => {
        await mountDiagram();
        await contains(bar(2)).hover();
        await animationFrame();
        const info = JSON.parse(queryOne(bar(2)).dataset.tooltipInfo);
        expect(info.name).toBe("Needs analysis");
        expect(info.late).toBe("2 days late");
        expect(info.lines.map((line) => line.label)).toEqual([
            "Start",
            "End",
            "First planned",
            "Progress",
            "People",
        ]);
        expect("[data-link='1-2']").toHaveClass("o_active");
    });

    test("a plan without stages says so", async () => {
        await mountDiagram({ bars: [], links: [] });
        expect(".o_crm_smarket_plan_scroll").toHaveText("No stages to show yet.");
        expect(".o_crm_smarket_plan_toolbar").toHaveCount(0);
    });

    test("a stage without dates has a row but no bar", async () => {
        await mountDiagram({ bars: [makeBar(1, null, null)], links: [] });
        expect(".o_crm_smarket_plan_name").toHaveCount(1);
        expect(".o_crm_smarket_plan_bar").toHaveCount(0);
    });

    test("a long name is cut, its title is whole", async () => {
        const name = "A very long name of a stage ".repeat(10).trim();
        await mountDiagram({
            bars: [makeBar(1, "2026-11-02", "2026-11-03", { name })],
            links: [],
        });
        expect(".o_crm_smarket_plan_name").toHaveAttribute("title", name);
        expect(queryRect(".o_crm_smarket_plan_name").height).toBeLessThan(40);
    });

    test("a click opens a stage, by bar and by name", async () => {
        await mountDiagram({ onOpen: (id) => expect.step(id) });
        await contains(bar(2)).click();
        await contains(".o_crm_smarket_plan_name:last").click();
        expect.verifySteps([2, 3]);
    });

    test("zoom buttons change the scale and keep today in place", async () => {
        await mountDiagram({ scale: undefined, onScale: (zoom) => expect.step(zoom) });
        await contains("[data-zoom='week']").click();
        const { x } = queryRect("line.o_now");
        await contains("[data-zoom='day']").click();
        expect("[data-zoom='day']").toHaveClass("active");
        expect(queryRect(`${bar(2)} .o_body`).width).toBe(3 * ZOOMS.day);
        expect(queryRect("line.o_now").x).toBeWithin(x - 2, x + 2);
        await contains("[data-zoom='month']").click();
        expect.verifySteps(["week", "day", "month"]);
    });

    test("drag a bar to move it", async () => {
        await mountDiagram({
            onMove: (id, { start, end }) => expect.step([id, start.toISO(), end.toISO()]),
            onOpen: () => expect.step("open"),
        });
        await dragBy(bar(3), -2 * ZOOMS.week + 5);
        await animationFrame();
        expect.verifySteps([[3, at("2026-11-08T09:00").toISO(), at("2026-11-10T18:00").toISO()]]);
        expect(".o_ghost").toHaveCount(0);
    });

    test("the axis goes on as far as a bar is moved", async () => {
        await mountDiagram({ onMove: (id, { end }) => expect.step(end.toISODate()) });
        const { width } = queryRect(".o_crm_smarket_plan_chart");
        queryOne(bar(3)).focus();
        for (let day = 0; day < 30; day++) {
            await press(["Alt", "ArrowRight"]);
            await animationFrame();
        }
        const chart = queryRect(".o_crm_smarket_plan_chart");
        expect(chart.width).toBeGreaterThan(width);
        expect(queryRect(".o_ghost").x).toBeLessThan(queryRect(".o_crm_smarket_plan_scroll").right);
        await press("Enter");
        expect.verifySteps(["2026-12-12"]);
    });

    test("the ghost and its dates stay until the move is taken in", async () => {
        const moved = new Deferred();
        await mountDiagram({ onMove: () => moved });
        const release = await dragBy(bar(3), ZOOMS.week, { release: false });
        await animationFrame();
        expect(".o_ghost").toHaveCount(1);
        expect(".o_crm_smarket_plan_moved").toHaveText(/Nov 11.* to .*Nov 13/);
        await release();
        await animationFrame();
        expect(".o_ghost").toHaveCount(1);
        moved.resolve();
        await animationFrame();
        expect(".o_ghost").toHaveCount(0);
    });

    test("drag the end of a bar to change its duration", async () => {
        await mountDiagram({
            onMove: (id, { start, end }) => expect.step([id, start.toISO(), end.toISO()]),
        });
        await dragBy(`${bar(2)} [data-handle]`, ZOOMS.week);
        expect.verifySteps([[2, at("2026-11-03T18:00").toISO(), at("2026-11-07T18:00").toISO()]]);
    });

    test("Escape gives a drag up", async () => {
        await mountDiagram({
            onMove: () => expect.step("move"),
            onOpen: () => expect.step("open"),
        });
        const release = await dragBy(bar(3), ZOOMS.week, { release: false });
        await press("Escape");
        await animationFrame();
        expect(".o_ghost").toHaveCount(0);
        await release();
        expect.verifySteps([]);
    });

    test("what happened, and anything when readonly, cannot be dragged", async () => {
        await mountDiagram({ onMove: () => expect.step("move") });
        await dragBy(bar(1), ZOOMS.week);
        await dragBy(`${bar(2)} .o_body`, ZOOMS.week);
        expect(`${bar(1)} [data-handle]`).toHaveCount(0);
        expect(bar(2)).not.toHaveClass("o_movable");
        expect.verifySteps([]);
    });

    test("a readonly diagram has no handles", async () => {
        await mountDiagram({ readonly: true, onMove: () => expect.step("move") });
        expect("[data-handle]").toHaveCount(0);
        await dragBy(bar(3), ZOOMS.week);
        expect.verifySteps([]);
    });

    test("arrow keys go from bar to bar, Enter opens", async () => {
        await mountDiagram({ onOpen: (id) => expect.step(id) });
        expect(queryAll(".o_crm_smarket_plan_bar[tabindex='0']")).toHaveLength(1);
        queryOne(bar(1)).focus();
        await press("ArrowDown");
        await animationFrame();
        expect(bar(2)).toBeFocused();
        expect(bar(2)).toHaveAttribute("tabindex", "0");
        expect(bar(1)).toHaveAttribute("tabindex", "-1");
        await press("Enter");
        await press("End");
        expect(bar(3)).toBeFocused();
        await press("ArrowDown");
        expect(bar(3)).toBeFocused();
        await press("Home");
        expect(bar(1)).toBeFocused();
        expect.verifySteps([2]);
    });

    test("Alt and arrows move, Shift and arrows resize, Enter keeps, Escape discards", async () => {
        await mountDiagram({
            onMove: (id, { start, end }) => expect.step([id, start.toISODate(), end.toISODate()]),
            onOpen: () => expect.step("open"),
        });
        queryOne(bar(3)).focus();
        await press(["Alt", "ArrowRight"]);
        await press(["Alt", "ArrowRight"]);
        await animationFrame();
        expect("[aria-live]").toHaveText(/Nov 12.*Enter keeps/);
        await press("Enter");
        await animationFrame();
        expect.verifySteps([[3, "2026-11-12", "2026-11-14"]]);
        await press(["Shift", "ArrowLeft"]);
        await press("Escape");
        await animationFrame();
        expect(".o_ghost").toHaveCount(0);
        await press(["Shift", "ArrowLeft"]);
        await press("Enter");
        expect.verifySteps([[3, "2026-11-10", "2026-11-11"]]);
    });

    test("of a thousand stages only those near the view are drawn", async () => {
        const bars = Array.from({ length: 1000 }, (_, i) =>
            makeBar(i + 1, "2026-11-02", "2026-11-04")
        );
        const links = bars.slice(1).map(({ id }) => ({ from: id - 1, to: id, type: "hard" }));
        await mountDiagram({ bars, links });
        expect(queryAll(".o_crm_smarket_plan_bar").length).toBeLessThan(100);
        expect(queryAll(".o_crm_smarket_plan_link").length).toBeLessThan(100);
        expect(bar(1000)).toHaveCount(0);
        queryOne(bar(1)).focus();
        await press("End");
        await animationFrame();
        await animationFrame();
        expect(bar(1000)).toHaveCount(1);
        expect(bar(1000)).toBeFocused();
        expect(bar(1)).toHaveCount(0);
    });

    test("groups fold, and their headers open what they stand for", async () => {
        const { bars } = threeStages();
        await mountDiagram({
            bars: bars.map((stage, i) => ({ ...stage, group: i < 2 ? 10 : 20 })),
            groups: [
                { id: 10, name: "Shop in Kraków", sub: "Deco Addict · Needs analysis", late: true },
                { id: 20, name: "Kiosk" },
            ],
            onOpenGroup: (id) => expect.step(id),
        });
        expect(".o_crm_smarket_plan_bar").toHaveCount(3);
        expect(".o_crm_smarket_plan_span").toHaveCount(2);
        expect(".o_crm_smarket_plan_group_name:first").toHaveText(
            "Shop in Kraków\nDeco Addict · Needs analysis"
        );
        await contains(".o_crm_smarket_plan_fold:first").click();
        expect(".o_crm_smarket_plan_bar").toHaveCount(1);
        expect(".o_crm_smarket_plan_link").toHaveCount(0);
        expect(".o_crm_smarket_plan_fold:first").toHaveAttribute("aria-expanded", "false");
        expect(".o_crm_smarket_plan_mini").toHaveCount(2, { message: "its bars in one row" });
        await contains(".o_crm_smarket_plan_fold_all").click();
        expect(".o_crm_smarket_plan_bar").toHaveCount(0);
        expect(".o_crm_smarket_plan_fold_all").toHaveText("Unfold all");
        await contains(".o_crm_smarket_plan_fold_all").click();
        expect(".o_crm_smarket_plan_bar").toHaveCount(3);
        await contains(".o_crm_smarket_plan_group_name:last span").click();
        expect.verifySteps([20]);
    });

    test("a template counts days from its first, without states or today", async () => {
        const origin = DateTime.utc(2001, 1, 1);
        await mountDiagram({
            relative: true,
            origin,
            now: null,
            links: [],
            bars: [
                makeBar(1, null, null, {
                    start: origin,
                    end: origin.plus({ days: 2 }),
                }),
            ],
        });
        expect(".o_crm_smarket_plan_minor:first").toHaveText("Day 1");
        expect("line.o_now").toHaveCount(0);
        expect(".o_crm_smarket_plan_today").toHaveCount(0);
        expect(".o_crm_smarket_plan_state").toHaveCount(0);
        expect(bar(1)).toHaveAttribute("aria-label", "Stage 1, day 1 to end of day 2");
    });

    test("the print button prints everything, on the width of a page", async () => {
        const bars = Array.from({ length: 300 }, (_, i) =>
            makeBar(i + 1, "2026-11-02", "2027-11-04")
        );
        await mountDiagram({ bars, links: [] });
        patchWithCleanup(window, {
            print: () => {
                const { width } = queryRect(".o_crm_smarket_plan_canvas");
                expect.step([queryAll(".o_crm_smarket_plan_bar").length, width < 1100]);
            },
        });
        await contains(".o_crm_smarket_plan_print").click();
        await animationFrame();
        expect.verifySteps([[300, true]]);
        expect(queryAll(".o_crm_smarket_plan_bar").length).toBeLessThan(100);
    });
});

describe("on a phone", () => {
    describe.current.tags("mobile");

    test("a tap opens, nothing can be dragged, names leave room", async () => {
        await mountDiagram({
            onMove: () => expect.step("move"),
            onOpen: (id) => expect.step(id),
        });
        expect("[data-handle]").toHaveCount(0);
        expect(queryRect(".o_crm_smarket_plan_names").width).toBeLessThan(130);
        expect(".o_crm_smarket_plan_legend").not.toBeVisible();
        await contains(bar(2)).click();
        expect.verifySteps([2]);
    });
});
