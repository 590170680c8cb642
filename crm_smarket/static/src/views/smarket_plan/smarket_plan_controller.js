import { Component, useRef } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";
import { useModelWithSampleData } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { usePager } from "@web/search/pager_hook";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { ActionHelper } from "@web/views/action_helper";
import { standardViewProps } from "@web/views/standard_view_props";

/** Search, pager and navigation around the plan of many projects. */
export class SmarketPlanController extends Component {
    static template = "crm_smarket.SmarketPlanView";
    static components = { ActionHelper, CogMenu, Layout, SearchBar };
    static props = {
        ...standardViewProps,
        Model: Function,
        Renderer: Function,
        modelParams: Object,
    };

    setup() {
        this.action = useService("action");
        this.model = useModelWithSampleData(this.props.Model, this.props.modelParams);
        this.searchBarToggler = useSearchBarToggler();
        useSetupAction({
            rootRef: useRef("root"),
            getLocalState: () => ({ offset: this.model.offset, zoom: this.model.zoom }),
        });
        usePager(() => ({
            offset: this.model.offset,
            limit: this.model.limit,
            total: this.model.count,
            onUpdate: ({ offset }) => this.model.showPage(offset),
        }));
    }

    openStage(resId) {
        const resIds = [...new Set(this.model.data.bars.map((bar) => bar.resId))];
        return this.props.selectRecord(resId, { activeIds: resIds });
    }

    openProject(resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}
