"""Lets the orders of the demonstration company happen, through the methods that people use."""

from datetime import datetime, time

from odoo.fields import Command

from odoo.addons.crm_smarket.demo.teller import Teller
from odoo.addons.crm_smarket.demo.working_days import add_working_days

MORNING = time(6)
UNASKED = {"skip_backorder": True, "skip_sms": True}  # what core would ask a person when validating
LANGUAGES = {"PL": "pl_PL", "RU": "ru_RU"}
STEPS = ["registered", "reserved", "packed", "shipped", "delivered", "invoiced"]


class OrderTeller(Teller):
    """Walks each order along its way as its people would, on a clock of its own."""

    def __init__(self, demo, clock):
        super().__init__(demo, clock)
        self.worker = self.env.ref("crm_smarket_stock.res_users_demo_worker")
        if "odoobot_state" in self.worker:
            self.worker.odoobot_state = "disabled"  # its greeting covers a phone

    # -- the warehouse ----------------------------------------------------------------------------------------------

    def fill_stock(self, stories):
        """Count into the stock what the orders take, and somewhat more where nothing is to be short."""
        counted = {}
        for story in stories:
            warehouse = self._warehouse(self.demo._ref_deal(story.deal))
            for item, quantity in story.items.items():
                key = warehouse, item
                counted[key] = counted.get(key, 0) + story.in_stock.get(item, quantity * 3)
        for warehouse in {warehouse for warehouse, _item in counted}:
            if warehouse.name == "My Company":  # as the database's first one is born
                warehouse.name = warehouse.company_id.name
            warehouse.company_id.stock_text_confirmation = False  # no dialog about text messages in the worker's way
        for (warehouse, item), quantity in counted.items():
            self._count(warehouse, self._product(item), quantity)

    def _count(self, warehouse, product, quantity):
        product.is_storable = True
        quant = self.env["stock.quant"].with_company(warehouse.company_id).with_context(inventory_mode=True)
        found = quant.create(
            {"product_id": product.id, "location_id": warehouse.lot_stock_id.id, "inventory_quantity": quantity}
        )
        found.action_apply_inventory()

    def _expect(self, warehouse, item, quantity, days):
        """Let a vendor deliver so much of an item in so many working days from today."""
        vendor = self.env.ref("stock.stock_location_suppliers")
        date = datetime.combine(add_working_days(self.present.date(), days), MORNING)
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": vendor.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "scheduled_date": date,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self._product(item).id,
                            "product_uom_qty": quantity,
                            "location_id": vendor.id,
                            "location_dest_id": warehouse.lot_stock_id.id,
                            "date": date,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()

    def _product(self, item):
        return self.demo._ref(f"product_product_demo_{item}").with_env(self.env)

    def _warehouse(self, deal):
        company = deal.company_id or self.env.company
        return self.env["stock.warehouse"].search([("company_id", "parent_of", company.id)], limit=1)

    # -- one order --------------------------------------------------------------------------------------------------

    def tell(self, story):
        """Let the story happen up to the present and return its order."""
        deal = self.demo._ref_deal(story.deal).with_env(self.env)
        day = add_working_days(self.present.date(), -story.ordered)
        self._move_to(day, 0)
        order = self._create_order(story, deal, day)
        order.action_confirm()
        order = order.with_env(self.env)
        if story.kept:
            order.reservation_due = datetime.combine(add_working_days(self.present.date(), story.kept), time(12))
        for item, (quantity, days) in story.expected.items():
            self._expect(order.warehouse_id, item, quantity, days)
        reached = STEPS[: STEPS.index(story.until) + 1]
        for number, step in enumerate(reached[2:], start=1):
            self._move_to(day, number)
            getattr(self, f"_let_be_{step}")(order, story)
        if story.ending:
            self._move_to(day, len(reached))
            getattr(self, f"_let_be_{story.ending}")(order)
        self._move_to(self.present.date(), 0)
        return order

    def _let_speak(self, customer):
        """Let customers get their papers in their own language, where the database has it."""
        code = LANGUAGES.get(customer.country_id.code)
        if code in dict(self.env["res.lang"].get_installed()):
            (customer | customer.commercial_partner_id).lang = code

    def _create_order(self, story, deal, day):
        seller = deal.user_id
        self._let_speak(deal.partner_id)
        orders = self.env["sale.order"].with_user(seller).with_context(allowed_company_ids=seller.company_ids.ids)
        return orders.create(
            {
                "partner_id": deal.partner_id.id,
                "opportunity_id": deal.id,
                "user_id": seller.id,
                "team_id": deal.team_id.id,
                "company_id": (deal.company_id or seller.company_id).id,
                "warehouse_id": self._warehouse(deal).id,
                "commitment_date": datetime.combine(add_working_days(day, story.promised), time(12)),
                "order_line": [
                    Command.create({"product_id": self._product(item).id, "product_uom_qty": quantity})
                    for item, quantity in story.items.items()
                ],
            }
        )

    def _move_to(self, begin, days):
        """Let it be so many working days after ``begin``, and tell of the steps reached before."""
        self.env.cr.flush()
        steps = self.env["sale.order.fulfilment.step"].search([("effects_state", "=", "pending")])
        for step in steps:
            step._apply_effects()
        steps.effects_state = "done"
        moment = datetime.combine(add_working_days(begin, days), time(6 + days))
        self.clock.move_to(min(moment, self.present))

    def _let_be_packed(self, order, story):
        self._as_worker(order.picking_ids).action_pack()

    def _let_be_shipped(self, order, story):
        delivery = self._as_worker(order.picking_ids)
        for item, quantity in story.shipped_first.items():
            product = self._product(item)
            delivery.move_ids.filtered(lambda move, product=product: move.product_id == product).quantity = quantity
        delivery.with_context(**UNASKED).button_validate()

    def _let_be_delivered(self, order, story):
        order.picking_ids.with_user(order.user_id).sudo()._confirm_delivered()

    def _let_be_invoiced(self, order, story):
        if order.company_id.root_id.chart_template:
            order._create_invoices().action_post()  # by accounting

    def _let_be_returned(self, order):
        delivery = self._as_worker(order.picking_ids)
        wizard = delivery.env["stock.return.picking"].with_context(active_id=delivery.id, active_model="stock.picking")
        returning = wizard.create({})
        for line in returning.product_return_moves:
            line.quantity = line.move_quantity
        returned = returning._create_return()
        returned.move_ids.picked = True
        returned.with_context(**UNASKED).button_validate()

    def _let_be_cancelled(self, order):
        order.with_user(order.user_id)._action_cancel()

    def _as_worker(self, pickings):
        return pickings.with_user(self.worker).with_context(allowed_company_ids=self.worker.company_ids.ids)
