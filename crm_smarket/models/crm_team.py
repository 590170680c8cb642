from odoo import fields, models


class CrmTeam(models.Model):
    """A sales team may have its usual project template and its own working hours."""

    _inherit = "crm.team"

    project_template_id = fields.Many2one(
        "crm.project.template",
        string="Default Project Template",
        domain="[('lead_id', '=', False), '|', ('team_ids', '=', False), ('team_ids', '=', id)]",
        help="New leads and opportunities of this team begin with its stages.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        help="In which inquiries of web forms are to be answered. Empty: those of the company.",
    )
