import logging

import pytz
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

_logger = logging.getLogger(__name__)


class CrmReportReader(models.Model):
    """One person to whom a report is mailed, and up to which day that is done.

    The day is written in the transaction that queues the mail: a process that is killed leaves
    neither or both, and of two at work the second finds it written.
    """

    _name = "crm.report.reader"
    _description = "Reader of a Scheduled Report"
    _order = "schedule_id, id"
    _rec_name = "user_id"

    schedule_id = fields.Many2one("crm.report.schedule", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="cascade", domain="[('share', '=', False)]"
    )
    date_due = fields.Date(
        string="Done Up To",
        readonly=True,
        copy=False,
        help="By the calendar of the reader. What was due up to then is done.",
    )
    date_sent = fields.Datetime(string="Last Sent", readonly=True, copy=False)
    error = fields.Text(string="Not Sent Because", readonly=True, copy=False)

    _user_unique = models.UniqueIndex("(schedule_id, user_id)", "This person is on the list already.")

    @api.constrains("user_id", "schedule_id")
    def _check_user(self):
        """Refuse who could never get the mail."""
        for reader in self.sudo():  # sudo: an administrator of some companies need not see all of the reader's
            user, company = reader.user_id, reader.schedule_id.company_id
            if company not in user.company_ids:
                raise ValidationError(
                    self.env._("%(user)s does not work for %(company)s.", user=user.name, company=company.name)
                )
            if not user.has_group("sales_team.group_sale_salesman"):
                raise ValidationError(self.env._("%s does not sell, and may not see the figures.", user.name))
            if not user.email:
                raise ValidationError(
                    self.env._("%s has no e-mail address: enter one in the preferences first.", user.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        readers = super().create(vals_list)
        readers._begin_anew()
        return readers

    def _begin_anew(self):
        """Let all be done that would have been due by now."""
        for reader in self:
            latest = reader.schedule_id._get_rhythm().get_latest(reader._get_now().replace(tzinfo=None)).date()
            reader.date_due = max(latest, reader.date_due or latest)

    def action_send_again(self):
        """Try once more to mail what could not be made."""
        self.check_access("write")
        for reader in self:
            reader._send_guarded()

    def _get_now(self):
        return self.env["crm.smarket.morning.mail"]._get_now(self.user_id)

    def _get_day_due(self):
        """Return the last day on which the mail was due, where it has not been sent, else None.

        However many were missed, the last one is made up for.
        """
        self.ensure_one()
        day = self.schedule_id._get_rhythm().get_latest(self._get_now().replace(tzinfo=None)).date()
        return day if not self.date_due or day > self.date_due else None

    def _get_next(self):
        """Return when the next mail is due, in UTC."""
        self.ensure_one()
        now = self._get_now()
        wall = self.schedule_id._get_rhythm().get_next(now.replace(tzinfo=None))
        return pytz.timezone(now.tzinfo.zone).localize(wall).astimezone(pytz.utc).replace(tzinfo=None)

    def _send_due(self):
        """Send what is due, unless somebody else is at it or has just done it."""
        self.ensure_one()
        try:
            if self.try_lock_for_update() and (day := self._get_day_due()):
                self.date_due = day
                self._send_guarded()
                self.env.flush_all()
        except SerializationFailure:
            self.env.cr.rollback()

    def _send_guarded(self):
        """Send one mail; who cannot be written to does not keep the mails from others."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.schedule_id._queue_mail(self.user_id)
        except SerializationFailure:
            raise
        except UserError as error:
            self._tell_failure(str(error))
        except Exception:
            _logger.exception("The report “%s” could not be mailed to %s", self.schedule_id.name, self.user_id.login)
            self._tell_failure()
        else:
            self.write({"date_sent": fields.Datetime.now(), "error": False})

    def _tell_failure(self, reason=""):
        """Tell who answers for the report that somebody did not get it.

        :param str reason: in words, where there are any
        """
        owner = self.schedule_id.user_id
        schedule = self.schedule_id.with_context(lang=owner.lang)
        self.error = reason or self.env._("Something went wrong. The log of the server says what.")
        schedule.message_post(
            body=schedule.env._(
                "%(user)s did not get “%(report)s”: %(reason)s",
                user=self.user_id.name,
                report=schedule.name,
                reason=self.error,
            ),
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=owner.partner_id.ids,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )
