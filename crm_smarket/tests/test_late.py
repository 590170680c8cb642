from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import NOW, ProjectCase
from .mail_colours import find_colourless_texts

MORNING = "2026-03-10 08:30:00"


@tagged("post_install", "-at_install")
class TestLate(ProjectCase):
    """Late stages reach those who answer for them: in their menu, and by mail if the company wants it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls.lead = cls._create_lead(company_id=cls.env.company.id)
            cls.env.flush_all()
        cls.env["mail.mail"].search([]).unlink()
        for user in (cls.seller, cls.leader, cls.other, cls.manager):
            user.email = f"{user.login}@example.com"

    def _menu(self, user):
        groups = self.env["res.users"].with_user(user)._get_activity_groups()
        return next((group for group in groups if group["type"] == "project_stage"), None)

    @freeze_time("2026-03-04 00:30:00")
    def test_menu_of_the_salesperson(self):
        """On the third day: Needs should have started two days ago, Offer yesterday."""
        group = self._menu(self.seller)
        self.assertEqual(group["total_count"], 2)
        self.assertEqual(group["model"], "crm.project.stage")
        self.assertEqual(group["name"], "Late Project Stages")
        self.assertFalse(self._menu(self.other))
        self.assertFalse(self._menu(self.leader), "the leader has no deal of his own")
        self._stage(self.lead, "Needs").user_ids = self.leader
        self.assertEqual(self._menu(self.leader)["total_count"], 1, "as manager of the stage")
        self.assertEqual(self._menu(self.seller)["total_count"], 2, "it is still the seller's deal")

    @freeze_time(NOW)
    def test_menu_without_late_stages(self):
        self.assertFalse(self._menu(self.seller))

    @freeze_time("2026-03-03 12:00:00")
    def test_menu_shows_what_the_list_shows(self):
        action = self.env.ref("crm_smarket.crm_project_stage_late_action")
        self.assertEqual(action.res_model, "crm.project.stage")
        found = (
            self.env["crm.project.stage"]
            .with_user(self.seller)
            .search(
                [
                    ("is_late", "=", True),
                    "|",
                    ("user_ids", "in", self.seller.id),
                    ("lead_id.user_id", "=", self.seller.id),
                ]
            )
        )
        self.assertEqual(len(found), self._menu(self.seller)["total_count"])

    @freeze_time("2026-03-03 12:00:00")
    def test_lost_deals_and_strangers(self):
        self.lead.action_set_lost()
        self.assertFalse(self._menu(self.seller))
        plain = new_test_user(self.env, "late_plain", groups="base.group_user")
        self.assertFalse(self._menu(plain))

    # ------------------------------------------------------------
    # mail
    # ------------------------------------------------------------

    def _switch_on(self, company=None):
        with freeze_time("2026-03-02 12:00:00"):
            (company or self.env.company).project_late_digest = True

    def _send(self, moment=MORNING):
        """Return the mails of one run of the scheduled action, by address."""
        before = self.env["mail.mail"].search([])
        with freeze_time(moment), patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 1):
            self.env["crm.project.digest"]._cron_send()
        mails = self.env["mail.mail"].search([]) - before
        return {mail.email_to.split("<")[-1].strip(">"): mail for mail in mails}

    def test_off_by_default(self):
        self.assertFalse(self.env["res.company"].create({"name": "New"}).project_late_digest)
        self.assertFalse(self._send())

    def test_one_mail_to_each_who_answers(self):
        self._switch_on()
        self._stage(self.lead, "Offer").user_ids = self.other
        self.other.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        mails = self._send()
        self.assertEqual(set(mails), {"seller@example.com", "leader@example.com", "other@example.com"})
        body = mails["seller@example.com"].body_html
        self.assertIn("A new shop", body)
        self.assertIn("Needs", body)
        self.assertNotIn("Offer", body, "that one is somebody else's")
        self.assertIn(f"/odoo/crm.lead/{self.lead.id}", body)
        self.assertIn("should have started on", body)
        self.assertIn("+7 d", body)
        self.assertIn("Offer", mails["leader@example.com"].body_html, "the leader answers for all")
        self.assertNotIn("Needs", mails["other@example.com"].body_html)
        self.assertEqual(mails["leader@example.com"].subject, "Late project stages: 4")
        self.assertFalse(find_colourless_texts(body))

    def test_nothing_when_nothing_is_late(self):
        self._switch_on()
        self._stage(self.lead, "Needs").action_start()
        self.assertFalse(self._send("2026-03-02 09:30:00"))

    def test_once_a_day_from_eight_on(self):
        self._switch_on()
        self.assertFalse(self._send("2026-03-10 07:59:00"))
        self.assertTrue(self._send("2026-03-10 08:00:00"))
        self.assertFalse(self._send("2026-03-10 09:00:00"))
        self.assertTrue(self._send("2026-03-11 11:00:00"), "late after a standstill, but not left out")
        self.assertEqual(self.env.company.project_late_digest_date, date(2026, 3, 11))

    def test_eight_of_the_company(self):
        self._switch_on()
        self.env.company.resource_calendar_id.tz = "Asia/Yekaterinburg"
        self.assertFalse(self._send("2026-03-10 02:30:00"))
        self.assertTrue(self._send("2026-03-10 03:00:00"))

    def test_begins_on_the_next_morning(self):
        with freeze_time("2026-03-10 14:00:00"):
            self.env.company.project_late_digest = True
        self.assertFalse(self._send("2026-03-10 15:00:00"))
        self.assertTrue(self._send("2026-03-11 08:00:00"))

    def test_in_the_language_of_the_reader(self):
        self._switch_on()
        self.env["res.lang"]._activate_lang("pl_PL")
        self.leader.lang = "pl_PL"
        self.env.ref("crm_smarket.project_late_digest").update_field_translations(
            "arch_db", {"pl_PL": {"Open the List": "Otwórz listę"}}
        )
        mails = self._send()
        self.assertIn("Otwórz listę", mails["leader@example.com"].body_html)
        self.assertIn("2.03.2026", mails["leader@example.com"].body_html)
        self.assertIn("Open the List", mails["seller@example.com"].body_html)

    def test_nobody_reads_of_deals_that_are_not_theirs(self):
        """A manager of a stage who may not see the deal gets no mail that tells of it."""
        self._switch_on()
        self._stage(self.lead, "Needs").user_ids = self.other
        self.assertNotIn("other@example.com", self._send())

    def test_companies(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        company.resource_calendar_id.tz = "UTC"
        user = new_test_user(
            self.env,
            "elsewhere",
            groups="sales_team.group_sale_salesman",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            email="elsewhere@example.com",
        )
        with freeze_time(NOW):
            self._create_lead(name="Far away", company_id=company.id, user_id=user.id, team_id=False)
        self._switch_on()
        self.assertNotIn("elsewhere@example.com", self._send())
        self._switch_on(company)
        mails = self._send("2026-03-11 08:30:00")
        self.assertIn("Far away", mails["elsewhere@example.com"].body_html)
        self.assertNotIn("Far away", mails["leader@example.com"].body_html)

    def test_one_bad_address_keeps_nobody_waiting(self):
        self._switch_on()
        Digest = self.env.registry["crm.project.digest"]
        send = Digest._send

        def fail_for_leader(self, user, companies):
            if user.login == "leader":
                raise ValueError("no such mailbox")
            return send(self, user, companies)

        with (
            patch.object(Digest, "_send", fail_for_leader),
            self.assertLogs("odoo.addons.crm_smarket.models.crm_project_digest", "ERROR"),
        ):
            self.assertEqual(set(self._send()), {"seller@example.com"})

    def test_switch_in_the_settings(self):
        settings = self.env["res.config.settings"].create({"project_late_digest": True})
        settings.execute()
        self.assertTrue(self.env.company.project_late_digest)
        self.assertEqual(settings.project_history_progress, "Complete")
