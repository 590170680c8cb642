import { Component } from "@odoo/owl";

import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { Amount } from "../amount/amount";
import { SparkLine } from "../analysis/spark_line";
import { Change } from "../change/change";

const STATUS_CLASSES = {
    inquiry: "text-bg-info",
    negotiation: "text-bg-info",
    ordered: "text-bg-warning",
    awaiting: "text-bg-warning",
    served: "text-bg-success",
};

/** Who they are, and the figures that one wants to know before calling. */
export class CustomerHead extends Component {
    static template = "crm_smarket_reports.CustomerHead";
    static components = { Amount, Change, SparkLine };
    static props = {
        overview: Object,
        openRecord: Function,
        openRecords: Function,
        openFunnel: Function,
        openAnalysis: Function,
    };

    titles = {
        current: _t("Sold this year"),
        previous: _t("Before"),
        months: _t("12 months"),
        receipts: _t("Receipts this year"),
        deals: _t("Open deals"),
    };

    get overview() {
        return this.props.overview;
    }

    get name() {
        return this.overview.name || _t("%s customers", this.overview.count);
    }

    /** The figures of deals that are over. */
    get closedDeals() {
        const { won, lost } = this.overview.deals;
        return [
            { key: "won", label: _t("Won"), ...won },
            { key: "lost", label: _t("Lost"), ...lost },
        ];
    }

    get lastOrderDay() {
        return formatDate(deserializeDate(this.overview.last_order.date));
    }

    get comparedDays() {
        const { start, end } = this.overview.periods.previous;
        return [start, end].map((day) => formatDate(deserializeDate(day))).join(" – ");
    }

    getStatusClass({ key }) {
        return STATUS_CLASSES[key] || "text-bg-secondary";
    }

    openFacts(label, cell) {
        this.props.openRecords(`${this.name}: ${label}`, cell);
    }

    openDeals(label, { domain }) {
        this.props.openRecords(`${this.name}: ${label}`, { model: "crm.lead", domain });
    }

    openStatus({ label, domain }) {
        this.props.openRecords(label, { model: "res.partner", domain });
    }
}
