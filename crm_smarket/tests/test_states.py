from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, RedirectWarning
from odoo.tests import new_test_user, tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestStates(ProjectCase):
    """Starting, completing, skipping and reopening, one stage or many at once."""

    def test_completing_all_at_once(self):
        """Whatever the order in which they come, predecessors go before their successors."""
        self.delivery.lag = 0
        for name, turn in (("as planned", 1), ("backwards", -1)):
            with self.subTest(name):
                stages = self._create_lead().with_user(self.seller).project_stage_ids[::turn]
                stages.write({"state": "done"})
                self.assertEqual(set(stages.mapped("state")), {"done"})
                self.assertEqual(set(stages.mapped("date_start") + stages.mapped("date_end")), {NOW})

    def test_completing_does_not_pass_over_a_lag(self):
        stages = self._create_lead().project_stage_ids
        with self.assertRefused("“Delivery” .*\n.*it starts by itself on 3/3/26, 9:00", RedirectWarning):
            stages.action_complete()
        self.assertEqual(set(stages.mapped("state")), {"not_started"})
        self.assertEqual(stages[3].gate_misses, [{"kind": "links", "message": "“Contract” must be done first."}])

    def test_several_states_in_one_save(self):
        """Edited in the list: one is completed, one starts with it, one is brought in progress."""
        lead = self._create_lead().with_user(self.seller)
        needs, offer, contract, delivery = lead.project_stage_ids
        lead.write(
            {
                "project_stage_ids": [
                    (1, contract.id, {"state": "in_progress"}),
                    (1, offer.id, {"state": "done"}),
                    (1, needs.id, {"state": "in_progress"}),
                    (1, delivery.id, {"duration": 7}),
                ]
            }
        )
        self.assertEqual(lead.project_stage_ids.mapped("state"), ["in_progress", "done", "in_progress", "not_started"])
        self.assertEqual(delivery.date_end, datetime(2026, 3, 11, 9))

    def test_impossible_states(self):
        needs = self._create_lead().project_stage_ids[0]
        needs.action_start()
        for state, words in (
            ("not_started", "has already started"),
            ("cancelled", "use Skip"),
            ("finished", "no state “finished”. Choose one of: Not started"),
            (False, "no state"),
        ):
            with self.subTest(state=state), self.assertRefused(words):
                needs.write({"state": state})

    def test_what_cannot_be_done_twice(self):
        needs = self._create_lead().project_stage_ids[0]
        with self.assertRefused("“Needs” of “A new shop” is not started"):
            needs.action_reopen()
        needs.action_complete()
        for action in (needs.action_start, needs.action_complete, lambda: needs.action_skip("Why")):
            with self.assertRefused("“Needs” of “A new shop” is done"):
                action()
        needs.write({"state": "done"})  # nothing to do
        self.assertEqual(needs.date_end, NOW)

    def test_starting_early(self):
        lead = self._create_lead()
        contract = self._stage(lead, "Contract")
        with self.assertRefused("“Offer” must be done first"):
            contract.with_user(self.seller).action_start()
        with self.assertRefused("leader of the sales team", AccessError):
            contract.with_user(self.seller).action_start("They are in a hurry")
        contract.with_user(self.leader).action_start("They are in a hurry")
        self.assertEqual((contract.state, contract.reason), ("in_progress", "They are in a hurry"))
        body = lead.message_ids[0].body
        self.assertIn("They are in a hurry", body)
        self.assertIn("“Offer” must be done first", body)
        self.assertEqual(lead.message_ids[0].author_id, self.leader.partner_id)

    def test_who_is_a_manager(self):
        """The leader of the deal's own team, or a sales administrator; nobody by sudo alone."""
        lead = self._create_lead()
        stranger = new_test_user(self.env, "leader2", groups="sales_team.group_sale_salesman_all_leads")
        for user, expected in (
            (self.leader, True),
            (self.manager, True),
            (self.seller, False),
            (stranger, False),
        ):
            with self.subTest(user.login):
                self.assertEqual(lead.with_user(user)._is_project_manager(), expected)
                self.assertEqual(lead.with_user(user).sudo()._is_project_manager(), expected)
                self.assertEqual(lead.project_stage_ids[0].with_user(user).can_lead, expected)

    def test_archived_deal_stands_still(self):
        lead = self._create_lead(probability=50)
        needs = lead.project_stage_ids[0]
        lead.action_archive()
        self.assertEqual(needs.state, "not_started")
        for change in (
            needs.action_start,
            needs.action_complete,
            lambda: needs.action_skip("Why"),
            lambda: needs.write({"state": "done"}),
            lambda: lead.write({"project_template_id": False}),
        ):
            with self.assertRefused("“A new shop” is lost or archived"):
                change()

    def test_activity_plan(self):
        """A start schedules the plan of the stage for its managers."""
        call, todo = (self.env.ref(f"mail.mail_activity_data_{name}") for name in ("call", "todo"))
        self.needs.activity_plan_id = self.env["mail.activity.plan"].create(
            {
                "name": "Find out",
                "res_model": "crm.lead",
                "template_ids": [
                    (0, 0, {"activity_type_id": call.id, "summary": "Call them", "responsible_type": "on_demand"}),
                    (
                        0,
                        0,
                        {
                            "activity_type_id": todo.id,
                            "summary": "Check",
                            "responsible_type": "other",
                            "responsible_id": self.manager.id,
                            "delay_count": 2,
                            "delay_from": "after_plan_date",
                        },
                    ),
                ],
            }
        )
        self.needs.user_ids = self.leader
        self.needs.with_salesperson = True
        lead = self._create_lead()
        needs = lead.project_stage_ids[0]
        needs.with_user(self.seller).action_start()
        self.assertEqual(
            {(a.summary, a.user_id, a.date_deadline) for a in needs.activity_ids},
            {
                ("Call them", self.leader, date(2026, 3, 2)),
                ("Call them", self.seller, date(2026, 3, 2)),
                ("Check", self.manager, date(2026, 3, 4)),
            },
        )
        self.assertEqual(needs.activity_ids.mapped("res_id"), [lead.id] * 3)
        other = self._create_lead()
        other.project_stage_ids[0].action_complete()
        self.assertFalse(other.activity_ids, "nothing is to be done any more")

    def test_manager_from_outside_sales(self):
        """A stage may be somebody's who cannot open the pipeline; that hinders nobody."""
        fitter = new_test_user(self.env, "fitter", groups="base.group_user")
        self.needs.user_ids = fitter
        self.needs.activity_plan_id = self.env["mail.activity.plan"].create(
            {
                "name": "Measure",
                "res_model": "crm.lead",
                "template_ids": [
                    (0, 0, {"activity_type_id": self.env.ref("mail.mail_activity_data_todo").id, "summary": "Go"})
                ],
            }
        )
        needs = self._create_lead().project_stage_ids[0]
        needs.with_user(self.seller).action_start()
        self.assertEqual(needs.activity_ids.user_id, fitter)

    def test_reasons_are_words(self):
        """A name with mark-up stays what it is in the chatter."""
        lead = self._create_lead()
        needs = lead.project_stage_ids[0]
        needs.name = "<b>Needs</b>"
        needs.action_skip("a < b\n<script>alert(1)</script>")
        body = lead.message_ids[0].body
        self.assertIn("&lt;b&gt;Needs&lt;/b&gt;", body)
        self.assertNotIn("<script>", body)
