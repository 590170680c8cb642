from datetime import date

from odoo.fields import Command

from .common import FactCase


class TestReceiptEdges(FactCase):
    """Money that comes in unusual ways; every total is made by hand."""

    def _receive(self, amount, partner=None, **values):
        """Post a payment that is for no invoice."""
        payment = self.env["account.payment"].create(
            {
                "partner_id": (partner or self.shop).id,
                "amount": amount,
                "payment_type": "inbound",
                "date": "2026-03-10",
                **values,
            }
        )
        payment.action_post()
        return payment

    def _get_receivable(self, moves):
        return moves.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    def _book_statement(self, amount, invoices, *, fee=0, received="2026-03-12"):
        """Book a line of a bank statement on what invoices owe, and a fee of the bank as an expense."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": received,
                "payment_ref": "Shop",
                "partner_id": self.shop.id,
                "amount": amount,
            }
        )
        suspense = line._seek_for_lines()[1]
        owed = self._get_receivable(invoices)
        commands = [
            Command.update(suspense.id, {"account_id": owed.account_id.id, "balance": -amount - fee}),
            Command.create(
                {"name": "Fee", "account_id": self.company_data["default_account_expense"].id, "balance": fee}
            ),
        ]
        line.move_id.with_context(skip_account_move_synchronization=True, skip_readonly_check=True).write(
            {"line_ids": commands[: 2 if fee else 1]}
        )
        (owed + suspense).reconcile()
        return line

    def test_overpaid(self):
        """What is paid beyond the invoice belongs to the customer's manager."""
        self._pay(self._invoice(100, user=self.oleg), amount=130)
        self.assertEqual(self._receipts("amount", "user_id"), [(30.0, self.vera), (100.0, self.oleg)])

    def test_unmatched_payment_goes_back_to_the_manager_of_the_customer(self):
        invoice = self._invoice(100, user=self.oleg)
        self._pay(invoice)
        self._get_receivable(invoice).remove_move_reconcile()
        self.assertEqual(self._receipts("amount", "user_id"), [(100.0, self.vera)])

    def test_payment_taken_back_counts_in_the_month_of_that(self):
        payment = self._pay(self._invoice(100, user=self.oleg), date="2026-03-10")
        payment.move_id._reverse_moves([{"date": date(2026, 4, 2)}], cancel=True)
        self.assertEqual(
            self._receipts("amount", "date", "user_id"),
            [(100.0, date(2026, 3, 10), self.vera), (-100.0, date(2026, 4, 2), self.vera)],
        )

    def test_rejected_payment_is_no_money_nor_is_its_reversal(self):
        payment = self._pay(self._invoice(100))
        payment.action_reject()
        self.assertEqual(self._receipts("amount"), [])
        payment.move_id._reverse_moves([{"date": date(2026, 4, 2)}], cancel=True)
        self.assertEqual(self._receipts("amount"), [])

    def test_payment_rejected_after_it_was_taken_back(self):
        payment = self._pay(self._invoice(100))
        payment.move_id._reverse_moves([{"date": date(2026, 4, 2)}], cancel=True)
        self.assertEqual(self._receipts("amount"), [(100.0,), (-100.0,)])
        payment.action_reject()
        self.assertEqual(self._receipts("amount"), [])

    def test_payment_without_entry(self):
        invoice = self._invoice(100, user=self.oleg)
        payment = self._pay_without_entry(invoice)
        self.assertEqual(
            self._receipts("amount", "user_id", "payment_id", "invoice_id"), [(100.0, self.oleg, payment, invoice)]
        )
        payment.action_cancel()
        self.assertEqual(self._receipts("amount"), [])

    def test_payment_without_entry_for_invoices_of_one_manager(self):
        payment = self._pay_without_entry(self._invoice(100, user=self.oleg) + self._invoice(50, user=self.oleg))
        self.assertEqual(self._receipts("amount", "user_id", "payment_id"), [(150.0, self.oleg, payment)])

    def test_payment_without_entry_for_invoices_of_two_managers(self):
        """How much is whose is not known: it belongs to the customer's manager until an invoice leaves it."""
        invoices = self._invoice(100, user=self.oleg) + self._invoice(50)
        payment = self._pay_without_entry(invoices)
        self.assertEqual(self._receipts("amount", "user_id"), [(150.0, self.vera)])
        payment.invoice_ids = invoices[0]
        self.assertEqual(self._receipts("amount", "user_id"), [(150.0, self.oleg)])

    def test_payment_without_entry_whose_other_invoice_is_deleted(self):
        kept, gone = self._invoice(100, user=self.oleg), self._invoice(50)
        self._pay_without_entry(kept + gone)
        self.assertEqual(self._receipts("user_id"), [(self.vera,)])
        gone.button_draft()
        gone.name = False
        gone.with_context(force_delete=True).unlink()
        self.assertEqual(self._receipts("amount", "user_id"), [(150.0, self.oleg)])

    def test_fee_of_the_bank_is_no_money(self):
        """Owed 100, of which 98 arrive and 2 stay with the bank."""
        self._book_statement(98, self._invoice(100, user=self.oleg), fee=2)
        self.assertEqual(self._receipts("amount", "user_id"), [(98.0, self.oleg)])

    def test_payment_and_its_statement_line_count_once(self):
        payment = self._pay(self._invoice(100))
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": "2026-03-12",
                "payment_ref": "Shop",
                "amount": 100,
            }
        )
        outstanding = payment._seek_for_lines()[0]
        suspense = line._seek_for_lines()[1]
        suspense.account_id = outstanding.account_id
        (outstanding + suspense).reconcile()
        self.assertEqual(self._receipts("amount", "date"), [(100.0, date(2026, 3, 10))])

    def test_netted_credit_note_leaves_what_was_paid(self):
        invoice, credit = self._invoice(300), self._invoice(100, kind="out_refund")
        (self._get_receivable(invoice) + self._get_receivable(credit)).reconcile()
        self._pay(invoice)
        self.assertEqual(self._receipts("amount", "invoice_id"), [(200.0, invoice)])

    def test_payment_in_foreign_currency(self):
        """100 euros at 4 to 1 are 25; half of it is the advance of another month's rate."""
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 4.0)])
        self._pay(self._invoice(100, currency=euro), amount=60, currency_id=euro.id)
        self._receive(20, currency_id=euro.id, date="2026-03-11")
        self.assertEqual(self._receipts("amount"), [(15.0,), (5.0,)])

    def test_suppliers_are_no_customers(self):
        self._receive(70, payment_type="outbound", partner_type="supplier")
        self.assertEqual(self._receipts("amount"), [])

    def test_branch_counts_what_its_invoices_bring(self):
        branch = self.env["res.company"].create({"name": "Kazan", "parent_id": self.company.id})
        self.env.cr.precommit.run()  # where a branch gets its accounts
        self.env.user.company_ids += branch
        env = self.env(context={**self.env.context, "allowed_company_ids": (branch + self.company).ids})
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.shop.id,
                "invoice_date": "2026-03-05",
                "company_id": branch.id,
                "invoice_user_id": self.vera.id,
                "invoice_line_ids": [Command.create({"name": "Goods", "price_unit": 80, "tax_ids": []})],
            }
        )
        invoice.action_post()
        payment = self._pay(invoice)
        self.assertEqual(payment.journal_id.company_id, self.company)
        facts = self.env["crm.receipt.fact"].search([("payment_id", "=", payment.id)])
        self.assertEqual([(fact.amount, fact.company_id) for fact in facts], [(80.0, branch)])

    def test_two_receivable_lines_add_up_to_the_cent(self):
        """100 less a fee of 1 on three thirds: no cent more or less than 99."""
        invoices = self._invoice(33.33) + self._invoice(33.33, user=self.oleg) + self._invoice(33.34)
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": "2026-03-12",
                "payment_ref": "Shop",
                "partner_id": self.shop.id,
                "amount": 99,
            }
        )
        owed = self._get_receivable(invoices)
        suspense = line._seek_for_lines()[1]
        thirds = [Command.create({"account_id": one.account_id.id, "balance": -one.balance}) for one in owed[1:]]
        line.move_id.with_context(skip_account_move_synchronization=True, skip_readonly_check=True).write(
            {
                "line_ids": [
                    Command.update(suspense.id, {"account_id": owed.account_id.id, "balance": -owed[0].balance}),
                    *thirds,
                    Command.create(
                        {"name": "Fee", "account_id": self.company_data["default_account_expense"].id, "balance": 1}
                    ),
                ]
            }
        )
        paying = self._get_receivable(line.move_id)
        for debit in owed:
            (
                debit
                + paying.filtered(lambda one, debit=debit: not one.reconciled and one.balance == -debit.balance)[:1]
            ).reconcile()
        amounts = [amount for (amount,) in self._receipts("amount")]
        self.assertEqual(len(amounts), 3)
        self.assertEqual(round(sum(amounts), 2), 99.0)
        self.assertEqual(self._receipts("document_amount"), [(99.0,)] * 3)

    def test_deal_of_the_order_that_was_paid(self):
        lead, other = self.env["crm.lead"].create(
            [{"name": name, "type": "opportunity", "company_id": self.company.id} for name in ("Shop", "Depot")]
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.id,
                "company_id": self.company.id,
                "opportunity_id": lead.id,
                "order_line": [Command.create({"product_id": self.product_a.id, "price_unit": 100, "tax_ids": []})],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-03-05"
        invoice.action_post()
        self._pay(invoice)
        self.assertEqual(self._receipts("amount", "lead_id"), [(100.0, lead)])
        order.opportunity_id = other
        self.assertEqual(self._receipts("amount", "lead_id"), [(100.0, other)])
        other.project_template_id = template = self.env["crm.project.template"].create({"name": "Equip"})
        self.assertEqual(self._receipts("project_template_id"), [(template,)])
        facts = self.env["crm.receipt.fact"]
        self.assertEqual(
            facts._read_group([("company_id", "=", self.company.id)], ["project_template_id"], ["amount:sum"]),
            [(template, 100.0)],
        )

    def test_what_runs_before_the_commit_is_not_forgotten(self):
        """Others change documents when the transaction ends, after the facts of before are written."""
        invoice = self._invoice(100)
        self._pay(invoice)
        self.env.cr.precommit.add(lambda: invoice.write({"invoice_user_id": self.oleg.id}))
        self.env.cr.flush()
        facts = self.env["crm.receipt.fact"]
        self.assertEqual(facts._count_differences(facts._get_all_documents_query()), 0)
        self.assertEqual(self._receipts("user_id"), [(self.oleg,)])
