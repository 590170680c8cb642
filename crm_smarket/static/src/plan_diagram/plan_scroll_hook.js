import { onMounted, onPatched, onWillUnmount, useRef, useState } from "@odoo/owl";

import { useVirtualGrid } from "@web/core/virtual_grid_hook";

import { toDate, toX } from "./plan_scale";

/** The axis is drawn in slices of this many pixels, those near the view only. */
const SLICE = 400;

/**
 * The scrolled part of a stage diagram: its width, what of it is near the view,
 * and which moment stays in place when zoom or plan change.
 *
 * @param {string} refName of the scrolled element
 * @param {Object} params
 * @param {() => number} params.getInset width at the left that stays put
 * @param {() => Scale} params.getScale the scale that is on the screen
 * @param {(width: number) => number} params.getFirstScroll where to begin, given the view's width
 */
export function usePlanScroll(refName, { getInset, getScale, getFirstScroll }) {
    const ref = useRef(refName);
    const state = useState({ width: 0 });
    const grid = useVirtualGrid({ scrollableRef: ref, bufferCoef: 0.5 });
    let started = false;
    let held = null;

    const viewWidth = () => Math.max(ref.el.clientWidth - getInset(), 0);

    function measure() {
        const width = ref.el?.clientWidth || 0;
        if (width && width !== state.width) {
            state.width = width;
        }
    }

    const observer = new ResizeObserver(measure);
    onMounted(() => {
        measure();
        observer.observe(ref.el);
    });
    onPatched(() => {
        if (state.width && !started) {
            started = true;
            ref.el.scrollLeft = getFirstScroll(viewWidth());
        } else if (held) {
            ref.el.scrollLeft = toX(getScale(), held.date) - held.offset;
        }
        held = null;
    });
    onWillUnmount(() => observer.disconnect());

    return {
        ref,
        state,
        /** Goes where the diagram began. */
        toFirst() {
            ref.el.scrollLeft = getFirstScroll(viewWidth());
        },
        /** Begins anew with the next patch. */
        restart() {
            started = false;
        },
        /**
         * @param {number|null} x pixel of the axis
         * @returns {number|null} where it is seen, as a part of the view's width
         */
        partOf(x) {
            const part = x === null ? -1 : (x - ref.el.scrollLeft) / viewWidth();
            return part >= 0 && part <= 1 ? part : null;
        },
        /**
         * Scrolls to a pixel of the axis unless it is seen.
         *
         * @param {number} x
         */
        reveal(x) {
            if (this.partOf(x) === null) {
                ref.el.scrollLeft = Math.max(x - viewWidth() / 4, 0);
            }
        },
        /**
         * Keeps a moment in place over the next patch.
         *
         * @param {number} part of the view's width, from the left
         */
        hold(part) {
            if (started && !held) {
                const offset = viewWidth() * part;
                held = { offset, date: toDate(getScale(), ref.el.scrollLeft + offset) };
            }
        },
        /** @returns {{ first, last, window: [number, number] }} what is near the view */
        clip({ width, rows }) {
            grid.setRowsHeights(rows.map((row) => row.height));
            grid.setColumnsWidths(Array(Math.ceil(width / SLICE)).fill(SLICE));
            const [first = 0, last = -1] = grid.rowsIndexes;
            const [left = 0, right = -1] = grid.columnsIndexes;
            return { first, last, window: [left * SLICE, Math.min((right + 1) * SLICE, width)] };
        },
    };
}
