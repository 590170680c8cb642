"""What receipts and shipments are, by queries of their own: slow, and apart from those that keep the facts.

Sums by company and month. What a customer or a product has today must not matter to them, as facts keep
what these had then.
"""

RECEIPTS = """
    WITH money AS (
        SELECT move.id, move.company_id, move.date, payment.amount_company_currency_signed AS paid,
               SUM(line.balance) FILTER (WHERE account.account_type = 'asset_receivable') AS receivable,
               COALESCE(SUM(line.balance) FILTER (
                   WHERE account.account_type LIKE 'income%' OR account.account_type LIKE 'expense%'), 0) AS result
          FROM account_move move
          JOIN account_journal journal ON journal.id = move.journal_id AND journal.type IN ('bank', 'cash', 'credit')
          JOIN account_move_line line ON line.move_id = move.id
          JOIN account_account account ON account.id = line.account_id
          LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
          LEFT JOIN account_payment reversed ON reversed.move_id = move.reversed_entry_id
         WHERE move.state = 'posted' AND move.move_type = 'entry'
           AND COALESCE(payment.state, 'paid') IN ('in_process', 'paid')
           AND COALESCE(reversed.state, 'paid') IN ('in_process', 'paid')
         GROUP BY move.id, payment.id
        HAVING SUM(line.balance) FILTER (WHERE account.account_type = 'asset_receivable') <> 0
    ), amounts AS (
        SELECT company_id, date, COALESCE(paid, -receivable - result) AS amount FROM money
         UNION ALL
        SELECT company_id, date, amount_company_currency_signed FROM account_payment
         WHERE move_id IS NULL AND partner_type = 'customer' AND state IN ('in_process', 'paid')
    )
    SELECT company_id, date_trunc('month', date)::date, ROUND(SUM(amount), 2)
      FROM amounts GROUP BY 1, 2 HAVING ROUND(SUM(amount), 2) <> 0 ORDER BY 1, 2
"""
SHIPMENTS = """
    WITH shipped AS (
        SELECT move.company_id, date_trunc('month', move.date)::date AS month,
               CASE WHEN target.usage = 'customer' THEN 1 ELSE -1 END AS sign,
               move.quantity * unit.factor / line_unit.factor
                   * CASE WHEN line.product_uom_qty <> 0 THEN line.price_reduce_taxexcl
                          ELSE line.price_unit * (1 - COALESCE(line.discount, 0) / 100) END
                   / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS revenue,
               COALESCE(move.value, 0) AS cost
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
          JOIN stock_location target ON target.id = move.location_dest_id
          JOIN uom_uom unit ON unit.id = move.product_uom
          LEFT JOIN sale_order_line line ON line.id = move.sale_line_id
          LEFT JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
          LEFT JOIN sale_order sale ON sale.id = line.order_id
         WHERE move.state = 'done' AND (source.usage = 'customer') <> (target.usage = 'customer')
           AND (target.usage = 'customer' OR move.to_refund)
    )
    SELECT company_id, month, SUM(ROUND((sign * COALESCE(revenue, 0))::numeric, 2)), SUM(ROUND(sign * cost, 2))
      FROM shipped GROUP BY 1, 2 ORDER BY 1, 2
"""
