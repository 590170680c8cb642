from odoo.fields import Command
from odoo.tests import tagged

from ..models.sale_order_reservation import ShortageError
from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestReservation(FulfilmentCase):
    """An order from outside is confirmed and reserved at once; what is short is dealt with as the form says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.scale + cls.display).strict_reservation = True

    def _order(self, quantities=None, policy="backorder", **vals):
        order = self._create_order(quantities, confirm=False, **vals)
        shortages = order._confirm_and_reserve(policy)[order]
        self._end_transaction()
        return order, shortages

    def _get_reserved(self, *products):
        quants = self.env["stock.quant"].search([("location_id", "=", self.stock.id)]).grouped("product_id")
        return [quants[product].reserved_quantity for product in products]

    def test_all_is_there(self):
        order, shortages = self._order({self.scale: 3, self.display: 10})
        self.assertEqual((order.state, order.fulfilment_state, shortages), ("sale", "reserved", []))
        self.assertEqual(self._get_reserved(self.scale, self.display), [3, 10])

    def test_operation_types_that_wait(self):
        """Core would reserve by hand, or days before: the customer was told that the goods are theirs."""
        for method in ("manual", "by_date"):
            with self.subTest(method):
                self.warehouse.out_type_id.write({"reservation_method": method, "reservation_days_before": 0})
                order, _shortages = self._order({self.scale: 2}, commitment_date=self._days_ago(-30))
                self.assertEqual(order.fulfilment_state, "reserved")

    def test_later_legs_follow(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        steps = self.warehouse.pick_type_id + self.warehouse.pack_type_id + self.warehouse.out_type_id
        steps.reservation_method = "manual"
        order, shortages = self._order({self.scale: 4})
        self.assertFalse(shortages)
        for _leg in range(3):
            ready = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
            self.assertEqual(ready.move_ids.mapped("quantity"), [4])
            self._validate(ready)
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_chain_of_pulls(self):
        """Only the first leg takes goods from stock, so only there they can be short."""
        self.warehouse.delivery_steps = "pick_ship"
        rules = self.warehouse.delivery_route_id.rule_ids
        rules.filtered(lambda rule: rule.action == "pull").location_dest_id = self.warehouse.wh_output_stock_loc_id
        rules.filtered(lambda rule: rule.action == "push").write({"action": "pull", "procure_method": "make_to_order"})
        order, shortages = self._order({self.scale: 4})
        self.assertEqual(len(order.picking_ids), 2)
        self.assertFalse(shortages)
        _order, shortages = self._order({self.scale: 8})
        self.assertEqual([(line.wanted, line.free) for line in shortages], [(8, 6)])

    def test_the_rest_on_a_back_order(self):
        order, shortages = self._order({self.scale: 12, self.display: 1})
        self.assertEqual([(line.product, line.wanted, line.free) for line in shortages], [(self.scale, 12, 10)])
        ready = order.picking_ids.filtered(lambda picking: not picking.backorder_id)
        self.assertEqual(set(ready.move_ids.mapped("state")), {"assigned"})
        self.assertEqual(sorted(ready.move_ids.mapped("product_uom_qty")), [1, 10])
        rest = order.picking_ids - ready
        self.assertEqual((rest.backorder_id, rest.state, rest.move_ids.product_uom_qty), (ready, "confirmed", 2))
        self._validate(ready)
        self.assertEqual(order.fulfilment_state, "partial")

    def test_nothing_is_there(self):
        order, _shortages = self._order({self._create_product("Rare"): 2})
        self.assertEqual((len(order.picking_ids), order.fulfilment_state), (1, "registered"))

    def test_a_customer_who_wants_all_in_one(self):
        order, _shortages = self._order({self.scale: 12}, picking_policy="one")
        self.assertEqual(len(order.picking_ids), 1)
        self.assertEqual(order.picking_ids.move_ids.quantity, 10)

    def test_tell_the_salesperson(self):
        order, _shortages = self._order({self.scale: 12}, "tell")
        self.assertEqual(self._get_reserved(self.scale), [10])
        self.assertEqual(len(order.picking_ids), 1)
        activity = order.activity_ids
        self.assertEqual((activity.user_id, activity.summary), (self.seller, f"Not all of {order.name} is in stock"))
        self.assertIn("Scale: 12 ordered, 10 in stock", activity.note)
        self.assertIn("Scale: 12 ordered, 10 in stock", order.message_ids[0].body)

    def test_refuse(self):
        order = self._create_order({self.scale: 12, self.display: 1}, confirm=False)
        with self.assertRaises(ShortageError) as caught, self.env.cr.savepoint():
            order._confirm_and_reserve("refuse")
        self.assertEqual(str(caught.exception), "Not everything is in stock:\nScale: 12 ordered, 10 in stock")
        self.assertEqual([line.product for line in caught.exception.shortages], [self.scale])
        self.assertEqual((order.state, order.picking_ids), ("draft", self.env["stock.picking"]))
        self.assertEqual(self._get_reserved(self.scale, self.display), [0, 0])

    def test_one_product_on_two_lines_is_one_shortage(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order({self.scale: 3}, confirm=False)
        order.order_line = [
            Command.create({"product_id": self.scale.id, "product_uom_qty": 1, "product_uom_id": dozen.id})
        ]
        (shortage,) = order._confirm_and_reserve("tell")[order]
        self.assertEqual((shortage.wanted, shortage.free), (15, 10))

    def test_what_is_made_or_bought_is_not_short(self):
        service = self._create_product("Advice", type="service", is_storable=False)
        consumable = self._create_product("Screws", is_storable=False)
        made = self._create_product("Made to order")
        route = self.env.ref("stock.route_warehouse0_mto")
        route.active = True
        made.route_ids = route
        self.env["stock.rule"].create(
            {
                "name": "Supply",
                "action": "pull",
                "route_id": route.id,
                "location_src_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.stock.id,
                "picking_type_id": self.warehouse.in_type_id.id,
            }
        )
        _order, shortages = self._order({service: 1, consumable: 5, made: 2}, "refuse")
        self.assertFalse(shortages)

    def test_drop_shipped_goods_are_not_short(self):
        shipped = self._create_product("Sent by the maker")
        order = self._create_order({shipped: 1}, confirm=False)
        places = {
            "location_src_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        route = self.env["stock.route"].create({"name": "From the maker", "sale_selectable": True})
        rule = {"name": "From the maker", "action": "pull", "route_id": route.id, **places}
        self.env["stock.rule"].create({**rule, "picking_type_id": self.warehouse.out_type_id.id})
        order.order_line.route_ids = route
        self.assertFalse(order._confirm_and_reserve("refuse")[order])

    def test_two_warehouses(self):
        other = self.env["stock.warehouse"].create({"name": "North", "code": "NOR"})
        self._put_in_stock(self.display, 1, other.lot_stock_id)
        order = self._create_order({self.scale: 1, self.display: 3}, confirm=False)
        order.order_line[1].route_ids = other.delivery_route_id
        (shortage,) = order._confirm_and_reserve()[order]
        self.assertEqual((shortage.product, shortage.free), (self.display, 1))
