from odoo.exceptions import AccessError
from odoo.fields import Domain

from .common import FactCase, ShipmentCase


class TestShipmentSums(ShipmentCase):
    """Sums of days and months say what their facts say."""

    def _sums(self, model, *fields):
        sums = self.env[model].search([("company_id", "=", self.company.id)], order="date, id")
        return [tuple(one[name] for name in fields) for one in sums]

    def test_each_change_is_a_row_until_they_are_made_one(self):
        order = self._order(10)
        self._ship(order, 4)
        columns = ("amount", "cost", "margin", "user_id")
        self.assertEqual(self._sums("crm.shipment.day", *columns), [(400.0, 240.0, 160.0, self.vera)])
        order.order_line.price_unit = 90
        changed = [(400.0, 240.0, 160.0, self.vera), (-40.0, 0.0, -40.0, self.vera)]
        for model in ("crm.shipment.day", "crm.shipment.month"):
            self.assertEqual(self._sums(model, *columns), changed)
            self.assertEqual(self.env[model]._repair(), 0)
            self.assertEqual(self._sums(model, *columns), [(360.0, 240.0, 120.0, self.vera)])

    def test_another_manager_gets_the_sum(self):
        order = self._order(1)
        self._ship(order)
        self._sums("crm.shipment.day", "amount")
        order.user_id = self.oleg
        self.env["crm.shipment.day"].search([])
        self.env["crm.shipment.day"]._repair()
        self.assertEqual(self._sums("crm.shipment.day", "amount", "user_id"), [(100.0, self.oleg)])

    def test_days_of_a_month_are_one_sum_per_customer(self):
        for day in ("2026-03-05 10:00:00", "2026-03-31 10:00:00", "2026-04-01 10:00:00"):
            self._ship(self._order(1)).move_ids.date = day
        self.env["crm.shipment.month"].search([])
        self.env["crm.shipment.month"]._repair()
        expected = [("2026-03-01", self.shop, 200.0), ("2026-04-01", self.shop, 100.0)]
        found = self._sums("crm.shipment.month", "date", "commercial_partner_id", "amount")
        self.assertEqual([(str(day), *rest) for day, *rest in found], expected)

    def test_what_is_wrong_is_repaired(self):
        self._ship(self._order(1))
        self._sums("crm.shipment.day", "amount")
        self.env.cr.execute("UPDATE crm_shipment_day SET amount = 7 WHERE company_id = %s", [self.company.id])
        self.assertEqual(self.env["crm.shipment.fact"]._repair_sums(), 1)
        self.assertEqual(sum(amount for (amount,) in self._sums("crm.shipment.day", "amount")), 100.0)

    def test_salesperson_sees_own_sums_and_no_cost(self):
        self._ship(self._order(1))
        self._ship(self._order(2, user=self.oleg))
        for model in ("crm.shipment.day", "crm.shipment.month"):
            own = self.env[model].with_user(self.vera)
            self.assertEqual(own._read_group([], [], ["amount:sum"]), [(100.0,)])
            with self.assertRaises(AccessError):
                own._read_group([], [], ["cost:sum"])

    def test_customers_whose_month_is_nothing_are_not_counted(self):
        """Shipped and taken back: no customer of this month, before the nightly check as after it."""
        for user in (self.vera, self.oleg):
            self._take_back(self._ship(self._order(2, user=user)), 2)
        self._ship(self._order(1))
        figures = self.env["crm.smarket.figures"]
        for _again in range(2):
            ranked, count, [total], [nobody] = figures._rank_by(
                "crm.shipment.month", Domain("user_id", "=", self.oleg.id), "commercial_partner_id", ["amount"], 10
            )
            self.assertEqual((ranked, count, total, nobody), ({}, 0, 0.0, 0.0))
            ranked, count, *_rest = figures._rank_by(
                "crm.shipment.month", Domain.TRUE, "commercial_partner_id", ["amount"], 1
            )
            self.assertEqual((ranked, count), ({self.shop: [100.0]}, 1))
            self.env["crm.shipment.month"]._repair()


class TestReceiptSums(FactCase):
    """Sums of receipts say what their facts say, also when documents are deleted."""

    def _total(self):
        own = [("company_id", "=", self.company.id)]
        [(facts,)] = self.env["crm.receipt.fact"]._read_group(own, [], ["amount:sum"])
        [(days,)] = self.env["crm.receipt.day"]._read_group(own, [], ["amount:sum"])
        self.assertEqual(days, facts)
        return days

    def test_payments_and_their_sum(self):
        payment = self._pay(self._invoice(100))
        self.assertEqual(self._total(), 100.0)
        payment.action_draft()
        self.assertFalse(self._total())

    def test_deleted_payment_leaves_no_sum(self):
        payment = self._pay(self._invoice(100))
        self.env.cr.flush()
        payment.unlink()
        self.assertFalse(self._total())
        self.assertFalse(self.env["crm.receipt.fact"].with_context(active_test=False).search([]).exists())

    def test_deleted_payment_without_entry_leaves_no_sum(self):
        payment = self._pay_without_entry(self._invoice(100))
        self.assertEqual(self._total(), 100.0)
        payment.unlink()
        self.assertFalse(self._total())

    def test_deleted_line_of_a_statement_leaves_no_sum(self):
        journal = self.company_data["default_journal_bank"]
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": journal.id, "date": "2026-03-10", "payment_ref": "Advance", "amount": 70}
        )
        line._seek_for_lines()[1].write(
            {"account_id": self.company_data["default_account_receivable"].id, "partner_id": self.shop.id}
        )
        self.assertEqual(self._total(), 70.0)
        line.unlink()
        self.assertFalse(self._total())
