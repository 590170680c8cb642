import { Component } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { url } from "@web/core/utils/urls";

/** A link to the workbook of what is shown. */
export class AnalysisWorkbook extends Component {
    static template = "crm_smarket_reports.AnalysisWorkbook";
    static props = {
        report: String,
        options: Object,
        title: String,
        change: Function,
    };

    get url() {
        return url(`/crm_smarket/analysis/${this.props.report}.xlsx`, {
            options: JSON.stringify(this.props.options),
            companies: user.context.allowed_company_ids.join(","),
        });
    }
}

registry
    .category("crm_smarket_reports.analysis_tools")
    .add("workbook", AnalysisWorkbook, { sequence: 90 });
