import logging
from datetime import datetime

import pytz

from odoo import api, models

from odoo.addons.crm_smarket.models.crm_project_digest import HOUR

_logger = logging.getLogger(__name__)


class CrmSmarketMorningMail(models.AbstractModel):
    """The brief and the most important totals as a mail, on working mornings, to those who want it.

    Each mail is made as its reader would see the page: with their rights, in their language
    and time zone, of all companies that they work for.
    """

    _name = "crm.smarket.morning.mail"
    _description = "Mail of the General Information"

    @api.model
    def _cron_send(self):
        """Send the mails of all users for whom it has turned eight o'clock on a working day."""
        readers = self.env.ref("sales_team.group_sale_salesman")
        users = self.env["res.users"].search(
            [("general_information_mail", "=", True), ("all_group_ids", "in", readers.ids)]
        )
        due = {user: today for user in users if (today := self._get_day_due(user))}
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for user, today in due.items():
            user.general_information_mail_date = today
            self._send_guarded(user)
            if not self.env["ir.cron"]._commit_progress(1):
                break
        if due:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _get_day_due(self, user):
        """Return the present day where the user is if their mail is due, else None."""
        now = self._get_now(user)
        is_sent = user.general_information_mail_date and user.general_information_mail_date >= now.date()
        is_due = now.hour >= HOUR and not is_sent and user.email
        return now.date() if is_due and self._get_dashboard(user)._is_working_day(now.date()) else None

    @api.model
    def _get_now(self, user):
        zone = user.tz or user.company_id.resource_calendar_id.tz or user.company_id.partner_id.tz or "UTC"
        return datetime.now(pytz.timezone(zone))

    @api.model
    def _get_dashboard(self, user):
        """Return the page as this user has it, the main company first."""
        return self._get_env(user, user.company_id | user.company_ids)["crm.smarket.dashboard"]

    @api.model
    def _get_env(self, user, companies):
        """Return the environment in which a user sees figures of companies, the first of them being the current one."""
        context = {"allowed_company_ids": companies.ids, "lang": user.lang, "tz": self._get_now(user).tzinfo.zone}
        return self.with_user(user).with_context(**context).env

    @api.model
    def _send_guarded(self, user):
        """Send one mail; who cannot be written to does not keep the mails from others."""
        try:
            with self.env.cr.savepoint():
                self._send(user)
        except Exception:
            _logger.exception("The general information could not be mailed to %s", user.login)

    @api.model
    def _send(self, user):
        """Queue the mail to a user and return it."""
        digest = self.env["crm.project.digest"]
        dashboard = self._get_dashboard(user)
        values = {**digest._get_mail_values(user), **dashboard._get_mail_content()}
        # sudo: the template is nobody's to read; what it shows was read with the rights of the user
        body = dashboard.env["ir.qweb"].sudo()._render("crm_smarket_reports.general_information_mail", values)
        subject = dashboard.env._("General information, %(date)s", date=values["date"])
        return digest._queue_mail(user, subject, body)
