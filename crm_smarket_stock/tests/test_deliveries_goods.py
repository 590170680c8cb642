from odoo.fields import Command
from odoo.tests import tagged

from .deliveries_case import DeliveriesCase


@tagged("post_install", "-at_install")
class TestDeliveriesGoods(DeliveriesCase):
    """Services, consumables, combos, parts of a kit, goods that come straight from the vendor."""

    def test_services_only(self):
        """Nothing has to go anywhere: registered, then invoiced; no document, nothing for the warehouse."""
        service = self._create_product("Set-up", type="service", is_storable=False, invoice_policy="order")
        order = self._create_order({service: 2})
        self.assertFulfilment(order, "registered", "registered")
        panel = self._panel(order, self.seller)
        self.assertEqual([step["step"] for step in panel["steps"]], ["registered", "invoiced"])
        self.assertEqual(panel["next"]["action"], "invoice")
        self.assertFalse(panel["promise"] or panel["blocks"])
        self.assertContact("ordered")
        order._create_invoices().action_post()
        self._end_transaction()
        self.assertFulfilment(order, "invoiced", "registered", "invoiced")
        self.assertContact("served")

    def test_services_that_are_invoiced_elsewhere(self):
        """Nobody will ever say of such an order that it is over: it does not wait for anything."""
        self.company.fulfilment_invoicing = False
        service = self._create_product("Set-up", type="service", is_storable=False)
        order = self._create_order({service: 2})
        self.assertFulfilment(order, "registered", "registered")
        self.assertFalse(self._panel(order)["next"])
        self.assertContact("served")
        order.date_order = self._days_ago(100)
        self.assertContact("silent")

    def test_goods_and_services(self):
        service = self._create_product("Set-up", type="service", is_storable=False)
        order = self._create_order({self.scale: 1, service: 2})
        self._validate(order.picking_ids)
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual(self._rows(order.picking_ids), {"Scale": 1})

    def test_consumables(self):
        """Nobody counts them: always there, but they are issued like all goods."""
        tape = self._create_product("Tape", is_storable=False)
        order = self._create_order({tape: 500})
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertEqual([self._go_on(order), self._go_on(order)], ["Packed", "Issue Goods"])
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual(self._rows(order.picking_ids), {"Tape": 500})

    def test_combo(self):
        """Of a combo its chosen products are issued, each with its own row."""
        choices = self.env["product.combo"].create(
            [
                {"name": name, "combo_item_ids": [Command.create({"product_id": product.id})]}
                for name, product in (("Scale", self.scale), ("Display", self.display))
            ]
        )
        combo = self.env["product.product"].create(
            {"name": "Till Set", "type": "combo", "list_price": 150, "combo_ids": [Command.set(choices.ids)]}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": combo.id, "product_uom_qty": 2})],
            }
        )
        for item in choices.combo_item_ids:
            order.order_line = [
                Command.create(
                    {
                        "product_id": item.product_id.id,
                        "product_uom_qty": 2,
                        "combo_item_id": item.id,
                        "linked_line_id": order.order_line[0].id,
                    }
                )
            ]
        order.action_confirm()
        self._end_transaction()
        self.assertReserved(self.scale, 2)
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self._validate(order.picking_ids)
        self.assertEqual(self._rows(order.picking_ids), {"Scale": 2, "Display": 2})
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_parts_of_a_kit(self):
        """A move of a part names the line of the whole: the part stands on the paper, without the kit's price."""
        self.company.delivery_note_valued = True
        order = self._create_order({self.scale: 3})
        part = self._create_product("Scale Pan")
        self._put_in_stock(part, 6)
        customers = order.picking_ids.location_dest_id
        extra = self._create_transfer(order, self.stock, customers, self.warehouse.out_type_id, part, 6)
        extra.action_assign()
        self._end_transaction()
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self._validate(order.picking_ids)
        rows = {row["name"]: row for picking in order.picking_ids for row in self._note(picking)._get_rows()}
        self.assertEqual((rows["Scale"]["quantity"], rows["Scale"]["value"]), (3, 300))
        self.assertEqual((rows["Scale Pan"]["quantity"], rows["Scale Pan"]["value"]), (6, None))
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_straight_from_the_vendor(self):
        """Goods that never were in our stock are not packed here and get no document, but they are on their way."""
        order = self._create_order()
        order.picking_ids.action_cancel()
        vendors = self.env.ref("stock.stock_location_suppliers")
        customers = order.picking_ids.location_dest_id
        picking = self._create_transfer(order, vendors, customers, self.warehouse.in_type_id)
        self._end_transaction()
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertContact("awaiting")
        self.assertReserved(self.scale, 0)
        self.assertEqual(self._go_on(order), "Issue Goods")
        self.assertEqual(picking.state, "done")
        self.assertFulfilment(order, "shipped", "registered", "reserved", "packed", "shipped")
        self.assertFalse(picking.delivery_note_ids)

    def test_some_straight_from_the_vendor(self):
        order = self._create_order({self.scale: 3, self.display: 2})
        shelf = order.picking_ids
        vendors = self.env.ref("stock.stock_location_suppliers")
        self._create_transfer(order, vendors, shelf.location_dest_id, self.warehouse.in_type_id)
        self._end_transaction()
        self.assertFulfilment(order, "reserved", "registered", "reserved")
        self.assertEqual(self._go_on(order), "Packed")
        self.assertFulfilment(order, "packed", "registered", "reserved", "packed")
        self._validate(shelf)
        self.assertEqual(order.fulfilment_state, "partial")
        self.assertEqual(self._rows(shelf), {"Scale": 3, "Display": 2})
