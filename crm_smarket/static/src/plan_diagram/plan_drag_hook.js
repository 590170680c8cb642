import { markRaw, onWillUnmount, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";

import { moveModes, movedDates } from "./plan_move";
import { stepsIn, stepUnit } from "./plan_scale";

const CLICK_TOLERANCE = 4;
const EDGE = 40;
const EDGE_SPEED = 12;

/**
 * Moving bars of the stage diagram, by pointer or by keyboard.
 *
 * While a bar is being moved `drag.state.current` holds its ghost. By pointer
 * it is kept where it is dropped; by keyboard with Enter. Escape gives it up
 * either way. Fingers scroll, so touch never drags.
 *
 * @param {Object} params
 * @param {{ el: HTMLElement }} params.scrollRef scrolled when the pointer nears its edge
 * @param {() => boolean} params.isEnabled
 * @param {() => number} params.getInset width at the left of the scrolled part that stays put
 * @param {() => Scale} params.getScale
 * @param {(id) => Bar|undefined} params.getBar
 * @param {(id, dates: { start, end }) => any} params.onMove may return a promise, during which
 *  the ghost stays
 */
export function usePlanDrag({ scrollRef, isEnabled, getInset, getScale, getBar, onMove }) {
    const state = useState({ current: null });
    let pointer = null;
    let frame = null;
    let swallowClick = false;

    function allowed(bar, mode) {
        return Boolean(bar) && isEnabled() && moveModes(bar).includes(mode);
    }

    /** Puts the ghost at a number of steps from where the bar is. */
    function place(bar, mode, steps, byKeyboard) {
        const scale = getScale();
        const by = { steps, unit: stepUnit(scale), origin: scale.origin };
        const dates = movedDates(bar, mode, by);
        state.current = markRaw({ id: bar.id, mode, steps, byKeyboard, ...dates });
    }

    function stop() {
        browser.cancelAnimationFrame(frame);
        frame = null;
        pointer = null;
        window.removeEventListener("pointermove", onPointerMove);
        window.removeEventListener("pointerup", onPointerUp);
        window.removeEventListener("pointercancel", cancel);
        window.removeEventListener("keydown", onWindowKeydown, { capture: true });
    }

    function cancel() {
        stop();
        state.current = null;
    }

    async function keep() {
        const { current } = state;
        stop();
        const bar = current && getBar(current.id);
        const changed = bar && (+bar.start !== +current.start || +bar.end !== +current.end);
        try {
            if (changed) {
                await onMove(current.id, { start: current.start, end: current.end });
            }
        } finally {
            if (state.current?.id === current?.id) {
                state.current = null;
            }
        }
    }

    function onWindowKeydown(ev) {
        if (ev.key === "Escape") {
            // Escape would also close the dialog around the diagram.
            ev.stopPropagation();
            ev.preventDefault();
            swallowClick = Boolean(state.current);
            cancel();
        }
    }

    function onPointerDown(ev) {
        swallowClick = false;
        const bar = getBar(ev.currentTarget.dataset.barId);
        const mode = ev.target.closest("[data-handle]") ? "resize" : "move";
        if (!allowed(bar, mode) || ev.button !== 0 || ev.pointerType === "touch") {
            return;
        }
        const { clientX, currentTarget: target } = ev;
        const { scrollLeft } = scrollRef.el;
        pointer = { target, bar, mode, x: clientX, clientX, scrollLeft };
        window.addEventListener("pointermove", onPointerMove);
        window.addEventListener("pointerup", onPointerUp);
        window.addEventListener("pointercancel", cancel);
        window.addEventListener("keydown", onWindowKeydown, { capture: true });
    }

    function onPointerMove(ev) {
        pointer.clientX = ev.clientX;
        if (!state.current && Math.abs(ev.clientX - pointer.x) < CLICK_TOLERANCE) {
            return;
        }
        if (!state.current) {
            hideTooltip();
        }
        followPointer();
        frame ??= browser.requestAnimationFrame(scrollAtEdge);
    }

    /** The tooltip of the bar would lie over its ghost; Odoo closes it when the pointer leaves. */
    function hideTooltip() {
        pointer.target.dispatchEvent(new MouseEvent("mouseleave"));
    }

    function followPointer() {
        const scrolled = scrollRef.el.scrollLeft - pointer.scrollLeft;
        const steps = stepsIn(getScale(), pointer.clientX - pointer.x + scrolled);
        if (state.current?.steps !== steps) {
            place(pointer.bar, pointer.mode, steps, false);
        }
    }

    /** Scrolls on as long as the pointer rests at an edge of the diagram. */
    function scrollAtEdge() {
        frame = null;
        const { left, right } = scrollRef.el.getBoundingClientRect();
        const { clientX } = pointer;
        const start = left + getInset() + EDGE;
        const direction = (clientX > right - EDGE ? 1 : 0) - (clientX < start ? 1 : 0);
        if (direction) {
            const before = scrollRef.el.scrollLeft;
            scrollRef.el.scrollLeft += direction * EDGE_SPEED;
            if (scrollRef.el.scrollLeft !== before) {
                followPointer();
                frame = browser.requestAnimationFrame(scrollAtEdge);
            }
        }
    }

    function onPointerUp() {
        swallowClick = Boolean(state.current);
        return keep();
    }

    /**
     * Alt+arrow moves, Shift+arrow moves the end; Enter keeps, Escape discards.
     *
     * @returns {boolean} whether the key was meant for a move
     */
    function onKeydown(ev, bar) {
        const current = state.current?.byKeyboard ? state.current : null;
        if (current && ["Enter", "Escape"].includes(ev.key)) {
            ev.key === "Enter" ? keep() : cancel();
            return true;
        }
        const direction = { ArrowLeft: -1, ArrowRight: 1 }[ev.key];
        const mode = ev.altKey ? "move" : ev.shiftKey ? "resize" : null;
        if (!direction || !mode || !allowed(bar, mode)) {
            return false;
        }
        const goesOn = current?.id === bar.id && current.mode === mode;
        place(bar, mode, (goesOn ? current.steps : 0) + direction, true);
        return true;
    }

    /** A move by keyboard ends where its bar loses the focus. */
    function onBlur() {
        if (state.current?.byKeyboard) {
            cancel();
        }
    }

    /** The click that a browser sends after a drag opens nothing. */
    function takeClick() {
        const dragged = swallowClick;
        swallowClick = false;
        return dragged;
    }

    onWillUnmount(stop);

    return { state, onPointerDown, onKeydown, onBlur, takeClick };
}
