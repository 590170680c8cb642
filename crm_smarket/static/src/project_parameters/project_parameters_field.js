import { Component, onWillStart, onWillUpdateProps, useSubEnv } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { PropertiesField } from "@web/views/fields/properties/properties_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { addFields } from "./lazy_fields";

/** What this page shows of a stage; what no other shows is read when the page is opened first. */
const FIELDS = [
    "name",
    "state",
    "has_parameters",
    "require_parameters",
    "template_stage_id",
    "parameters",
];

/**
 * The parameters of all stages of a project, each under the name of its stage and
 * edited in place: an edit of that stage like one in the list of stages.
 *
 *     <field name="project_stage_ids" widget="project_parameters" />
 */
export class ProjectParametersField extends Component {
    static template = "crm_smarket.ProjectParametersField";
    static components = { PropertiesField };
    static props = { ...standardFieldProps };

    setup() {
        // "Edit Properties" in the menu of the form means the properties of the opportunity
        useSubEnv({ config: { ...this.env.config, viewType: "project_parameters" } });
        this.fieldService = useService("field");
        onWillStart(() => this.loadParameters(this.props));
        onWillUpdateProps((nextProps) => this.loadParameters(nextProps));
    }

    get stages() {
        const { records } = this.props.record.data[this.props.name];
        return records.filter((stage) => stage.data.has_parameters);
    }

    async loadParameters({ name, record }) {
        const list = record.data[name];
        await addFields(
            list,
            await this.fieldService.loadFields(list.resModel, { fieldNames: FIELDS })
        );
    }
}

export const projectParametersField = {
    component: ProjectParametersField,
    displayName: _t("Parameters of a project"),
    supportedTypes: ["one2many"],
};

registry.category("fields").add("project_parameters", projectParametersField);
