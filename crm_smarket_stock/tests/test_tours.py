from odoo.tests import HttpCase, tagged

from .common import FulfilmentCase

TIMEOUT = 240  # seconds, for a busy machine; each step has its own ten


@tagged("post_install", "-at_install")
class TestTours(FulfilmentCase, HttpCase):
    """The guided way of an order, from the quotation to its invoice, as people go it in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.seller | cls.worker).odoobot_state = "disabled"  # its greeting covers a phone

    def test_the_guided_way(self):
        order = self._create_order(confirm=False)
        page = f"/odoo/action-sale.action_quotations/{order.id}"
        self._tour(page, "order", "seller")
        self.assertEqual(order.fulfilment_state, "reserved")
        self._tour("/odoo/action-crm_smarket_stock.stock_picking_action_issue", "issue", "worker")
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual(order.fulfilment_step_ids.user_id, self.seller | self.worker)
        self._tour(page, "end", "seller")
        self.assertEqual(order.fulfilment_state, "delivered")

    def _tour(self, page, name, login):
        self.start_tour(page, f"crm_smarket_fulfilment_{name}", login=login, timeout=TIMEOUT)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestToursOnPhone(TestTours):
    """The same on a phone."""

    browser_size = "390x844"
    touch_enabled = True
