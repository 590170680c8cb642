from odoo import api, fields, models


class CrmLead(models.Model):
    """What it means that a project ends at another time than planned, said before anything is saved."""

    _inherit = "crm.lead"

    project_move_words = fields.Text(
        compute="_compute_project_move_words", help="What saving the moved dates of the stages means."
    )

    @api.depends("project_date_end")
    def _compute_project_move_words(self):
        """Only in a form's memory: what is saved has moved already."""
        for lead in self:
            is_unsaved = lead._origin and not lead.id
            words = lead._origin._describe_project_move(lead.project_date_end) if is_unsaved else []
            lead.project_move_words = "\n".join(words)

    def _describe_project_move(self, date_end):
        """Return sentences on what it means that this project ends then, and not as it is planned.

        For other modules, which know more of a deal than its stages.

        :param datetime date_end: end of the project, UTC; or False
        """
        self.ensure_one()
        return []
