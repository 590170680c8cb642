from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.errors import HorizonError
from ..tools.work_calendar import Delay

ANSWER_REACH = (1, 7)  # dates before and after a post: most answers are given within a week


class CrmWebFormSubmission(models.Model):
    """The time to the first answer: promised, watched, measured."""

    _inherit = "crm.web.form.submission"

    def _await_answer(self):
        """Schedule the answer to this submission within the form's response time."""
        form, lead = self.form_id, self.lead_id
        lead._update_waiting_since()
        if form.response_hours <= 0:
            return
        due = self._count_hours(lambda hours: hours.add(self.date_received, Delay(form.response_hours, "hours")))
        self.date_answer_due = due
        if not lead._get_answer_activities():
            user = lead.user_id or lead.team_id.user_id or form.responsible_id
            lead._schedule_answer(user, due)

    def _count_hours(self, function):
        """Return what ``function`` returns for the calendar in which answers to this submission are due and measured.

        That of the team, else that of the company; round the clock where it has no working time for years.
        """
        self.ensure_one()
        team = self.lead_id.team_id or self.form_id.team_id
        hours = team.resource_calendar_id or self.company_id.resource_calendar_id
        get_calendar = self.env["crm.project.stage"]._get_planning_calendar
        try:
            return function(get_calendar(hours, self.company_id, reach=ANSWER_REACH))
        except HorizonError:
            return function(get_calendar(hours.browse(), self.company_id))

    def _note_answer(self, user):
        """Note that a person has answered these submissions just now, and close their activities."""
        now = fields.Datetime.now()
        for submission in self:
            received = submission.date_received
            seconds = submission._count_hours(lambda hours, since=received: hours.working_seconds(since, now))
            submission.write(
                {"date_answered": now, "answered_by_id": user.id, "hours_to_answer": max(0, seconds) / 3600}
            )
        self.lead_id._update_waiting_since()
        self.lead_id._get_answer_activities().action_feedback()

    @api.model
    def _get_overdue_domain(self):
        """Return which submissions the leader of the team has to care for now."""
        return (
            Domain("date_answer_due", "<=", fields.Datetime.now())
            & Domain("date_answered", "=", False)
            & Domain("date_escalated", "=", False)
            & Domain("lead_id.won_status", "=", "pending")
            & Domain("lead_id.active", "=", True)
            & Domain("state", "!=", "spam")
        )

    @api.model
    def _cron_escalate_answers(self):
        """Hand answers that are overdue to the leader of the team, once."""
        leads = self.search(self._get_overdue_domain()).lead_id
        self.env["ir.cron"]._commit_progress(remaining=len(leads))
        for lead in leads:
            lead._run_guarded(lambda lead=lead: lead._escalate_answer())
            if not self.env["ir.cron"]._commit_progress(1):
                break
