from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmProjectEvent(models.AbstractModel):
    """An activity or a meeting, which may belong to one of the stages of its deal."""

    _name = "crm.project.event"
    _description = "Event of a Project"

    project_stage_id = fields.Many2one("crm.project.stage", ondelete="set null", index="btree_not_null")

    def _get_project_lead(self):
        """Return the deal to which this event belongs, maybe none."""
        raise NotImplementedError

    @api.constrains("project_stage_id")
    def _check_project_stage(self):
        for event in self.filtered("project_stage_id"):
            stage = event.project_stage_id
            if stage.lead_id != event._get_project_lead():
                raise ValidationError(
                    self.env._(
                        "The stage “%(stage)s” belongs to the opportunity “%(lead)s”, so only its own "
                        "activities and meetings can be assigned to it.",
                        stage=stage.name,
                        lead=stage.lead_id.name,
                    )
                )
