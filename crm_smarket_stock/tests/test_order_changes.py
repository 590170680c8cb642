from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .deliveries_case import DeliveriesCase


@tagged("post_install", "-at_install")
class TestOrderChanges(DeliveriesCase):
    """Orders change after they were confirmed, and are cancelled half-way: the guide goes with them."""

    def test_more_is_ordered(self):
        order = self._create_order()
        order.order_line.product_uom_qty = 12
        self._end_transaction()
        self.assertReserved(self.scale, 10)
        self.assertFulfilment(order, "registered", "registered")
        self.assertEqual(self._panel(order)["blocks"], ["2 of 12 Scale missing"])
        self.assertContact("ordered")

    def test_less_is_ordered(self):
        order = self._create_order({self.scale: 12})
        order.order_line.product_uom_qty = 4
        self._end_transaction()
        self.assertReserved(self.scale, 4)
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self._validate(order.picking_ids)
        self.assertEqual(self._rows(order.picking_ids), {"Scale": 4})
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_less_is_ordered_in_three_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_order({self.scale: 12})
        order.order_line.product_uom_qty = 4
        self._end_transaction()
        self.assertReserved(self.scale, 4)
        self.assertFulfilment(order, "reserved", "registered", "reserved")

    def test_nothing_is_ordered_any_more(self):
        order = self._create_order()
        order.order_line.product_uom_qty = 0
        self._end_transaction()
        self.assertReserved(self.scale, 0)
        self.assertFulfilment(order, "registered", "registered")
        self.assertFalse(self._panel(order)["next"])

    def test_line_added_after_shipping(self):
        order = self._create_order()
        first = order.picking_ids
        self._validate(first)
        first._confirm_delivered()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "delivered")
        self.assertContact("served")
        order.order_line = [Command.create({"product_id": self.display.id, "product_uom_qty": 2})]
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "partial")
        self.assertContact("awaiting")
        second = order.picking_ids - first
        self.assertEqual(self._panel(order)["next"]["label"], "Packed")
        self._validate(second)
        self.assertEqual(self._rows(second), {"Display": 2})
        self.assertEqual(order.fulfilment_state, "shipped", "the second delivery has not arrived yet")
        second._confirm_delivered()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "delivered")

    def test_cancelled_after_a_part_was_shipped(self):
        order = self._create_order()
        first = order.picking_ids
        rest = self._ship_part(first, {self.scale: 2})
        order._action_cancel()
        self._end_transaction()
        self.assertEqual(rest.state, "cancel")
        self.assertReserved(self.scale, 0)
        self.assertFulfilment(order, "cancelled", "registered")
        panel = self._panel(order)
        self.assertEqual(panel["branch"], "Cancelled")
        self.assertEqual(panel["blocks"], ["The customer still has 2 Scale"])
        self.assertFalse(panel["next"])
        self.assertTrue(self._note(first).number, "what has left keeps its document")
        returned = self._return(first)
        self.assertEqual(self._note(returned).corrected_note_id, first.delivery_note_ids)
        self.assertFalse(self._panel(order)["blocks"])
        self.assertEqual(order.fulfilment_state, "cancelled")

    def test_cancelled_before_anything_happened(self):
        order = self._create_order()
        order._action_cancel()
        self._end_transaction()
        self.assertFulfilment(order, "cancelled", "registered")
        self.assertReserved(self.scale, 0)
        self.assertContact("silent")

    def test_goods_exchanged_by_an_order(self):
        """One display comes back, two scales go: only what goes is shipped and stands on a delivery note."""
        order = self._create_order({self.scale: 2, self.display: -1})
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        going = order.picking_ids.filtered(lambda picking: picking.picking_type_code == "outgoing")
        coming = order.picking_ids - going
        self._validate(going)
        self.assertEqual(self._rows(going), {"Scale": 2})
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual([branch["id"] for branch in self._panel(order)["branches"]], coming.ids)
        coming.move_ids.quantity = 1
        self._validate(coming)
        self.assertFalse(coming.delivery_note_ids, "no delivery note of ours is corrected")
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_goods_only_come_back(self):
        order = self._create_order({self.display: -1})
        self.assertFulfilment(order, "registered", "registered")
        self.assertFalse(self._panel(order)["blocks"])
        order.picking_ids.move_ids.quantity = 1
        self._validate(order.picking_ids)
        self.assertFulfilment(order, "returned", "registered")
        self.assertContact("silent")

    def test_more_is_put_in_than_was_ordered(self):
        """The paper says what has left, whatever was ordered; core asks for the right to extend the order."""
        order = self._create_order()
        picking = order.picking_ids
        picking.move_ids.quantity = 4
        picking.move_ids = [
            Command.create(
                {
                    "product_id": self.display.id,
                    "product_uom_qty": 1,
                    "quantity": 1,
                    "location_id": picking.location_id.id,
                    "location_dest_id": picking.location_dest_id.id,
                }
            )
        ]
        with self.assertRaises(AccessError):
            self._validate(picking)
        self.seller.group_ids += self.env.ref("stock.group_stock_user")
        self._validate(picking, self.seller)
        self.assertEqual(self._rows(picking), {"Scale": 4, "Display": 1})
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertReserved(self.scale, 0)

    def test_ordered_by_the_dozen(self):
        order = self._create_order({self.scale: 1}, confirm=False)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        self._end_transaction()
        self.assertReserved(self.scale, 10)
        self.assertFulfilment(order, "registered", "registered")
        self._put_in_stock(self.scale, 2)
        order.picking_ids.action_assign()
        self._validate(order.picking_ids)
        [row] = self._note(order.picking_ids)._get_rows()
        self.assertEqual(row["unit"]._compute_quantity(row["quantity"], self.scale.uom_id), 12)
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_opportunity_with_two_orders(self):
        lead = self.env["crm.lead"].create({"name": "Shop", "type": "opportunity", "partner_id": self.customer.id})
        first = self._create_order(opportunity_id=lead.id)
        second = self._create_order({self.display: 12}, opportunity_id=lead.id)
        self._validate(first.picking_ids)
        lead.invalidate_recordset(["fulfilment_panel"])
        panels = lead.fulfilment_panel
        self.assertEqual(
            [(panel["name"], panel["state"]) for panel in panels],
            [(first.name, "shipped"), (second.name, "registered")],
        )
        self.assertContact("awaiting")
        second._action_cancel()
        self._end_transaction()
        lead.invalidate_recordset(["fulfilment_panel"])
        self.assertEqual([panel["state"] for panel in lead.fulfilment_panel], ["shipped", "cancelled"])

    def test_order_without_opportunity(self):
        order = self._create_order()
        self.assertFalse(order.opportunity_id)
        for expected in ("Packed", "Issue Goods", "Delivered"):
            self.assertEqual(self._go_on(order), expected)
        with self.enter_registry_test_mode():
            self.env.ref("crm_smarket_stock.ir_cron_fulfilment_effects").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(set(order.fulfilment_step_ids.mapped("effects_state")), {"done"})
        self.assertContact("served")
