from odoo import api, fields, models
from odoo.tools import format_datetime

from ..tools.form_post import TECHNICAL_NAMES


class CrmWebFormSubmission(models.Model):
    """How a submission is named and shown."""

    _inherit = "crm.web.form.submission"

    payload_table = fields.Html(string="What Came", compute="_compute_payload_table", sanitize=False)

    @api.depends("form_id", "date_received")
    def _compute_display_name(self):
        for submission in self:
            when = format_datetime(self.env, submission.date_received, dt_format="short")
            submission.display_name = f"{submission.form_id.name} {submission.id}, {when}"

    @api.depends("payload", "form_id.field_ids")
    def _compute_payload_table(self):
        for submission in self:
            payload = submission._get_ordered_payload()
            # the template escapes every text: nothing that came becomes markup
            submission.payload_table = payload and self.env["ir.qweb"]._render(
                "crm_smarket.web_form_payload", {"payload": payload}
            )

    def _get_answer(self):
        """Return what a program that posted is told of what was made, beside number and state; for JSON."""
        self.ensure_one()
        return {}

    def _get_ordered_payload(self):
        """Return what was asked for: first the fields of the form in their order, then all others by name.

        The database does not keep the order of the post.
        """
        self.ensure_one()
        places = {name: place for place, name in enumerate(self.form_id.sudo().field_ids.mapped("source_name"))}
        rows = [row for row in (self.payload or {}).items() if row[0] not in TECHNICAL_NAMES]
        return dict(sorted(rows, key=lambda row: (places.get(row[0], len(places)), row[0])))
