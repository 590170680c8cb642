import { Component } from "@odoo/owl";

import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { today } from "@web/core/l10n/dates";
import { useBus } from "@web/core/utils/hooks";
import { getEndMonth, MAX_MONTHS, toEnd, toMonths } from "./period";

/** The period of the facts that are shown: how many months, and the one with which it ends. */
export class PeriodBar extends Component {
    static template = "crm_smarket_reports.PeriodBar";
    static components = { DateTimeInput };
    static props = {};

    max = MAX_MONTHS;

    setup() {
        this.searchModel = this.env.searchModel;
        useBus(this.searchModel, "update", () => this.render());
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
