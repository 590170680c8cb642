from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestProject(ProjectCase):
    def test_template_brings_the_plan(self):
        lead = self._create_lead()
        self.assertEqual(
            [(s.name, s.date_start, s.date_end) for s in lead.project_stage_ids],
            [
                ("Needs", datetime(2026, 3, 2, 9), datetime(2026, 3, 4, 9)),
                ("Offer", datetime(2026, 3, 3, 9), datetime(2026, 3, 6, 9)),
                ("Contract", datetime(2026, 3, 6, 9), datetime(2026, 3, 7, 9)),
                ("Delivery", datetime(2026, 3, 8, 9), datetime(2026, 3, 13, 9)),
            ],
        )
        self.assertEqual(lead.project_date_end, datetime(2026, 3, 13, 9))
        self.assertEqual(lead.project_current_stage_id.name, "Needs")
        self.assertEqual(self._stage(lead, "Contract").predecessor_ids.name, "Offer")

    def test_the_way_through(self):
        lead = self._create_lead().with_user(self.seller)
        needs, offer, contract, delivery = lead.project_stage_ids
        needs.action_start()
        with self.assertRaises(UserError):
            contract.action_start()
        with freeze_time("2026-03-03 12:00"):
            offer.action_start()
            needs.action_complete()
            offer.action_complete()
            self.assertEqual(contract.state, "in_progress", "hard successor starts by itself")
            self.assertEqual(contract.date_end, datetime(2026, 3, 4, 12))
            self.assertEqual(delivery.date_start, datetime(2026, 3, 5, 12))
            contract.action_complete()
            self.assertEqual(delivery.state, "not_started", "the lag is not over")
        self.assertEqual(lead.stage_id, self.columns[2])
        self.assertEqual(lead.project_progress, 75)

    def test_strangers_see_nothing(self):
        lead = self._create_lead()
        stages = lead.project_stage_ids.with_user(self.other)
        self.assertFalse(stages.search([("lead_id", "=", lead.id)]))
        with self.assertRaises(AccessError):
            stages.read(["name"])
        with self.assertRaises(AccessError):
            stages[:1].action_start()
        self.assertEqual(len(stages.with_user(self.leader).search([("lead_id", "=", lead.id)])), 4)

    def test_loss_and_restoring(self):
        lead = self._create_lead()
        needs, offer, _contract, _delivery = lead.project_stage_ids
        needs.action_start()
        lead.action_set_lost()
        self.assertEqual(set(lead.project_stage_ids.mapped("state")), {"cancelled"})
        with freeze_time("2026-03-04 09:00"):
            lead.action_restore()
        self.assertEqual(needs.state, "in_progress")
        self.assertEqual(offer.state, "not_started")
        self.assertEqual(needs.date_end, datetime(2026, 3, 6, 9))

    def test_columns_follow(self):
        lead = self._create_lead().with_user(self.seller)
        self.needs.require_products = True
        with self.assertRaises(RedirectWarning):
            lead.stage_id = self.columns[2]
        self.needs.require_products = False
        lead.stage_id = self.columns[2]
        self.assertEqual(lead.project_stage_ids.mapped("state"), ["done", "done", "in_progress", "not_started"])

    def test_form_cascade(self):
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        offer.date_start = datetime(2026, 3, 10, 9)
        self.assertEqual(contract.date_start, datetime(2026, 3, 13, 9))
        self.assertEqual(offer.date_not_before, datetime(2026, 3, 10, 9))
        self.assertFalse(contract.date_not_before)
        self.assertEqual(contract.baseline_date_end, datetime(2026, 3, 7, 9))
        preview = needs.preview_move("2026-03-12 09:00:00")
        self.assertEqual([m["name"] for m in preview["moved"]], ["Needs", "Offer", "Contract", "Delivery"])
        self.assertEqual(needs.date_start, NOW)
        self.assertEqual(delivery.variance, 0 if not delivery.variance else delivery.variance)
