import { queryRect } from "@odoo/hoot-dom";
import { contains } from "@web/../tests/web_test_helpers";

const { DateTime } = luxon;

/** @param {string} text ISO, read in the zone of the test */
export function at(text) {
    return DateTime.fromISO(text);
}

/**
 * A bar of the stage diagram with everything that is not of interest filled in.
 *
 * @param {number} id
 * @param {string} start
 * @param {string} end
 * @param {Object} [values]
 */
export function makeBar(id, start, end, values = {}) {
    return {
        id,
        name: `Stage ${id}`,
        start: start && at(start),
        end: end && at(end),
        state: "not_started",
        dependency: "hard",
        editable: true,
        ...values,
    };
}

/**
 * Drags an element sideways by pointer.
 *
 * @param {import("@odoo/hoot-dom").Target} target
 * @param {number} dx pixels
 * @param {{ release?: boolean }} [options]
 * @returns {Promise<Function>} to release it later
 */
export async function dragBy(target, dx, { release = true } = {}) {
    const { x, y, width, height } = queryRect(target);
    const { drop, moveTo } = await contains(target).drag();
    await moveTo(target, { position: { x: x + width / 2 + dx, y: y + height / 2 } });
    if (release) {
        await drop();
    }
    return drop;
}
