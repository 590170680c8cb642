from odoo import api, fields, models
from odoo.tools import SQL

# The document of an entry; the entries of what is matched with a line; the lines of invoices for an order.
KEY = "COALESCE(-move.origin_payment_id, move.id) AS id"
PAYING = """
      JOIN account_partial_reconcile partial ON owed.id IN (partial.debit_move_id, partial.credit_move_id)
      JOIN account_move_line paying ON paying.id IN (partial.debit_move_id, partial.credit_move_id)
      JOIN account_move move ON move.id = paying.move_id
"""
INVOICED = """
      FROM sale_order_line sold
      JOIN sale_order_line_invoice_rel link ON link.order_line_id = sold.id
      JOIN account_move_line invoiced ON invoiced.id = link.invoice_line_id
"""


class CrmReceiptFact(models.Model):
    """Customer money in, net of refunds, shared among the managers of the invoices it paid.

    A document is the posted entry of a bank, cash or card journal that touches a customer's
    receivable; or a payment without an entry. Counted is the money that moved: of a payment
    with a write-off or a bank fee only what was paid. Money not matched with an invoice
    belongs to the customer's manager. What takes back the entry of a payment that was
    rejected or cancelled is no more money than that payment.
    """

    _name = "crm.receipt.fact"
    _description = "Receipt"
    _inherit = ["crm.fact"]
    _rec_name = "move_id"

    document_key = fields.Integer(
        required=True,
        readonly=True,
        help="Minus the payment's id, whose entry may come and go; the entry's where there is no payment.",
    )
    line_key = fields.Integer(readonly=True, help="The id of the receivable line; 0 where there is no entry.")
    move_id = fields.Many2one("account.move", string="Entry", readonly=True, ondelete="set null", index=True)
    payment_id = fields.Many2one("account.payment", readonly=True, ondelete="set null", index=True)
    invoice_id = fields.Many2one("account.move", string="Paid Invoice", readonly=True, ondelete="set null", index=True)
    document_amount = fields.Monetary(
        string="Full Amount", readonly=True, aggregator=None, help="What the whole document brought in."
    )

    _day_index = models.Index(
        "(company_id, date) INCLUDE (active, user_id, team_id, commercial_partner_id, amount)",
    )

    _row_unique = models.UniqueIndex("(document_key, line_key, COALESCE(invoice_id, 0))")

    _fact_document = "document_key"
    _fact_key = "document_key, line_key, COALESCE(invoice_id, 0)"
    _fact_gone = "move_id IS NULL AND payment_id IS NULL"
    _fact_sums = ("crm.receipt.day",)
    _document_queries = (
        # documents that are removed, of which nothing can be asked any more
        ("crm.receipt.fact", "SELECT UNNEST(%(ids)s) AS id"),
        ("account.move", f"SELECT {KEY} FROM account_move move WHERE move.id = ANY(%(ids)s)"),
        (
            "account.move.line",
            f"""
            SELECT {KEY} FROM account_move_line line JOIN account_move move ON move.id = line.move_id
             WHERE line.id = ANY(%(ids)s)
            """,
        ),
        # what paid an invoice, with an entry and without
        ("account.move", f"SELECT {KEY} FROM account_move_line owed {PAYING} WHERE owed.move_id = ANY(%(ids)s)"),
        ("account.move", "SELECT -payment_id AS id FROM account_move__account_payment WHERE invoice_id = ANY(%(ids)s)"),
        # a payment, and what takes it back
        ("account.payment", "SELECT -id AS id FROM account_payment WHERE id = ANY(%(ids)s)"),
        (
            "account.payment",
            f"""
            SELECT {KEY} FROM account_payment payment JOIN account_move move ON move.reversed_entry_id = payment.move_id
             WHERE payment.id = ANY(%(ids)s)
            """,
        ),
        # what paid the invoices of an order
        (
            "sale.order",
            f"""
            SELECT {KEY} {INVOICED} JOIN account_move_line owed ON owed.move_id = invoiced.move_id {PAYING}
             WHERE sold.order_id = ANY(%(ids)s)
            """,
        ),
        (
            "sale.order",
            f"""
            SELECT -paid.payment_id AS id {INVOICED}
              JOIN account_move__account_payment paid ON paid.invoice_id = invoiced.move_id
             WHERE sold.order_id = ANY(%(ids)s)
            """,
        ),
    )

    @property
    def _fact_columns(self):
        own = ("document_key", "line_key", "move_id", "payment_id", "invoice_id", "document_amount")
        return (*super()._fact_columns, *own)

    def _get_document(self):
        """Return the payment or its entry; for a salesperson, who may see neither, the order that was paid.

        Core's form of an invoice that is paid opens for those alone who may see payments.
        """
        order = self.invoice_id.sudo().line_ids.sale_line_ids.order_id[:1].sudo(False)  # sudo: which one, no more
        documents = (self.payment_id, self.move_id, order, self.invoice_id)
        return next((one for one in documents if one and one.has_access("read")), self.payment_id or self.move_id)

    @api.model
    def _get_all_documents_query(self):
        return SQL(
            """
            SELECT move.id
              FROM account_move move
              JOIN account_journal journal ON journal.id = move.journal_id
             WHERE journal.type IN ('bank', 'cash', 'credit') AND move.origin_payment_id IS NULL
            UNION ALL
            SELECT -payment.id FROM account_payment payment
            """
        )

    @api.model
    def _get_rows_query(self, documents, frozen=True):
        """Return the query of receipts.

        Money that paid several invoices is shared by what was matched with each, not by the
        amounts of the matchings themselves: those are in the invoice's currency rate, and an
        exchange difference is no money. Cents that rounding leaves go to the largest share.
        """
        return SQL(
            """
            WITH documents AS MATERIALIZED (%(documents)s),
            entry AS MATERIALIZED (
                SELECT id FROM documents WHERE id > 0
                UNION
                SELECT payment.move_id FROM documents JOIN account_payment payment ON payment.id = -documents.id
            ),
            money AS (
                SELECT move.id, move.company_id, move.date,
                       payment.id AS payment_id, payment.amount_company_currency_signed AS paid,
                       SUM(line.balance) FILTER (WHERE account.account_type = 'asset_receivable') AS receivable,
                       COALESCE(SUM(line.balance) FILTER (
                           WHERE account.account_type LIKE 'income%%' OR account.account_type LIKE 'expense%%'
                       ), 0) AS result
                  FROM entry
                  JOIN account_move move ON move.id = entry.id
                  JOIN account_journal journal
                    ON journal.id = move.journal_id AND journal.type IN ('bank', 'cash', 'credit')
                  JOIN account_move_line line ON line.move_id = move.id
                  JOIN account_account account ON account.id = line.account_id
                  LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
                  LEFT JOIN account_payment reversed ON reversed.move_id = move.reversed_entry_id
                 WHERE move.state = 'posted' AND move.move_type = 'entry'
                   AND (payment.id IS NULL OR payment.state IN ('in_process', 'paid'))
                   AND (reversed.id IS NULL OR reversed.state IN ('in_process', 'paid'))
                 GROUP BY move.id, payment.id
                HAVING SUM(line.balance) FILTER (WHERE account.account_type = 'asset_receivable') <> 0
            ),
            line AS (
                SELECT line.id, money.id AS move_id, money.payment_id, money.company_id, money.date, line.partner_id,
                       CASE WHEN line.amount_currency <> 0
                            THEN 1 - line.amount_residual_currency / line.amount_currency ELSE 0 END AS matched,
                       -line.balance * CASE WHEN money.payment_id IS NOT NULL THEN -money.paid / money.receivable
                            ELSE (money.receivable + money.result) / money.receivable END AS cash
                  FROM money
                  JOIN account_move_line line ON line.move_id = money.id
                  JOIN account_account account
                    ON account.id = line.account_id AND account.account_type = 'asset_receivable'
            ),
            partial AS (
                SELECT credit_move_id AS line_id, debit_move_id AS other_id, amount
                  FROM account_partial_reconcile WHERE credit_move_id IN (SELECT id FROM line)
                UNION ALL
                SELECT debit_move_id, credit_move_id, amount
                  FROM account_partial_reconcile WHERE debit_move_id IN (SELECT id FROM line)
            ),
            share AS (
                SELECT line.id AS line_id,
                       CASE WHEN other.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                            THEN other.id END AS invoice_id,
                       line.matched * SUM(partial.amount)
                           / SUM(SUM(partial.amount)) OVER (PARTITION BY line.id) AS part
                  FROM line
                  JOIN partial ON partial.line_id = line.id AND partial.amount <> 0
                  JOIN account_move_line other_line ON other_line.id = partial.other_id
                  JOIN account_move other ON other.id = other_line.move_id
                 WHERE NOT EXISTS (
                           SELECT FROM account_partial_reconcile exchange WHERE exchange.exchange_move_id = other.id)
                 GROUP BY line.id, line.matched, 2
            ),
            counted AS (
                SELECT COALESCE(-line.payment_id, line.move_id) AS document_key, line.move_id, line.payment_id,
                       line.company_id, line.date, line.partner_id, share.invoice_id, line.id AS line_id,
                       line.cash * share.part AS amount
                  FROM line
                  JOIN share ON share.line_id = line.id
                UNION ALL
                SELECT COALESCE(-line.payment_id, line.move_id), line.move_id, line.payment_id, line.company_id,
                       line.date, line.partner_id, NULL, line.id, line.cash * (1 - COALESCE(SUM(share.part), 0))
                  FROM line
                  LEFT JOIN share ON share.line_id = line.id
                 GROUP BY line.id, line.move_id, line.payment_id, line.company_id, line.date, line.partner_id,
                          line.cash
                UNION ALL
                SELECT -payment.id, NULL, payment.id, payment.company_id, payment.date, payment.partner_id,
                       (SELECT CASE WHEN COUNT(*) = 1 THEN MIN(link.invoice_id) END
                          FROM account_move__account_payment link WHERE link.payment_id = payment.id),
                       0, payment.amount_company_currency_signed
                  FROM documents JOIN account_payment payment ON payment.id = -documents.id
                 WHERE payment.move_id IS NULL
                   AND payment.partner_type = 'customer' AND payment.state IN ('in_process', 'paid')
            ),
            rounded AS (
                SELECT counted.*, ROUND(counted.amount, currency.decimal_places) AS cents,
                       ROUND(SUM(counted.amount) OVER document, currency.decimal_places)
                           - SUM(ROUND(counted.amount, currency.decimal_places)) OVER document AS rest,
                       ROUND(SUM(counted.amount) OVER document, currency.decimal_places) AS document_amount,
                       ROW_NUMBER() OVER (
                           PARTITION BY document_key ORDER BY ABS(counted.amount) DESC, line_id, invoice_id
                       ) AS place
                  FROM counted
                  JOIN res_company company ON company.id = counted.company_id
                  JOIN res_currency currency ON currency.id = company.currency_id
                WINDOW document AS (PARTITION BY document_key)
            ),
            frozen AS (%(frozen)s),
            receipt AS (
                SELECT rounded.*, %(customer_columns)s
                  FROM rounded %(customer_joins)s
                 WHERE rounded.cents <> 0 OR rounded.place = 1 AND rounded.rest <> 0
            )
            SELECT receipt.company_id, receipt.date,
                   receipt.cents + CASE WHEN receipt.place = 1 THEN receipt.rest ELSE 0 END AS amount,
                   COALESCE(invoice.invoice_user_id, linked.user_id, receipt.customer_user_id) AS user_id,
                   receipt.customer_user_id, receipt.customer_team_id,
                   COALESCE(invoice.team_id, linked.team_id,
                            CASE WHEN COALESCE(invoice.invoice_user_id, linked.user_id) IS NULL
                                 THEN receipt.customer_team_id END) AS team_id,
                   receipt.partner_id, receipt.commercial_partner_id, receipt.country_id, receipt.state_id,
                   receipt.industry_id, deal.id AS lead_id,
                   receipt.document_key, receipt.line_id, receipt.move_id, receipt.payment_id, receipt.invoice_id,
                   receipt.document_amount
              FROM receipt
              LEFT JOIN account_move invoice ON invoice.id = receipt.invoice_id
              LEFT JOIN LATERAL (
                    SELECT MIN(invoice.invoice_user_id) AS user_id,
                           CASE WHEN COUNT(DISTINCT invoice.team_id) = 1 THEN MIN(invoice.team_id) END AS team_id
                      FROM account_move__account_payment link
                      JOIN account_move invoice ON invoice.id = link.invoice_id
                     WHERE link.payment_id = receipt.payment_id AND receipt.move_id IS NULL
                    HAVING COUNT(DISTINCT invoice.invoice_user_id) = 1
                   ) linked ON true
              LEFT JOIN LATERAL (
                    SELECT MIN(sale.opportunity_id) AS id
                      FROM account_move_line invoiced
                      JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = invoiced.id
                      JOIN sale_order_line sold ON sold.id = link.order_line_id
                      JOIN sale_order sale ON sale.id = sold.order_id
                     WHERE invoiced.move_id = receipt.invoice_id
                    HAVING COUNT(DISTINCT sale.opportunity_id) = 1
                   ) deal ON true
            """,
            documents=documents,
            frozen=self._get_frozen_query(frozen),
            customer_columns=self._get_customer_columns(),
            customer_joins=self._get_customer_joins(SQL("rounded.document_key"), SQL("rounded.partner_id")),
        )
