from odoo import fields, models


class CrmWebForm(models.Model):
    """What the screens of web forms show beside their fields."""

    _inherit = "crm.web.form"

    average_response = fields.Float(
        string="Average Hours to Answer",
        compute="_compute_average_response",
        help="From the post to the first answer, in the mean of all answered inquiries.",
    )
    answered_count = fields.Integer(compute="_compute_average_response")

    def _compute_average_response(self):
        averages = {
            form: (average, count)
            for form, average, count in self.env["crm.web.form.submission"]._read_group(
                [("form_id", "in", self.ids), ("date_answered", "!=", False)],
                ["form_id"],
                ["hours_to_answer:avg", "__count"],
            )
        }
        for form in self:
            form.average_response, form.answered_count = averages.get(form, (0.0, 0))

    def action_view_failed(self):
        """Open what could not be processed."""
        self.ensure_one()
        action = self.action_view_submissions()
        return {**action, "domain": [("form_id", "=", self.id), ("state", "=", "failed")]}

    def action_view_response(self):
        """Open how fast people answer, by manager."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_smarket.crm_web_form_response_action")
        return {
            **action,
            "domain": [("form_id", "=", self.id)],
            "context": {"search_default_answered": 1, "search_default_group_user": 1},
        }

    def action_open_page(self):
        """Open the hosted page."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}
