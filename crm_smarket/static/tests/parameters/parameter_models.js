import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models } from "@web/../tests/web_test_helpers";

/** Mock models of stages with parameters: the template's stage defines them, a project's has values. */

export class TemplateStage extends models.Model {
    _name = "crm.project.template.stage";

    name = fields.Char();
    parameter_definition = fields.PropertiesDefinition();
}

export class ProjectStage extends models.Model {
    _name = "crm.project.stage";

    template_stage_id = fields.Many2one({ relation: "crm.project.template.stage" });
    require_parameters = fields.Boolean();
    parameters = fields.Properties({
        definition_record: "template_stage_id",
        definition_record_field: "parameter_definition",
    });
}

/** Defines these models, those of mail and `others`. */
export function defineParameterModels(...others) {
    defineMailModels();
    defineModels([TemplateStage, ProjectStage, ...others]);
}
