from odoo import models


class CrmWebForm(models.Model):
    """Whoever is responsible for a form hears of submissions that became no lead, once."""

    _inherit = "crm.web.form"

    def _report_failure(self, submission):
        """Schedule an activity for the form's responsible, unless one is still open."""
        self.ensure_one()
        if self.responsible_id and not self._get_failure_activities():
            self.activity_schedule(
                "crm_smarket.mail_activity_type_failure",
                summary=self.env._("Submissions that became no lead"),
                note=self.env._("Open the failed submissions, mend the mapping and retry."),
                user_id=self.responsible_id.id,
            )

    def _forget_failures(self):
        """Close that activity for the forms that have no failed submission left."""
        failing = self.env["crm.web.form.submission"]._read_group(
            [("form_id", "in", self.ids), ("state", "=", "failed")], ["form_id"]
        )
        healed = self - self.browse().union(*(form for (form,) in failing))
        healed._get_failure_activities().action_feedback(feedback=self.env._("All of them are processed."))

    def _get_failure_activities(self):
        """Return the open activities about failures of these forms."""
        kind = self.env["ir.model.data"]._xmlid_to_res_id("crm_smarket.mail_activity_type_failure")
        # sudo: they are somebody else's
        return self.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id.id == kind)
