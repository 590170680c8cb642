from odoo import fields, models


class CrmProjectTemplateApplyLine(models.TransientModel):
    """One project that the changes of its template would reach."""

    _name = "crm.project.template.apply.line"
    _description = "Project to Change"
    _order = "id"

    wizard_id = fields.Many2one("crm.project.template.apply", required=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", string="Project", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one(related="lead_id.user_id")
    is_included = fields.Boolean(string="Apply", default=True)
    is_blocked = fields.Boolean(readonly=True)
    changes = fields.Text(readonly=True)
    date_end_before = fields.Datetime(string="End Now", readonly=True)
    date_end_after = fields.Datetime(string="End Then", readonly=True)
