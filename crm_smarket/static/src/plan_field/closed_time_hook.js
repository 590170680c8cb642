import { markRaw, useState } from "@odoo/owl";

import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";

const { DateTime, Interval } = luxon;

/** Non-working time is asked for in long pieces, so that a drag rarely asks again. */
const SHADED_AROUND = { days: 90 };

/**
 * The non-working time around the stages in an opportunity's form.
 *
 * @param {string} fieldName
 * @returns {{ closed: { start: DateTime, end: DateTime }[] }} reactive
 */
export function useClosedTime(fieldName) {
    const orm = useService("orm");
    const keepLast = new KeepLast();
    const state = useState({ closed: markRaw([]) });
    let shaded = null;

    /** Asks for the non-working time around the plan, unless it is known already. */
    async function loadClosed({ resId, data }) {
        const dates = data[fieldName].records
            .flatMap((stage) => [stage.data.date_start, stage.data.date_end])
            .filter(Boolean);
        if (!resId || !dates.length) {
            return;
        }
        const plan = Interval.fromDateTimes(DateTime.min(...dates), DateTime.max(...dates));
        if (shaded?.resId === resId && shaded.period.engulfs(plan)) {
            return;
        }
        const period = Interval.fromDateTimes(
            plan.start.minus(SHADED_AROUND),
            plan.end.plus(SHADED_AROUND)
        );
        shaded = { resId, period };
        const closed = await keepLast.add(
            orm.call("crm.lead", "get_project_closed_intervals", [
                [resId],
                serializeDateTime(period.start),
                serializeDateTime(period.end),
            ])
        );
        state.closed = markRaw(
            closed.map(([start, end]) => ({
                start: deserializeDateTime(start),
                end: deserializeDateTime(end),
            }))
        );
    }

    useRecordObserver((record) => {
        loadClosed(record); // the form does not wait for it
    });

    return state;
}
