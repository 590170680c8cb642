import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";

import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";
import { formatShort } from "../amount/amount";

const NAME = 24; // letters of a label, at most

const shorten = (text) => (text.length > NAME ? `${text.slice(0, NAME - 1)}…` : text);

/**
 * Return what Chart.js needs to draw the chart of an analysis.
 *
 * @param {{ type: "bar"|"line"|"stack", labels: string[], series: Array<{ label: string, values: number[], muted?: boolean }> }} chart
 * @param {string} text colour of what is written
 * @param {string} [colorScheme] "dark" or "light"
 * @param {(index: number) => void} [onClick] told of the label that was clicked
 * @returns {Object} configuration of a chart
 */
export function getAnalysisChart(chart, text, colorScheme, onClick = () => {}) {
    const isLine = chart.type === "line";
    const stacked = chart.type === "stack";
    const behind = getCustomColor(colorScheme, "#ced4da", "#5c636a");
    return {
        type: isLine ? "line" : "bar",
        data: {
            labels: chart.labels.map(shorten),
            datasets: chart.series.map(({ label, values, muted }, index) => {
                const color = muted ? behind : getColor(index, colorScheme, chart.series.length);
                return {
                    label,
                    data: values,
                    backgroundColor: color,
                    borderColor: color,
                    borderWidth: isLine ? 2 : 0,
                    pointRadius: isLine ? 2 : 0,
                    borderRadius: 2,
                };
            }),
        },
        options: {
            maintainAspectRatio: false,
            animation: false,
            interaction: { mode: "index", intersect: false },
            onClick: (_event, [element]) => element && onClick(element.index),
            plugins: {
                legend: {
                    display: chart.series.length > 1,
                    position: "bottom",
                    labels: { color: text, boxWidth: 12, boxHeight: 8 },
                },
                tooltip: { callbacks: { title: ([item]) => chart.labels[item.dataIndex] } },
            },
            scales: {
                x: { stacked, ticks: { color: text, maxRotation: 30 }, grid: { display: false } },
                y: {
                    stacked,
                    ticks: {
                        color: text,
                        maxTicksLimit: 5,
                        callback: (value) => formatShort(value),
                    },
                    border: { display: false },
                },
            },
        },
    };
}

/** The picture above a table; all its figures are in the table, too. */
export class AnalysisChart extends Component {
    static template = "crm_smarket_reports.AnalysisChart";
    static props = { chart: Object, onClick: { type: Function, optional: true } };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (chart) => {
                const { color } = getComputedStyle(this.canvas.el);
                const config = getAnalysisChart(
                    chart,
                    color,
                    cookie.get("color_scheme"),
                    this.props.onClick
                );
                const drawn = new Chart(this.canvas.el, config);
                return () => drawn.destroy();
            },
            () => [this.props.chart]
        );
    }
}
