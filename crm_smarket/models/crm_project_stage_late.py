from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

MOST_DEALS = 50  # in one mail


class CrmProjectStage(models.Model):
    """Telling people which of their stages are late."""

    _inherit = "crm.project.stage"

    @api.model
    def _get_my_late_domain(self):
        """Return the late stages that the user manages, or that belong to deals of theirs."""
        mine = Domain("user_ids", "in", self.env.uid) | Domain("lead_id.user_id", "=", self.env.uid)
        return self._get_late_domain() & mine

    @api.model
    def _get_answerable_domain(self):
        """Return the stages for which the user answers: as their manager, or as the leader of the team.

        A stage without managers is the salesperson's.
        """
        alone = Domain("user_ids", "=", False) & Domain("lead_id.user_id", "=", self.env.uid)
        return Domain("user_ids", "in", self.env.uid) | alone | Domain("lead_id.team_id.user_id", "=", self.env.uid)

    def _get_late_since(self):
        """Return when this late stage should have ended, or started."""
        self.ensure_one()
        return self.date_end if self.state == "in_progress" else self.date_start

    def _get_late_days(self):
        """Return for how many whole days this stage is late."""
        return (fields.Datetime.now() - self._get_late_since()).days

    def _get_digest_values(self):
        """Return what the mail about these late stages of its reader shows, deals with the oldest first."""
        by_lead = self.sorted(lambda s: s._get_late_since()).grouped("lead_id")
        return {
            "stage_count": len(self),
            "deals": [
                {"lead": lead, "stages": [stage._get_digest_line() for stage in stages]}
                for lead, stages in list(by_lead.items())[:MOST_DEALS]
            ],
            "more_count": max(0, len(by_lead) - MOST_DEALS),
        }

    def _get_digest_line(self):
        """Return one line of the mail: the stage, and in words since when it is late."""
        self.ensure_one()
        date = format_datetime(self.env, self._get_late_since(), tz=self.env.user.tz, dt_format="short")
        if self.state == "in_progress":
            words = self.env._("should have ended on %s", date)
        else:
            words = self.env._("should have started on %s", date)
        days = self._get_late_days()
        return {"stage": self, "words": words, "lateness": days and f"+{self.env._('%s d', days)}"}
