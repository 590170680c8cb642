"""A company whose people do one thing after the other, at random, and facts that are right after each."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from psycopg2.extensions import AsIs

from odoo.exceptions import UserError
from odoo.fields import Command

from .fact_definitions import RECEIPTS, SHIPMENTS

FACTS = ("crm.receipt.fact", "crm.shipment.fact", "crm.sold.fact")
FIRST_DAY = date(2026, 1, 1)
# Sums that are kept: their table, of which facts, and what must be the same of both.
SUMS = (
    ("crm_receipt_day", "crm_receipt_fact", "date, user_id, team_id, SUM(amount), 0, 0"),
    ("crm_shipment_day", "crm_shipment_fact", "date, user_id, NULL, SUM(amount), SUM(cost), SUM(margin)"),
    (
        "crm_shipment_month",
        "crm_shipment_fact",
        "date_trunc('month', date)::date, user_id, commercial_partner_id, SUM(amount), SUM(cost), SUM(margin)",
    ),
)
KEPT = """
    SELECT * FROM (SELECT company_id, %(columns)s FROM %(table)s GROUP BY 1, 2, 3, 4)
        AS sums (company_id, date, user_id, other_id, amount, cost, margin)
     WHERE amount <> 0 OR cost <> 0 OR margin <> 0 ORDER BY 1, 2, 3, 4
"""
MONTHS = """
    SELECT company_id, date_trunc('month', date)::date, %(measures)s FROM %(table)s
     WHERE active GROUP BY 1, 2 ORDER BY 1, 2
"""
numbers = st.integers(0, 10_000)
amounts = st.integers(1, 100_000).map(lambda cents: cents / 100)
days = st.integers(0, 120).map(lambda number: FIRST_DAY + timedelta(days=number))


class BusinessMachine(RuleBasedStateMachine):
    """What people do with orders, deliveries, invoices and money; what Odoo refuses has not happened.

    :param case: the test, a ``ShipmentCase``
    """

    case = None

    def __init__(self):
        super().__init__()
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint()
        self.orders = self.env["sale.order"]
        self.invoices = self.env["account.move"]
        self.payments = self.env["account.payment"]
        self.customers = self.case.shop + self.case.depot
        self.users = self.case.vera + self.case.oleg
        self.company = {"company_id": self.case.company.id}

    def teardown(self):
        self.env.cr.clear()
        self.savepoint.rollback()
        self.savepoint.close(rollback=True)
        self.env.invalidate_all(flush=False)

    def _do(self, action):
        with suppress(UserError), self.env.cr.savepoint():
            action()
        type(self).done += 1

    def _pick(self, records, number):
        """Return one of the records that are still there, or none."""
        records = records.exists()
        return records[number % len(records)] if records else records

    # -- orders and deliveries ---------------------------------------------------------------------------------------

    @rule(number=numbers, quantity=st.integers(0, 20), price=amounts, discount=st.sampled_from([0, 10, 33.3]))
    def order(self, number, quantity, price, discount):
        units = ("uom.product_uom_unit", "uom.product_uom_dozen")
        line = {
            "product_id": self.case.products[number % len(self.case.products)].id,
            "product_uom_id": self.env.ref(units[number % 3 == 0]).id,
            "product_uom_qty": quantity,
            "price_unit": price,
            "discount": discount,
        }
        self.orders += self.orders.create(
            {
                **self.company,
                "partner_id": self.customers[number % 2].id,
                "user_id": self.users[number // 2 % 2].id,
                "pricelist_id": self.case.pricelists[number % 5 == 0].id,
                "order_line": [Command.create(line)],
            }
        )
        self._do(self.orders[-1].action_confirm)

    @rule(number=numbers)
    def cancel(self, number):
        self._do(lambda: self._pick(self.orders, number)._action_cancel())

    @rule(number=numbers)
    def reset_and_confirm(self, number):
        order = self._pick(self.orders, number)
        self._do(order.action_draft)
        self._do(lambda: order.state == "draft" and order.action_confirm())

    @rule(number=numbers, share=st.sampled_from([0.3, 1, 1, 1.2]))
    def deliver(self, number, share):
        waiting = self.orders.exists().picking_ids.filtered(lambda one: one.state in ("confirmed", "assigned"))
        picking = self._pick(waiting, number)

        def action():
            picking.action_assign()
            for move in picking.move_ids:
                move.quantity = round(move.product_uom_qty * share)
            picking.move_ids.picked = True
            picking.with_context(skip_backorder=True, skip_sms=True).button_validate()

        self._do(action)

    @rule(number=numbers, to_refund=st.booleans())
    def take_back(self, number, to_refund):
        picking = self._pick(self.orders.exists().picking_ids.filtered(lambda one: one.state == "done"), number)
        self._do(lambda: picking and self.case._take_back(picking, 1, to_refund))

    @rule(number=numbers, quantity=st.integers(0, 30), price=amounts)
    def correct_the_line(self, number, quantity, price):
        line = self._pick(self.orders.exists().order_line, number)
        self._do(lambda: line.write({"product_uom_qty": quantity} if number % 2 else {"price_unit": price}))

    @rule(number=numbers, day=days)
    def correct_the_day(self, number, day):
        order = self._pick(self.orders, number)
        self._do(lambda: order.picking_ids.move_ids.filtered(lambda one: one.state == "done").write({"date": day}))
        self._do(lambda: order.write({"date_order": day}))

    @rule(number=numbers)
    def delete_the_order(self, number):
        self._do(lambda: self._pick(self.orders.filtered(lambda one: one.state == "cancel"), number).unlink())

    # -- invoices and money ------------------------------------------------------------------------------------------

    @rule(number=numbers, day=days)
    def invoice_the_order(self, number, day):
        def action():
            invoices = self._pick(self.orders, number)._create_invoices()
            invoices.invoice_date = day
            invoices.action_post()
            self.invoices += invoices

        self._do(action)

    @rule(number=numbers, amount=amounts, day=days, kind=st.sampled_from(["out_invoice", "out_invoice", "out_refund"]))
    def invoice(self, number, amount, day, kind):
        currency = self.case.euro if number % 5 == 0 else None
        parts = {"partner": self.customers[number % 2], "user": self.users[number // 2 % 2], "currency": currency}
        self.invoices += self.case._invoice(amount, kind=kind, date=day, **parts)
        self._do(lambda: None)

    @rule(number=numbers)
    def back_to_draft_and_post(self, number):
        invoice = self._pick(self.invoices, number)
        self._do(invoice.button_draft)
        if number % 2:
            self._do(lambda: invoice.state == "draft" and invoice.action_post())

    @rule(number=numbers, share=st.sampled_from([0.4, 1, 1, 1.3]), write_off=st.booleans(), day=days)
    def pay(self, number, share, write_off, day):
        owed = self.invoices.exists().filtered(lambda one: one.state == "posted" and one.amount_residual)
        invoice = self._pick(owed, number)
        together = owed.filtered(
            lambda one: (
                (one.partner_id, one.currency_id, one.move_type)
                == (invoice.partner_id, invoice.currency_id, invoice.move_type)
            )
        )[: number % 3 + 1]
        values = {"amount": round(invoice.amount_residual * share, 2), "date": day} if invoice else {}
        if write_off:
            account = self.case.company_data["default_account_expense"]
            values |= {"payment_difference_handling": "reconcile", "writeoff_account_id": account.id}

        def action():
            if number % 2:
                self.payments += self.case._pay(together, date=day, group_payment=True)
            else:
                self.payments += self.case._pay(invoice, **values)

        self._do(lambda: invoice and action())

    @rule(number=numbers, amount=amounts, day=days, has_entry=st.booleans())
    def pay_in_advance(self, number, amount, day, has_entry):
        payment = self.payments.create(
            {
                **self.company,
                "partner_id": self.customers[number % 2].id,
                "amount": amount,
                "payment_type": "outbound" if number % 7 == 0 else "inbound",
                "partner_type": "customer",
                "date": day,
            }
        )
        if not has_entry:
            payment.outstanding_account_id = False
            payment.invoice_ids = self._pick(self.invoices, number)
        self._do(payment.action_post)
        self.payments += payment

    @rule(number=numbers)
    def match(self, number):
        payment = self._pick(self.payments, number)
        lines = (payment.move_id + self.invoices.exists()).line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and line.parent_state == "posted"
                and not line.reconciled
                and line.partner_id == payment.partner_id
            )
        )
        self._do(lines[: number % 4 + 2].reconcile)

    @rule(number=numbers)
    def unmatch(self, number):
        lines = self._pick(self.payments.exists().move_id + self.invoices.exists(), number).line_ids
        self._do(lines.remove_move_reconcile)

    @rule(
        number=numbers,
        what=st.sampled_from(["action_draft", "action_post", "action_cancel", "action_reject", "unlink"]),
    )
    def change_the_payment(self, number, what):
        self._do(getattr(self._pick(self.payments, number), what))

    @rule(number=numbers, day=days)
    def reverse_the_payment(self, number, day):
        move = self._pick(self.payments, number).move_id
        self._do(lambda: move.state == "posted" and move._reverse_moves([{"date": day}], cancel=bool(number % 2)))

    @rule(number=numbers, amount=amounts, day=days)
    def book_the_statement(self, number, amount, day):
        def action():
            line = self.env["account.bank.statement.line"].create(
                {
                    "journal_id": self.case.company_data["default_journal_bank"].id,
                    "date": day,
                    "payment_ref": "Statement",
                    "partner_id": self.customers[number % 2].id,
                    "amount": amount,
                }
            )
            line._seek_for_lines()[1].account_id = self.case.company_data["default_account_receivable"]

        self._do(action)

    # -- people, products, deals -------------------------------------------------------------------------------------

    @rule(number=numbers, what=st.sampled_from(["customer", "order", "invoice", "team"]))
    def change_the_manager(self, number, what):
        records = {"customer": self.customers, "order": self.orders, "invoice": self.invoices}.get(what, self.users)
        record = self._pick(records, number)
        name = {"invoice": "invoice_user_id"}.get(what, "user_id")
        if what == "team":
            self._do(lambda: record.crm_team_member_ids.write({"crm_team_id": self.case.teams[number % 2].id}))
        else:
            self._do(lambda: record.write({name: [*self.users.ids, False][number % 3]}))

    @rule(number=numbers)
    def change_the_customer(self, number):
        order = self._pick(self.orders, number)
        countries = self.env["res.country"].search([], limit=3)
        self._do(
            lambda: self.customers[number % 2].write({"country_id": countries[number % 3].id, "name": str(number)})
        )
        self._do(lambda: order.write({"partner_id": self.customers[number // 2 % 2].id}))

    @rule(number=numbers, cost=amounts)
    def change_the_product(self, number, cost):
        product = self.case.products[number % len(self.case.products)]
        self._do(lambda: product.write({"standard_price": cost, "name": str(number)}))

    @rule(number=numbers)
    def change_the_deal(self, number):
        order, leads = self._pick(self.orders, number), self.case.leads.exists()
        self._do(lambda: order.write({"opportunity_id": [*leads.ids, False][number % (len(leads) + 1)]}))
        if number % 10 == 0:
            self._do(leads[:1].unlink)

    # -- what always holds -------------------------------------------------------------------------------------------

    @invariant()
    def facts_are_what_the_documents_give(self):
        self.env.cr.flush()  # as a commit does
        for name in FACTS:
            facts = self.env[name]
            assert facts._count_differences(facts._get_all_documents_query()) == 0, name
        for table, fact, columns in SUMS:
            self.env.cr.execute(KEPT, {"table": AsIs(table), "columns": AsIs(columns)})
            kept = self.env.cr.fetchall()
            active = AsIs(f"(SELECT * FROM {fact} WHERE active) fact")
            self.env.cr.execute(KEPT, {"table": active, "columns": AsIs(columns)})
            assert kept == self.env.cr.fetchall(), table
        for table, measures, definition in (
            ("crm_receipt_fact", "SUM(amount)", RECEIPTS),
            ("crm_shipment_fact", "SUM(amount), SUM(cost)", SHIPMENTS),
        ):
            self.env.cr.execute(MONTHS, {"table": AsIs(table), "measures": AsIs(measures)})
            found = self.env.cr.fetchall()
            self.env.cr.execute(definition)
            assert [row for row in found if any(row[2:])] == [row for row in self.env.cr.fetchall() if any(row[2:])]
