import { expect, test } from "@odoo/hoot";

import {
    changeKind,
    goBack,
    keepOptions,
    movePeriod,
    readOptions,
    sortBy,
    takeOptions,
} from "@crm_smarket_reports/analysis/analysis_options";
import { getAnalysisChart } from "@crm_smarket_reports/analysis/analysis_chart";
import { getPoints } from "@crm_smarket_reports/analysis/spark_line";
import { LONG } from "./analysis_mock";

test("periods move by their own length", () => {
    const month = { kind: "month", start: "2026-03-01", end: "2026-03-31", offset: -1 };
    expect(movePeriod({ period: month }, -1)).toEqual({ period: { kind: "month", offset: -2 } });
    const days = { kind: "custom", start: "2026-02-27", end: "2026-03-05", offset: 0 };
    expect(movePeriod({ period: days }, 1)).toEqual({
        period: { kind: "custom", start: "2026-03-06", end: "2026-03-12" },
    });
    expect(changeKind({ period: month }, "custom").period.start).toBe("2026-03-01");
    expect(changeKind({ period: days }, "year").period).toEqual({ kind: "year", offset: 0 });
});

test("ways of options", () => {
    const trail = [
        { dimension: "product", id: 1, name: "Lamp" },
        { dimension: "customer", id: 2, name: "Shop" },
    ];
    expect(goBack({ trail }, 1)).toMatchObject({ dimension: "customer", trail: [trail[0]] });
    expect(sortBy({ order: "name asc" }, "name").order).toBe("name desc");
    const shown = { trail, limit: 200, period: { kind: "month", offset: -1, start: "2026-03-01" } };
    expect(keepOptions(shown)).toEqual({
        trail,
        period: { kind: "month", offset: -1 },
        ...{ compare: undefined, dimension: undefined, measure: undefined },
        ...{ reading: undefined, filters: undefined, order: undefined },
    });
    expect({ ...shown, ...takeOptions({ measure: "sold" }) }).toMatchObject({
        ...{ trail: undefined, limit: undefined, period: undefined, measure: "sold" },
    });
    expect(readOptions("{")).toBe(null);
    expect(readOptions('{"limit":5}')).toEqual({ limit: 5 });
});

test("a line of figures stays within its box", () => {
    expect(getPoints([0, 0])).toEqual([
        [2, 20],
        [86, 20],
    ]);
    expect(getPoints([-5, 5]).map(([, y]) => y)).toEqual([20, 2]);
    expect(getPoints([3])).toEqual([[2, 2]]);
});

test("a chart names its bars in short and opens them", () => {
    const series = [
        { label: "This period", values: [1] },
        { label: "Before", values: [2], muted: true },
    ];
    const chart = { type: "bar", labels: [LONG], series };
    const { data, options } = getAnalysisChart(chart, "black", "light", (index) =>
        expect.step(index)
    );
    expect(data.labels[0].length).toBe(24);
    expect(data.datasets[1].backgroundColor).toBe("#ced4da");
    expect(options.plugins.tooltip.callbacks.title([{ dataIndex: 0 }])).toBe(LONG);
    options.onClick({}, [{ index: 0 }]);
    options.onClick({}, []);
    expect.verifySteps([0]);
});
