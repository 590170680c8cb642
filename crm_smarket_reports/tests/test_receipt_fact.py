from datetime import date

from odoo.fields import Command

from .common import FactCase


class TestReceiptFact(FactCase):
    """Money in, to the cent, with the manager who gets it; every total is made by hand."""

    def test_partial_payment_belongs_to_the_manager_of_the_invoice(self):
        invoice = self._invoice(1000, user=self.oleg)
        self._pay(invoice, amount=400)
        self.assertEqual(
            self._receipts("amount", "user_id", "invoice_id", "date", "commercial_partner_id"),
            [(400.0, self.oleg, invoice, date(2026, 3, 10), self.shop)],
        )

    def test_one_payment_for_invoices_of_two_managers_is_two_rows(self):
        first, second = self._invoice(600), self._invoice(300, user=self.oleg)
        self._pay(first + second, group_payment=True)
        self.assertEqual(
            self._receipts("amount", "user_id", "document_amount"),
            [(300.0, self.oleg, 900.0), (600.0, self.vera, 900.0)],
        )

    def test_write_off_is_no_money(self):
        invoice = self._invoice(100)
        self._pay(
            invoice,
            amount=95,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self.assertEqual(self._receipts("amount"), [(95.0,)])

    def test_advance_belongs_to_the_manager_of_the_customer_until_it_is_matched(self):
        payment = self.env["account.payment"].create(
            {"partner_id": self.shop.id, "amount": 500, "payment_type": "inbound", "date": "2026-03-01"}
        )
        payment.action_post()
        self.assertEqual(
            self._receipts("amount", "user_id", "invoice_id"),
            [(500.0, self.vera, self.env["account.move"])],
        )
        invoice = self._invoice(200, user=self.oleg)
        receivable = (payment.move_id + invoice).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        receivable.reconcile()
        self.assertEqual(self._receipts("amount", "user_id"), [(200.0, self.oleg), (300.0, self.vera)])

    def test_draft_and_cancelled_payments_are_no_money(self):
        payment = self._pay(self._invoice(100))
        self.assertEqual(self._receipts("amount"), [(100.0,)])
        payment.action_draft()
        self.assertEqual(self._receipts("amount"), [])
        payment.action_post()
        self.assertEqual(self._receipts("amount"), [(100.0,)])
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(self._receipts("amount"), [])

    def test_refund_is_negative_and_a_netted_credit_note_is_nothing(self):
        invoice = self._invoice(300)
        credit = self._invoice(100, kind="out_refund")
        (invoice + credit).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()
        self.assertEqual(self._receipts("amount"), [])
        self._pay(self._invoice(50, kind="out_refund", user=self.oleg))
        self.assertEqual(self._receipts("amount", "user_id"), [(-50.0, self.oleg)])

    def test_customer_changes_hands_and_last_year_stays(self):
        payment = self.env["account.payment"].create(
            {"partner_id": self.shop.id, "amount": 500, "payment_type": "inbound", "date": "2025-03-01"}
        )
        payment.action_post()
        self.env.cr.flush()  # as a commit does
        self.shop.write({"user_id": self.oleg.id, "country_id": self.env.ref("base.ru").id})
        payment.move_id.line_ids.filtered(lambda line: line.balance < 0).write({"name": "corrected"})
        payment.action_draft()
        payment.amount = 450
        self._receipts("amount")
        payment.action_post()
        self.assertEqual(
            self._receipts("amount", "user_id", "country_id"), [(450.0, self.vera, self.env.ref("base.pl"))]
        )

    def test_foreign_invoice_counts_in_the_currency_of_the_company(self):
        """Invoiced at 3 to 1, paid at 2 to 1: the money that came is what counts, the difference is none."""
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 3.0), ("2026-03-08", 2.0)])
        invoice = self._invoice(300, currency=euro)
        self._pay(invoice)
        self.assertEqual(self._receipts("amount", "invoice_id"), [(150.0, invoice)])

    def test_statement_line_matched_without_payment(self):
        invoice = self._invoice(70, user=self.oleg)
        statement_line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": "2026-03-12",
                "payment_ref": "Shop",
                "partner_id": self.shop.id,
                "amount": 70,
            }
        )
        self.assertEqual(self._receipts("amount"), [])
        receivable = invoice.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        suspense = statement_line._seek_for_lines()[1]
        suspense.account_id = receivable.account_id
        (receivable + suspense).reconcile()
        self.assertEqual(self._receipts("amount", "user_id", "date"), [(70.0, self.oleg, date(2026, 3, 12))])

    def test_paid_order_may_get_its_opportunity_later(self):
        product = self.env["product.product"].create(
            {"name": "Advice", "type": "service", "invoice_policy": "order", "taxes_id": []}
        )
        line = Command.create({"product_id": product.id, "price_unit": 100})
        order = self.env["sale.order"].create(
            {"partner_id": self.shop.id, "company_id": self.company.id, "order_line": [line]}
        )
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self._pay(invoice)
        campaign = self.env["utm.campaign"].create({"title": "Fair"})
        lead = self.env["crm.lead"].create({"name": "Shop", "type": "opportunity", "campaign_id": campaign.id})
        order.opportunity_id = lead
        self.assertEqual(self._receipts("amount", "lead_id", "campaign_id"), [(100.0, lead, campaign)])

    def test_shares_add_up_to_the_cent(self):
        invoices = self._invoice(33.33) + self._invoice(33.33, user=self.oleg) + self._invoice(33.34)
        self._pay(invoices, amount=100, group_payment=True)
        self.assertEqual(round(sum(amount for (amount,) in self._receipts("amount")), 2), 100.0)

    def test_rebuilt_facts_are_the_same(self):
        first, second = self._invoice(600), self._invoice(300, user=self.oleg)
        self._pay(first + second, group_payment=True)
        before = self._receipts("amount", "user_id", "date", "invoice_id")
        facts = self.env["crm.receipt.fact"]
        self.assertEqual(facts._count_differences(facts._get_all_documents_query()), 0)
        facts._refresh(facts._get_all_documents_query())
        self.assertEqual(self._receipts("amount", "user_id", "date", "invoice_id"), before)

    def test_check_finds_what_is_wrong(self):
        self._pay(self._invoice(600))
        self._pay(self._invoice(300))
        facts = self.env["crm.receipt.fact"]
        wrong = facts.search([("company_id", "=", self.company.id)], limit=1)
        self.env.cr.execute("UPDATE crm_receipt_fact SET amount = amount + 0.01 WHERE id = %s", [wrong.id])
        self.assertEqual(facts._count_differences(facts._get_all_documents_query()), 1)
        facts._refresh(facts._get_all_documents_query())
        self.assertEqual(facts._count_differences(facts._get_all_documents_query()), 0)
