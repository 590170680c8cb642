import { fields, models } from "@web/../tests/web_test_helpers";

/** Mock models of the add-on, as far as its components read them; without records. */

const STATES = [
    ["not_started", "Not started"],
    ["in_progress", "In progress"],
    ["done", "Done"],
    ["cancelled", "Cancelled"],
];

export class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    project_revision = fields.Integer();
    project_stage_ids = fields.One2many({
        relation: "crm.project.stage",
        relation_field: "lead_id",
        onChange: () => {},
    });
}

export class ProjectStage extends models.Model {
    _name = "crm.project.stage";

    name = fields.Char();
    lead_id = fields.Many2one({ relation: "crm.lead" });
    sequence = fields.Integer();
    state = fields.Selection({ selection: STATES });
    date_start = fields.Datetime();
    date_end = fields.Datetime();
    dependency_type = fields.Char();
    predecessor_ids = fields.Many2many({ relation: "crm.project.stage" });
    is_late = fields.Boolean();

    _views = { form: `<form><field name="name"/></form>` };
}

export class Template extends models.Model {
    _name = "crm.project.template";

    name = fields.Char();
    stage_ids = fields.One2many({
        relation: "crm.project.template.stage",
        relation_field: "template_id",
    });
}

export class TemplateStage extends models.Model {
    _name = "crm.project.template.stage";

    name = fields.Char();
    template_id = fields.Many2one({ relation: "crm.project.template" });
    dependency_type = fields.Char();
    predecessor_ids = fields.Many2many({ relation: "crm.project.template.stage" });
    offset = fields.Float();
    offset_unit = fields.Char();
    duration = fields.Float();
    duration_unit = fields.Char();
    lag = fields.Float();
    lag_unit = fields.Char();
    relative_start = fields.Float();
    relative_end = fields.Float();
}
