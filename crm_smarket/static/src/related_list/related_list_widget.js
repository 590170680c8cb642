import { Component, useState } from "@odoo/owl";

import { Domain } from "@web/core/domain";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Records of another model that point to the record of the form, in a list that
 * is edited in place and saves by itself.
 *
 * Other than a one2many it is read when its page of the notebook is opened, not
 * with the form.
 *
 *     <widget name="project_related_list" title="Activities" model="mail.activity"
 *         list_domain="[('res_id', '=', id)]" list_view="…" kanban_view="…"/>
 */
export class RelatedListWidget extends Component {
    static template = "crm_smarket.RelatedListWidget";
    static components = { View };
    static props = {
        ...standardWidgetProps,
        title: String,
        resModel: String,
        domain: String,
        listView: String,
        kanbanView: String,
    };

    setup() {
        this.action = useService("action");
        this.state = useState({ version: 0 });
    }

    get viewKey() {
        return `${this.props.record.resId}-${this.state.version}`;
    }

    get viewProps() {
        const { domain, kanbanView, listView, record, resModel } = this.props;
        const type = this.env.isSmall ? "kanban" : "list";
        return {
            type,
            resModel,
            views: [[false, type]],
            domain: new Domain(domain).toList(record.evalContext),
            context: {
                active_test: false,
                list_view_ref: listView,
                kanban_view_ref: kanbanView,
            },
            display: { controlPanel: false },
            allowSelectors: false,
            selectRecord: (resId) => this.open(resId),
        };
    }

    async open(resId) {
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: this.props.resModel,
                res_id: resId,
                views: [[false, "form"]],
                target: "new",
            },
            { onClose: () => this.state.version++ }
        );
    }
}

export const relatedListWidget = {
    component: RelatedListWidget,
    extractProps: ({ attrs }) => ({
        title: attrs.title,
        resModel: attrs.model,
        domain: attrs.list_domain,
        listView: attrs.list_view,
        kanbanView: attrs.kanban_view,
    }),
};

registry.category("view_widgets").add("project_related_list", relatedListWidget);
