from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, ProjectCase, day


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScheduleOrm(ProjectCase):
    """The plan that people see in their deals, compared with tables made by hand."""

    def assertPlan(self, lead, table):
        """Compare names, starts and ends of a deal's stages with ``table``."""
        self.assertEqual([(s.name, s.date_start, s.date_end) for s in lead.project_stage_ids], table)

    def test_facts_move_what_follows_later(self):
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        needs.action_start()
        with freeze_time(day(4)):
            offer.action_start()
        with freeze_time(day(9, 10)):
            needs.action_complete()
            offer.action_complete()
        self.assertPlan(
            lead,
            [
                ("Needs", day(2), day(9, 10)),
                ("Offer", day(4), day(9, 10)),
                ("Contract", day(9, 10), day(10, 10)),
                ("Delivery", day(11, 10), day(16, 10)),
            ],
        )
        self.assertEqual(contract.state, "in_progress")
        self.assertEqual((contract.baseline_date_end, contract.variance), (day(7), 73), "three days and an hour late")
        self.assertEqual((delivery.baseline_date_start, delivery.baseline_date_end), (day(8), day(13)))

    def test_facts_move_what_follows_earlier(self):
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        needs.action_start()
        offer.action_start()
        with freeze_time(day(2, 18)):
            offer.action_complete()
        self.assertEqual((contract.date_start, contract.date_end), (day(2, 18), day(3, 18)))
        self.assertEqual((delivery.date_start, delivery.variance), (day(4, 18), -87))

    def test_two_predecessors(self):
        """A hard stage waits for the last of those it follows."""
        lead = self._create_lead()
        needs, offer, contract, _delivery = lead.project_stage_ids
        contract.predecessor_ids = needs | offer
        self.assertEqual(contract.date_start, day(6))
        (needs | offer).action_start()
        offer.action_complete()
        self.assertEqual(contract.state, "not_started")
        with freeze_time(day(3, 15)):
            needs.action_complete()
        self.assertEqual((contract.state, contract.date_start), ("in_progress", day(3, 15)))

    def test_soft_stages(self):
        """A soft stage starts at the later of its offset and the start of what it follows."""
        lead = self._create_lead().with_user(self.seller)
        needs, offer, _contract, _delivery = lead.project_stage_ids
        needs.date_start = day(10)
        self.assertEqual(offer.date_start, day(10), "with what it follows")
        needs.date_start = day(2, 10)
        self.assertEqual(offer.date_start, day(3), "project start + one day")
        with self.assertRefused("“Needs” must start first"):
            offer.action_start()
        needs.action_start()
        offer.action_start()
        self.assertEqual(offer.state, "in_progress", "who is ahead of the plan may start")

    def test_start_by_hand_of_a_hard_stage_only_delays(self):
        lead = self._create_lead()
        _needs, _offer, contract, delivery = lead.project_stage_ids
        contract.date_start = day(4)
        self.assertEqual((contract.date_start, contract.date_end), (day(6), day(7)))
        contract.write({"date_start": day(10), "date_end": day(12)})
        self.assertEqual((contract.date_start, contract.date_end), (day(10), day(12)))
        self.assertEqual((delivery.date_start, contract.duration), (day(13), 2))
        contract.date_start = False
        self.assertEqual((contract.date_start, contract.date_end), (day(6), day(8)))
        (lead.project_stage_ids[:2]).write({"state": "done"})
        self.assertEqual(contract.state, "in_progress")

    def test_hard_stage_with_start_by_hand_is_due_then(self):
        lead = self._create_lead()
        contract = self._stage(lead, "Contract")
        contract.date_start = day(10)
        lead.project_stage_ids[:2].write({"state": "done"})
        self.assertEqual((contract.state, contract.date_due), ("not_started", day(10)))

    def test_end_is_asked_with_a_start_that_cannot_be(self):
        """A hard stage asked to start too early keeps its rule, and ends when asked."""
        contract = self._stage(self._create_lead(), "Contract")
        contract.write({"date_start": day(4), "date_end": day(8)})
        self.assertEqual((contract.date_start, contract.date_end, contract.duration), (day(6), day(8), 2))

    def test_end_before_start(self):
        contract = self._stage(self._create_lead(), "Contract")
        with self.assertRefused("would end before it starts"):
            contract.date_end = day(5)

    def test_skipping(self):
        """What follows a skipped stage follows its predecessors; it is in no plan."""
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        with self.assertRefused("reason"):
            contract.action_skip("  ")
        contract.action_skip("Framework contract of last year")
        self.assertEqual((contract.state, contract.is_skipped), ("cancelled", True))
        self.assertEqual(delivery.date_start, day(7), "a day after the offer")
        self.assertIn("Framework contract of last year", lead.message_ids[0].body)
        (needs | offer).action_start()
        with freeze_time(day(3)):
            (needs | offer).action_complete()
            self.assertEqual(delivery.date_due, day(4))
            self.assertEqual(lead.project_progress, 66)
            contract.action_reopen()
        self.assertEqual((contract.state, contract.is_skipped, contract.reason), ("in_progress", False, False))
        self.assertFalse(delivery.date_due)

    def test_skipping_lets_the_successor_start(self):
        lead = self._create_lead()
        needs, offer, contract, _delivery = lead.project_stage_ids
        contract.predecessor_ids = needs | offer
        (needs | offer).action_start()
        needs.action_complete()
        offer.action_skip("They know what they want")
        self.assertEqual(contract.state, "in_progress")

    def test_skipped_in_progress_goes_on_after_reopening(self):
        needs = self._create_lead().project_stage_ids[0]
        needs.action_start()
        needs.action_skip("By mistake")
        with freeze_time(day(3)):
            needs.action_reopen()
        self.assertEqual((needs.state, needs.date_start, needs.date_end), ("in_progress", day(2), day(4)))

    def test_reopening_leaves_successors_their_facts(self):
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        (needs | offer).write({"state": "done"})
        with freeze_time(day(5)):
            offer.action_reopen()
            self.assertEqual((offer.state, offer.date_start, offer.date_end), ("in_progress", day(2), day(5)))
            self.assertEqual((contract.state, contract.date_start), ("in_progress", day(2)))
            self.assertEqual(delivery.date_start, day(4), "the contract still ends on the third")

    def test_removing_a_stage_in_the_middle(self):
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        (offer | contract).unlink()
        self.assertEqual(delivery.predecessor_ids, needs, "through both of them")
        self.assertEqual((delivery.date_start, delivery.dependency_type), (day(5), "hard"))
        self.assertIn("Stages removed: Offer, Contract", lead.message_ids[0].body)

    def test_moving_the_start_of_the_project(self):
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        needs.action_start()
        lead.project_date_start = day(4)
        self.assertPlan(
            lead,
            [
                ("Needs", day(2), day(4)),
                ("Offer", day(5), day(8)),
                ("Contract", day(8), day(9)),
                ("Delivery", day(10), day(15)),
            ],
        )
        self.assertEqual((offer.baseline_date_start, offer.variance), (day(3), 48))
        lead.project_date_start = False
        self.assertEqual(lead.project_date_start, day(4), "a project has a start")

    def test_baseline_moves_only_by_a_manager(self):
        lead = self._create_lead()
        offer = self._stage(lead, "Offer")
        offer.date_start = day(10)
        with self.assertRefused("leader of the sales team"):
            offer.with_user(self.seller).action_rebaseline()
        offer.with_user(self.leader).action_rebaseline()
        self.assertEqual((offer.baseline_date_start, offer.variance), (day(10), 0))
        self.assertIn("New baseline for: Offer", lead.message_ids[0].body)

    def test_correcting_facts(self):
        lead = self._create_lead()
        needs, offer, contract, _delivery = lead.project_stage_ids
        (needs | offer).write({"state": "done"})
        with freeze_time(day(6)):
            contract.date_start = day(5)
            self.assertEqual((contract.date_start, contract.date_end), (day(5), day(6)), "its end is still plan")
            offer.date_end = day(5)
            self.assertEqual(offer.date_end, day(5))
            for field, value in (("date_end", day(1)), ("date_end", day(7)), ("date_end", False)):
                with self.subTest(value=value), self.assertRefused("“Offer” of “A new shop”"):
                    offer[field] = value

    def test_facts_of_the_past(self):
        """Importing what has happened keeps when it happened."""
        lead = self._create_lead()
        needs, offer, contract, _delivery = lead.project_stage_ids
        with freeze_time(day(20)):
            needs.write({"state": "done", "date_start": day(3), "date_end": day(5)})
            offer.write({"state": "in_progress", "date_start": day(4)})
        self.assertEqual((needs.date_start, needs.date_end), (day(3), day(5)))
        self.assertEqual((offer.date_start, offer.date_end), (day(4), day(7)))
        self.assertEqual(contract.date_start, day(7))
        self.assertFalse(needs.date_not_before)

    def test_expectation_and_critical_path(self):
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        with freeze_time(day(4)):
            self.env.invalidate_all()
            self.assertEqual(
                [(s.name, s.expected_date_start, s.expected_date_end) for s in lead.project_stage_ids],
                [
                    ("Needs", day(4), day(6)),
                    ("Offer", day(4), day(7)),
                    ("Contract", day(7), day(8)),
                    ("Delivery", day(9), day(14)),
                ],
            )
            self.assertEqual(lead.project_stage_ids.mapped("is_late"), [True, True, False, False])
            self.assertTrue(lead.is_project_late)
            self.assertEqual(
                self.env["crm.project.stage"].search([("is_late", "=", True)]) & lead.project_stage_ids, needs | offer
            )
            self.assertIn(lead, lead.search([("is_project_late", "=", True)]))
            self.assertEqual(needs.slack, 0, "the offer starts with it, and all else follows that")
            self.assertTrue(offer.is_critical and contract.is_critical and delivery.is_critical)
            outlook = lead.get_project_outlook("2026-03-01 00:00:00", "2026-03-10 00:00:00")
            self.assertEqual(outlook["critical"], lead.project_stage_ids.filtered("is_critical").ids)
            self.assertEqual(outlook["closed"], [], "planned round the clock")
            self.assertEqual(offer.date_start, day(3), "what is expected is not stored")
            lead.action_archive()
            self.assertFalse(needs.is_late)

    def test_a_chain_of_templates_with_an_archived_stage(self):
        """New projects leave an archived stage out; what followed it follows its predecessors."""
        self.contract.active = False
        lead = self._create_lead()
        self.assertPlan(lead, [("Needs", day(2), day(4)), ("Offer", day(3), day(6)), ("Delivery", day(7), day(12))])
        self.assertEqual(self._stage(lead, "Delivery").predecessor_ids.name, "Offer")
