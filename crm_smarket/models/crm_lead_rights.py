from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError, UserError


class CrmLead(models.Model):
    """Who may do what with a project, and where it is said."""

    _inherit = "crm.lead"

    def _is_project_manager(self):
        """Whether the user leads this deal's team or administers sales."""
        self.ensure_one()
        user = self.env.user
        return (
            user.has_group("sales_team.group_sale_manager")
            or user._is_superuser()
            or (user.has_group("sales_team.group_sale_salesman_all_leads") and user == self.team_id.user_id)
        )

    def _check_project_manager(self, what):
        """Raise unless the user may do ``what`` (words for the message) as a manager."""
        self.ensure_one()
        if not self._is_project_manager():
            raise AccessError(
                self.env._(
                    "Only the leader of the sales team or a sales administrator may %(what)s "
                    "in “%(lead)s”. Ask one of them.",
                    what=what,
                    lead=self.name,
                )
            )

    def _check_project_open(self):
        """Raise when the deal is lost or archived: its stages stand still."""
        for lead in self:
            if not lead.active:
                raise UserError(
                    self.env._(
                        "“%(lead)s” is lost or archived, so its stages stand still. Restore it first.",
                        lead=lead.name,
                    )
                )

    def _log_project(self, message):
        """Say in the chatter of each deal what happened to its project."""
        body = Markup("<br/>").join(message.split("\n"))
        self._message_log_batch({lead.id: body for lead in self})
