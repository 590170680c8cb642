"""Lets two years of orders, deliveries, returns and payments happen, relative to today."""

import random
from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.crm_smarket.demo.teller import QUIETLY, Teller
from odoo.addons.crm_smarket.demo.working_days import add_working_days

from ..tools.periods import last_months

MONTHS = 25
LARGER = 13  # months, since when business is as it is today; before that it was smaller
OPENING = time(6)  # eleven o'clock in Yekaterinburg, in UTC
DAYS = (4, 18)  # of a month: when orders are taken, goods go out and money comes in
# How trade goes through the year, January first.
SEASONS = (0.7, 0.75, 0.95, 1, 1.05, 0.95, 0.8, 0.9, 1.15, 1.2, 1.3, 1.5)
# Orders a day of each company, head office first, and what they were when business was smaller.
ORDERS, FEWER = (3, 2, 1), (2, 1, 1)
LEFT = 4  # months ago, when a good customer bought for the last time
CLEARANCE = 7  # months ago, when a warehouse was cleared below cost
RETURNED = 0.08  # of the deliveries
SERVED = 0.4  # of the orders, which have a service, too
GROWING = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "sale_order",
    "sale_order_line",
    "stock_move",
    "stock_move_line",
    "stock_picking",
    "stock_quant",
)
UNTRACKED = {**QUIETLY, "mail_create_nosubscribe": True, "tracking_disable": True}


class TradeTeller(Teller):
    """Walks through the days of the past and does what people of a dealer do on them.

    :param companies: head office and branches
    """

    context = UNTRACKED

    def __init__(self, demo, clock, companies, present):
        super().__init__(demo, clock, present)
        self.companies = companies
        self.random = random.Random("trade")  # the same company every time
        self.goods = demo._get_goods() - demo._get_awaited_goods()
        self.services = demo._get_services()
        self.customers = self._get_customers()
        self.leaver, self.lost = self._get_leavers()
        self.on_way = self.env["stock.picking"]  # what was shipped in the last round
        self.unpaid = defaultdict(list)  # {round: [invoice that is paid in it]}
        self.unwanted = defaultdict(list)  # {round: [order of which something comes back in it]}

    def tell(self):
        """Let the past happen, one round of business after the other."""
        months = last_months(self.present.date(), MONTHS)
        days = [
            (add_working_days(month.start + timedelta(days=number), 0), ago)
            for ago, month in zip(reversed(range(MONTHS)), months, strict=True)
            for number in (DAYS if ago < LARGER else DAYS[1:])
        ]
        for number, (day, ago) in enumerate(days):
            if day > self.present.date():
                break
            self.clock.move_to(min(datetime.combine(day, OPENING), self.present))
            self._gather_statistics()
            self.on_way._confirm_delivered()
            self.on_way = self.on_way.browse()
            for company, count in zip(self.companies, ORDERS if ago < LARGER else FEWER, strict=True):
                self._collect(self._get_env(company), day, self.unpaid.pop((number, company), []))
                self._trade(self._get_env(company), number, day, ago, count)
            for order in self.unwanted.pop(number, ()):
                self._take_back(order)
        # What happened in the past tells nobody today.
        self.env["sale.order.fulfilment.step"].search([("effects_state", "=", "pending")]).effects_state = "done"

    def _gather_statistics(self):
        """Tell PostgreSQL how tables have grown in this transaction, which it takes for empty otherwise."""
        self.env.cr.execute(SQL("ANALYZE %s", SQL(", ").join(SQL.identifier(table) for table in GROWING)))

    def _get_customers(self):
        """Return ``{company: customers of its salespeople}``."""
        partners = self.env["res.partner"].search(
            [("is_company", "=", True), ("user_id.company_ids", "in", self.companies.ids)], order="id"
        )
        return {
            company: partners.filtered(lambda one, company=company: one.user_id.company_id == company)
            for company in self.companies
        }

    def _get_leavers(self):
        """Return a customer of the head office with whom nobody talks any more, and those who left the branches."""
        courted = self.env["crm.lead"].search([]).partner_id.commercial_partner_id
        leaver, *lost = ((self.customers[company] - courted)[:1] for company in self.companies)
        return leaver, self.env["res.partner"].union(*lost)

    # -- what happens on a day ---------------------------------------------------------------------------------------

    def _trade(self, env, number, day, ago, count):
        """Take orders, deliver and invoice them, and note when they will be paid."""
        company = env.company
        customers = self._choose_customers(company, number, ago, count)
        orders = env["sale.order"].create([self._prepare_order(one, company, day.month, ago) for one in customers])
        self._count_in(orders.order_line, orders.warehouse_id)
        orders.action_confirm()
        orders.picking_ids.move_ids.picked = True
        orders.picking_ids.button_validate()
        self.on_way |= orders.picking_ids.with_env(self.env)
        invoices = orders._create_invoices()
        invoices.invoice_date = day
        invoices.action_post()
        for order in orders:
            wait = self.random.choice((0, 1, 1, 2))
            self.unpaid[number + wait, company] += order.invoice_ids.ids
            if self.random.random() < RETURNED:
                self.unwanted[number + 1].append(order)
        self._collect(env, day, self.unpaid.pop((number, company), []))

    def _count_in(self, lines, warehouse):
        """Let there be as much more in stock as is ordered, so that nobody else's reserved goods are taken."""
        ordered = defaultdict(float)
        for line in lines.filtered("product_id.is_storable"):
            ordered[line.product_id] += line.product_uom_qty
        quants = warehouse.env["stock.quant"].with_context(inventory_mode=True)
        found = quants.search([("location_id", "=", warehouse.lot_stock_id.id)]).grouped("product_id")
        counted = quants.create(
            [
                {
                    "product_id": product.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "inventory_quantity": quantity + sum(found.get(product, quants).mapped("quantity")),
                }
                for product, quantity in ordered.items()
            ]
        )
        counted.action_apply_inventory()

    def _choose_customers(self, company, number, ago, count):
        """Return who buys: good customers every month or two, until they leave, and others as it happens."""
        customers = self.random.sample(self.customers[company] - self.leaver - self.lost, count)
        leaver = self.leaver if ago > LEFT else self.lost.browse()
        if ago >= LARGER:
            leaver |= self.lost
        leaver &= self.customers[company]
        return [leaver, *customers[1:]] if leaver and number % len(DAYS) == 0 else customers

    def _collect(self, env, day, invoice_ids):
        """Register the payments of invoices; the first branch waits for most of its money this month."""
        if env.company == self.companies[1] and (day.year, day.month) == (self.present.year, self.present.month):
            invoice_ids = invoice_ids[::3]
        if invoice_ids:
            wizard = env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice_ids)
            wizard.create({"payment_date": day, "group_payment": False})._create_payments()

    def _prepare_order(self, customer, company, month, ago):
        goods = self.random.sample(self.goods, self.random.randint(1, 3))
        lines = [self._prepare_line(product, month, ago) for product in goods]
        if self.random.random() < SERVED:
            lines.append(
                {"product_id": self.random.choice(self.services).id, "product_uom_qty": self.random.randint(1, 6)}
            )
        return {
            "company_id": company.id,
            "partner_id": customer.id,
            "user_id": customer.user_id.id,
            "team_id": customer.user_id.crm_team_ids[:1].id,
            "order_line": [Command.create(line) for line in lines],
        }

    def _prepare_line(self, product, month, ago):
        value = 600_000 * SEASONS[month - 1] * self.random.uniform(0.4, 1.8)
        return {
            "product_id": product.id,
            "product_uom_qty": max(1, round(value / product.lst_price)),
            "discount": 42 if ago == CLEARANCE else self.random.choice((0, 0, 3, 5)),
        }

    def _take_back(self, order):
        """Take back what the customer did not want of the first line."""
        delivery = order.picking_ids.filtered(lambda one: one.picking_type_code == "outgoing")[:1]
        env = self._get_env(order.company_id)
        wizard = env["stock.return.picking"].create({"picking_id": delivery.id})
        line = wizard.product_return_moves[:1]
        line.quantity = max(1, line.move_id.quantity // 2)
        back = env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()

    def _get_env(self, company):
        context = {**self.env.context, "allowed_company_ids": company.ids, "skip_backorder": True, "skip_sms": True}
        return self.env(context=context)
