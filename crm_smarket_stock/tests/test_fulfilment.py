from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestFulfilment(FulfilmentCase):
    """Every step is a fact that stock or people bring about, and goes when it is taken back."""

    def test_whole_way(self):
        order = self._create_order(confirm=False)
        self.assertFalse(order.fulfilment_state)
        order.with_user(self.seller).action_confirm()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "reserved")
        self.assertEqual(self._standing(order), ["registered", "reserved"])
        self.assertEqual(order.fulfilment_step_ids.user_id, self.seller)
        picking = order.picking_ids
        picking.with_user(self.worker).action_pack()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "packed")
        self._validate(picking)
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual(order.fulfilment_step_ids[-1].user_id, self.worker)
        self.assertEqual(order.fulfilment_step_ids[-1].picking_id, picking)
        picking._confirm_delivered()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "delivered")
        order._create_invoices().action_post()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "invoiced")
        self.assertEqual(
            self._standing(order), ["registered", "reserved", "packed", "shipped", "delivered", "invoiced"]
        )

    def test_partly_reserved_is_not_reserved(self):
        order = self._create_order({self.scale: 12})
        self.assertEqual(order.picking_ids.state, "assigned", "core calls it ready")
        self.assertEqual(order.fulfilment_state, "registered")
        self._put_in_stock(self.scale, 2)
        order.picking_ids.action_assign()
        self._end_transaction()
        self.assertEqual(self._standing(order), ["registered", "reserved"])

    def test_unreserving_moves_back(self):
        order = self._create_order()
        order.picking_ids.with_user(self.worker).action_pack()
        self._end_transaction()
        order.picking_ids.with_user(self.worker).do_unreserve()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "registered")
        self.assertEqual(self._standing(order), ["registered"])
        self.assertEqual(order.fulfilment_step_ids[1:].user_undone_id, self.worker)
        order.picking_ids.action_assign()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "reserved", "packed must be said anew")
        self.assertEqual(order.fulfilment_step_ids.mapped("step"), ["registered", "reserved", "packed", "reserved"])

    def test_quantity_by_hand(self):
        order = self._create_order()
        order.picking_ids.move_ids.quantity = 2
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "registered")
        order.picking_ids.move_ids.quantity = 3
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "reserved")

    def test_back_order(self):
        order = self._create_order({self.scale: 3, self.display: 2})
        first = order.picking_ids
        first.move_ids.filtered(lambda move: move.product_id == self.scale).quantity = 1
        first.move_ids.picked = True
        self._validate(first)
        self.assertEqual(order.fulfilment_state, "partial")
        self.assertEqual(self._standing(order), ["registered", "reserved", "partial"])
        second = order.picking_ids - first
        self.assertEqual(second.backorder_id, first)
        self._validate(second)
        self.assertEqual(order.fulfilment_state, "shipped")
        first._confirm_delivered()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "shipped", "one of two has arrived")
        second._confirm_delivered()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "delivered")

    def test_back_order_that_is_given_up(self):
        order = self._create_order()
        order.picking_ids.move_ids.quantity = 2
        self._validate(order.picking_ids, picking_ids_not_to_backorder=order.picking_ids.ids)
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_three_legs(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_order()
        self.assertEqual(order.fulfilment_state, "reserved")
        for state in ("reserved", "packed", "shipped"):
            picking = order.picking_ids.filtered(lambda p: p.state == "assigned")
            self._validate(picking)
            self.assertEqual(order.fulfilment_state, state)
        self.assertEqual(len(order.picking_ids), 3)

    def test_two_legs(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._create_order({self.scale: 11})
        self.assertEqual(order.fulfilment_state, "registered")
        self._put_in_stock(self.scale, 1)
        order.picking_ids.action_assign()
        self._validate(order.picking_ids)
        self.assertEqual(order.fulfilment_state, "packed")
        self._validate(order.picking_ids.filtered(lambda p: p.state == "assigned"))
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_chain_of_pulls(self):
        """Deliveries whose legs are all there from the start, as other routes make them."""
        self.warehouse.delivery_steps = "pick_ship"
        route = self.warehouse.delivery_route_id
        route.rule_ids.filtered(lambda rule: rule.action == "push").action = "pull"
        route.rule_ids.filtered(lambda rule: rule.location_dest_id.usage == "customer").procure_method = "make_to_order"
        order = self._create_order()
        self.assertIn(order.fulfilment_state, ("reserved", "packed"))

    def test_return(self):
        order = self._create_order()
        self._validate(order.picking_ids)
        self._return(order.picking_ids, {self.scale: 1})
        self.assertEqual(order.fulfilment_state, "shipped", "the customer keeps two")
        self._return(order.picking_ids[0], {self.scale: 2})
        self.assertEqual(order.fulfilment_state, "returned")
        self.assertEqual(self._standing(order), ["registered", "returned"])

    def test_goods_sent_again(self):
        order = self._create_order()
        delivery = order.picking_ids
        self._validate(delivery)
        returned = self._return(delivery)
        again = self._return(returned)
        self.assertEqual(again.state, "done")
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_cancelled(self):
        order = self._create_order()
        order._action_cancel()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "cancelled")
        order.action_draft()
        self._end_transaction()
        self.assertFalse(order.fulfilment_state)
        order.action_confirm()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "reserved")
        quotation = self._create_order(confirm=False)
        quotation._action_cancel()
        self.assertFalse(quotation.fulfilment_state)

    def test_cancelled_delivery(self):
        order = self._create_order()
        order.picking_ids.action_cancel()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "registered")

    def test_services_only(self):
        service = self._create_product("Advice", type="service", is_storable=False)
        order = self._create_order({service: 1})
        self.assertEqual(order.fulfilment_state, "registered")
        order._create_invoices().action_post()
        self._end_transaction()
        self.assertEqual(self._standing(order), ["registered", "invoiced"])

    def test_company_that_invoices_elsewhere(self):
        self.company.fulfilment_invoicing = False
        order = self._create_order()
        order._create_invoices().action_post()
        self._validate(order.picking_ids)
        order.picking_ids._confirm_delivered()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "delivered")

    def test_serial_numbers(self):
        product = self._create_product("Printer", tracking="serial")
        for name in ("A1", "A2"):
            lot = self.env["stock.lot"].create({"name": name, "product_id": product.id})
            self._put_in_stock(product, 1, lot=lot)
        order = self._create_order({product: 2})
        self.assertEqual(order.fulfilment_state, "reserved")
        self._validate(order.picking_ids)
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_other_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._put_in_stock(self.scale, 20)
        order = self._create_order(confirm=False)
        order.order_line.write({"product_uom_id": dozen.id, "product_uom_qty": 2})
        order.action_confirm()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "reserved")
        self._validate(order.picking_ids)
        self._return(order.picking_ids)
        self.assertEqual(order.fulfilment_state, "returned")

    def test_two_warehouses(self):
        other = self.env["stock.warehouse"].create({"name": "North", "code": "NOR"})
        self._put_in_stock(self.display, 1, other.lot_stock_id)
        order = self._create_order({self.scale: 1, self.display: 1}, confirm=False)
        order.order_line[1].route_ids = other.delivery_route_id
        order.action_confirm()
        self._end_transaction()
        self.assertEqual(len(order.picking_ids), 2)
        self.assertEqual(order.fulfilment_state, "reserved")
        self._validate(order.picking_ids[0])
        self.assertEqual(order.fulfilment_state, "partial")

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "North"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        self._put_in_stock(self.scale, 5, warehouse.lot_stock_id)
        worker = new_test_user(
            self.env,
            "north",
            groups="stock.group_stock_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        order = self._create_order(company_id=company.id, warehouse_id=warehouse.id, user_id=False)
        self.assertEqual(order.fulfilment_state, "reserved")
        self._validate(order.picking_ids, worker)
        self.assertEqual(order.fulfilment_state, "shipped")
        steps = self.env["sale.order.fulfilment.step"].search([("order_id", "=", order.id)])
        self.assertEqual(steps.with_user(worker).search([("id", "in", steps.ids)]), steps)
        self.assertFalse(steps.with_user(self.worker).search([("id", "in", steps.ids)]))

    def test_branch_and_foreign_currency(self):
        """A branch sells from its own warehouse, in a customer's currency: the steps are the same."""
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", branch.id)], limit=1)
        warehouse = warehouse or self.env["stock.warehouse"].create(
            {"name": "Branch", "code": "BRA", "company_id": branch.id}
        )
        self._put_in_stock(self.scale, 5, warehouse.lot_stock_id)
        currency = self.env.ref("base.PLN")
        currency.active = True
        pricelist = self.env["product.pricelist"].create(
            {"name": "Poland", "currency_id": currency.id, "company_id": False}
        )
        order = self._create_order(
            company_id=branch.id, warehouse_id=warehouse.id, user_id=False, pricelist_id=pricelist.id
        )
        self.assertEqual(order.currency_id, currency)
        self._validate(order.picking_ids.with_context(allowed_company_ids=branch.ids), self.env.user)
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_more_ordered_later(self):
        order = self._create_order()
        self._validate(order.picking_ids)
        order.order_line.product_uom_qty = 5
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "partial")

    def test_edited_in_its_form(self):
        order = self._create_order()
        with Form(order) as form, form.order_line.edit(0) as line:
            line.product_uom_qty = 12
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "registered")

    def test_only_the_warehouse_packs(self):
        order = self._create_order()
        with self.assertRaises(AccessError):
            order.picking_ids.with_user(self.seller).action_pack()
        order.picking_ids.do_unreserve()
        with self.assertRaises(UserError):
            order.picking_ids.with_user(self.worker).action_pack()

    def test_nothing_in_the_midst_of_a_transaction(self):
        """What no other transaction ever sees is not noted."""
        order = self._create_order()
        order.picking_ids.do_unreserve()
        order.flush_recordset()
        order.picking_ids.action_assign()
        self._end_transaction()
        self.assertEqual(order.fulfilment_step_ids.mapped("step"), ["registered", "reserved"])

    def test_many_orders_in_few_queries(self):
        orders = self.env["sale.order"]
        for _number in range(8):
            orders |= self._create_order({self.scale: 1, self.display: 1})
        orders.invalidate_recordset()
        self.env.add_to_compute(orders._fields["fulfilment_state"], orders)
        with self.assertQueryCount(14):
            orders.flush_recordset()
