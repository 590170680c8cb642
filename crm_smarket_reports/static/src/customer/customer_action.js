import { Component, onWillStart, useEffect, useState } from "@odoo/owl";

import { router } from "@web/core/browser/router";
import { Domain } from "@web/core/domain";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AnalysisTable } from "../analysis/analysis_table";
import { CustomerBar } from "./customer_bar";
import { changeChoice, getPartnerDomain, readChoice } from "./customer_choice";
import { CustomerDeals } from "./customer_deals";
import { CustomerHead } from "./customer_head";
import { TimeLine } from "./time_line";

const MODEL = "crm.customer.story";
const NAMED = 200; // customers that fit into an address
const VIEWS = {
    "crm.lead": ["list", "kanban", "pivot", "form"],
    "res.partner": ["list", "kanban", "form"],
};

/** How things stand with a customer or with several, and all that has happened with them. */
export class CustomerAction extends Component {
    static template = "crm_smarket_reports.CustomerAction";
    static components = {
        AnalysisTable,
        CustomerBar,
        CustomerDeals,
        CustomerHead,
        Layout,
        TimeLine,
    };
    static props = { ...standardActionServiceProps };

    display = { controlPanel: {} };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        const { choice, kinds, limit } = this.props.state || this.readAddress() || {};
        const { params } = this.props.action;
        this.state = useState({
            choice: choice || params?.choice || {},
            kinds: kinds || [],
            overview: null,
            story: null,
            error: "",
            isLoading: false,
        });
        useSetupAction({
            getLocalState: () => ({
                choice: this.state.choice,
                kinds: this.state.kinds,
                limit: this.state.story?.entries.length,
            }),
        });
        onWillStart(() => this.load({}, limit));
        useEffect(
            () =>
                this.props.updateActionState?.({
                    customers: this.address,
                    kinds: this.state.kinds.join(",") || undefined,
                }),
            () => [this.state.choice, this.state.kinds]
        );
        useEffect(
            (name) => this.env.config.setDisplayName(name || _t("Customer History")),
            () => [this.overview?.name]
        );
    }

    get overview() {
        return this.state.overview;
    }

    get domain() {
        return getPartnerDomain(this.state.choice);
    }

    get address() {
        const isShort = (this.state.choice.partner || []).length <= NAMED;
        return this.domain && isShort ? JSON.stringify(this.state.choice) : undefined;
    }

    /** What the address says was chosen, where this page was loaded from it. */
    readAddress() {
        const { id, path } = this.props.action;
        const { action, customers, kinds } = router.current;
        const choice = [id, path].includes(action) && readChoice(customers);
        return choice ? { choice, kinds: kinds ? kinds.split(",") : [] } : null;
    }

    get workbookUrl() {
        return url("/crm_smarket/customer.xlsx", {
            customers: JSON.stringify(this.domain),
            kinds: JSON.stringify(this.state.kinds),
            companies: user.context.allowed_company_ids.join(","),
        });
    }

    get dealsName() {
        return _t("Open Deals");
    }

    /** How many of the customers who bought are in the table. */
    get tableTitle() {
        const { count, rows } = this.overview.customers;
        return count > rows.length
            ? _t("Customers by Sales: %(shown)s of %(count)s", { shown: rows.length, count })
            : _t("Customers by Sales");
    }

    // -- loading ------------------------------------------------------------------------------------------------------

    /**
     * @param {Object} [changes] of `choice` and `kinds`; an overview stays as long as the customers do
     * @param {number} [limit] how many entries of the time line
     */
    async load(changes = {}, limit) {
        Object.assign(this.state, changes);
        if (!this.domain) {
            Object.assign(this.state, { overview: null, story: null, error: "" });
            return;
        }
        const isKept = Boolean(this.overview) && !("choice" in changes);
        await this.ask(async () => {
            const [overview, story] = await Promise.all([
                isKept ? this.overview : this.orm.call(MODEL, "get_overview", [this.domain]),
                this.askStory(null, limit),
            ]);
            return { overview, story };
        });
    }

    async showEarlier() {
        const { entries, before } = this.state.story;
        await this.ask(async () => {
            const story = await this.askStory(before);
            return { story: { ...story, entries: [...entries, ...story.entries] } };
        });
    }

    askStory(before, limit) {
        const options = limit ? { limit } : {};
        return this.orm.call(MODEL, "get_story", [this.domain, this.state.kinds, before], options);
    }

    /** Take over what is answered, unless something else has been asked since. */
    async ask(question) {
        this.state.isLoading = true;
        try {
            const answer = await this.keepLast.add(question());
            Object.assign(this.state, { ...answer, error: "" });
        } catch (error) {
            this.state.error = error.data?.message || _t("The server could not be reached.");
        }
        this.state.isLoading = false;
    }

    choose(key, ids) {
        return this.load({ choice: changeChoice(this.state.choice, key, ids) });
    }

    chooseKinds(kinds) {
        return this.load({ kinds });
    }

    // -- opening ------------------------------------------------------------------------------------------------------

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async openEntry({ model, id, method }) {
        if (!method) {
            return this.openRecord(model, id);
        }
        return this.action.doAction(await this.orm.call(model, method, [[id]]));
    }

    openRecords(name, { model, domain, views = VIEWS[model] || ["list", "pivot", "graph"] }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            views: views.map((view) => [false, view]),
            domain,
            context: { create: false },
        });
    }

    openCell(row, cell) {
        return this.openRecords(row.name, cell);
    }

    openCustomer({ id }) {
        return this.action.doAction("crm_smarket_reports.crm_customer_story_action", {
            props: { state: { choice: { partner: [id] } } },
        });
    }

    /** Open the sales funnel with the deals of these customers alone. */
    async openFunnel() {
        const action = await this.action.loadAction("crm_smarket_reports.crm_lead_action_funnel");
        const domain = Domain.and([action.domain || [], this.overview.lead_domain]);
        return this.action.doAction({ ...action, domain: domain.toString() });
    }

    openAnalysis() {
        return this.action.doAction("crm_smarket_reports.crm_smarket_analysis_action_sales", {
            props: {
                state: {
                    options: {
                        period: { kind: "year", offset: 0 },
                        compare: "year_ago",
                        dimension: this.overview.customer_id ? "product" : "customer",
                        filters: { customer: this.overview.customer_ids },
                    },
                },
            },
        });
    }
}

registry.category("actions").add("crm_smarket_reports.customer", CustomerAction, { force: true });
