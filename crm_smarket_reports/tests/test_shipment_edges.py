from datetime import date

from odoo.fields import Command

from .common import ShipmentCase


class TestShipmentEdges(ShipmentCase):
    """Goods that go unusual ways; every total is made by hand."""

    def test_foreign_currency(self):
        """Two at 100 euros, 4 euros to 1: 50."""
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 4.0)])
        pricelist = self.env["product.pricelist"].create({"name": "Euro", "currency_id": euro.id})
        order = self._order(2)
        order.action_cancel()
        order.action_draft()
        order.pricelist_id = pricelist
        order.order_line.price_unit = 100
        order.action_confirm()
        self._ship(order)
        self.assertEqual(order.currency_id, euro)
        self.assertEqual(self._shipments("amount", "cost", "margin"), [(50.0, 120.0, -70.0)])

    def test_consumable(self):
        paper = self.env["product.product"].create(
            {"name": "Paper", "type": "consu", "standard_price": 2, "taxes_id": []}
        )
        self._ship(self._order(10, product_id=paper.id, price_unit=5))
        self.assertEqual(self._shipments("amount", "cost", "quantity"), [(50.0, 20.0, 10.0)])

    def test_service_never_ships(self):
        service = self.env["product.product"].create({"name": "Installation", "type": "service", "taxes_id": []})
        order = self._order(1)
        order.order_line = [Command.create({"product_id": service.id, "price_unit": 50})]
        self._ship(order)
        self.assertEqual(self._shipments("amount"), [(100.0,)])

    def test_move_in_units_of_a_line_in_dozens_with_discount(self):
        """Half of two dozen, 1,200 a dozen less 10 %."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order(2, product_uom_id=dozen.id, price_unit=1200, discount=10)
        order.picking_ids.move_ids.product_uom = self.env.ref("uom.product_uom_unit")
        order.picking_ids.move_ids.product_uom_qty = 24
        order.picking_ids.action_assign()
        self._ship(order, 12)
        self.assertEqual(self._shipments("amount", "cost", "quantity"), [(1080.0, 720.0, 12.0)])

    def test_return_that_is_not_refunded_is_none(self):
        picking = self._ship(self._order(5))
        back = self._take_back(picking, 2, to_refund=False)
        self.assertEqual(self._shipments("amount"), [(500.0,)])
        back.move_ids.to_refund = True
        self.assertEqual(self._shipments("amount"), [(500.0,), (-200.0,)])

    def test_dropshipped_costs_what_the_product_cost_then(self):
        order = self._order(3)
        order.picking_ids.action_cancel()
        self._issue(3, location_id=self.env.ref("stock.stock_location_suppliers").id, sale_line_id=order.order_line.id)
        self.assertEqual(
            self._shipments("amount", "cost", "commercial_partner_id", "user_id"),
            [(300.0, 180.0, self.shop, self.vera)],
        )
        self.env.cr.flush()
        self.scale.standard_price = 80
        order.order_line.price_unit = 110
        self.assertEqual(self._shipments("amount", "cost"), [(330.0, 180.0)])

    def test_line_of_quantity_nothing_is_priced_by_its_unit_price(self):
        line = self._order(0, discount=10).order_line
        self.assertEqual(line.price_reduce_taxexcl, 0)
        self._issue(2, sale_line_id=line.id)
        self.assertEqual(self._shipments("amount"), [(180.0,)])

    def test_order_cancelled_after_a_part_was_shipped(self):
        order = self._order(10)
        self._ship(order, 4)
        order._action_cancel()
        self.assertEqual(self._shipments("amount", "quantity"), [(400.0, 4.0)])
        self.assertEqual(self.env["crm.sold.fact"].search([("order_id", "=", order.id)]).ids, [])
        self._assert_right()

    def test_order_that_is_deleted_leaves_goods_without_a_price(self):
        order = self._order(10)
        self._ship(order, 4)
        order._action_cancel()
        self.env.cr.flush()
        order.unlink()
        self.assertEqual(self._shipments("amount", "cost", "is_priced"), [(0.0, 240.0, False)])
        self._assert_right()

    def test_more_than_ordered(self):
        self._ship(self._order(2), 3)
        self.assertEqual(self._shipments("amount", "cost", "quantity"), [(300.0, 180.0, 3.0)])

    def test_quantity_corrected_after_the_delivery(self):
        picking = self._ship(self._order(5))
        picking.move_ids.quantity = 4
        self.assertEqual(self._shipments("amount", "cost", "quantity"), [(400.0, 240.0, 4.0)])

    def test_other_customer_after_the_delivery(self):
        """The figures go with the order to its new customer, whose people and territory count."""
        order = self._order(1)
        order.user_id = False
        self._ship(order)
        self.env.cr.flush()
        names = ("commercial_partner_id", "country_id", "customer_user_id")
        self.assertEqual(self._shipments(*names), [(self.shop, self.env.ref("base.pl"), self.vera)])
        order.partner_id = self.depot
        self.assertEqual(self._shipments(*names), [(self.depot, self.env["res.country"], self.oleg)])
        self._assert_right()

    def test_customer_team_and_company_are_frozen(self):
        north, south = self.env["crm.team"].create([{"name": "North"}, {"name": "South"}])
        self.env["crm.team.member"].create({"crm_team_id": north.id, "user_id": self.vera.id})
        order = self._order(1)
        order.write({"user_id": False, "team_id": False})
        self._ship(order)
        self.env.cr.flush()
        expected = [(self.shop, self.vera, north)]
        self.assertEqual(self._shipments("commercial_partner_id", "user_id", "team_id"), expected)
        self.vera.crm_team_member_ids.crm_team_id = south
        self.shop.parent_id = self.depot
        self.assertEqual(self.shop.commercial_partner_id, self.depot)
        order.order_line.price_unit = 90
        self.assertEqual(self._shipments("commercial_partner_id", "user_id", "team_id"), expected)
        self._assert_right()


class TestKit(ShipmentCase):
    """A kit is one line of an order and several moves; their values share its price.

    What makes a kit of a product is none of the add-ons here depends on: its moves are made
    by hand, as that leaves them. Two kits of 300 each: a scale at 60, and two trays at 20.
    """

    def setUp(self):
        super().setUp()
        kit, tray = self.env["product.product"].create(
            [
                {"name": "Kit", "type": "service", "taxes_id": []},
                {"name": "Tray", "is_storable": True, "standard_price": 20, "taxes_id": []},
            ]
        )
        self.env["stock.quant"]._update_available_quantity(tray, self.warehouse.lot_stock_id, 50)
        self.tray = tray
        self.line = self._order(2, product_id=kit.id, price_unit=300).order_line
        self.scales = self._issue(2, done=False, sale_line_id=self.line.id)
        self.trays = self._issue(4, tray, done=False, sale_line_id=self.line.id)

    def test_components_share_the_price_by_their_value(self):
        """120 of 200 and 80 of 200 of the 600."""
        self._finish(self.scales + self.trays)
        self.assertEqual(self._shipments("amount", "cost", "quantity"), [(360.0, 120.0, 2.0), (240.0, 80.0, 4.0)])

    def test_cost_of_what_is_still_to_be_shipped(self):
        """Trays at 60 are 240 of 360: the scales have 200 of the 600, and the trays 400 when they go."""
        self._finish(self.scales)
        self.assertEqual(self._shipments("amount"), [(360.0,)])
        self.env.cr.flush()
        self.tray.standard_price = 60
        self._assert_right()
        self.assertEqual(self._shipments("amount"), [(200.0,)])
        self._finish(self.trays)
        self.assertEqual(self._shipments("amount"), [(200.0,), (400.0,)])
        self.env.cr.flush()
        self.tray.standard_price = 20
        self._assert_right()
        self.assertEqual(self._shipments("amount"), [(200.0,), (400.0,)])

    def test_component_that_will_not_come(self):
        """The customer pays for the kits, and this is all that is in them."""
        self._finish(self.scales)
        self.env.cr.flush()
        self.trays._action_cancel()
        self._assert_right()
        self.assertEqual(self._shipments("amount"), [(600.0,)])

    def test_returned_component(self):
        self._finish(self.scales + self.trays)
        back = self._issue(
            1,
            location_id=self.env.ref("stock.stock_location_customers").id,
            location_dest_id=self.warehouse.lot_stock_id.id,
            sale_line_id=self.line.id,
            origin_returned_move_id=self.scales.id,
            to_refund=True,
        )
        self.assertEqual(back.value, 60.0)
        self.assertEqual(self._shipments("amount"), [(360.0,), (240.0,), (-180.0,)])


class TestBranchShipment(ShipmentCase):
    """A branch has its own warehouse, costs and hours."""

    def test_branch_ships_at_its_own_cost_on_its_own_day(self):
        branch = self.env["res.company"].create({"name": "Kazan", "parent_id": self.company.id})
        self.env.cr.precommit.run()  # where a branch gets its accounts
        self.env.user.company_ids += branch
        self.env = self.env(context={**self.env.context, "allowed_company_ids": branch.ids})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", branch.id)], limit=1)
        scale = self.scale.with_env(self.env)
        scale.standard_price = 70
        self.env["stock.quant"]._update_available_quantity(scale, warehouse.lot_stock_id, 5)
        self.company = branch
        picking = self._ship(self._order(2))
        picking.move_ids.date = "2026-03-31 21:30:00"
        branch.resource_calendar_id = self.env["resource.calendar"].create({"name": "Kazan", "tz": "Europe/Moscow"})
        picking.move_ids.date = "2026-03-31 20:59:59"
        self.assertEqual(
            self._shipments("amount", "cost", "unit_cost", "company_id", "date"),
            [(200.0, 140.0, 70.0, branch, date(2026, 3, 31))],
        )
