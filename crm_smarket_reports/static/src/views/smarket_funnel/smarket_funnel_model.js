import { markRaw } from "@odoo/owl";

import { KeepLast } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";
import { describeSearch } from "../../fact_views/search_words";

/**
 * What people choose above a funnel.
 *
 * @typedef {Object} FunnelChoice
 * @property {"snapshot" | "passage"} reading
 * @property {boolean} isValue the measure is summed; otherwise records are counted
 * @property {import("../../fact_views/period").Period | false} period false: all times
 * @property {number | false} team id
 * @property {"previous" | "year_ago" | number | false} compare a number: id of another team
 */
export const DEFAULT_CHOICE = {
    reading: "snapshot",
    isValue: false,
    period: { months: 12, end: null },
    team: false,
    compare: false,
};

/** The funnels of what is searched for. One request reads them, however many stand side by side. */
export class SmarketFunnelModel extends Model {
    /**
     * @override
     * @param {Object} params `resModel`, `fields`, what the arch parser returns, and `choice` and
     *  `kept` as an earlier visit left them
     */
    setup({ resModel, fields, archInfo, choice, kept = "null" }) {
        this.keepLast = new KeepLast();
        this.resModel = resModel;
        this.fields = fields;
        this.archInfo = archInfo;
        this.choice = choice || DEFAULT_CHOICE;
        this.kept = kept;
        this.data = null;
        this.facets = [];
    }

    /** @override */
    hasData() {
        return this.data.funnels.some(({ levels }) => levels.length);
    }

    /** @override */
    async load(searchParams) {
        this.searchParams = searchParams;
        // a favourite brings its choice along, once: what is chosen afterwards stays
        const kept = JSON.stringify(searchParams.context.smarket_funnel || null);
        if (kept !== this.kept) {
            this.kept = kept;
            this.choice = { ...this.choice, ...JSON.parse(kept) };
        }
        await this.reload();
    }

    /** @param {Partial<FunnelChoice>} changes */
    async choose(changes) {
        this.choice = { ...this.choice, ...changes };
        await this.reload();
    }

    async reload() {
        const { resModel, searchParams, options } = this;
        const [data, facets] = await this.keepLast.add(
            Promise.all([
                this.orm.call(
                    "crm.smarket.funnel",
                    "get_funnels",
                    [resModel, searchParams.domain, options],
                    { context: searchParams.context }
                ),
                describeSearch(this.env.searchModel),
            ])
        );
        this.data = markRaw(data);
        this.facets = facets;
        this.notify();
    }

    /** What the server is asked for. */
    get options() {
        const { stage, measure, date, groupBy } = this.archInfo;
        const { isValue, ...choice } = this.choice;
        const asked = this.searchParams.groupBy;
        return {
            ...choice,
            stage,
            date,
            measure: isValue && measure,
            group_by: asked.length || !groupBy ? asked : [groupBy],
        };
    }
}
