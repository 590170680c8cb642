from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CalendarEvent(models.Model):
    """A meeting of a deal may belong to one of its stages."""

    _inherit = "calendar.event"

    project_stage_id = fields.Many2one(
        "crm.project.stage",
        domain="[('lead_id', '=', opportunity_id)]",
        ondelete="set null",
        index="btree_not_null",
    )

    @api.constrains("project_stage_id")
    def _check_project_stage(self):
        for event in self.filtered("project_stage_id"):
            lead = event.project_stage_id.lead_id
            if event.opportunity_id != lead:
                raise ValidationError(
                    self.env._(
                        "The stage “%(stage)s” belongs to the opportunity “%(lead)s”, so only its own "
                        "meetings can be assigned to it.",
                        stage=event.project_stage_id.name,
                        lead=lead.name,
                    )
                )
