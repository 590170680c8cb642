from odoo import api, fields, models


class CrmProjectTemplateAssign(models.TransientModel):
    """Gives one or many deals a project template, asking what to keep of the stages they have."""

    _name = "crm.project.template.assign"
    _description = "Choose a Project Template"

    lead_ids = fields.Many2many("crm.lead", string="Opportunities", required=True)
    template_id = fields.Many2one("crm.project.template", required=True, domain="[('lead_id', '=', False)]")
    date_start = fields.Datetime(string="Project Start", help="Empty: each project keeps its start, or starts now.")
    keep = fields.Selection(
        [
            ("started", "Keep stages that have started or ended, replace the others"),
            ("all", "Keep all stages and add the new ones"),
            ("nothing", "Remove all stages (managers only)"),
        ],
        default="started",
        required=True,
    )
    has_stages = fields.Boolean(compute="_compute_has_stages")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "lead_ids" in fields and self.env.context.get("active_model") == "crm.lead":
            values.setdefault("lead_ids", [(6, 0, self.env.context.get("active_ids", []))])
        return values

    @api.depends("lead_ids")
    def _compute_has_stages(self):
        for wizard in self:
            wizard.has_stages = any(wizard.lead_ids.mapped("project_revision"))

    def action_confirm(self):
        """Set the template; the stages come at once."""
        self.ensure_one()
        leads = self.lead_ids
        leads.check_access("write")
        leads._check_project_open()
        self.template_id._check_offered()
        vals = {"project_template_id": self.template_id.id}
        if self.date_start:
            vals["project_date_start"] = self.date_start
        leads._store_project(vals)
        leads._replace_project_stages(keep=self.keep)
        return {"type": "ir.actions.act_window_close"}
