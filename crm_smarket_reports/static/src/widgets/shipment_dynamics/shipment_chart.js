import { getColor, getCustomColor } from "@web/core/colors/colors";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate } from "@web/core/l10n/dates";
import { formatShort } from "../../amount/amount";

/** Goods stand out, what they cost stays behind, and the margin is a line of its own colour. */
const getMeasureColors = (colorScheme) => ({
    amount: getColor(0, colorScheme, 3),
    cost: getCustomColor(colorScheme, "#ced4da", "#5c636a"),
    margin: getColor(2, colorScheme, 3),
});

/** A dashed line of the targets of the months that have one. */
function getTargetLine(label, rows, name, color) {
    return {
        type: "line",
        label,
        data: rows.map((row) => row[name]?.target ?? null),
        backgroundColor: color,
        borderColor: color,
        borderWidth: 1.5,
        borderDash: [4, 3],
        pointStyle: "line",
        pointRadius: 0,
        order: -1,
    };
}

/**
 * Return what Chart.js needs to draw months of shipments: bars for the measures,
 * a line for the margin, dashed ones for the targets.
 *
 * @param {Object} data what `crm.smarket.dashboard` answers
 * @param {{[measure: string]: string}} labels names of the measures and of their targets
 * @param {string} text colour of what is written
 * @param {string} [colorScheme] "dark" or "light"
 * @param {(row: Object) => void} onClick
 * @returns {Object} configuration of a chart
 */
export function getChartConfig(data, labels, text, colorScheme, onClick) {
    const colors = getMeasureColors(colorScheme);
    const datasets = data.measures.map((measure) => {
        const color = colors[measure];
        const isLine = measure === "margin";
        return {
            type: isLine ? "line" : "bar",
            label: labels[measure],
            data: data.rows.map((row) => row[measure]),
            backgroundColor: color,
            borderColor: color,
            borderWidth: isLine ? 2 : 0,
            borderRadius: 2,
            pointStyle: isLine ? "line" : "rect",
            pointRadius: isLine ? 0 : 2,
            tension: 0.3,
            order: isLine ? 0 : 1,
        };
    });
    for (const [name, color] of [
        ["target", text],
        ["margin_target", colors.margin],
    ]) {
        if (data.rows.some((row) => row[name])) {
            datasets.push(getTargetLine(labels[name], data.rows, name, color));
        }
    }
    return {
        data: {
            labels: data.rows.map((row) => deserializeDate(row.start).toFormat("LLL")),
            datasets,
        },
        options: {
            maintainAspectRatio: false,
            animation: false,
            interaction: { mode: "index", intersect: false },
            onClick: (_event, [element]) => element && onClick(data.rows[element.index]),
            onHover: (event, elements) => {
                event.native.target.style.cursor = elements.length ? "pointer" : "";
            },
            plugins: {
                legend: {
                    position: "bottom",
                    labels: {
                        color: text,
                        usePointStyle: true,
                        boxHeight: 8,
                        padding: 8,
                        sort: (one, other) => one.datasetIndex - other.datasetIndex,
                    },
                },
                tooltip: {
                    callbacks: {
                        title: ([item]) =>
                            deserializeDate(data.rows[item.dataIndex].start).toFormat("LLLL yyyy"),
                        label: (item) =>
                            `${item.dataset.label}: ${formatCurrency(item.parsed.y, data.currency_id)}`,
                    },
                },
            },
            scales: {
                x: { ticks: { color: text, maxRotation: 0 }, grid: { display: false } },
                y: {
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
