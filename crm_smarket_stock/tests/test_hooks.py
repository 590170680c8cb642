from odoo.tests import tagged

from ..hooks import post_init_hook, uninstall_hook
from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestHooks(FulfilmentCase):
    """The add-on comes into a database with a past, and leaves no trace behind."""

    def test_the_past(self):
        shipped, waiting, quotation = self._create_order(), self._create_order(), self._create_order(confirm=False)
        self._validate(shipped.picking_ids)
        orders = shipped | waiting | quotation
        orders.fulfilment_step_ids.unlink()
        self.env.cr.execute("UPDATE sale_order SET fulfilment_state = NULL WHERE id IN %s", [tuple(orders.ids)])
        self.env.invalidate_all()
        post_init_hook(self.env)
        self._end_transaction()
        self.assertEqual(orders.mapped("fulfilment_state"), ["delivered", "reserved", False])
        self.assertFalse(orders.fulfilment_step_ids, "nobody knows who did it")
        self.assertTrue(orders[0].fulfilment_panel[0]["steps"][3]["done"])
        self._validate(waiting.picking_ids)
        self.assertEqual(waiting.fulfilment_state, "shipped")

    def test_uninstall(self):
        favourites = self.env["ir.filters"].create(
            [
                {"name": "On a field", "model_id": "sale.order", "domain": "[('fulfilment_state', '=', 'packed')]"},
                {"name": "Not ours", "model_id": "sale.order", "domain": "[('delivery_status', '=', 'full')]"},
            ]
        )
        exports = self.env["ir.exports"].create(
            [{"name": "Ours", "resource": "sale.order.fulfilment.step"}, {"name": "Core", "resource": "sale.order"}]
        )
        uninstall_hook(self.env)
        self.assertEqual(favourites.exists().mapped("name"), ["Not ours"])
        self.assertEqual(exports.exists().mapped("name"), ["Core"])
