from odoo.tests import tagged

from .. import hooks
from .common import FactCase


@tagged("post_install", "-at_install")
class TestHooks(FactCase):
    """The add-on comes into a database with a past, and leaves no trace behind."""

    def test_a_short_past_is_there_at_once(self):
        self._pay(self._invoice(600))
        self._receipts("amount")
        self.env.cr.execute("DELETE FROM crm_receipt_fact")
        self.env.invalidate_all()
        hooks.post_init_hook(self.env(su=True))
        self.assertEqual(self._receipts("amount"), [(600.0,)])
        self.assertFalse(self.env["crm.fact.run"].get_progress())

    def test_a_long_past_comes_in_the_background(self):
        runs = self.env["crm.fact.run"].sudo()
        self.patch(type(runs), "_get_facts", lambda self: [("crm.receipt.fact", "Receipts")])
        self.patch(hooks, "DOCUMENTS_PER_BATCH", 0)
        self._pay(self._invoice(600))
        hooks.post_init_hook(self.env(su=True))
        self.assertEqual(runs.get_progress(), {"percent": 0, "is_stuck": False})
        runs.env.ref("crm_smarket_reports.ir_cron_fact_run").failure_count = 1
        self.assertTrue(runs.get_progress()["is_stuck"])

    def test_uninstall(self):
        favourites = self.env["ir.filters"].create(
            [
                {"name": "Own model", "model_id": "crm.shipment.fact", "user_ids": []},
                {"name": "Not ours", "model_id": "sale.order", "user_ids": []},
            ]
        )
        action = self.env.ref("crm_smarket_reports.crm_smarket_dashboard_action")
        self.vera.action_id = action.id
        hooks.uninstall_hook(self.env(su=True))
        self.assertEqual(favourites.exists().mapped("name"), ["Not ours"])
        action.sudo().unlink()  # as core does next
        self.assertFalse(self.vera.action_id)
