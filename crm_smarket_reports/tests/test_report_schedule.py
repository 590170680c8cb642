from datetime import date, datetime
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user
from odoo.tools import mute_logger

from .common import FactCase

MONDAY = "2026-03-16 08:00:00"
READER_LOG = "odoo.addons.crm_smarket_reports.models.crm_report_reader"


class ScheduleCase(FactCase):
    """A head of sales who has reports mailed, and people of two time zones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.report.schedule"].sudo().search([]).unlink()  # of the demonstration company
        cls.head = new_test_user(
            cls.env,
            "head",
            name="Head",
            email="head@example.com",
            groups="sales_team.group_sale_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            tz="UTC",
        )
        cls.vera.write({"email": "vera@example.com", "tz": "UTC"})
        cls.oleg.write({"email": "oleg@example.com", "tz": "Asia/Yekaterinburg"})
        for amount, user, day in ((300, cls.oleg, "2026-03-10"), (100, cls.vera, "2026-03-11")):
            cls._pay(cls._invoice(amount, user=user, date=day), date=day)

    @classmethod
    def _schedule(cls, *users, begun="2026-03-11 12:00:00", **values):
        """Make a report of every Monday at eight, on a Wednesday."""
        with freeze_time(begun):
            return (
                cls.env["crm.report.schedule"]
                .with_user(cls.head)
                .create(
                    {
                        "name": "The Week",
                        "company_id": cls.company.id,
                        "user_ids": [Command.set([user.id for user in users or [cls.head]])],
                        **values,
                    }
                )
            )

    def _run(self, moment=MONDAY):
        """Return the mails of one run of the scheduled action, by address."""
        before = self.env["mail.mail"].search([])
        with freeze_time(moment), patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 1):
            self.env["crm.report.schedule"].sudo()._cron_send()
        mails = self.env["mail.mail"].search([("attachment_ids", "!=", False)]) - before
        self.assertEqual(len(mails), len(set(mails.mapped("email_to"))), "nobody gets two")
        return {mail.email_to.split("<")[-1].strip(">"): mail for mail in mails}


class TestReportSchedule(ScheduleCase):
    """Reports come when they are due, once, to those on the list."""

    def test_each_week_once(self):
        schedule = self._schedule()
        self.assertFalse(self._run("2026-03-11 13:00:00"), "the Monday before it was made is past")
        self.assertFalse(self._run("2026-03-16 07:59:00"))
        self.assertEqual(set(self._run()), {"head@example.com"})
        self.assertFalse(self._run("2026-03-16 09:00:00"))
        self.assertFalse(self._run("2026-03-22 09:00:00"))
        self.assertTrue(self._run("2026-03-23 08:00:00"))
        self.assertEqual(schedule.date_sent, datetime(2026, 3, 23, 8))

    def test_what_was_missed_comes_once(self):
        self._schedule()
        self.assertTrue(self._run("2026-04-08 03:00:00"), "three Mondays have passed")
        self.assertFalse(self._run("2026-04-08 04:00:00"))
        self.assertTrue(self._run("2026-04-13 08:00:00"))

    def test_each_month_and_shorter_ones_on_their_last_day(self):
        self._schedule(frequency="month", day=31, hour="17", begun="2026-02-01 12:00:00")
        self.assertFalse(self._run("2026-02-28 16:00:00"))
        self.assertTrue(self._run("2026-02-28 17:00:00"))
        self.assertFalse(self._run("2026-03-30 18:00:00"))
        self.assertTrue(self._run("2026-03-31 17:00:00"))

    def test_by_the_clock_of_each_reader(self):
        schedule = self._schedule(self.head, self.oleg)
        with freeze_time("2026-03-12"):
            self.assertEqual(schedule.date_next, datetime(2026, 3, 16, 3), "eight o'clock in Yekaterinburg")
        self.assertEqual(set(self._run("2026-03-16 03:00:00")), {"oleg@example.com"})
        self.assertEqual(set(self._run("2026-03-16 08:00:00")), {"head@example.com"})

    def test_who_moves_west_gets_no_second_one(self):
        self._schedule(self.oleg)
        self.assertTrue(self._run("2026-03-16 03:00:00"))
        self.oleg.tz = "America/New_York"
        self.assertFalse(self._run("2026-03-16 13:00:00"))

    def test_spring_leaves_out_an_hour(self):
        self.head.tz = "Europe/Warsaw"
        self._schedule(weekday="6", hour="2", begun="2026-03-23")
        self.assertFalse(self._run("2026-03-29 00:30:00"))
        self.assertTrue(self._run("2026-03-29 01:00:00"), "three o'clock, right after half past one")

    def test_new_readers_and_new_rhythms_begin_with_the_next_day(self):
        schedule = self._schedule()
        self._run()
        with freeze_time("2026-03-17"):
            schedule.user_ids += self.vera
        self.assertFalse(self._run("2026-03-17 09:00:00"))
        with freeze_time("2026-03-18"):
            schedule.weekday = "1"
        self.assertFalse(self._run("2026-03-18 09:00:00"))
        self.assertEqual(set(self._run("2026-03-24 08:00:00")), {"head@example.com", "vera@example.com"})

    def test_an_archived_one_rests_and_makes_up_for_nothing(self):
        schedule = self._schedule()
        with freeze_time("2026-03-12"):
            schedule.active = False
        self.assertFalse(self._run())
        self.assertFalse(schedule.date_next)
        with freeze_time("2026-03-17"):
            schedule.active = True
        self.assertFalse(self._run("2026-03-17 09:00:00"))
        self.assertTrue(self._run("2026-03-23 08:00:00"))

    def test_who_has_left_the_company_gets_none(self):
        self._schedule(self.head, self.vera)
        self.vera.active = False
        self.assertEqual(set(self._run()), {"head@example.com"})

    def test_one_who_fails_keeps_nobody_waiting_and_the_owner_is_told(self):
        schedule = self._schedule(self.vera, self.head)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.vera.write({"company_id": elsewhere.id, "company_ids": [Command.set(elsewhere.ids)]})
        self.assertEqual(set(self._run()), {"head@example.com"})
        failed = schedule.reader_ids.filtered("error")
        self.assertEqual(failed.user_id, self.vera)
        self.assertIn("does not work for", failed.error)
        self.assertEqual(schedule.failure_count, 1)
        message = schedule.message_ids[0]
        self.assertIn("Vera did not get", message.body)
        self.assertEqual(message.partner_ids, self.head.partner_id)
        self.assertFalse(self._run("2026-03-16 09:00:00"), "it is not tried every hour")
        self.vera.write({"company_ids": [Command.link(self.company.id)]})
        failed.action_send_again()
        self.assertFalse(failed.error)

    def test_errors_nobody_foresaw_are_logged(self):
        self._schedule(self.vera, self.head)
        schedules = self.env.registry["crm.report.schedule"]
        queue = schedules._queue_mail

        def fail_for_vera(schedule, user):
            if user == self.vera:
                raise ValueError("something odd")
            return queue(schedule, user)

        with patch.object(schedules, "_queue_mail", fail_for_vera), self.assertLogs(READER_LOG, "ERROR"):
            self.assertEqual(set(self._run()), {"head@example.com"})

    def test_administrators_make_them_readers_see_them_and_leave(self):
        schedule = self._schedule(self.vera)
        with self.assertRaises(AccessError):
            self.env["crm.report.schedule"].with_user(self.vera).create({"name": "Mine"})
        theirs = schedule.with_user(self.vera)
        self.assertEqual(theirs.search([]).read(["name", "is_reader"])[0]["is_reader"], True)
        self.assertFalse(theirs.with_user(self.oleg).search([]))
        with self.assertRaises(AccessError):
            theirs.write({"hour": "9"})
        with self.assertRaises(AccessError):
            self.env["crm.report.reader"].with_user(self.vera).search([])
        theirs.action_leave()
        self.assertFalse(schedule.user_ids)
        self.assertFalse(theirs.search([]))
        with self.assertRaises(AccessError):
            schedule.with_user(self.oleg).action_leave()

    def test_who_could_never_get_it_is_refused(self):
        schedule = self._schedule()
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "stranger",
            email="stranger@example.com",
            groups="base.group_user",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )

        def assert_refused(user, words):
            with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                schedule.reader_ids = [Command.create({"user_id": user.id})]

        assert_refused(stranger, "does not work for")
        stranger.write({"company_ids": [Command.link(self.company.id)]})
        assert_refused(stranger, "does not sell")
        self.vera.email = False
        assert_refused(self.vera, "no e-mail address")

    def test_days_that_there_are_not(self):
        schedule = self._schedule()
        for values in ({"day": 32}, {"kind": "analysis"}):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
                schedule.write(values)
                schedule.flush_recordset()

    def test_what_is_mailed_is_not_removed(self):
        saved = self.env["crm.saved.analysis"].with_user(self.head)
        saved = saved.create({"name": "Lamps", "report": "sales", "user_id": False})
        self._schedule(kind="analysis", saved_analysis_id=saved.id)
        with self.assertRaisesRegex(UserError, "The Week"):
            saved.unlink()

    def test_in_words(self):
        schedule = self._schedule()
        self.assertEqual(schedule.rhythm, "Monday, 08:00")
        self.assertEqual(schedule.reader_ids.mapped("date_due"), [date(2026, 3, 9)])
        schedule.write({"frequency": "month", "day": 31})
        self.assertEqual(schedule.rhythm, "Day 31, or the last one, 08:00")
