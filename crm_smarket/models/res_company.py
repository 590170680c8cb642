from odoo import api, fields, models


class ResCompany(models.Model):
    """A company may have a daily mail about late stages, and forgets what web forms brought after a time."""

    _inherit = "res.company"

    project_late_digest = fields.Boolean(string="Daily Mail About Late Stages")
    web_form_retention_days = fields.Integer(
        string="Keep Submissions (Days)",
        help="Older ones lose what was sent and from where; only their counts remain. 0: they are kept.",
    )
    project_late_digest_date = fields.Date(string="Last Mail About Late Stages", readonly=True)

    _web_form_retention_days_range = models.Constraint(
        "CHECK (web_form_retention_days >= 0 AND web_form_retention_days <= 100000)",
        "The days for which submissions are kept lie between 0 and 100000.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._start_digest_tomorrow(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._start_digest_tomorrow(vals))

    @api.model
    def _start_digest_tomorrow(self, vals):
        """Let the mails begin on the morning after they were switched on."""
        if vals.get("project_late_digest") and "project_late_digest_date" not in vals:
            return {**vals, "project_late_digest_date": fields.Date.context_today(self)}
        return vals
