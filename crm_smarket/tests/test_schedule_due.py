from freezegun import freeze_time

from odoo.exceptions import RedirectWarning
from odoo.tests import tagged

from .common import NOW, ProjectCase, day


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScheduleDue(ProjectCase):
    """Hard stages start by themselves: with the last they follow, or by the clock once they are due."""

    def test_hard_successor_waits_for_its_lag(self):
        lead = self._create_lead().with_user(self.seller)
        needs, offer, contract, delivery = lead.project_stage_ids
        (needs | offer).action_start()
        (needs | offer).action_complete()
        self.assertEqual(contract.state, "in_progress")
        with freeze_time(day(3, 12)):
            contract.action_complete()
            self.assertEqual((delivery.state, delivery.date_due), ("not_started", day(4, 12)))
            with self.assertRefused("starts by itself"):
                delivery.action_start()
            with self.assertRefused("starts by itself", RedirectWarning):
                delivery.action_complete()
        cron = self.env.ref("crm_smarket.ir_cron_start_due_stages")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(day(4, 12), triggers.mapped("call_at"))
        with freeze_time(day(4, 11, 59)):
            self._run_cron(cron)
            self.assertEqual(delivery.state, "not_started")
        with freeze_time(day(4, 12)):
            self._run_cron(cron)
        self.assertEqual((delivery.state, delivery.date_start), ("in_progress", day(4, 12)))

    def test_the_cron_looks_again(self):
        """What was due may have been skipped, reopened, lost or archived meanwhile."""
        lead = self._create_lead()
        contract, delivery = self._stage(lead, "Contract"), self._stage(lead, "Delivery")
        (lead.project_stage_ids - delivery).write({"state": "done"})
        self.assertEqual(delivery.date_due, day(3))
        contract.action_reopen()
        self.assertFalse(delivery.date_due)
        contract.action_complete()
        lead.probability = 50
        lead.action_archive()
        self.assertEqual((lead.won_status, delivery.date_due), ("pending", False))
        with freeze_time(day(5)):
            self._run_cron(self.env.ref("crm_smarket.ir_cron_start_due_stages"))
            self.assertEqual(delivery.state, "not_started")
            lead.action_unarchive()
            self.assertEqual(delivery.state, "in_progress", "due meanwhile")

    def test_one_failing_deal_leaves_the_others(self):
        leads = self._create_lead() | self._create_lead(name="Another shop")
        for lead in leads:
            (lead.project_stage_ids - self._stage(lead, "Delivery")).write({"state": "done"})
        broken = self._stage(leads[0], "Delivery")
        Stage = type(broken)
        start = Stage._start

        def fail(stages):
            if broken in stages:
                raise ValueError("broken on purpose")
            return start(stages)

        self.patch(Stage, "_start", fail)
        with freeze_time(day(5)), self.assertLogs("odoo.addons.crm_smarket", "ERROR"):
            self._run_cron(self.env.ref("crm_smarket.ir_cron_start_due_stages"))
        self.assertEqual(broken.state, "not_started")
        self.assertEqual(self._stage(leads[1], "Delivery").state, "in_progress")

    def _run_cron(self, cron):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
