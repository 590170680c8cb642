from odoo import api, fields, models
from odoo.tools import SQL

# Moves of components, and all moves of the same line of an order.
COMPONENTS = """
      FROM stock_move move
      JOIN sale_order_line line ON line.id = move.sale_line_id AND line.product_id <> move.product_id
      JOIN stock_move other ON other.sale_line_id = line.id
"""


class CrmShipmentFact(models.Model):
    """Goods out to a customer, net of returns, at sale price and at cost.

    A document is a done stock move between the company and a customer; a return counts
    where it is to be refunded. The price is the order line's, net of taxes and discounts,
    at the order's currency rate. Components of a kit share the kit's price by their value.
    """

    _name = "crm.shipment.fact"
    _description = "Shipment"
    _inherit = ["crm.goods.fact"]
    _rec_name = "move_id"

    move_id = fields.Many2one("stock.move", required=True, readonly=True, ondelete="cascade")
    picking_id = fields.Many2one("stock.picking", string="Delivery", readonly=True, ondelete="set null", index=True)
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="set null", index=True)
    is_priced = fields.Boolean(
        string="Has a Price", readonly=True, help="Goods that no order sold, such as manual issues, have a cost only."
    )

    _day_index = models.Index(
        "(company_id, date) INCLUDE (active, user_id, team_id, commercial_partner_id, amount, cost, margin)",
    )

    _row_unique = models.UniqueIndex("(move_id)")

    _goods_document = "picking_id"
    _fact_document = "move_id"
    _fact_key = "move_id"
    _fact_sums = ("crm.shipment.day", "crm.shipment.month")
    # Who ships reads the order, who changes the order writes the shipments: neither writes what the
    # other reads. So each locks that for the moment of the commit, and of two at the same time the
    # later one fails to serialize and is run again.
    _document_queries = (
        ("stock.move", "SELECT id FROM stock_move WHERE id = ANY(%(ids)s)"),
        (
            "stock.move",
            """
            SELECT id FROM (
                SELECT move.id
                  FROM stock_move move
                  JOIN sale_order_line line ON line.id = move.sale_line_id
                  JOIN sale_order sale ON sale.id = line.order_id
                 WHERE move.id = ANY(%(ids)s)
                   FOR SHARE OF sale
            ) shipped
            """,
        ),
        (
            "sale.order",
            """
            SELECT id FROM (
                SELECT move.id
                  FROM sale_order_line line JOIN stock_move move ON move.sale_line_id = line.id
                 WHERE line.order_id = ANY(%(ids)s)
                   FOR SHARE OF move
            ) ordered
            """,
        ),
        ("sale.order.line", "SELECT id FROM stock_move WHERE sale_line_id = ANY(%(ids)s)"),
        # of a kit, what has changed is the other components' share as well
        ("stock.move", f"SELECT other.id {COMPONENTS} WHERE move.id = ANY(%(ids)s)"),
        (
            "product.product",
            f"""
            SELECT other.id {COMPONENTS}
             WHERE move.product_id = ANY(%(ids)s) AND move.state NOT IN ('done', 'cancel')
            """,
        ),
    )

    @property
    def _fact_columns(self):
        return (*super()._fact_columns, "move_id", "picking_id", "order_id", "is_priced")

    def _get_document(self):
        return self.picking_id or self.order_id or self.move_id

    @api.model
    def _get_all_documents_query(self):
        return SQL(
            """
            SELECT move.id
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
             WHERE move.state = 'done' AND (source.usage = 'customer') <> (target.usage = 'customer')
            """
        )

    @api.model
    def _get_rows_query(self, documents, frozen=True):
        """Return the query of shipments.

        Quantities and prices of an order line are in its unit, those of a move in its own:
        both are brought to the product's unit. An order line of quantity 0 has no stored
        net price; its unit price less the discount stands in. A dropshipped move has no
        value of its own, and a kit's price is shared by its components' demanded value: for
        both the cost on the day of shipping is kept.
        """
        known = SQL("frozen.unit_cost") if frozen else SQL("NULL::float8")
        return SQL(
            """
            WITH documents AS MATERIALIZED (%(documents)s),
            frozen AS (%(frozen)s),
            move AS MATERIALIZED (
                SELECT move.id, move.company_id, move.product_id, move.picking_id, move.sale_line_id, move.date,
                       CASE WHEN target.usage = 'customer' THEN 1 ELSE -1 END AS sign,
                       (move.quantity * unit.factor / own_unit.factor)::numeric AS quantity,
                       own_unit.factor::numeric AS unit_factor,
                       template.categ_id AS product_categ_id,
                       move.is_dropship, move.value,
                       COALESCE(move.partner_id, picking.partner_id) AS partner_id,
                       COALESCE((product.standard_price->>move.company_id::text)::numeric, 0) AS standard_price
                  FROM documents
                  JOIN stock_move move ON move.id = documents.id
                  JOIN stock_location source ON source.id = move.location_id
                  JOIN stock_location target ON target.id = move.location_dest_id
                  JOIN product_product product ON product.id = move.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                  JOIN uom_uom unit ON unit.id = move.product_uom
                  JOIN uom_uom own_unit ON own_unit.id = template.uom_id
                  LEFT JOIN stock_picking picking ON picking.id = move.picking_id
                 WHERE move.state = 'done' AND (source.usage = 'customer') <> (target.usage = 'customer')
                   AND (target.usage = 'customer' OR move.to_refund)
            ),
            component AS (
                SELECT move.sale_line_id,
                       SUM(move.product_qty * GREATEST(COALESCE(
                           %(component_cost)s, (product.standard_price->>move.company_id::text)::numeric, 0), 0.0001)
                       )::numeric AS weight
                  FROM stock_move move
                  JOIN product_product product ON product.id = move.product_id
                  JOIN stock_location target ON target.id = move.location_dest_id
                  JOIN sale_order_line line ON line.id = move.sale_line_id AND line.product_id <> move.product_id
                  LEFT JOIN crm_shipment_fact fact ON fact.move_id = move.id
                 WHERE move.sale_line_id IN (SELECT sale_line_id FROM move)
                   AND move.state <> 'cancel' AND target.usage = 'customer' AND move.origin_returned_move_id IS NULL
                 GROUP BY move.sale_line_id
            ),
            priced AS (
                SELECT move.*, line.id AS line_id, sale.id AS order_id, sale.user_id AS order_user_id,
                       sale.team_id AS order_team_id, sale.opportunity_id,
                       COALESCE(sale.partner_id, move.partner_id) AS customer_contact_id,
                       COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric AS rate,
                       CASE WHEN line.product_uom_qty <> 0 THEN line.price_reduce_taxexcl
                            ELSE line.price_unit::numeric * (1 - COALESCE(line.discount, 0)::numeric / 100) END
                           AS net_price,
                       line.product_id = move.product_id AS is_itself, line.product_uom_qty AS ordered,
                       line_unit.factor::numeric AS line_factor, component.weight
                  FROM move
                  LEFT JOIN sale_order_line line ON line.id = move.sale_line_id
                  LEFT JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
                  LEFT JOIN sale_order sale ON sale.id = line.order_id
                  LEFT JOIN component ON component.sale_line_id = move.sale_line_id
            ),
            counted AS (
                SELECT priced.*, COALESCE(%(known)s::numeric, priced.standard_price) AS unit_cost,
                       CASE WHEN frozen.is_known THEN frozen.categ_id ELSE priced.product_categ_id END AS categ_id,
                       %(customer_columns)s
                  FROM priced
                  LEFT JOIN frozen ON frozen.document_id = priced.id
                  %(customer_joins)s
            ),
            valued AS (
                SELECT counted.*, currency.decimal_places, %(day)s AS day,
                       sign * CASE
                           WHEN line_id IS NULL THEN 0
                           WHEN is_itself THEN quantity * unit_factor / line_factor * net_price / rate
                           ELSE quantity * GREATEST(unit_cost, 0.0001) / weight * net_price * ordered / rate
                       END AS revenue,
                       sign * CASE WHEN is_dropship THEN quantity * unit_cost ELSE COALESCE(value, 0) END AS expense
                  FROM counted
                  JOIN res_company company ON company.id = counted.company_id
                  JOIN res_currency currency ON currency.id = company.currency_id
            )
            SELECT valued.company_id, valued.day,
                   ROUND(valued.revenue::numeric, valued.decimal_places) AS amount,
                   COALESCE(valued.order_user_id, valued.customer_user_id) AS user_id,
                   valued.customer_user_id, valued.customer_team_id,
                   COALESCE(valued.order_team_id,
                            CASE WHEN valued.order_user_id IS NULL THEN valued.customer_team_id END) AS team_id,
                   valued.customer_contact_id, valued.commercial_partner_id, valued.country_id, valued.state_id,
                   valued.industry_id, valued.opportunity_id,
                   valued.product_id, valued.categ_id,
                   (sign * valued.quantity)::float8, valued.unit_cost::float8,
                   ROUND(valued.expense::numeric, valued.decimal_places) AS cost,
                   ROUND(valued.revenue::numeric, valued.decimal_places)
                       - ROUND(valued.expense::numeric, valued.decimal_places) AS margin,
                   valued.id, valued.picking_id, valued.order_id, valued.line_id IS NOT NULL
              FROM valued
            """,
            documents=documents,
            frozen=self._get_frozen_query(frozen, "unit_cost", "categ_id"),
            known=known,
            customer_columns=self._get_customer_columns(),
            customer_joins=self._get_customer_joins(SQL("priced.id"), SQL("priced.customer_contact_id")),
            component_cost=SQL("fact.unit_cost::numeric") if frozen else SQL("NULL::numeric"),
            day=self._get_local_day(SQL("counted.date")),
        )
