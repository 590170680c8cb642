import { Domain } from "@web/core/domain";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatSelection } from "@web/views/fields/formatters";

/**
 * From what the server answers to what the stage diagram draws; pure.
 *
 * A stage with two managers has a bar below each of them, so bars have ids of
 * their own, and know their record.
 */

/** What is read of a stage. */
export const STAGE_SPECIFICATION = {
    name: {},
    sequence: {},
    state: {},
    lead_id: { fields: { display_name: {} } },
    baseline_date_start: {},
    baseline_date_end: {},
    date_not_before: {},
    predecessor_ids: {},
    dependency_type: {},
    user_ids: { fields: { display_name: {} } },
    partner_ids: { fields: { display_name: {} } },
    is_late: {},
    is_critical: {},
    progress: {},
};

/** What is read of a project for the header of its group. */
export const LEAD_SPECIFICATION = {
    display_name: {},
    partner_id: { fields: { display_name: {} } },
    user_id: { fields: { display_name: {} } },
    project_current_stage_id: { fields: { display_name: {} } },
};

/**
 * @param {Object} params
 * @param {Object[]} params.groups as web_read_group answers them
 * @param {Object[]} params.stages as web_search_read answers them
 * @param {string} params.groupBy
 * @param {Object} params.field by which is grouped
 * @param {string} params.dateStart name of a field
 * @param {string} params.dateEnd name of a field
 * @param {boolean} params.edit
 * @returns {{ groups: Object[], bars: (Bar & { resId: number })[], links: Object[] }}
 */
export function makePlan({ groups, stages, groupBy, field, dateStart, dateEnd, edit }) {
    const byProject = field.relation === "crm.lead";
    const plan = { groups: [], bars: [], links: [] };
    groups.forEach((group, index) => {
        const id = `${index}`;
        const members = stages.filter((stage) => belongsTo(stage, group, groupBy, field));
        plan.groups.push({
            id,
            name: groupName(group, groupBy, field),
            sub: byProject ? projectSummary(group) : _t("%s stages", group.__count).toString(),
            late: members.some((stage) => stage.is_late),
            resId: field.type === "many2one" && group[groupBy] ? group[groupBy][0] : false,
        });
        const barIds = new Map(members.map((stage) => [stage.id, `${id}_${stage.id}`]));
        for (const stage of members) {
            const bar = makeBar(stage, { dateStart, dateEnd, edit });
            plan.bars.push({
                ...bar,
                id: barIds.get(stage.id),
                name: byProject ? stage.name : `${stage.lead_id.display_name}: ${stage.name}`,
                group: id,
            });
            plan.links.push(
                ...stage.predecessor_ids
                    .filter((resId) => barIds.has(resId))
                    .map((resId) => ({
                        from: barIds.get(resId),
                        to: barIds.get(stage.id),
                        type: stage.dependency_type,
                    }))
            );
        }
    });
    return plan;
}

function makeBar(stage, { dateStart, dateEnd, edit }) {
    const date = (fieldName) => (stage[fieldName] ? deserializeDateTime(stage[fieldName]) : null);
    return {
        resId: stage.id,
        start: date(dateStart),
        end: date(dateEnd),
        baselineStart: date("baseline_date_start"),
        baselineEnd: date("baseline_date_end"),
        notBefore: date("date_not_before"),
        state: stage.state,
        dependency: stage.dependency_type,
        late: stage.is_late,
        critical: stage.is_critical,
        progress: stage.progress / 100,
        people: [...stage.user_ids, ...stage.partner_ids].map((p) => p.display_name).join(", "),
        editable: edit,
    };
}

/** Whether a stage is in a group; the server has grouped, but answers stages once. */
function belongsTo(stage, group, groupBy, { type }) {
    const value = stage[groupBy.split(":")[0]];
    const wanted = group[groupBy];
    switch (type) {
        case "many2one":
            return (value ? value.id : false) === (wanted ? wanted[0] : false);
        case "many2many":
            return wanted ? value.some(({ id }) => id === wanted[0]) : !value.length;
        case "date":
        case "datetime":
            return new Domain(group.__extra_domain).contains(stage);
        default:
            return value === wanted;
    }
}

function groupName(group, groupBy, field) {
    const value = group[groupBy];
    if (field.type === "selection") {
        return formatSelection(value, { field }) || _t("None").toString();
    }
    if (Array.isArray(value)) {
        return value[1];
    }
    return value ? `${value}` : _t("None").toString();
}

/** "Customer · Salesperson · current stage", as far as there are any. */
function projectSummary({ __values: lead }) {
    return [lead?.partner_id, lead?.user_id, lead?.project_current_stage_id]
        .map((value) => value?.display_name)
        .filter(Boolean)
        .join(" · ");
}
