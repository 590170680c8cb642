from datetime import date
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from odoo.addons.crm_smarket.tests.mail_colours import find_colourless_texts

from .common import FactCase

TUESDAY = "2026-03-17 08:00:00"


class TestMorningMail(FactCase):
    """The general information comes by mail, once each working morning, to those who want it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = new_test_user(
            cls.env,
            "head",
            email="head@example.com",
            groups="sales_team.group_sale_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            tz="UTC",
        )
        cls.vera.write({"email": "vera@example.com", "tz": "UTC"})
        with freeze_time("2026-02-28"):
            cls.head.general_information_mail = True
        for amount, user, day in ((300, cls.oleg, "2026-03-10"), (100, cls.vera, "2026-03-11")):
            cls._pay(cls._invoice(amount, user=user, date=day), date=day)

    def _send(self, moment=TUESDAY):
        """Return the mails of one run of the scheduled action, by address."""
        before = self.env["mail.mail"].search([])
        with freeze_time(moment), patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 1):
            self.env["crm.smarket.morning.mail"]._cron_send()
        mails = self.env["mail.mail"].search([]) - before
        return {mail.email_to.split("<")[-1].strip(">"): mail for mail in mails}

    def test_only_to_those_who_want_it(self):
        self.assertEqual(set(self._send()), {"head@example.com"})

    def test_none_to_who_does_not_sell_any_more(self):
        self.head.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self._send())

    def test_sentences_are_links_and_totals_stand_below(self):
        mail = self._send()["head@example.com"]
        body = mail.body_html.replace("\N{NO-BREAK SPACE}", "")
        self.assertEqual(mail.subject, "General information, Tuesday, 17 March")
        self.assertIn(f"/odoo/general-information?sentence=best_manager-{self.oleg.id}", body)
        self.assertIn("Leads by receipts this month: Oleg", body)
        self.assertIn("Receipts this month", body)
        self.assertIn("400", body)
        self.assertIn("Margin this month", body)
        self.assertTrue(mail.auto_delete)
        self.assertFalse(find_colourless_texts(body))

    def test_nothing_to_say_is_said(self):
        self._pay(self._invoice(100, kind="out_refund", date="2026-03-12"), date="2026-03-12")
        self.assertIn("Nothing out of the ordinary", self._send()["head@example.com"].body_html)

    def test_at_eight_once_a_day_and_late_after_a_standstill(self):
        self.assertFalse(self._send("2026-03-17 07:59:00"))
        self.assertTrue(self._send("2026-03-17 08:00:00"))
        self.assertFalse(self._send("2026-03-17 09:00:00"))
        self.assertTrue(self._send("2026-03-18 11:00:00"))
        self.assertEqual(self.head.general_information_mail_date, date(2026, 3, 18))

    def test_at_eight_where_the_user_is(self):
        self.head.tz = "Asia/Yekaterinburg"
        self.assertFalse(self._send("2026-03-17 02:59:00"))
        self.assertTrue(self._send("2026-03-17 03:00:00"))
        self.assertFalse(self._send("2026-03-17 20:00:00"), "where it is one o'clock of the next day")

    def test_working_days_only(self):
        self.assertFalse(self._send("2026-03-21 09:00:00"), "a Saturday")
        self.assertFalse(self._send("2026-03-22 09:00:00"))
        self.assertTrue(self._send("2026-03-23 09:00:00"))

    def test_switched_on_later_than_eight_begins_on_the_next_working_day(self):
        with freeze_time("2026-03-17 14:00:00"):
            self.vera.with_user(self.vera).write({"general_information_mail": True})
        self.assertNotIn("vera@example.com", self._send("2026-03-17 15:00:00"))
        self.assertIn("vera@example.com", self._send("2026-03-18 08:00:00"))
        self.vera.with_user(self.vera).write({"general_information_mail": False})
        self.assertNotIn("vera@example.com", self._send("2026-03-19 08:00:00"))

    def test_with_the_rights_of_the_reader(self):
        with freeze_time("2026-03-16"):
            self.vera.general_information_mail = True
        body = self._send()["vera@example.com"].body_html
        self.assertNotIn("Oleg", body)
        self.assertNotIn("Margin this month", body)
        self.assertRegex(body, r"\b100\b")
        self.assertNotRegex(body, r"\b400\b")

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.head.lang = "pl_PL"
        self.assertIn("wtorek, 17 marca", self._send()["head@example.com"].subject)

    def test_who_has_no_address_is_told_so(self):
        self.oleg.email = False
        with self.assertRaisesRegex(ValidationError, "e-mail address"):
            self.oleg.general_information_mail = True
        self.head.email = False
        self.assertFalse(self._send())

    def test_one_who_fails_keeps_nobody_waiting(self):
        with freeze_time("2026-03-16"):
            self.vera.general_information_mail = True
        Mail = self.env.registry["crm.smarket.morning.mail"]
        send = Mail._send

        def fail_for_head(mail, user):
            if user == self.head:
                raise ValueError("no such mailbox")
            return send(mail, user)

        with (
            patch.object(Mail, "_send", fail_for_head),
            self.assertLogs("odoo.addons.crm_smarket_reports.models.crm_smarket_morning_mail", "ERROR"),
        ):
            self.assertEqual(set(self._send()), {"vera@example.com"})

    def test_everybody_switches_for_themselves(self):
        self.vera.with_user(self.vera).write({"general_information_mail": True})
        self.assertTrue(
            self.vera.with_user(self.vera).read(["general_information_mail"])[0]["general_information_mail"]
        )
        view = self.env["res.users"].with_user(self.vera).get_view(self.env.ref("base.view_users_form_simple_modif").id)
        self.assertIn("general_information_mail", view["arch"])
