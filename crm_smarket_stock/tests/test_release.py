from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command, Datetime
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.sale_order_release import SaleOrder
from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestRelease(FulfilmentCase):
    """Reserved goods go back when their time is over, unless the order is paid or a person keeps them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.env["crm.lead"].create({"name": "Two scales", "type": "opportunity"})

    def _order(self, days=1, **vals):
        """Return an order whose time was over so many days ago."""
        return self._create_order(reservation_due=self._days_ago(days), opportunity_id=self.lead.id, **vals)

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_smarket_stock.ir_cron_release_reservations").method_direct_trigger()

    def test_goods_go_back(self):
        order = self._order()
        self._run()
        self.assertEqual(order.fulfilment_state, "registered")
        self.assertEqual(order.picking_ids.move_ids.quantity, 0)
        self.assertEqual(order.state, "sale")
        for record in (order, self.lead):
            self.assertIn("neither paid nor kept", "".join(record.message_ids.mapped("body")))
        self.assertIn("went back", order.fulfilment_panel[0]["reservation"]["text"])
        self._run()
        self.assertEqual(len(self.lead.message_ids.filtered(lambda message: "neither" in message.body)), 1)

    def test_the_form_says_how_long(self):
        forms = self.env["crm.web.form"].create(
            [{"name": "Orders", "kind": "order", "release_days": days} for days in (3, 0)]
        )
        orders = [self._create_order(confirm=False, web_form_id=form.id) for form in forms]
        with freeze_time("2026-11-02 10:00:00"):
            for order in orders:
                order._confirm_and_reserve()
        self.assertEqual(orders[0].reservation_due, datetime(2026, 11, 5, 10))
        self.assertFalse(orders[1].reservation_due)

    def test_not_before_their_time(self):
        order = self._order(days=-1)
        self._run()
        self.assertEqual(order.fulfilment_state, "reserved")
        self.assertIn("Reserved until", order.fulfilment_panel[0]["reservation"]["text"])

    def test_kept_by_a_person(self):
        order = self._order(days=-1)
        panel = order.with_user(self.seller).fulfilment_panel[0]
        self.assertTrue(panel["reservation"]["can_keep"])
        order.invalidate_recordset(["fulfilment_panel"])
        self.assertFalse(order.with_user(self.worker).picking_ids.fulfilment_panel[0]["reservation"]["can_keep"])
        order.with_user(self.seller).action_keep_reservation()
        order.invalidate_recordset(["fulfilment_panel"])
        self.assertFalse(order.reservation_due or order.fulfilment_panel[0]["reservation"])
        self.assertEqual(order.message_ids[0].author_id, self.seller.partner_id)

    def test_paid_by_an_invoice(self):
        order = self._order()
        invoice = order._create_invoices()
        invoice.action_post()
        self._run()
        self.assertEqual(order.fulfilment_state, "registered", "an invoice is no payment")
        order = self._order()
        invoice = order._create_invoices()
        invoice.action_post()
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        self.env["account.payment.register"].with_context(**context).create({})._create_payments()
        self.assertFalse(order.reservation_notice)
        self._run()
        self.assertEqual(order.fulfilment_state, "reserved")
        self.assertFalse(order.reservation_due)

    def test_nothing_is_said_of_goods_that_left(self):
        order = self._order(days=-9)
        self.assertTrue(order.reservation_notice)
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
        self.assertFalse(order.reservation_notice)

    def test_paid_online(self):
        order = self._order()
        self._pay_online(order)
        self._run()
        self.assertEqual(order.fulfilment_state, "reserved")

    def _pay_online(self, order):
        method = self.env["payment.method"].search([], limit=1)
        vals = {"name": "Test", "payment_method_ids": [Command.set(method.ids)]}
        provider = self.env["payment.provider"].create(vals)
        return self.env["payment.transaction"].create(
            {
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "payment_method_id": method.id,
                "provider_id": provider.id,
                "reference": order.name,
                "sale_order_ids": [Command.set(order.ids)],
                "state": "done",
            }
        )

    def test_packed_goods_stay(self):
        order = self._order()
        order.picking_ids.with_user(self.worker).action_pack()
        self._run()
        self.assertEqual(order.fulfilment_state, "packed")

    def test_goods_on_their_way_stay(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._order()
        self._validate(order.picking_ids)
        ready = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
        self._run()
        self.assertEqual(ready.move_ids.quantity, 3)

    def test_the_unshipped_part_goes_back(self):
        order = self._order()
        order.picking_ids.move_ids.quantity = 1
        self._validate(order.picking_ids)
        rest = order.picking_ids.filtered(lambda picking: picking.state != "done")
        rest.action_assign()
        self.assertEqual(rest.move_ids.quantity, 2)
        self._run()
        self.assertEqual((order.fulfilment_state, rest.move_ids.quantity), ("partial", 0))

    def test_nothing_is_reserved_by_itself_again(self):
        order = self._order()
        self._run()
        self.env["stock.rule"]._run_scheduler_tasks()
        self._receive(self.scale)
        self.assertEqual(order.picking_ids.move_ids.quantity, 0)
        order.picking_ids.with_user(self.worker).action_assign()
        self.assertEqual(order.picking_ids.move_ids.quantity, 3)
        self.assertFalse(order.reservation_released or order.reservation_notice)

    def test_reserved_again_once_it_is_paid(self):
        order = self._order()
        self._run()
        self._pay_online(order)
        self.env["stock.rule"]._run_scheduler_tasks()
        self.assertEqual(order.picking_ids.move_ids.quantity, 3)

    def _receive(self, product):
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.stock.id,
        }
        move = {"product_id": product.id, "product_uom_qty": 5, **places}
        receipt = self.env["stock.picking"].create(
            {"picking_type_id": self.warehouse.in_type_id.id, "move_ids": [Command.create(move)], **places}
        )
        receipt.action_confirm()
        receipt.move_ids.quantity = 5
        self._validate(receipt)

    @mute_logger("odoo.addons.crm_smarket_stock.models.sale_order_release")
    def test_one_that_fails_leaves_the_others(self):
        broken, sound = self._order(days=2), self._order(days=1)
        release = SaleOrder._release_reservation

        def fail(order):
            release(order)
            if order.id == broken.id:
                raise ValueError("broken")

        with patch.object(SaleOrder, "_release_reservation", fail):
            self._run()
        self.assertEqual((broken.fulfilment_state, sound.fulfilment_state), ("reserved", "registered"))
        self.assertTrue(broken.reservation_due, "tried again in an hour")
        self._run()
        self.assertEqual(broken.fulfilment_state, "registered")

    def test_a_cancelled_order_is_left_alone(self):
        order = self._order()
        order._action_cancel()
        self._run()
        self.assertFalse(order.reservation_released)
        self.assertFalse(order.copy().reservation_due)
        self.assertLess(order.reservation_due, Datetime.now())
