from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestPanel(FulfilmentCase):
    """The panel tells what is done, what is next for whom, what is late and what blocks it."""

    def _panel(self, order, user=None):
        order.invalidate_recordset(["fulfilment_panel"])
        return order.with_user(user or self.worker).fulfilment_panel[0]

    def _go_on(self, order, user=None):
        """Press the button of the panel; return its name and what came of it."""
        action = self._panel(order, user)["next"]["action"]
        result = order.with_user(user or self.worker).action_fulfilment_next(action)
        self._end_transaction()
        return action, result

    def _receive(self, product, quantity, date):
        """Expect goods from a vendor."""
        supplier = self.env.ref("stock.stock_location_suppliers")
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": supplier.id,
                "location_dest_id": self.stock.id,
                "scheduled_date": date,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": supplier.id,
                            "location_dest_id": self.stock.id,
                            "date": date,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        return receipt

    def test_the_whole_way_by_its_button(self):
        order = self._create_order()
        for expected, state in [("pack", "packed"), ("issue", "shipped"), ("deliver", "delivered")]:
            action, _result = self._go_on(order)
            self.assertEqual((action, order.fulfilment_state), (expected, state))
        self.assertEqual(self._panel(order, self.seller)["next"]["action"], "invoice")
        action, result = self._go_on(order, self.seller)
        self.assertEqual(result["context"]["active_ids"], order.ids)
        self.assertEqual(result["res_model"], "sale.advance.payment.inv")

    def test_steps(self):
        order = self._create_order()
        self._validate(order.picking_ids)
        steps = self._panel(order)["steps"]
        self.assertEqual(
            [(step["step"], step["done"]) for step in steps],
            [
                ("registered", True),
                ("reserved", True),
                ("packed", True),
                ("shipped", True),
                ("delivered", False),
                ("invoiced", False),
            ],
        )
        self.assertEqual(steps[3]["user"], self.worker.name)
        self.assertTrue(steps[3]["date"])

    def test_transfer_of_each_leg(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_order()
        names = []
        for _leg in range(3):
            names.append(self._panel(order)["next"]["label"])
            self._go_on(order)
        self.assertEqual(names, ["Validate Pick", "Validate Pack", "Issue Goods"])
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_what_is_missing(self):
        self._receive(self.scale, 2, datetime.now() + timedelta(days=4))
        order = self._create_order({self.scale: 15})
        day = (datetime.now() + timedelta(days=4)).strftime("%-d %b")
        self.assertEqual(self._panel(order)["blocks"], [f"5 of 15 Scale missing, 2 expected on {day}"])
        action, result = self._go_on(order)
        self.assertEqual(action, "issue", "what is there can go")
        self.assertEqual(result["res_model"], "stock.backorder.confirmation")

    def test_nothing_there(self):
        printer = self._create_product("Printer", default_code="P1")
        order = self._create_order({printer: 2.5})
        panel = self._panel(order)
        self.assertFalse(panel["next"])
        self.assertEqual(panel["blocks"], ["2.50 of 2.50 Printer missing"])

    def test_in_stock_but_not_reserved(self):
        self.warehouse.out_type_id.reservation_method = "manual"
        order = self._create_order()
        self.assertEqual(self._panel(order)["blocks"], ["3 of 3 Scale in stock, not reserved yet"])
        self.assertEqual(self._go_on(order)[0], "reserve")
        self.assertEqual(order.fulfilment_state, "reserved")

    def test_two_orders_for_the_last_ones(self):
        """What is promised to the one is not shown to the other as lying in stock."""
        first = self._create_order({self.scale: 8})
        second = self._create_order({self.scale: 4})
        self.assertFalse(self._panel(first)["blocks"])
        self.assertEqual(self._panel(second)["blocks"], ["2 of 4 Scale missing"])

    def test_late(self):
        order = self._create_order(commitment_date="2026-03-04 10:00:00")
        with freeze_time("2026-03-04 15:00:00"):
            self.assertEqual(self._panel(order)["promise"], {"text": "Promised for 4 Mar", "late": False})
        with freeze_time("2026-03-06 09:00:00"):
            self.assertEqual(self._panel(order)["promise"], {"text": "Promised for 4 Mar, late by 2 d", "late": True})

    def test_branches(self):
        order = self._create_order({self.scale: 3, self.display: 2})
        first = order.picking_ids
        first.move_ids.filtered(lambda move: move.product_id == self.scale).quantity = 1
        self._validate(first)
        second = order.picking_ids - first
        returned = self._return(first, {self.display: 1})
        panel = self._panel(order)
        self.assertEqual(panel["branch"], "Partly Shipped")
        self.assertEqual(
            {branch["id"]: (branch["text"], branch["state"]) for branch in panel["branches"]},
            {
                second.id: (f"Back-order {second.name}", "Ready"),
                returned.id: (f"Return {returned.name}", "Done"),
            },
        )

    def test_who_may_do_what(self):
        order = self._create_order()
        step = self._panel(order, self.seller)["next"]
        self.assertEqual((step["action"], step["allowed"]), ("pack", False))
        self.assertTrue(self._panel(order, self.worker)["next"]["allowed"])
        with self.assertRaises(AccessError):
            order.with_user(self.seller).action_fulfilment_next("pack")
        self._validate(order.picking_ids)
        self.assertTrue(self._panel(order, self.seller)["next"]["allowed"])
        self._go_on(order, self.seller)
        self.assertEqual(order.fulfilment_state, "delivered")
        self.assertEqual(order.picking_ids.delivered_user_id, self.seller)

    def test_somebody_was_quicker(self):
        order = self._create_order()
        result = order.with_user(self.worker).action_fulfilment_next("issue")
        self.assertEqual(result["tag"], "display_notification")
        self.assertEqual(order.fulfilment_state, "reserved")

    def test_deal_shows_all_its_orders(self):
        lead = self.env["crm.lead"].create(
            {"name": "Shop", "type": "opportunity", "partner_id": self.customer.id, "user_id": self.seller.id}
        )
        self.assertFalse(lead.fulfilment_panel)
        orders = self._create_order(opportunity_id=lead.id) | self._create_order(opportunity_id=lead.id)
        self._create_order(confirm=False, opportunity_id=lead.id)
        lead.invalidate_recordset(["fulfilment_panel"])
        panels = lead.with_user(self.seller).fulfilment_panel
        self.assertEqual([panel["name"] for panel in panels], orders.mapped("name"))

    def test_no_prices(self):
        order = self._create_order()
        order.order_line.price_unit = 777.77
        self.assertNotIn("777", str(self._panel(order)))

    def test_many_panels_in_few_queries(self):
        orders = self.env["sale.order"]
        for _number in range(10):
            orders |= self._create_order({self.scale: 5, self.display: 1})
        self.env.invalidate_all()
        orders.mapped("fulfilment_panel")
        counts = []
        for few in (orders[-2:], orders[2:]):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            few.with_env(self.env(user=self.worker)).mapped("fulfilment_panel")
            counts.append(self.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 3, "no query per order")
