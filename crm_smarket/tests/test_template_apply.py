from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTemplateApply(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead()

    def _open(self):
        """Press the button as a manager; return the wizard, or None for "nothing to do"."""
        action = self.template.with_user(self.manager).action_apply_to_projects()
        if action["type"] != "ir.actions.act_window":
            return None
        return self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])

    def _lines(self, wizard):
        return {line.lead_id: line.changes.split("\n") for line in wizard.line_ids}

    def test_languages(self):
        """Everybody reads stages and documents in their own language; a new word in any of them is a change."""
        self.env["res.lang"]._activate_lang("ru_RU")
        self.env["crm.project.template.document"].create({"template_stage_id": self.needs.id, "name": "Plan"})
        needs = self.needs.with_context(lang="ru_RU")
        needs.name = "Потребности"
        needs.document_ids.name = "План"
        lead = self._create_lead()
        stage = self._stage(lead, "Needs")
        in_russian = stage.with_context(lang="ru_RU")
        self.assertEqual((stage.name, in_russian.name), ("Needs", "Потребности"))
        self.assertEqual((stage.document_ids.name, in_russian.document_ids.name), ("Plan", "План"))
        self.assertIsNone(self._open())
        needs.name = "Анализ потребностей"
        template = self.template.with_user(self.manager).with_context(lang="ru_RU")
        template._apply_plan_changes(template._get_plan_changes(lead.with_env(template.env)))
        self.assertEqual((stage.name, in_russian.name), ("Needs", "Анализ потребностей"))

    def test_nothing_to_do(self):
        self.assertIsNone(self._open())
        self.needs.actions = "Rules hold at once and are not applied."
        self.assertIsNone(self._open())

    def test_a_changed_template_touches_no_project_by_itself(self):
        before = self.lead.project_stage_ids.read(["date_start", "date_end", "duration", "name"])
        self.needs.write({"duration": 9, "name": "Analysis"})
        self.env["crm.project.template.stage"].create({"template_id": self.template.id, "name": "More"})
        self.lead._plan_project()
        self.assertEqual(self.lead.project_stage_ids.read(["date_start", "date_end", "duration", "name"]), before)

    def test_rules_hold_at_once(self):
        self.needs.require_products = True
        self.assertTrue(self._stage(self.lead, "Needs")._get_gate_misses())

    def test_the_list_says_what_would_change_and_accepting_does_it(self):
        self.needs.write({"duration": 4, "name": "Needs analysis"})
        self.offer.write({"offset": 1, "offset_unit": "weeks"})
        self.delivery.lag = 2
        wizard = self._open()
        self.assertEqual(
            self._lines(wizard)[self.lead],
            [
                "Needs: name Needs → Needs analysis",
                "Needs: duration 2 days → 4 days",
                "Offer: offset 1 days → 1 weeks",
                "Delivery: lag 1 days → 2 days",
            ],
        )
        line = wizard.line_ids
        self.assertEqual(line.date_end_before, datetime(2026, 3, 13, 9))
        # 7 days, offer 3, contract 1, lag 2, delivery 5
        self.assertEqual(line.date_end_after, NOW + timedelta(days=18))
        self.assertEqual(self.lead.project_date_end, datetime(2026, 3, 13, 9), "showing changes nothing")
        self.assertFalse(self.lead.project_stage_ids.filtered(lambda s: s.name == "Needs analysis"))
        with Form(wizard) as form, form.line_ids.edit(0) as row:
            self.assertTrue(row.is_included)
        wizard.action_apply()
        self.assertEqual(self.lead.project_date_end, NOW + timedelta(days=18))
        self.assertEqual(
            self._stage(self.lead, "Delivery").baseline_date_end, datetime(2026, 3, 13, 9), "the baseline stays"
        )
        self.assertIn("Needs: duration 2 days → 4 days", self.lead.message_ids[0].body)
        self.assertIsNone(self._open(), "and then there is nothing left to do")

    def test_what_the_project_changed_itself_stays(self):
        self._stage(self.lead, "Needs").duration = 6
        self._stage(self.lead, "Offer").name = "Our offer"
        self.assertIsNone(self._open())
        self.needs.offset = 1
        wizard = self._open()
        self.assertEqual(self._lines(wizard)[self.lead], ["Needs: offset 0 days → 1 days"])
        wizard.action_apply()
        self.assertEqual(self._stage(self.lead, "Needs").duration, 6)
        self.assertEqual(self._stage(self.lead, "Our offer").name, "Our offer")

    def test_started_stages_keep_their_facts(self):
        needs, offer, contract, _delivery = self.lead.project_stage_ids
        needs.action_start()
        offer.action_start()
        with freeze_time("2026-03-03 09:00"):
            needs.action_complete()
            (self.needs | self.offer).write({"duration": 10, "offset": 5, "lag": 2})
            wizard = self._open()
            self.assertEqual(self._lines(wizard)[self.lead], ["Offer: duration 3 days → 10 days"])
            wizard.action_apply()
        self.assertEqual((needs.date_start, needs.date_end), (NOW, datetime(2026, 3, 3, 9)))
        self.assertEqual((offer.date_start, offer.date_end), (NOW, datetime(2026, 3, 12, 9)))
        self.assertEqual(contract.date_start, datetime(2026, 3, 12, 9))

    def test_added_stage(self):
        self.offer.document_ids = [Command.create({"name": "Price list", "required": True})]
        audit = self.env["crm.project.template.stage"].create(
            {
                "template_id": self.template.id,
                "name": "Audit",
                "sequence": 1,
                "duration": 2,
                "dependency_type": "hard",
                "predecessor_ids": [Command.link(self.offer.id)],
                "document_ids": [Command.create({"name": "Report", "required": True})],
                "with_team_leader": True,
            }
        )
        self.contract.predecessor_ids = audit
        own = self.env["crm.project.stage"].create({"lead_id": self.lead.id, "name": "By hand", "sequence": 2})
        wizard = self._open()
        self.assertEqual(self._lines(wizard)[self.lead], ["Audit: added", "Contract: follows Offer → Audit"])
        wizard.action_apply()
        stage = self._stage(self.lead, "Audit")
        self.assertEqual((stage.date_start, stage.date_end), (datetime(2026, 3, 6, 9), datetime(2026, 3, 8, 9)))
        self.assertEqual(stage.baseline_date_end, stage.date_end)
        self.assertEqual(stage.user_ids, self.leader)
        self.assertEqual(stage.document_ids.name, "Report")
        self.assertFalse(self._stage(self.lead, "Offer").document_ids, "stages that are there keep their papers")
        self.assertEqual(self._stage(self.lead, "Contract").predecessor_ids, stage)
        self.assertEqual(self._stage(self.lead, "Contract").date_start, stage.date_end)
        names = self.lead.project_stage_ids.sorted("sequence").mapped("name")
        self.assertEqual([n for n in names if n != "By hand"], ["Needs", "Offer", "Audit", "Contract", "Delivery"])
        self.assertTrue(own.exists())

    def test_stage_left_out(self):
        contract = self._stage(self.lead, "Contract")
        with Form(self.template) as form:
            form.stage_ids.remove(2)
        wizard = self._open()
        self.assertEqual(self._lines(wizard)[self.lead], ["Contract: left out", "Delivery: follows Contract → Offer"])
        wizard.action_apply()
        self.assertEqual((contract.state, contract.is_skipped), ("cancelled", True))
        self.assertEqual(contract.reason, "No longer in the template “Equip”")
        self.assertEqual(self._stage(self.lead, "Delivery").date_start, datetime(2026, 3, 7, 9))

    def test_stage_removed_from_the_project_does_not_come_back(self):
        self._stage(self.lead, "Contract").unlink()
        self.needs.offset = 1
        wizard = self._open()
        self.assertEqual(self._lines(wizard)[self.lead], ["Needs: offset 0 days → 1 days"])
        wizard.action_apply()
        self.assertEqual(len(self.lead.project_stage_ids), 3)

    def test_order(self):
        self.delivery.sequence = -1
        wizard = self._open()
        self.assertEqual(self._lines(wizard)[self.lead], ["Order of the stages: as in the template"])
        wizard.action_apply()
        self.assertEqual(
            self.lead.project_stage_ids.sorted("sequence").mapped("name"), ["Delivery", "Needs", "Offer", "Contract"]
        )

    def test_only_ticked_open_projects(self):
        other = self._create_lead(name="Other")
        lost = self._create_lead(name="Lost")
        lost.action_set_lost()
        self.template.columns_follow_stages = False
        self._create_lead(name="Won").action_set_won()
        self.needs.duration = 5
        wizard = self._open()
        self.assertEqual(wizard.line_ids.lead_id, self.lead | other)
        wizard.line_ids.filtered(lambda line: line.lead_id == other).is_included = False
        wizard.action_apply()
        self.assertEqual(self._stage(self.lead, "Needs").duration, 5)
        self.assertEqual(self._stage(other, "Needs").duration, 2)
        self.assertEqual(self._open().line_ids.lead_id, other, "it can still be applied later")

    def test_circle_with_links_made_by_hand(self):
        self._stage(self.lead, "Offer").predecessor_ids = False
        self._stage(self.lead, "Needs").predecessor_ids = self._stage(self.lead, "Delivery")
        other = self._create_lead(name="Other")
        self.delivery.predecessor_ids = self.needs
        wizard = self._open()
        line = wizard.line_ids.filtered(lambda line: line.lead_id == self.lead)
        self.assertTrue(line.is_blocked)
        self.assertIn("circle: Needs → Delivery → Needs", line.changes)
        wizard.action_apply()
        self.assertEqual(self._stage(other, "Delivery").predecessor_ids.name, "Needs")
        self.assertEqual(self._stage(self.lead, "Delivery").predecessor_ids.name, "Contract")

    def test_list_that_is_no_longer_true(self):
        self.needs.duration = 5
        wizard = self._open()
        self.needs.duration = 6
        with self.assertRaisesRegex(UserError, "have changed since you opened this list"):
            wizard.action_apply()

    def test_managers_only(self):
        self.needs.duration = 5
        for user in (self.seller, self.leader):
            with self.assertRaises(AccessError):
                self.template.with_user(user).action_apply_to_projects()
        wizard = self._open()
        with self.assertRaises(AccessError):
            wizard.with_user(self.leader).action_apply()

    def test_merged_projects(self):
        tail = self._create_lead(name="Tail", project_date_start="2026-03-09 09:00:00")
        (self.lead | tail).merge_opportunity(auto_unlink=True)
        lead = (self.lead | tail).exists()
        self.delivery.write({"duration": 7, "predecessor_ids": [Command.set(self.offer.ids)]})
        wizard = self._open()
        self.assertEqual(
            self._lines(wizard)[lead], ["Delivery: duration 5 days → 7 days", "Delivery: follows Contract → Offer"] * 2
        )
        wizard.action_apply()
        for stage in lead.project_stage_ids.filtered(lambda s: s.name == "Delivery"):
            self.assertEqual(stage.predecessor_ids.name, "Offer")
            self.assertEqual(stage.predecessor_ids.date_origin, stage.date_origin)

    def test_hundreds_of_projects_in_one_batch(self):
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Deal {number}",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "project_template_id": self.template.id,
                }
                for number in range(200)
            ]
        )
        self.needs.duration = 5
        self.env.flush_all()
        changes = self.template._get_plan_changes(leads[:20])
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self.template._apply_plan_changes(changes)
            self.env.flush_all()
        changes = self.template._get_plan_changes(leads[20:])
        self.assertEqual(len(changes), 180)
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self.template._apply_plan_changes(changes)
            self.env.flush_all()
