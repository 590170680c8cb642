from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of projects, among those of the CRM."""

    _inherit = "res.config.settings"

    project_late_digest = fields.Boolean(related="company_id.project_late_digest", readonly=False)
    web_form_retention_days = fields.Integer(related="company_id.web_form_retention_days", readonly=False)
    project_history_progress = fields.Char(string="Project History", compute="_compute_project_history_progress")

    def _compute_project_history_progress(self):
        progress = self.env["crm.project.backfill"].get_progress()
        text = self.env._("Complete")
        if progress:
            language = self.env["res.lang"]._lang_get(self.env.user.lang)
            figures = {key: language.format("%d", number, grouping=True) for key, number in progress.items()}
            text = self.env._("%(done)s of %(total)s changes read", **figures)
        self.project_history_progress = text
