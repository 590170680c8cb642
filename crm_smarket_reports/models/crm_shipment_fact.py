from odoo import api, fields, models
from odoo.tools import SQL


class CrmShipmentFact(models.Model):
    """Goods out to a customer, net of returns, at sale price and at cost.

    A document is a done stock move between the company and a customer; a return counts
    where it is to be refunded. The price is the order line's, net of taxes and discounts,
    at the order's currency rate. Components of a kit share the kit's price by their value.
    """

    _name = "crm.shipment.fact"
    _description = "Shipment"
    _inherit = ["crm.fact"]
    _rec_name = "move_id"

    move_id = fields.Many2one("stock.move", required=True, readonly=True, ondelete="cascade")
    picking_id = fields.Many2one("stock.picking", string="Delivery", readonly=True, ondelete="set null")
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="set null", index=True)
    product_id = fields.Many2one("product.product", readonly=True, ondelete="set null", index=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True, ondelete="set null")
    quantity = fields.Float(readonly=True, digits="Product Unit", help="In the product's own unit.")
    unit_cost = fields.Float(
        readonly=True,
        aggregator=None,
        digits="Product Price",
        groups="crm_smarket_reports.group_margin",
        help="The product's cost when it was shipped.",
    )
    cost = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")
    margin = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")
    is_priced = fields.Boolean(
        string="Has a Price", readonly=True, help="Goods that no order sold, such as manual issues, have a cost only."
    )

    document_amount = fields.Monetary(
        string="Full Amount", compute="_compute_document_amount", help="What the whole document counts."
    )

    _day_index = models.Index(
        "(company_id, date) INCLUDE (active, user_id, team_id, commercial_partner_id, amount, cost)",
    )

    _row_unique = models.UniqueIndex("(move_id)")

    _fact_document = "move_id"
    _fact_key = "move_id"

    @property
    def _fact_columns(self):
        own = (
            "move_id",
            "picking_id",
            "order_id",
            "product_id",
            "categ_id",
            "quantity",
            "unit_cost",
            "cost",
            "margin",
            "is_priced",
        )
        return (*super()._fact_columns, *own)

    @api.depends("amount", "picking_id")
    def _compute_document_amount(self):
        sums = self._get_sums_by("picking_id", self.picking_id)
        for fact in self:
            fact.document_amount = sums.get(fact.picking_id, fact.amount)

    def _get_document(self):
        return self.picking_id or self.order_id or self.move_id

    @api.model
    def _get_documents_query(self, changes):
        """Moves that changed, moves of changed order lines, and the other components of a changed kit."""
        return SQL(
            """
            SELECT move.id FROM stock_move move WHERE move.id = ANY(%(moves)s::integer[])
            UNION
            SELECT move.id FROM stock_move move WHERE move.sale_line_id = ANY(%(lines)s::integer[])
            UNION
            SELECT move.id
              FROM sale_order_line line JOIN stock_move move ON move.sale_line_id = line.id
             WHERE line.order_id = ANY(%(orders)s::integer[])
            UNION
            SELECT other.id
              FROM stock_move move
              JOIN sale_order_line line ON line.id = move.sale_line_id AND line.product_id <> move.product_id
              JOIN stock_move other ON other.sale_line_id = line.id
             WHERE move.id = ANY(%(moves)s::integer[])
            """,
            moves=list(changes.get("stock.move", ())),
            lines=list(changes.get("sale.order.line", ())),
            orders=list(changes.get("sale.order", ())),
        )

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
                       product.product_tmpl_id, template.categ_id,
                       move.is_dropship, move.value,
                       COALESCE(move.partner_id, picking.partner_id) AS partner_id,
                       COALESCE((product.standard_price->>move.company_id::text)::numeric, 0) AS standard_price
                  FROM stock_move move
                  JOIN stock_location source ON source.id = move.location_id
                  JOIN stock_location target ON target.id = move.location_dest_id
                  JOIN product_product product ON product.id = move.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                  JOIN uom_uom unit ON unit.id = move.product_uom
                  JOIN uom_uom own_unit ON own_unit.id = template.uom_id
                  LEFT JOIN stock_picking picking ON picking.id = move.picking_id
                 WHERE move.id IN (SELECT id FROM documents)
                   AND move.state = 'done' AND (source.usage = 'customer') <> (target.usage = 'customer')
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
                SELECT priced.*, partner.commercial_partner_id, partner.country_id, partner.state_id,
                       customer.industry_id, COALESCE(partner.user_id, customer.user_id) AS partner_user_id,
                       COALESCE(%(known)s::numeric, priced.standard_price) AS unit_cost,
                       frozen.is_known, frozen.customer_user_id AS frozen_user_id,
                       frozen.country_id AS frozen_country_id, frozen.state_id AS frozen_state_id,
                       frozen.industry_id AS frozen_industry_id, frozen.categ_id AS frozen_categ_id
                  FROM priced
                  LEFT JOIN res_partner partner ON partner.id = priced.customer_contact_id
                  LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
                  LEFT JOIN frozen ON frozen.document_id = priced.id
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
                   COALESCE(valued.order_user_id, customer_user.id) AS user_id,
                   customer_user.id AS customer_user_id,
                   COALESCE(valued.order_team_id, customer_user.sale_team_id) AS team_id,
                   valued.customer_contact_id, valued.commercial_partner_id,
                   CASE WHEN is_known THEN frozen_country_id ELSE valued.country_id END,
                   CASE WHEN is_known THEN frozen_state_id ELSE valued.state_id END,
                   CASE WHEN is_known THEN frozen_industry_id ELSE valued.industry_id END,
                   lead.id, lead.project_template_id,
                   valued.id, valued.picking_id, valued.order_id, valued.product_id,
                   CASE WHEN is_known THEN frozen_categ_id ELSE valued.categ_id END,
                   (sign * valued.quantity)::float8, valued.unit_cost::float8,
                   ROUND(valued.expense::numeric, valued.decimal_places) AS cost,
                   ROUND(valued.revenue::numeric, valued.decimal_places)
                       - ROUND(valued.expense::numeric, valued.decimal_places) AS margin,
                   valued.line_id IS NOT NULL
              FROM valued
              LEFT JOIN res_users customer_user
                ON customer_user.id = CASE WHEN is_known THEN frozen_user_id ELSE partner_user_id END
              LEFT JOIN crm_lead lead ON lead.id = valued.opportunity_id
            """,
            documents=documents,
            frozen=self._get_frozen_query(frozen, "unit_cost", "categ_id"),
            known=known,
            component_cost=SQL("fact.unit_cost::numeric") if frozen else SQL("NULL::numeric"),
            day=self._get_local_day(SQL("counted.date")),
        )
