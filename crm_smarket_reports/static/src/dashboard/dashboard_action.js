import { Component, useState } from "@odoo/owl";

import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Brief } from "../brief/brief";
import { WidgetFrame } from "../widget_frame/widget_frame";
import { arrange } from "./arrangement";
import { DashboardLoader } from "./dashboard_loader";
import { FillProgress } from "./fill_progress";

const widgetRegistry = registry.category("crm_smarket_reports.widgets");
const lazyRegistry = registry.category("lazy_components");
const LAYOUT = "general_information_layout";

/** General information: the widgets of the registry on one page, without a question asked first. */
export class DashboardAction extends Component {
    static template = "crm_smarket_reports.DashboardAction";
    static components = { Brief, FillProgress, Layout, WidgetFrame };
    static props = { ...standardActionServiceProps };
    static path = "general-information";
    static displayName = _t("General Information");

    display = { controlPanel: {} };

    setup() {
        this.dialog = useService("dialog");
        this.loader = new DashboardLoader(useService("orm"));
        this.state = useState({ layout: user.settings[LAYOUT] });
    }

    /** All widgets, in the order that the user has chosen. */
    get widgets() {
        return arrange(widgetRegistry.getEntries(), this.state.layout);
    }

    get shownWidgets() {
        return this.widgets.filter(({ isHidden }) => !isHidden);
    }

    /** Of all widgets, as one workbook. */
    get downloadUrl() {
        const companies = user.context.allowed_company_ids.join(",");
        return url("/crm_smarket/dashboard.xlsx", { companies });
    }

    /** Its code comes when it is called for: most people arrange their page once. */
    async openArrange() {
        const name = "crm_smarket_reports.ArrangeDialog";
        if (!lazyRegistry.contains(name)) {
            await loadBundle("crm_smarket_reports.assets_arrange");
        }
        this.dialog.add(lazyRegistry.get(name), {
            widgets: this.widgets,
            save: (layout) => this.saveLayout(layout),
        });
    }

    saveLayout(layout) {
        this.state.layout = layout;
        return user.setUserSettings(LAYOUT, layout);
    }
}

registry.category("actions").add("crm_smarket_reports.dashboard", DashboardAction, { force: true });
