import { Component, onWillStart, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Brief } from "../brief/brief";
import { WidgetFrame } from "../widget_frame/widget_frame";
import { DashboardLoader } from "./dashboard_loader";

const widgetRegistry = registry.category("crm_smarket_reports.widgets");

/** General information: the widgets of the registry on one page, without a question asked first. */
export class DashboardAction extends Component {
    static template = "crm_smarket_reports.DashboardAction";
    static components = { Brief, Layout, WidgetFrame };
    static props = { ...standardActionServiceProps };
    static path = "general-information";
    static displayName = _t("General Information");

    display = { controlPanel: {} };

    setup() {
        this.orm = useService("orm");
        this.loader = new DashboardLoader(this.orm);
        this.state = useState({ progress: false });
        onWillStart(() => {
            this.loadProgress(); // not awaited: the page does not wait for it
        });
    }

    /** @returns {Array<[string, Object]>} key and description of each widget, in the order of the page */
    get widgets() {
        return widgetRegistry.getEntries();
    }

    async loadProgress() {
        this.state.progress = await this.orm.silent.call("crm.fact.run", "get_progress", []);
    }
}

registry.category("actions").add("crm_smarket_reports.dashboard", DashboardAction, { force: true });
