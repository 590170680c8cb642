from odoo import fields, models


class MailActivity(models.Model):
    """An activity of a deal may belong to one of its stages."""

    _name = "mail.activity"
    _inherit = ["mail.activity", "crm.project.event"]

    project_plan_line_id = fields.Many2one(
        "mail.activity.plan.template",
        ondelete="set null",
        help="The line of the stage's activity plan that this activity fulfils.",
    )

    def _get_project_lead(self):
        self.ensure_one()
        return self.env["crm.lead"].browse(self.res_id if self.res_model == "crm.lead" else False)

    def action_create_calendar_event(self):
        """The meeting belongs to the stage of the activity from which it is planned."""
        action = super().action_create_calendar_event()
        if self.project_stage_id:
            action["context"]["default_project_stage_id"] = self.project_stage_id.id
        return action
