import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { today } from "@web/core/l10n/dates";
import { user } from "@web/core/user";
import { getEndMonth, toEnd } from "../../fact_views/period";
import { downloadPicture } from "./funnel_picture";

const LENGTHS = [1, 3, 6, 12, 24];

/** What one chooses above funnels: how to read them, of which time and team, and what to compare with. */
export class FunnelBar extends Component {
    static template = "crm_smarket_reports.FunnelBar";
    static props = {
        choice: Object,
        data: Object,
        measure: String,
        options: Object,
        resModel: String,
        domain: Array,
        facets: Array,
        choose: Function,
    };

    get readings() {
        const names = { snapshot: _t("Snapshot"), passage: _t("Passage") };
        return this.props.data.readings.map((key) => ({ key, name: names[key] }));
    }

    get lengths() {
        const { period } = this.props.choice;
        const known = new Set([...LENGTHS, ...(period ? [period.months] : [])]);
        return [...known].sort((one, other) => one - other);
    }

    get isPresent() {
        return getEndMonth(this.props.choice.period) >= today().startOf("month");
    }

    get otherTeams() {
        return this.props.data.teams.filter(({ id }) => id !== this.props.choice.team);
    }

    setLength(value) {
        const { period } = this.props.choice;
        const months = Number(value);
        return this.props.choose({
            period: months ? { end: null, ...period, months } : false,
        });
    }

    /** @param {1 | -1} step by the length of the period */
    move(step) {
        const { period } = this.props.choice;
        const end = getEndMonth(period).plus({ months: step * period.months });
        const last = today().startOf("month");
        return this.props.choose({ period: { ...period, end: toEnd(end > last ? last : end) } });
    }

    setTeam(value) {
        const team = Number(value) || false;
        const { compare } = this.props.choice;
        return this.props.choose({ team, compare: compare === team ? false : compare });
    }

    setCompare(value) {
        return this.props.choose({ compare: Number(value) || value || false });
    }

    get workbookUrl() {
        const { resModel, domain, options } = this.props;
        const query = new URLSearchParams({
            model: resModel,
            domain: JSON.stringify(domain),
            options: JSON.stringify(options),
            companies: user.activeCompanies.map(({ id }) => id).join(","),
            facets: JSON.stringify(this.props.facets),
        });
        return `/crm_smarket/funnel.xlsx?${query}`;
    }

    onPicture(ev) {
        const view = ev.target.closest(".o_crm_smarket_funnels");
        return downloadPicture([...view.querySelectorAll(".o_crm_smarket_funnel")], "funnel.png");
    }
}
