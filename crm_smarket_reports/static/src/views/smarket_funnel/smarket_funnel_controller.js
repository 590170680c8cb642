import { Component, useRef } from "@odoo/owl";

import { useBus, useService } from "@web/core/utils/hooks";
import { useModel } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { ActionHelper } from "@web/views/action_helper";
import { standardViewProps } from "@web/views/standard_view_props";
import { FunnelBar } from "./funnel_bar";

/** Search and navigation around funnels, and what is chosen above them. */
export class SmarketFunnelController extends Component {
    static template = "crm_smarket_reports.SmarketFunnelView";
    static components = { ActionHelper, CogMenu, FunnelBar, Layout, SearchBar };
    static props = {
        ...standardViewProps,
        Model: Function,
        Renderer: Function,
        modelParams: Object,
    };

    setup() {
        this.action = useService("action");
        this.model = useModel(this.props.Model, this.props.modelParams);
        this.searchBarToggler = useSearchBarToggler();
        this.rootRef = useRef("root");
        useBus(this.model.bus, "update", () => this.render());
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({ choice: this.model.choice, kept: this.model.kept }),
            getContext: () => ({ smarket_funnel: this.model.choice }),
        });
    }

    /**
     * Shows the records behind a number.
     *
     * @param {string} name of what is shown
     * @param {string} resModel
     * @param {Array} domain
     * @param {Object} [context]
     */
    openRecords(name, resModel, domain, context = {}) {
        const known = new Map((this.env.config.views || []).map(([id, type]) => [type, id]));
        const isOwn = resModel === this.props.resModel;
        const types = resModel === "crm.passage.fact" ? ["list", "pivot"] : ["list", "form"];
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: resModel,
            domain,
            context,
            views: types.map((type) => [(isOwn && known.get(type)) || false, type]),
        });
    }
}
