from datetime import timedelta

from odoo import api, fields, models

# What tells who wrote and what; the rest is counted for ever.
PERSONAL_FIELDS = (
    "body",
    "email_normalized",
    "ip_address",
    "origin",
    "payload",
    "phone_sanitized",
    "referrer",
    "user_agent",
)
BATCH = 1000


class CrmWebFormSubmission(models.Model):
    """What was sent is forgotten after the company's time; that it was sent stays counted."""

    _inherit = "crm.web.form.submission"

    @api.autovacuum
    def _gc_payloads(self):
        """Delete what was sent with old submissions of which a lead was made, and with spam.

        What has not become a lead yet is kept: forms lose nothing.
        """
        for company in self.env["res.company"].search([("web_form_retention_days", ">", 0)]):
            old = self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "in", ("done", "duplicate", "spam")),
                    ("date_received", "<", fields.Datetime.now() - timedelta(days=company.web_form_retention_days)),
                    ("is_emptied", "=", False),
                ],
                limit=BATCH,
            )
            # files that went to a lead are the lead's
            old.attachment_ids.filtered(lambda file: file.res_model == self._name).unlink()
            old.write({**dict.fromkeys(PERSONAL_FIELDS, False), "is_emptied": True})
