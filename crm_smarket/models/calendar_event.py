from odoo import fields, models


class CalendarEvent(models.Model):
    """A meeting of a deal may belong to one of its stages."""

    _name = "calendar.event"
    _inherit = ["calendar.event", "crm.project.event"]

    project_stage_id = fields.Many2one(domain="[('lead_id', '=', opportunity_id)]")

    def _get_project_lead(self):
        self.ensure_one()
        return self.opportunity_id
