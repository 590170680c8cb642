from odoo import fields, models


class CrmLead(models.Model):
    """What the form of a lead shows of the web form that it came through."""

    _inherit = "crm.lead"

    web_form_submission_count = fields.Integer(compute="_compute_web_form_submission_count")

    def _compute_web_form_submission_count(self):
        counts = dict(
            self.env["crm.web.form.submission"]._read_group([("lead_id", "in", self.ids)], ["lead_id"], ["__count"])
        )
        for lead in self:
            lead.web_form_submission_count = counts.get(lead._origin, 0)

    def action_view_web_form_submissions(self):
        """Open what this lead's person has sent."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_smarket.crm_web_form_submission_action")
        action |= {"domain": [("lead_id", "=", self.id)], "context": {"create": False}}
        if self.web_form_submission_count == 1:
            action |= {"views": [(False, "form")], "res_id": self.web_form_submission_ids.id}
        return action
