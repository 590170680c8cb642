from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestLoss(ProjectCase):
    """A lost deal takes its open stages along; restoring brings back exactly these."""

    def setUp(self):
        super().setUp()
        self.lead = self._create_lead()
        self.needs, self.offer, self.contract, self.delivery = self.lead.project_stage_ids

    def _states(self):
        return self.lead.project_stage_ids.mapped("state")

    def test_exactly_what_the_loss_cancelled(self):
        self.needs.action_complete()
        self.offer.action_start()
        self.delivery.action_skip("They fetch it")
        with freeze_time("2026-03-04 09:00"):
            self.lead.with_user(self.seller).action_set_lost()
        self.assertEqual(self._states(), ["done", "cancelled", "cancelled", "cancelled"])
        self.assertEqual(self.lead.project_stage_ids.mapped("is_skipped"), [False, False, False, True])
        with freeze_time("2026-03-14 09:00"):
            self.lead.with_user(self.seller).action_restore()
        self.assertEqual(self._states(), ["done", "in_progress", "not_started", "cancelled"])
        self.assertEqual((self.delivery.reason, self.delivery.is_skipped), ("They fetch it", True))
        self.assertEqual(self.offer.date_start, NOW)
        self.assertEqual(self.offer.date_end, datetime(2026, 3, 15, 9), "three days of work and ten lost ones")
        self.assertEqual(self.contract.date_start, datetime(2026, 3, 15, 9))
        self.assertEqual(self.offer.lost_seconds, 10 * 86400)

    def test_progress_stays_what_was_done(self):
        self.needs.action_complete()
        self.lead.action_set_lost()
        self.assertEqual(self.lead.project_progress, 25)
        self.lead.action_restore()
        self.assertEqual(self.lead.project_progress, 25)

    def test_lost_twice(self):
        self.needs.action_start()
        for lost, found in (("2026-03-03 09:00", "2026-03-05 09:00"), ("2026-03-06 09:00", "2026-03-16 09:00")):
            with freeze_time(lost):
                self.lead.action_set_lost()
            with freeze_time(found):
                self.lead.action_restore()
        self.assertEqual((self.needs.state, self.needs.lost_seconds), ("in_progress", 12 * 86400))
        self.assertEqual(self.needs.date_end, datetime(2026, 3, 16, 9), "two days of work and twelve lost ones")

    def test_nothing_moves_while_lost(self):
        self.lead.action_set_lost()
        for change in (
            self.needs.action_start,
            self.needs.action_reopen,
            lambda: self.needs.write({"state": "not_started"}),
            lambda: self.lead.write({"project_template_id": False}),
            lambda: self.needs.create({"lead_id": self.lead.id, "name": "One more"}),
        ):
            with self.assertRefused("is lost or archived"):
                change()
        for vals in ({"loss_state": "done"}, {"lost_seconds": 5}, {"date_loss": datetime(2026, 1, 1)}):
            with self.assertRefused("kept by the program"):
                self.needs.write(vals)

    def test_stages_due_meanwhile_start_with_the_restoring(self):
        (self.needs | self.offer).action_complete()
        self.contract.action_complete()
        self.lead.action_set_lost()
        with freeze_time("2026-03-10 09:00"):
            self.lead.action_restore()
        self.assertEqual((self.delivery.state, self.delivery.date_start), ("in_progress", datetime(2026, 3, 10, 9)))

    def test_restored_by_a_move(self):
        self.lead.action_set_lost()
        self.lead.stage_id = self.columns[1]
        self.assertEqual(set(self._states()), {"cancelled"}, "moved, but still lost")
        self.lead.write({"stage_id": self.columns[2].id, "active": True, "probability": 30})
        self.assertEqual(self._states(), ["done", "done", "in_progress", "not_started"])

    def test_archiving_is_not_losing(self):
        self.lead.probability = 40
        self.lead.action_archive()
        self.assertEqual(set(self._states()), {"not_started"})
        self.lead.action_unarchive()
        self.assertEqual(set(self._states()), {"not_started"})

    def test_imported_as_lost(self):
        lead = self._create_lead(active=False, probability=0)
        self.assertEqual((lead.won_status, set(lead.project_stage_ids.mapped("state"))), ("lost", {"cancelled"}))
        lead.action_restore()
        self.assertEqual(set(lead.project_stage_ids.mapped("state")), {"not_started"})
