from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MailActivity(models.Model):
    """An activity of a deal may belong to one of its stages."""

    _inherit = "mail.activity"

    project_stage_id = fields.Many2one("crm.project.stage", ondelete="set null", index="btree_not_null")
    project_plan_line_id = fields.Many2one(
        "mail.activity.plan.template",
        ondelete="set null",
        help="The line of the stage's activity plan that this activity fulfils.",
    )

    @api.constrains("project_stage_id")
    def _check_project_stage(self):
        for activity in self.filtered("project_stage_id"):
            lead = activity.project_stage_id.lead_id
            if (activity.res_model, activity.res_id) != (lead._name, lead.id):
                raise ValidationError(
                    self.env._(
                        "The stage “%(stage)s” belongs to the opportunity “%(lead)s”, so only its own "
                        "activities can be assigned to it.",
                        stage=activity.project_stage_id.name,
                        lead=lead.name,
                    )
                )

    def action_create_calendar_event(self):
        """The meeting belongs to the stage of the activity from which it is planned."""
        action = super().action_create_calendar_event()
        if self.project_stage_id:
            action["context"]["default_project_stage_id"] = self.project_stage_id.id
        return action
