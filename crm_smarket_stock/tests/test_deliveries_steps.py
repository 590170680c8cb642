from odoo.tests import tagged

from .deliveries_case import DeliveriesCase

ALL_BUT_DELIVERED = ("registered", "reserved", "packed", "shipped")


@tagged("post_install", "-at_install")
class TestDeliveriesSteps(DeliveriesCase):
    """However many steps a warehouse takes, the guide says what core's stock says."""

    def test_three_steps_by_the_button(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_order()
        self.assertReserved(self.scale, 3)
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertContact("awaiting")
        self._go_on(order)
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertReserved(self.scale, 3)
        self._go_on(order)
        self.assertFulfilment(order, "packed", "registered", "reserved", "packed")
        self.assertFalse(order.picking_ids.delivery_note_ids, "nothing has left yet")
        self._go_on(order)
        self.assertFulfilment(order, "shipped", *ALL_BUT_DELIVERED)
        self.assertReserved(self.scale, 0)
        shipped = order.picking_ids.filtered("delivery_note_ids")
        self.assertEqual(shipped.picking_type_id, self.warehouse.out_type_id)
        self.assertEqual(self._rows(shipped), {"Scale": 3})

    def test_part_packed(self):
        """Two of three are packed: the guide names the packing of the rest, and ships what is packed."""
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_order()
        self._validate(self._ready(order))
        rest = self._ship_part(self._ready(order), {self.scale: 2})
        self.assertEqual(rest.picking_type_id, self.warehouse.pack_type_id)
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertReserved(self.scale, 3)
        self.assertEqual(self._panel(order)["next"]["label"], "Validate Pack")
        ship = self._ready(order, self.warehouse.out_type_id)
        self._validate(ship)
        self.assertEqual(self._rows(ship), {"Scale": 2})
        self.assertEqual(order.fulfilment_state, "partial")
        self.assertContact("awaiting")
        self.assertEqual(self._go_on(order), "Validate Pack")
        self.assertEqual(self._go_on(order), "Issue Goods")
        self.assertFulfilment(order, "shipped", *ALL_BUT_DELIVERED)
        last = order.picking_ids.filtered("delivery_note_ids") - ship
        self.assertEqual(self._rows(last), {"Scale": 1})
        self.assertReserved(self.scale, 0)

    def test_part_picked_of_two_kinds_of_goods(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_order({self.scale: 3, self.display: 12})
        self.assertEqual(self._panel(order)["blocks"], ["2 of 12 Display missing"])
        self.assertFulfilment(order, "registered", "registered")
        self.assertReserved(self.display, 10)
        self.assertEqual(self._go_on(order), "Validate Pick")
        self.assertEqual(self._go_on(order), "Validate Pack")
        panel = self._panel(order)
        self.assertEqual(panel["blocks"], ["2 of 2 Display missing"])
        self.assertEqual(panel["next"]["label"], "Issue What Is There")
        self._go_on(order)
        self.assertEqual(order.fulfilment_state, "partial")
        self._put_in_stock(self.display, 2)
        self.assertEqual(self._go_on(order), "Reserve")
        self.assertReserved(self.display, 2)
        for label in ("Validate Pick", "Validate Pack", "Issue Goods"):
            self.assertEqual(self._go_on(order), label)
        self.assertFulfilment(order, "shipped", *ALL_BUT_DELIVERED)
        rows = [self._rows(picking) for picking in order.picking_ids.filtered("delivery_note_ids").sorted("id")]
        self.assertEqual(rows, [{"Scale": 3, "Display": 10}, {"Display": 2}])

    def test_back_order_in_one_step(self):
        order = self._create_order({self.scale: 12})
        first = order.picking_ids
        self.assertReserved(self.scale, 10)
        self.assertContact("ordered")
        self._go_on(order)
        self.assertEqual(order.fulfilment_state, "partial")
        self.assertContact("awaiting")
        self.assertEqual(self._panel(order)["blocks"], ["2 of 2 Scale missing"])
        self.assertEqual(self._rows(first), {"Scale": 10})
        self._put_in_stock(self.scale, 2)
        labels = [self._go_on(order) for _step in range(3)]
        self.assertEqual(labels, ["Reserve", "Packed", "Issue Goods"])
        self.assertFulfilment(order, "shipped", *ALL_BUT_DELIVERED)
        self.assertEqual(self._rows(order.picking_ids - first), {"Scale": 2})
        numbers = order.picking_ids.delivery_note_ids.sorted("sequence").mapped("sequence")
        self.assertEqual(numbers[1] - numbers[0], 1, "no gap between the two")

    def test_back_order_that_is_cancelled(self):
        order = self._create_order()
        rest = self._ship_part(order.picking_ids, {self.scale: 2})
        rest.action_cancel()
        self._end_transaction()
        self.assertFulfilment(order, "shipped", *ALL_BUT_DELIVERED)
        self.assertReserved(self.scale, 0)
        self.assertEqual(
            [(branch["text"], branch["state"]) for branch in self._panel(order)["branches"]],
            [(f"Back-order {rest.name}", "Cancelled")],
        )

    def test_delivery_that_is_cancelled(self):
        order = self._create_order()
        order.picking_ids.action_cancel()
        self._end_transaction()
        self.assertFulfilment(order, "registered", "registered")
        self.assertEqual(self._panel(order)["blocks"], ["The delivery was cancelled"])
        self.assertContact("ordered")
        self.assertReserved(self.scale, 0)

    def test_one_leg_is_unreserved(self):
        """What was picked is no longer held for the packing: the guide asks for it again."""
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_order()
        self._go_on(order)
        self._ready(order).do_unreserve()
        self._end_transaction()
        self.assertFulfilment(order, "registered", "registered")
        self.assertEqual(self._go_on(order), "Reserve")
        self.assertFulfilment(order, "reserved", "registered", "reserved")

    def test_shipping_is_unreserved(self):
        """Goods that stand packed at the gate are still packed when they are reserved anew."""
        self.warehouse.delivery_steps = "pick_ship"
        order = self._create_order()
        self._go_on(order)
        self.assertFulfilment(order, "packed", "registered", "reserved", "packed")
        self._ready(order).do_unreserve()
        self._end_transaction()
        self.assertFulfilment(order, "registered", "registered")
        self.assertEqual(self._go_on(order), "Reserve")
        self.assertFulfilment(order, "packed", "registered", "reserved", "packed")

    def test_packed_goods_get_more(self):
        """What is added to a packed delivery is not packed."""
        order = self._create_order()
        order.picking_ids.with_user(self.worker).action_pack()
        self._end_transaction()
        order.order_line.product_uom_qty = 5
        self._end_transaction()
        self.assertReserved(self.scale, 5)
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertEqual(self._panel(order)["next"]["label"], "Packed")
