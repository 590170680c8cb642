import { Component } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";

/** At which stage each open deal stands, and whether it is late there. */
export class CustomerDeals extends Component {
    static template = "crm_smarket_reports.CustomerDeals";
    static props = {
        deals: Array,
        count: Number,
        isGroup: Boolean,
        openRecord: Function,
        openAll: Function,
    };

    getAmount(deal) {
        return deal.amount ? formatCurrency(deal.amount, deal.currency_id) : "";
    }

    getDetails(deal) {
        const day = deal.date_deadline && formatDate(deserializeDate(deal.date_deadline));
        return [this.props.isGroup && deal.customer, deal.person, day].filter(Boolean).join(" · ");
    }
}
