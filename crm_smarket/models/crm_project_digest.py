import logging
from datetime import datetime

import pytz

from odoo import api, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

HOUR = 8


class CrmProjectDigest(models.AbstractModel):
    """The daily mail about late stages: one to each person who answers for some."""

    _name = "crm.project.digest"
    _description = "Mail About Late Stages"

    @api.model
    def _cron_send(self):
        """Send the mails of all companies where it has turned eight o'clock since the last ones."""
        companies = self.env["res.company"].search([("project_late_digest", "=", True)])
        due = {company: today for company in companies if (today := self._get_day_due(company))}
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for company, today in due.items():
            company.project_late_digest_date = today
            for user in self._get_recipients(company, companies):
                self._send_guarded(user, companies)
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _get_day_due(self, company):
        """Return the present day in the company's time zone if its mails are due, else None."""
        zone = pytz.timezone(company.resource_calendar_id.tz or company.partner_id.tz or "UTC")
        now = datetime.now(zone)
        is_sent = company.project_late_digest_date and company.project_late_digest_date >= now.date()
        return now.date() if now.hour >= HOUR and not is_sent else None

    @api.model
    def _get_recipients(self, company, companies):
        """Return who answers for late stages and has this as main company.

        :param company: the company whose mails are due
        :param companies: all companies that have these mails
        """
        # sudo: only to find out whom to ask; each mail is made with the rights of its reader
        stages = self.env["crm.project.stage"].sudo()
        late = stages.search(stages._get_late_domain() & self._get_company_domain(companies))
        users = late.user_ids | late.team_id.user_id | late.filtered(lambda s: not s.user_ids).lead_id.user_id
        return users.filtered(lambda u: u.active and not u.share and u.email and u.company_id == company)

    @api.model
    def _get_company_domain(self, companies):
        return Domain("company_id", "in", [*companies.ids, False])

    @api.model
    def _send_guarded(self, user, companies):
        """Send one mail; who cannot be written to does not keep the mails from others."""
        try:
            with self.env.cr.savepoint():
                self._send(user, companies)
        except Exception:
            _logger.exception("The mail about late stages to %s could not be made", user.login)

    @api.model
    def _send(self, user, companies):
        """Queue the mail about the late stages that this user answers for and may see, if any."""
        allowed = user.company_ids & companies
        stages = (
            self.env["crm.project.stage"].with_user(user).with_context(allowed_company_ids=allowed.ids, lang=user.lang)
        )
        late = stages.search(
            stages._get_late_domain() & stages._get_answerable_domain() & self._get_company_domain(allowed)
        )
        if not late:
            return self.env["mail.mail"]
        values = {**self._get_mail_values(user), **late._get_digest_values()}
        body = late.env["ir.qweb"].sudo()._render("crm_smarket.project_late_digest", values)
        return self._queue_mail(user, late.env._("Late project stages: %s", len(late)), body)

    # -- what daily mails share --------------------------------------------------------------------------------------

    @api.model
    def _get_mail_values(self, user):
        """Return what the frame of a daily mail shows, see the template ``daily_mail``."""
        company = user.company_id
        return {
            "user": user,
            "company": company,
            "base_url": user.get_base_url(),
            "accent": company.email_secondary_color or "#714B67",
        }

    @api.model
    def _queue_mail(self, user, subject, body, **values):
        """Queue a mail from a user's company to the user.

        :param values: more of ``mail.mail``
        """
        return (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "auto_delete": True,
                    "author_id": user.company_id.partner_id.id,
                    "body_html": body,
                    "email_from": user.company_id.email_formatted or self.env.user.email_formatted,
                    "email_to": user.email_formatted,
                    "headers": {"X-Auto-Response-Suppress": "OOF"},
                    "state": "outgoing",
                    "subject": subject,
                    **values,
                }
            )
        )
