import { onPatched, useState } from "@odoo/owl";

/**
 * Going through the bars of a stage diagram by keyboard: one stop for the tab
 * key, arrows from row to row, also to rows that are not drawn yet.
 *
 * @param {Object} params
 * @param {ReturnType<typeof import("./plan_scroll_hook").usePlanScroll>} params.scroll
 * @param {number} params.headerHeight
 * @param {() => Row[]} params.getRows
 * @param {(row: Row) => Box|null} params.getBox
 */
export function usePlanFocus({ scroll, headerHeight, getRows, getBox }) {
    const state = useState({ id: null });
    let wanted = null;

    onPatched(focusWanted);

    function focusWanted() {
        const bar = wanted !== null && scroll.ref.el.querySelector(`[data-bar-id="${wanted}"]`);
        if (bar) {
            wanted = null;
            bar.focus({ preventScroll: true });
        }
    }

    /** Scrolls just as far as needed to see a bar's row and its start. */
    function reveal(row) {
        const el = scroll.ref.el;
        const bottom = row.y + row.height + headerHeight - el.clientHeight;
        el.scrollTop = Math.max(Math.min(el.scrollTop, row.y), bottom);
        const box = getBox(row);
        if (box) {
            scroll.reveal(box.x);
        }
    }

    const barRows = () => getRows().filter((row) => row.bar);

    return {
        /** @returns {number|string|undefined} id of the bar that the tab key reaches */
        getCurrent() {
            const rows = barRows();
            const known = rows.some((row) => row.bar.id === state.id);
            return known ? state.id : rows[0]?.bar.id;
        },
        setCurrent(barId) {
            state.id = barId;
        },
        /** @returns {boolean} whether the key was meant for going to another bar */
        onKeydown(ev, bar) {
            if (ev.altKey || ev.shiftKey || ev.ctrlKey || ev.metaKey) {
                return false;
            }
            const rows = barRows();
            const index = rows.findIndex((row) => row.bar.id === bar.id);
            const target = {
                ArrowUp: rows[index - 1],
                ArrowDown: rows[index + 1],
                Home: rows[0],
                End: rows.at(-1),
            };
            if (!(ev.key in target)) {
                return false;
            }
            const row = target[ev.key];
            if (row) {
                state.id = row.bar.id;
                wanted = row.bar.id;
                reveal(row);
                focusWanted();
            }
            return true;
        },
    };
}
