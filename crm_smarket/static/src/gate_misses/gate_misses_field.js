import { Component, onMounted, useRef } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The page of the stage's form on which each kind of miss is mended. */
const PAGES = {
    parameters: "parameters",
    documents: "documents",
    activities: "events",
    products: "products",
};

/**
 * What is missing to complete stages, each leading to the place to mend it.
 *
 * On a stage it is that stage's list, on the dialog that asks for a reason one
 * list per stage.
 *
 *     <field name="gate_misses" widget="project_gate_misses"/>
 */
export class GateMissesField extends Component {
    static template = "crm_smarket.GateMissesField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.root = useRef("root");
        onMounted(() => {
            const { project_stage_page: page } = this.props.record.context;
            if (page && this.isOnStage) {
                this.showPage(page);
            }
        });
    }

    get isOnStage() {
        return this.props.record.resModel === "crm.project.stage";
    }

    /** @returns {{ id: number, title: string, misses: Object[] }[]} */
    get stages() {
        const value = this.props.record.data[this.props.name] || [];
        return this.isOnStage ? [{ id: this.props.record.resId, title: "", misses: value }] : value;
    }

    pageOf(miss) {
        return PAGES[miss.kind];
    }

    async mend(stage, miss) {
        const page = this.pageOf(miss);
        if (this.isOnStage) {
            this.showPage(page);
            return;
        }
        const action = await this.orm.call("crm.project.stage", "action_open", [[stage.id], page]);
        await this.action.doAction({ ...action, target: "new" });
    }

    /** Turns to a page of the stage's notebook. */
    showPage(page) {
        const form = this.root.el.closest(".o_form_renderer");
        form?.querySelector(`.o_notebook_headers a[name="${page}"]`)?.click();
    }
}

export const gateMissesField = {
    component: GateMissesField,
    displayName: _t("Missing at the gate"),
    supportedTypes: ["json"],
};

registry.category("fields").add("project_gate_misses", gateMissesField);
