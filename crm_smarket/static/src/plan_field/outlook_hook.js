import { markRaw, useState } from "@odoo/owl";

import { useVisible } from "@mail/utils/common/hooks";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { Deferred } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";

const { DateTime, Interval } = luxon;

/** Non-working time is asked for in long pieces, so that a drag rarely asks again. */
const SHADED_AROUND = { days: 31 };

/**
 * What only the diagram in an opportunity's form shows: the critical path of the plan as
 * it is saved, and the non-working time around it. It is asked for once the diagram, of a
 * long project far below its list, comes into view.
 *
 * @param {string} fieldName
 * @param {string} refName of the diagram's element
 * @returns {{ closed: { start: DateTime, end: DateTime }[], critical: Set<number> }} reactive
 */
export function useOutlook(fieldName, refName) {
    const orm = useService("orm");
    const seen = new Deferred();
    const state = useState({ closed: markRaw([]), critical: markRaw(new Set()) });
    let known = null;

    /** Asks for the outlook of the plan, unless it is known already. */
    async function loadOutlook({ resId, data }) {
        const revision = data.project_revision;
        const dates = data[fieldName].records
            .flatMap((stage) => [stage.data.date_start, stage.data.date_end])
            .filter(Boolean);
        if (!resId || !dates.length) {
            return;
        }
        const plan = Interval.fromDateTimes(DateTime.min(...dates), DateTime.max(...dates));
        const isSame = known?.resId === resId && known.revision === revision;
        if (isSame && known.period.engulfs(plan)) {
            return;
        }
        const period = Interval.fromDateTimes(
            plan.start.minus(SHADED_AROUND),
            plan.end.plus(SHADED_AROUND)
        );
        const asked = { resId, revision, period };
        known = asked;
        await seen;
        if (known !== asked) {
            return; // the plan has changed before anybody looked
        }
        const { closed, critical } = await orm.call("crm.lead", "get_project_outlook", [
            [resId],
            serializeDateTime(period.start),
            serializeDateTime(period.end),
        ]);
        if (known !== asked) {
            return;
        }
        state.critical = markRaw(new Set(critical));
        state.closed = markRaw(
            closed.map(([start, end]) => ({
                start: deserializeDateTime(start),
                end: deserializeDateTime(end),
            }))
        );
    }

    useVisible(refName, (isVisible) => isVisible && seen.resolve());
    useRecordObserver((record) => {
        loadOutlook(record); // the form does not wait for it
    });

    return state;
}
