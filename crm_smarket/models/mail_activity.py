from odoo import fields, models

from .crm_web_form_submission import ANSWER_TYPE


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

    def _action_done(self, feedback=False, attachment_ids=None):
        """A call that is logged answers the inquiry of its lead, and so does whoever says it is answered."""
        answering = self.filtered(lambda activity: activity._is_answer())
        # sudo: whoever answers need not be the one the submission belongs to
        leads = self.env["crm.lead"].sudo().browse(answering.mapped("res_id"))
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if leads and not self.env.user._is_superuser():
            leads._get_waiting_submissions()._note_answer(self.env.user)
        return result

    def _is_answer(self):
        """Whether doing this activity answers whoever wrote through a web form."""
        self.ensure_one()
        kind = self.activity_type_id
        answer = self.env["ir.model.data"]._xmlid_to_res_id(ANSWER_TYPE)  # False once somebody has deleted it
        return self.res_model == "crm.lead" and bool(kind) and (kind.id == answer or kind.category == "phonecall")

    def action_create_calendar_event(self):
        """The meeting belongs to the stage of the activity from which it is planned."""
        action = super().action_create_calendar_event()
        if self.project_stage_id:
            action["context"]["default_project_stage_id"] = self.project_stage_id.id
        return action
