import { _t } from "@web/core/l10n/translation";

/** Days from now of the start and the end of five stages, as in a project under way. */
const STAGES = [
    { days: [-9, -6], state: "done" },
    { days: [-6, -2], state: "done" },
    { days: [-2, 3], state: "in_progress", progress: 0.4 },
    { days: [3, 8], state: "not_started" },
    { days: [8, 8], state: "not_started" },
];
const SHIFTS = [0, -4, 3, 9];

/**
 * A plan to show behind the help of an empty view.
 *
 * @param {DateTime} now
 * @returns {{ groups: Object[], bars: Bar[], links: Object[] }}
 */
export function makeSamplePlan(now) {
    const plan = { groups: [], bars: [], links: [] };
    SHIFTS.forEach((shift, project) => {
        const group = `${project}`;
        plan.groups.push({ id: group, name: _t("Project %s", project + 1).toString() });
        STAGES.forEach(({ days, state, progress }, index) => {
            const [start, end] = days.map((day) => now.plus({ days: day + shift }));
            plan.bars.push({
                id: `${group}_${index}`,
                name: _t("Stage %s", index + 1).toString(),
                group,
                start,
                end,
                state,
                progress,
            });
            if (index) {
                const from = `${group}_${index - 1}`;
                plan.links.push({ from, to: `${group}_${index}`, type: "hard" });
            }
        });
    });
    return plan;
}
