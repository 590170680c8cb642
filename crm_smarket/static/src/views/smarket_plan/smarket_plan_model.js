import { markRaw } from "@odoo/owl";

import { Domain } from "@web/core/domain";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { KeepLast } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";

import { planRange } from "../../plan_diagram/plan_layout";
import { projectChanges } from "../../plan_field/plan_data";
import { LEAD_SPECIFICATION, makePlan, STAGE_SPECIFICATION } from "./smarket_plan_data";
import { makeSamplePlan } from "./smarket_plan_sample";

const { DateTime } = luxon;

/** More bars than anybody reads; a page of groups may hold any number of stages. */
export const STAGE_LIMIT = 3000;

/** Non-working time is fetched for this long before and after the plan. */
const SHADED_AROUND = { days: 60 };

/**
 * The stages of a page of groups, and what a move of one would do.
 *
 * Two requests make a page, however many groups it has: one for the groups and
 * one for their stages.
 */
export class SmarketPlanModel extends Model {
    /**
     * @override
     * @param {Object} params `resModel`, `fields`, and what the arch parser returns; `offset` and
     *  `zoom` as an earlier visit left them
     */
    setup({ resModel, fields, archInfo, offset = 0, zoom }) {
        this.keepLast = new KeepLast();
        this.resModel = resModel;
        this.fields = fields;
        this.archInfo = archInfo;
        this.offset = offset;
        this.zoom = zoom;
        this.count = 0;
        this.data = null;
        this.closed = [];
    }

    get limit() {
        return this.archInfo.limit;
    }

    /** @override */
    hasData() {
        return this.count > 0;
    }

    /** @override */
    async load(searchParams) {
        if (this.searchParams && !sameSearch(this.searchParams, searchParams)) {
            this.offset = 0;
        }
        this.searchParams = searchParams;
        await this.reload();
    }

    /** Reads the page anew. */
    async reload() {
        if (this.orm.isSample) {
            this.data = markRaw(makeSamplePlan(DateTime.local()));
            return;
        }
        const { data, count } = await this.keepLast.add(this.fetchPage());
        this.data = markRaw(data);
        this.count = count;
        this.closed = [];
        this.notify();
        this.loadClosed(); // nobody waits for the shading
    }

    /** @param {number} offset of the first group */
    async showPage(offset) {
        this.offset = offset;
        await this.reload();
    }

    /**
     * What a move would do to all stages that depend on it.
     *
     * @param {string} barId
     * @param {{ start: DateTime, end: DateTime }} dates
     * @returns {Promise<{ resId: number, changes: Object, moved: Object[], words: string[] }>} `moved` and
     *  `words` as the server answers them
     */
    async previewMove(barId, dates) {
        const bar = this.data.bars.find(({ id }) => id === barId);
        const { date_start, date_end } = projectChanges(bar, dates);
        const asked = (date) => (date ? serializeDateTime(date) : null);
        const { moved, words } = await this.orm.call(this.resModel, "preview_move", [
            [bar.resId],
            asked(date_start),
            asked(date_end),
        ]);
        const changes = date_start
            ? { [this.archInfo.dateStart]: asked(date_start) }
            : { [this.archInfo.dateEnd]: asked(date_end) };
        return { resId: bar.resId, changes, moved, words };
    }

    /** Keeps what was previewed. */
    async keepMove({ resId, changes }) {
        await this.orm.write(this.resModel, [resId], changes);
        await this.reload();
    }

    async fetchPage() {
        const { domain, context, groupBy: groupBys } = this.searchParams;
        const { dateStart, dateEnd, edit } = this.archInfo;
        const groupBy = groupBys[0] || this.archInfo.groupBy;
        const field = this.fields[groupBy.split(":")[0]];
        const isProject = field.relation === "crm.lead";
        const { groups, length } = await this.orm.webReadGroup(
            this.resModel,
            domain,
            [groupBy],
            [`${dateEnd}:min`],
            {
                limit: this.limit,
                offset: this.offset,
                // projects whose next end is nearest come first
                order: isProject ? `${dateEnd}:min, id` : undefined,
                groupby_read_specification: isProject ? { [groupBy]: LEAD_SPECIFICATION } : {},
                context,
            }
        );
        const { records, length: stageCount } = await this.orm.webSearchRead(
            this.resModel,
            Domain.and([domain, Domain.or(groups.map((g) => g.__extra_domain))]).toList(),
            {
                specification: { ...STAGE_SPECIFICATION, [dateStart]: {}, [dateEnd]: {} },
                order: "lead_id, sequence, id", // links then lead to neighbours
                limit: STAGE_LIMIT,
                context,
            }
        );
        const data = makePlan({
            groups,
            stages: records,
            groupBy,
            field,
            dateStart,
            dateEnd,
            edit,
        });
        const hiddenCount = stageCount - records.length;
        return { data: { ...data, isProject, hiddenCount }, count: length };
    }

    /** Asks for the non-working time that the projects on the page share. */
    async loadClosed() {
        const range = planRange(this.data.bars);
        const { isProject, groups } = this.data;
        const leadIds = isProject ? groups.map(({ resId }) => resId).filter(Boolean) : [];
        if (!range || !leadIds.length) {
            return;
        }
        const closed = await this.keepLast.add(
            this.orm.call("crm.lead", "get_project_closed_intervals", [
                leadIds,
                serializeDateTime(range.start.minus(SHADED_AROUND)),
                serializeDateTime(range.end.plus(SHADED_AROUND)),
            ])
        );
        this.closed = markRaw(
            closed.map(([start, end]) => ({
                start: deserializeDateTime(start),
                end: deserializeDateTime(end),
            }))
        );
        this.notify();
    }
}

function sameSearch(before, after) {
    return ["domain", "groupBy"].every(
        (key) => JSON.stringify(before[key]) === JSON.stringify(after[key])
    );
}
