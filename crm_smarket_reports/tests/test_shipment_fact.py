from datetime import date, datetime

from odoo.fields import Command

from .common import ShipmentCase


class TestShipmentFact(ShipmentCase):
    """Goods out at sale price and at cost; every total is made by hand."""

    def test_shipped_is_priced_net_and_costs_what_it_cost(self):
        order = self._order(3, discount=10)
        self.assertEqual(self._shipments("amount"), [])
        self._ship(order)
        self.assertEqual(
            self._shipments("amount", "cost", "margin", "quantity", "user_id", "commercial_partner_id", "order_id"),
            [(270.0, 180.0, 90.0, 3.0, self.vera, self.shop, order)],
        )

    def test_backorder_counts_what_left(self):
        order = self._order(10)
        self._ship(order, 4)
        self.assertEqual(self._shipments("amount", "quantity"), [(400.0, 4.0)])
        self._ship(order)
        self.assertEqual(self._shipments("amount", "quantity"), [(400.0, 4.0), (600.0, 6.0)])

    def test_dozens_against_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._ship(self._order(2, product_uom_id=dozen.id, price_unit=1200))
        self.assertEqual(self._shipments("amount", "cost", "quantity"), [(2400.0, 1440.0, 24.0)])

    def test_return_to_refund_is_taken_off(self):
        picking = self._ship(self._order(5))
        self._take_back(picking, 2)
        self.assertEqual(self._shipments("amount", "cost", "quantity"), [(500.0, 300.0, 5.0), (-200.0, -120.0, -2.0)])

    def test_two_steps_count_once(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._order(2)
        self._ship(order)
        self.assertEqual(self._shipments("amount"), [])
        self._ship(order)
        self.assertEqual(self._shipments("amount"), [(200.0,)])

    def test_price_corrected_after_shipping(self):
        order = self._order(2)
        self._ship(order)
        order.order_line.price_unit = 90
        self.assertEqual(self._shipments("amount"), [(180.0,)])

    def test_manual_issue_has_cost_and_no_price(self):
        move = self.env["stock.move"].create(
            {
                "product_id": self.scale.id,
                "product_uom_qty": 1,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "partner_id": self.depot.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        move.picked = True
        move._action_done()
        self.assertEqual(self._shipments("amount", "cost", "is_priced", "user_id"), [(0.0, 60.0, False, self.oleg)])

    def test_each_row_says_what_its_whole_delivery_counts(self):
        """What no delivery names counts itself; read at once, in as many queries as for one."""
        order = self._order(2)
        lamp = self.env["product.product"].create({"name": "Lamp", "type": "consu"})
        order.order_line = [Command.create({"product_id": lamp.id, "product_uom_qty": 3, "price_unit": 10})]
        self._ship(order)
        self._issue()
        self.assertEqual(self._shipments("amount", "document_amount"), [(200.0, 230.0), (30.0, 230.0), (0.0, 0.0)])
        facts = self.env["crm.shipment.fact"].search([("company_id", "=", self.company.id)])
        expected = {fact.id: fact.document_amount for fact in facts}
        with self.assertQueryCount(2):
            self.assertEqual(facts._get_document_amounts(facts.ids), expected)

    def test_last_half_hour_of_the_month_where_the_company_is(self):
        self.company.resource_calendar_id.tz = "Asia/Yekaterinburg"
        picking = self._ship(self._order(1))
        picking.move_ids.date = datetime(2026, 3, 31, 18, 30)  # 23:30 there
        self.assertEqual(self._shipments("date"), [(date(2026, 3, 31),)])
        picking.move_ids.date = datetime(2026, 3, 31, 19, 30)  # half past midnight there
        self.assertEqual(self._shipments("date"), [(date(2026, 4, 1),)])

    def test_customer_category_and_cost_are_frozen(self):
        self._ship(self._order(1))
        before = self._shipments("categ_id", "unit_cost", "country_id")
        self.scale.categ_id = self.env["product.category"].create({"name": "Elsewhere"})
        self.shop.country_id = False
        facts = self.env["crm.shipment.fact"]
        facts._refresh(facts._get_all_documents_query())
        self.assertEqual(self._shipments("categ_id", "unit_cost", "country_id"), before)
        facts._refresh(facts._get_all_documents_query(), frozen=False)
        self.assertEqual(self._shipments("categ_id"), [(self.scale.categ_id,)])
