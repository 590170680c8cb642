import { Component, onMounted, useState } from "@odoo/owl";

import { getCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { getFigures, readFigures } from "./figures";
import { getMonths } from "./period";

const MONTH = "date:month";

/** What each month of the period comes to, and all of them; a figure opens the facts that add up to it. */
export class MonthFigures extends Component {
    static template = "crm_smarket_reports.MonthFigures";
    static props = {
        title: String,
    };

    setup() {
        this.searchModel = this.env.searchModel;
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ rows: [], total: null });
        useBus(this.searchModel, "update", () => this.load());
        onMounted(() => this.load());
    }

    get figures() {
        return getFigures(this.searchModel);
    }

    async load() {
        const { period } = this.searchModel;
        const [groups, [total]] = await this.keepLast.add(
            readFigures(this.orm, this.searchModel, [[MONTH], []])
        );
        const byMonth = new Map(groups.map((group) => [group[MONTH][0], group]));
        this.state.rows = getMonths(period).map((month) => ({
            key: month.toISODate(),
            name: month.toFormat("LLL yyyy"),
            group: byMonth.get(month.toISODate()),
        }));
        const unit = getCurrency(user.activeCompany.currency_id)?.symbol;
        this.state.total = { name: _t("Total"), unit, group: total };
    }

    /** @param {Object} row of a month, or the total */
    open({ name, group }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: `${this.props.title}: ${name}`,
            res_model: this.searchModel.resModel,
            views: [
                [false, "list"],
                [false, "pivot"],
            ],
            domain: group.__domain,
        });
    }
}
