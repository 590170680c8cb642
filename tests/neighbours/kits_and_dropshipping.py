"""Cases for a database where kits and dropshipping are installed too: run by ``test_neighbours``."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_smarket_stock.tests.deliveries_case import DeliveriesCase


@tagged("post_install", "-at_install")
class TestKits(DeliveriesCase):
    """Of a kit its parts are reserved, issued and written on the delivery note."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kit = cls._create_product("Till Set", list_price=500)
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": cls.scale.id, "product_qty": 1}),
                    Command.create({"product_id": cls.display.id, "product_qty": 2}),
                ],
            }
        )

    def test_whole_way(self):
        order = self._create_order({self.kit: 3})
        self.assertReserved(self.scale, 3)
        self.assertReserved(self.display, 6)
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertEqual([self._go_on(order) for _step in range(2)], ["Packed", "Issue Goods"])
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual(self._rows(order.picking_ids), {"Scale": 3, "Display": 6})
        self.assertEqual(order.order_line.qty_delivered, 3)

    def test_a_part_is_missing(self):
        order = self._create_order({self.kit: 6})
        self.assertFulfilment(order, "registered", "registered")
        self.assertEqual(self._panel(order)["blocks"], ["2 of 12 Display missing"])

    def test_part_issued_and_returned(self):
        self.company.delivery_note_valued = True
        order = self._create_order({self.kit: 3})
        first = order.picking_ids
        rest = self._ship_part(first, {self.scale: 2, self.display: 4})
        self.assertEqual(order.fulfilment_state, "partial")
        self.assertEqual(self._rows(first), {"Scale": 2, "Display": 4})
        self.assertEqual({row["price"] for row in first.delivery_note_ids._get_rows()}, {None})
        self._validate(rest)
        self.assertEqual(order.fulfilment_state, "shipped")
        returned = self._return(rest)
        self.assertEqual(self._rows(returned), {"Scale": 1, "Display": 2})
        self.assertEqual(self._note(returned).corrected_note_id, self._note(rest))
        self.assertEqual(order.fulfilment_state, "shipped", "the customer keeps two sets")
        self._return(first)
        self.assertEqual(order.fulfilment_state, "returned")

    def test_three_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_order({self.kit: 2})
        labels = [self._go_on(order) for _step in range(3)]
        self.assertEqual(labels, ["Validate Pick", "Validate Pack", "Issue Goods"])
        self.assertEqual(order.fulfilment_state, "shipped")


@tagged("post_install", "-at_install")
class TestDropshipping(DeliveriesCase):
    """What the vendor sends to the customer is guided like all goods, without a document of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})
        cls.printer = cls._create_product(
            "Printer",
            seller_ids=[Command.create({"partner_id": cls.vendor.id, "price": 50})],
            route_ids=[Command.set(cls.env.ref("stock_dropshipping.route_drop_shipping").ids)],
        )

    def _purchase(self, order):
        """Order at the vendor what the order needs from there."""
        purchases = order._get_purchase_orders()
        purchases.button_confirm()
        self._end_transaction()
        return purchases

    def test_whole_way(self):
        order = self._create_order({self.printer: 2})
        self.assertFulfilment(order, "registered", "registered")
        self.assertEqual(self._panel(order)["blocks"], ["Printer: waits for its supply"])
        self.assertFalse(self._panel(order)["next"])
        self.assertContact("ordered")
        self._purchase(order)
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertContact("awaiting")
        self.assertEqual(self._go_on(order), "Issue Goods")
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertFalse(order.picking_ids.delivery_note_ids)
        self.assertEqual(self._go_on(order), "Delivered")

    def test_beside_goods_of_our_own(self):
        order = self._create_order({self.scale: 1, self.printer: 2})
        self.assertFulfilment(order, "registered", "registered")
        self.assertEqual(self._panel(order)["next"]["label"], "Issue What Is There")
        self._purchase(order)
        self.assertEqual(order.fulfilment_state, "reserved")
        self.assertEqual(self._go_on(order), "Packed")
        self.assertEqual(order.fulfilment_state, "packed")
        shelf = order.picking_ids.filtered(lambda picking: picking.picking_type_code == "outgoing")
        self._validate(shelf)
        self.assertEqual(order.fulfilment_state, "partial")
        self.assertEqual(self._rows(shelf), {"Scale": 1})
        self._validate(order.picking_ids - shelf)
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_returned_to_us(self):
        """What never left our stock cannot be corrected, wherever it comes back to."""
        order = self._create_order({self.printer: 2})
        self._purchase(order)
        self._validate(order.picking_ids)
        returned = self._return(order.picking_ids)
        self.assertFalse(returned.delivery_note_ids)
        self.assertEqual(order.fulfilment_state, "returned")
