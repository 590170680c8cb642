import { Component, onMounted, useState } from "@odoo/owl";

import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { today } from "@web/core/l10n/dates";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { getFigures, readFigures } from "./figures";
import { getEndMonth, MAX_MONTHS, toEnd, toMonths } from "./period";

/**
 * The period of the facts that are shown: how many months, and the one with which it ends; and what
 * all of them come to.
 */
export class PeriodBar extends Component {
    static template = "crm_smarket_reports.PeriodBar";
    static components = { DateTimeInput };
    static props = {};

    max = MAX_MONTHS;
    monthFormat = "LLLL yyyy";

    setup() {
        this.searchModel = this.env.searchModel;
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ totals: [] });
        useBus(this.searchModel, "update", () => {
            this.render();
            this.loadTotals();
        });
        onMounted(() => this.loadTotals());
    }

    /** A table of the months, where there is one, says itself what they come to. */
    async loadTotals() {
        if (!this.period || this.env.config.viewType === "pivot") {
            return;
        }
        const [[total]] = await this.keepLast.add(readFigures(this.orm, this.searchModel, [[]]));
        this.state.totals = getFigures(this.searchModel).map(({ aggregate, label, format }) => ({
            label,
            text: format(total[aggregate]),
        }));
    }

    get period() {
        return this.searchModel.period;
    }

    get end() {
        return getEndMonth(this.period);
    }

    get isPresent() {
        return this.end >= today().startOf("month");
    }

    setMonths(value) {
        return this.searchModel.setPeriod({ ...this.period, months: toMonths(value) });
    }

    /** @param {luxon.DateTime | false} date a day of the last month; none: the present one */
    setEnd(date) {
        return this.searchModel.setPeriod({ ...this.period, end: toEnd(date || today()) });
    }

    moveEnd(months) {
        return this.setEnd(this.end.plus({ months }));
    }
}
