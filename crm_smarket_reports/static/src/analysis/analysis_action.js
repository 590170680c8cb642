import { Component, onWillStart, useEffect, useState } from "@odoo/owl";

import { router } from "@web/core/browser/router";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AnalysisBar } from "./analysis_bar";
import { AnalysisChart } from "./analysis_chart";
import { drillDown, goBack, readOptions, sortBy } from "./analysis_options";
import { AnalysisTable } from "./analysis_table";

/**
 * What other parts add to the control panel of every analysis, such as a download: components that get
 * `report`, `options`, `title` and `change(options)`.
 */
const toolRegistry = registry.category("crm_smarket_reports.analysis_tools");
const MORE = 5; // times as many rows
const VIEWS = ["list", "pivot", "graph"]; // of documents

/** A report of `crm.smarket.analysis`: choices, picture, table, and the way down to the documents. */
export class AnalysisAction extends Component {
    static template = "crm_smarket_reports.AnalysisAction";
    static components = { AnalysisBar, AnalysisChart, AnalysisTable, Layout };
    static props = { ...standardActionServiceProps };

    display = { controlPanel: {} };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        const { report, options } = this.props.action.params;
        this.report = report;
        // Null: what the user's favourite says, or the report itself.
        this.chosen = this.props.state?.options || this.readAddress() || options || null;
        this.state = useState({ data: null, error: "", isLoading: false });
        useSetupAction({ getLocalState: () => ({ options: this.chosen }) });
        onWillStart(() => this.load());
        useEffect(
            () => this.props.updateActionState?.({ analysis: JSON.stringify(this.chosen) }),
            () => [this.state.data]
        );
    }

    get tools() {
        return toolRegistry.getEntries();
    }

    get data() {
        return this.state.data;
    }

    get asOf() {
        return formatDateTime(deserializeDateTime(this.data.as_of), { format: "HH:mm" });
    }

    get isEmpty() {
        const { rows, blocks } = this.data;
        return !rows.length && blocks.every((block) => !block.rows.length);
    }

    /** The options of the address, where this page was loaded from it. */
    readAddress() {
        const { id, path } = this.props.action;
        const { action, analysis } = router.current;
        return [id, path].includes(action) ? readOptions(analysis) : null;
    }

    /** @param {Object} [options] what changes; an option that is undefined is the report's to choose */
    async load(options = {}) {
        const chosen = this.chosen && JSON.parse(JSON.stringify({ ...this.chosen, ...options }));
        this.state.isLoading = true;
        try {
            const data = await this.keepLast.add(
                this.orm.call("crm.smarket.analysis", "get_report", [this.report, chosen])
            );
            this.chosen = chosen || data.chosen;
            Object.assign(this.state, { data, error: "" });
        } catch (error) {
            this.state.error = error.data?.message || _t("The server could not be reached.");
        }
        this.state.isLoading = false;
    }

    /** Start again with what the report itself chooses. */
    reset() {
        this.chosen = {};
        return this.load();
    }

    openRow(row) {
        if (row.next) {
            return this.load(drillDown(this.data.options, row, this.data.deeper));
        }
        return this.openDocuments(row.name, row.documents);
    }

    openCell(row, cell) {
        return this.openDocuments(row.name, cell);
    }

    /**
     * @param {string} name of what is shown
     * @param {{ model: string, domain: Array, views?: string[], view_id?: number, group_by?: string[] }} documents
     *  `view_id` is that of a list which says more of them than the usual one
     */
    openDocuments(name, { model, domain, views = VIEWS, view_id, group_by }) {
        const trail = this.data.options.trail.map((step) => step.name);
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: [...trail, name].join(" / "),
            res_model: model,
            views: views.map((type) => [(type === "list" && view_id) || false, type]),
            domain,
            context: { create: false, ...(group_by && { group_by }) },
        });
    }

    openBar(index) {
        const { chart, rows } = this.data;
        return this.openRow((chart.rows || rows)[index]);
    }

    goBack(index) {
        return this.load(goBack(this.data.options, index));
    }

    sort(key) {
        return this.load(sortBy(this.data.options, key));
    }

    showMore() {
        return this.load({ limit: this.data.options.limit * MORE, offset: 0 });
    }
}

registry.category("actions").add("crm_smarket_reports.analysis", AnalysisAction, { force: true });
