from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .test_sales_expense import ExpenseCase


class TestSalesExpenseBill(ExpenseCase):
    """Posted vendor bills are expenses, once each, as long as they are posted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan, other_plan = cls.env["account.analytic.plan"].create([{"name": "Purpose"}, {"name": "Place"}])
        cls.marketing, cls.office, cls.town = cls.env["account.analytic.account"].create(
            [
                {"name": "Marketing", "plan_id": plan.id},
                {"name": "Office", "plan_id": plan.id},
                {"name": "Town", "plan_id": other_plan.id},
            ]
        )
        cls.company.sales_expense_analytic_account_ids = cls.marketing
        cls.tax = cls.company_data["default_tax_purchase"]

    def _bill(self, *lines, kind="in_invoice", **values):
        return self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": self.depot.id,
                "invoice_date": "2026-03-05",
                "date": "2026-03-31",
                "campaign_id": self.fair.id,
                "invoice_line_ids": [
                    Command.create({"name": "Posters", "tax_ids": [Command.set(self.tax.ids)], **line})
                    for line in lines
                ],
                **values,
            }
        )

    def _get(self, moves, *names, **context):
        expenses = self.expenses.with_context(**context).search([("move_id", "in", moves.ids)], order="id")
        return [tuple(expense[name] for name in names) for expense in expenses]

    def test_marked_line_without_its_taxes(self):
        bill = self._bill({"price_unit": 100, "is_sales_expense": True}, {"price_unit": 70})
        self.assertFalse(self._get(bill, "amount"))
        bill.action_post()
        self.assertGreater(bill.amount_total, 170)
        [expense] = self.expenses.search([("move_id", "=", bill.id)])
        self.assertEqual(
            (expense.amount, expense.amount_company, str(expense.date), expense.campaign_id, expense.origin),
            (100.0, 100.0, "2026-03-05", self.fair, "bill"),
        )
        self.assertEqual((expense.name, expense.user_id.id), ("Depot, Posters", False))
        self.assertEqual(expense.action_open_bill()["res_id"], bill.id)

    def test_share_on_the_accounts_of_the_settings(self):
        bill = self._bill(
            {"price_unit": 200, "analytic_distribution": {self.marketing.id: 30, self.office.id: 70}},
            {"price_unit": 100, "analytic_distribution": {f"{self.marketing.id},{self.town.id}": 100}},
            {"price_unit": 50, "analytic_distribution": {self.office.id: 100}},
        )
        bill.action_post()
        self.assertEqual(self._get(bill, "amount", "share"), [(60.0, 0.3), (100.0, 1.0)])

    def test_never_twice(self):
        self.company.sales_expense_analytic_account_ids += self.town
        bill = self._bill(
            {
                "price_unit": 200,
                "is_sales_expense": True,
                "analytic_distribution": {self.marketing.id: 50},
            },
            {"price_unit": 100, "analytic_distribution": {self.marketing.id: 100, self.town.id: 100}},
        )
        bill.action_post()
        for _again in range(2):
            self.assertEqual(self._get(bill, "amount"), [(200.0,), (100.0,)])
            self.expenses._take_from_bills(bill)
            bill.button_draft()
            bill.action_post()

    def test_goes_with_the_posting_and_remembers_what_people_said(self):
        bill = self._bill({"price_unit": 100, "is_sales_expense": True})
        bill.action_post()
        expense = self.expenses.search([("move_id", "=", bill.id)])
        expense.write({"campaign_id": self.radio.id, "user_id": self.vera.id})
        bill.button_draft()
        self.assertFalse(self._get(bill, "amount"))
        bill.invoice_line_ids.price_unit = 120
        bill.action_post()
        self.assertEqual(
            self._get(bill, "id", "amount", "campaign_id", "user_id"), [(expense.id, 120.0, self.radio, self.vera)]
        )
        bill.button_draft()
        bill.button_cancel()
        self.assertFalse(self._get(bill, "amount"))
        bill.button_draft()
        bill.invoice_line_ids.unlink()
        self.assertFalse(expense.exists())

    def test_refund_is_less_than_zero(self):
        bill = self._bill({"price_unit": 100, "is_sales_expense": True})
        bill.action_post()
        refund = bill._reverse_moves([{"invoice_date": "2026-03-20"}])
        refund.action_post()
        self.assertEqual(refund.move_type, "in_refund")
        self.assertEqual(self._get(refund, "amount", "amount_company"), [(-100.0, -100.0)])

    def test_foreign_bill_at_its_own_rate(self):
        bill = self._bill({"price_unit": 100, "is_sales_expense": True}, currency_id=self.foreign.id)
        bill.action_post()
        self.assertEqual(self._get(bill, "amount", "currency_id", "amount_company"), [(100.0, self.foreign, 50.0)])
        bill.button_draft()
        bill.invoice_currency_rate = 4
        bill.action_post()
        self.assertEqual(self._get(bill, "amount", "amount_company"), [(100.0, 25.0)])

    def test_posted_bill_that_is_marked_or_moved_to_another_account(self):
        bill = self._bill({"price_unit": 100})
        bill.action_post()
        line = bill.invoice_line_ids
        line.is_sales_expense = True
        self.assertEqual(self._get(bill, "amount"), [(100.0,)])
        line.write({"is_sales_expense": False, "analytic_distribution": {self.marketing.id: 40}})
        self.assertEqual(self._get(bill, "amount"), [(40.0,)])
        line.analytic_distribution = {self.office.id: 40}
        self.assertFalse(self._get(bill, "amount"))

    def test_settings_hold_for_posted_bills_and_for_branches(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.env.cr.precommit.run()  # where a branch gets its accounts
        self.env.user.company_ids += branch
        allowed = (self.company + branch).ids
        self.env = self.env(context={**self.env.context, "allowed_company_ids": allowed})
        bill = self._bill({"price_unit": 100, "analytic_distribution": {self.office.id: 100}})
        bill += self._bill(
            {"price_unit": 70, "analytic_distribution": {self.office.id: 100}, "tax_ids": []}, company_id=branch.id
        )
        bill.action_post()
        expenses = self.expenses.with_context(allowed_company_ids=allowed)
        self.assertFalse(expenses.search([]))
        self.company.sales_expense_analytic_account_ids += self.office
        self.assertEqual(set(expenses.search([]).mapped("amount")), {100.0, 70.0})
        self.company.sales_expense_analytic_account_ids = False
        self.assertFalse(expenses.search([]))

    def test_only_bills_are_expenses(self):
        invoice = self._bill({"price_unit": 100, "is_sales_expense": True}, kind="out_invoice")
        invoice.action_post()
        entry = self.env["account.move"].create({"line_ids": []})
        self.assertFalse(self._get(invoice + entry, "amount"))

    def test_books_are_kept_by_people_who_do_not_sell(self):
        accountant = new_test_user(
            self.env,
            "accountant",
            groups="account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        bill = self._bill({"price_unit": 100, "is_sales_expense": True}).with_user(accountant)
        bill.action_post()
        self.assertEqual(self._get(bill, "amount"), [(100.0,)])
        bill.button_draft()
        self.assertFalse(self._get(bill, "amount"))

    def test_figures_are_the_bills_and_the_rest_is_peoples(self):
        bill = self._bill({"price_unit": 100, "is_sales_expense": True})
        bill.action_post()
        expense = self.expenses.search([("move_id", "=", bill.id)])
        expense.user_id = self.vera
        for refused in (lambda: expense.write({"amount": 1}), lambda: expense.write({"date": "2026-01-01"})):
            with self.assertRaisesRegex(UserError, "those of its vendor bill"):
                refused()
        with self.assertRaisesRegex(UserError, "those of its vendor bill"):
            expense.unlink()
        own = expense.with_user(self.vera)
        own.campaign_id = self.radio
        with self.assertRaisesRegex(UserError, "may not open"):
            own.action_open_bill()
