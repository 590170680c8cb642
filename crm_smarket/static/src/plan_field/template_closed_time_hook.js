import { markRaw, useState } from "@odoo/owl";

import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";

import { fromOrigin } from "./plan_data";

/** Non-working time is asked for in long pieces, so that a drag rarely asks again. */
const HOURS_AFTER = 90 * 24;

/**
 * The non-working time of the hours chosen in a template's form, as if it began on a Monday.
 *
 * @param {string} fieldName
 * @returns {{ closed: { start: DateTime, end: DateTime }[] }} reactive
 */
export function useTemplateClosedTime(fieldName) {
    const orm = useService("orm");
    const keepLast = new KeepLast();
    const state = useState({ closed: markRaw([]) });
    let known = { calendarId: false, hours: Infinity }; // round the clock nothing is closed

    async function loadClosed({ data }) {
        const calendarId = data.resource_calendar_id?.id || false;
        const ends = data[fieldName].records.map((stage) => stage.data.relative_end);
        const hours = Math.max(0, ...ends);
        if (known.calendarId === calendarId && known.hours >= hours) {
            return;
        }
        known = { calendarId, hours: hours + HOURS_AFTER };
        const closed = await keepLast.add(
            orm.call("crm.project.template", "get_closed_hours", [calendarId, known.hours])
        );
        state.closed = markRaw(
            closed.map(([start, end]) => ({ start: fromOrigin(start), end: fromOrigin(end) }))
        );
    }

    useRecordObserver((record) => {
        loadClosed(record); // the form does not wait for it
    });

    return state;
}
