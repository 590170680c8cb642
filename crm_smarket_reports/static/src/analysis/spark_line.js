import { Component } from "@odoo/owl";

import { formatShort } from "../amount/amount";

export const WIDTH = 88;
export const HEIGHT = 22;
const MARGIN = 2;

/**
 * Return the points of a line of figures, zero always within.
 *
 * @param {number[]} values
 * @returns {Array<[number, number]>}
 */
export function getPoints(values) {
    const low = Math.min(0, ...values);
    const range = Math.max(0, ...values) - low || 1;
    const step = (WIDTH - 2 * MARGIN) / Math.max(values.length - 1, 1);
    const round = (number) => Math.round(number * 10) / 10;
    return values.map((value, index) => [
        round(MARGIN + index * step),
        round(HEIGHT - MARGIN - ((value - low) / range) * (HEIGHT - 2 * MARGIN)),
    ]);
}

/** Figures of the past months as a small line. */
export class SparkLine extends Component {
    static template = "crm_smarket_reports.SparkLine";
    static props = { values: Array };

    box = `0 0 ${WIDTH} ${HEIGHT}`;
    width = WIDTH;
    height = HEIGHT;

    get points() {
        return getPoints(this.props.values);
    }

    get line() {
        return this.points.map((point) => point.join(",")).join(" ");
    }

    get last() {
        return this.points.at(-1);
    }

    get label() {
        return this.props.values.map((value) => formatShort(value)).join(", ");
    }
}
