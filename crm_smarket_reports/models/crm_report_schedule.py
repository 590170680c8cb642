from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.rhythm import Rhythm

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
RHYTHM = {"active", "frequency", "weekday", "day", "hour"}


class CrmReportSchedule(models.Model):
    """A workbook that is mailed to people every week or every month.

    What is mailed is said once, by a sales administrator; each reader gets it as they would see
    it on the screen: with their rights, in their language, by the clock of their time zone.
    """

    _name = "crm.report.schedule"
    _description = "Scheduled Report"
    _inherit = ["mail.thread"]
    _order = "name, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(
        [("general_information", "General Information"), ("analysis", "Saved Analysis")],
        string="Report",
        required=True,
        default="general_information",
        tracking=True,
    )
    saved_analysis_id = fields.Many2one(
        "crm.saved.analysis",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The star at the top right of each analysis saves what it shows.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Branch",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="Whose figures are mailed, with those of the branches below it, as far as the reader works for them.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Is told when a mail could not be made.",
    )
    frequency = fields.Selection(
        [("week", "Every Week"), ("month", "Every Month")], required=True, default="week", tracking=True
    )
    weekday = fields.Selection(WEEKDAYS, required=True, default="0", tracking=True)
    day = fields.Integer(
        string="Day of the Month",
        required=True,
        default=1,
        tracking=True,
        help="A shorter month has it on its last day.",
    )
    hour = fields.Selection(
        selection="_get_hours", required=True, default="8", tracking=True, help="By the clock of each reader."
    )
    reader_ids = fields.One2many("crm.report.reader", "schedule_id", string="Readers")
    user_ids = fields.Many2many(
        "res.users",
        string="Sent To",
        compute="_compute_user_ids",
        inverse="_inverse_user_ids",
        search="_search_user_ids",
        compute_sudo=True,
        default=lambda self: self.env.user.filtered("email"),
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    is_reader = fields.Boolean(compute="_compute_is_reader", compute_sudo=True)
    rhythm = fields.Char(string="When", compute="_compute_rhythm")
    date_sent = fields.Datetime(string="Last Sent", compute="_compute_dates", compute_sudo=True)
    date_next = fields.Datetime(
        string="Next",
        compute="_compute_dates",
        compute_sudo=True,
        help="When the first of the readers gets it, by your own clock.",
    )
    failure_count = fields.Integer(string="Not Sent", compute="_compute_dates", compute_sudo=True)

    _day_of_month = models.Constraint("CHECK (day BETWEEN 1 AND 31)", "The day of a month is between 1 and 31.")
    _analysis_given = models.Constraint(
        "CHECK (kind != 'analysis' OR saved_analysis_id IS NOT NULL)",
        "Choose the saved analysis that is to be mailed. The star of each analysis saves what it shows.",
    )

    @api.model
    def _get_hours(self):
        return [(str(hour), f"{hour:02}:00") for hour in range(24)]

    @api.depends("reader_ids.user_id")
    def _compute_user_ids(self):
        for schedule in self:
            schedule.user_ids = schedule.reader_ids.user_id

    def _inverse_user_ids(self):
        for schedule in self:
            users, readers = schedule.user_ids, schedule.reader_ids
            gone = readers.filtered(lambda reader, users=users: reader.user_id not in users)
            new = users - readers.user_id
            schedule.reader_ids = [
                *(Command.delete(reader.id) for reader in gone),
                *(Command.create({"user_id": user.id}) for user in new),
            ]

    @api.model
    def _search_user_ids(self, operator, value):
        return [("reader_ids.user_id", operator, value)]

    @api.depends("reader_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_reader(self):
        for schedule in self:
            schedule.is_reader = self.env.user in schedule.reader_ids.user_id

    @api.depends("frequency", "weekday", "day", "hour")
    @api.depends_context("lang")
    def _compute_rhythm(self):
        weekdays = dict(self._fields["weekday"]._description_selection(self.env))
        hours = dict(self._get_hours())
        for schedule in self:
            if schedule.frequency == "week":
                day = weekdays.get(schedule.weekday)
            elif schedule.day > 28:
                day = self.env._("Day %s, or the last one", schedule.day)
            else:
                day = self.env._("Day %s of the month", schedule.day)
            schedule.rhythm = self.env._("%(day)s, %(hour)s", day=day, hour=hours.get(schedule.hour))

    @api.depends("active", "frequency", "weekday", "day", "hour", "reader_ids.date_sent", "reader_ids.error")
    def _compute_dates(self):
        for schedule in self:
            readers = schedule.reader_ids
            schedule.date_sent = max(filter(None, readers.mapped("date_sent")), default=False)
            coming = [reader._get_next() for reader in readers] if schedule.active else []
            schedule.date_next = min(coming, default=False)
            schedule.failure_count = len(readers.filtered("error"))

    def write(self, vals):
        """Let another rhythm begin with its next day: what would have been due by it is not made up for."""
        result = super().write(vals)
        if not RHYTHM.isdisjoint(vals):
            self.reader_ids._begin_anew()
        return result

    def action_send_to_me(self):
        """Send it to oneself at once, as a reader gets it."""
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not user.email:
            raise UserError(
                self.env._("%s has no e-mail address: enter one in the preferences first.", user.name),
            )
        self._queue_mail(user)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # sudo: only to have it sent now
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "“%(report)s” is on its way to %(address)s.", report=self.name, address=user.email
                ),
            },
        }

    def action_leave(self):
        """Have it mailed to oneself no more."""
        self.check_access("read")
        self._remove_reader(self.env.user)
        # Somebody who is no administrator cannot see it any more.
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_smarket_reports.crm_report_schedule_action")
        return {**action, "target": "main"}

    def _remove_reader(self, user):
        # sudo: a reader is no administrator, and takes nobody but themselves off the list
        self.sudo().reader_ids.filtered(lambda reader: reader.user_id == user).unlink()

    def _get_rhythm(self):
        self.ensure_one()
        return Rhythm(self.frequency, int(self.weekday), self.day, int(self.hour))

    @api.model
    def _cron_send(self):
        """Send to each reader what has become due where they are."""
        readers = self.env["crm.report.reader"].search(
            [("schedule_id.active", "=", True), ("user_id.active", "=", True)], order="id"
        )
        due = readers.filtered(lambda reader: reader._get_day_due())
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for reader in due:
            reader._send_due()
            if not self.env["ir.cron"]._commit_progress(1):
                break
        if due:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
