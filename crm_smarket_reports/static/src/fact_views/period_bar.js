import { Component, onMounted, useState } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { getEndMonth, MAX_MONTHS, toEnd, toMonths } from "./period";

const MEASURES = ["amount", "cost", "margin"];
const CUSTOMERS = "commercial_partner_id:count_distinct";

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

    /** Ask for what the user may see of the measures; they are not added up across currencies. */
    async loadTotals() {
        const { resModel, domain, searchViewFields } = this.searchModel;
        const currencies = new Set(user.activeCompanies.map((company) => company.currency_id));
        const measures = MEASURES.filter(
            (name) => name in searchViewFields && currencies.size === 1
        );
        if (!this.period || !("commercial_partner_id" in searchViewFields)) {
            return;
        }
        const [group] = await this.keepLast.add(
            this.orm.silent.formattedReadGroup(
                resModel,
                domain,
                [],
                [CUSTOMERS, ...measures.map((name) => `${name}:sum`)]
            )
        );
        const [currencyId] = currencies;
        this.state.totals = [
            ...measures.map((name) => ({
                label: searchViewFields[name].string,
                text: formatCurrency(group[`${name}:sum`] || 0, currencyId, { digits: [69, 0] }),
            })),
            { label: _t("Customers"), text: String(group[CUSTOMERS]) },
        ];
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
