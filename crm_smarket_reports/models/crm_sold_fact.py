from odoo import api, fields, models
from odoo.tools import SQL


class CrmSoldFact(models.Model):
    """Confirmed order lines net of tax, services included, on the day of the order."""

    _name = "crm.sold.fact"
    _description = "Sold"
    _inherit = ["crm.goods.fact"]
    _rec_name = "order_id"

    line_id = fields.Many2one("sale.order.line", required=True, readonly=True, ondelete="cascade")
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="cascade", index=True)

    _day_index = models.Index(
        "(company_id, date) INCLUDE (active, user_id, team_id, commercial_partner_id, product_id, amount)",
    )

    _row_unique = models.UniqueIndex("(line_id)")

    _goods_document = "order_id"
    _fact_document = "line_id"
    _fact_key = "line_id"
    _document_queries = (
        ("sale.order.line", "SELECT id FROM sale_order_line WHERE id = ANY(%(ids)s)"),
        ("sale.order", "SELECT id FROM sale_order_line WHERE order_id = ANY(%(ids)s)"),
    )

    @property
    def _fact_columns(self):
        return (*super()._fact_columns, "line_id", "order_id")

    def _get_document(self):
        return self.order_id

    @api.model
    def _get_all_documents_query(self):
        return SQL("SELECT line.id FROM sale_order_line line WHERE line.state = 'sale'")

    @api.model
    def _get_rows_query(self, documents, frozen=True):
        """Return the query of what was sold. Down payments are no sale of their own."""
        known = SQL("frozen.unit_cost::numeric") if frozen else SQL("NULL::numeric")
        return SQL(
            """
            WITH documents AS MATERIALIZED (%(documents)s),
            frozen AS (%(frozen)s),
            sold AS (
                SELECT line.id, sale.company_id, %(day)s AS day, currency.decimal_places,
                       line.price_subtotal / COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric AS revenue,
                       (line.product_uom_qty * unit.factor / own_unit.factor)::numeric AS quantity,
                       sale.id AS order_id, sale.user_id, sale.team_id, sale.partner_id, sale.opportunity_id,
                       line.product_id,
                       CASE WHEN frozen.is_known THEN frozen.categ_id ELSE template.categ_id END AS categ_id,
                       COALESCE(%(known)s, (product.standard_price->>sale.company_id::text)::numeric, 0) AS unit_cost,
                       %(customer_columns)s
                  FROM documents
                  JOIN sale_order_line line ON line.id = documents.id
                  JOIN sale_order sale ON sale.id = line.order_id AND sale.state = 'sale'
                  JOIN res_company company ON company.id = sale.company_id
                  JOIN res_currency currency ON currency.id = company.currency_id
                  LEFT JOIN product_product product ON product.id = line.product_id
                  LEFT JOIN product_template template ON template.id = product.product_tmpl_id
                  LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
                  LEFT JOIN uom_uom own_unit ON own_unit.id = template.uom_id
                  LEFT JOIN frozen ON frozen.document_id = line.id
                  %(customer_joins)s
                 WHERE line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
            )
            SELECT sold.company_id, sold.day,
                   ROUND(sold.revenue::numeric, sold.decimal_places) AS amount,
                   COALESCE(sold.user_id, sold.customer_user_id) AS user_id,
                   sold.customer_user_id, sold.customer_team_id,
                   COALESCE(sold.team_id, CASE WHEN sold.user_id IS NULL THEN sold.customer_team_id END) AS team_id,
                   sold.partner_id, sold.commercial_partner_id, sold.country_id, sold.state_id, sold.industry_id,
                   sold.opportunity_id, sold.product_id, sold.categ_id,
                   sold.quantity::float8, sold.unit_cost::float8,
                   ROUND(sold.quantity * sold.unit_cost, sold.decimal_places) AS cost,
                   ROUND(sold.revenue::numeric, sold.decimal_places)
                       - ROUND(COALESCE(sold.quantity, 0) * sold.unit_cost, sold.decimal_places) AS margin,
                   sold.id, sold.order_id
              FROM sold
            """,
            documents=documents,
            frozen=self._get_frozen_query(frozen, "unit_cost", "categ_id"),
            known=known,
            customer_columns=self._get_customer_columns(),
            customer_joins=self._get_customer_joins(SQL("line.id"), SQL("sale.partner_id")),
            day=self._get_local_day(SQL("sale.date_order")),
        )
