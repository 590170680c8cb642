from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

STATUSES = [
    ("inquiry", "Inquiry"),
    ("negotiation", "In Negotiation"),
    ("ordered", "Ordered"),
    ("awaiting", "Awaiting Delivery"),
    ("served", "Served"),
    ("silent", "Silent"),
]


class ResPartner(models.Model):
    """How things stand with a customer, from the deals and orders of the whole company.

    Read from the facts whenever it is asked for, in one set-based query: nothing is written
    to customers when deals and deliveries move, so nothing can go stale or be in the way.
    What is furthest and still open counts: a delivery on its way before a new inquiry.
    """

    _inherit = "res.partner"

    contact_status = fields.Selection(
        STATUSES,
        compute="_compute_contact_status",
        search="_search_contact_status",
        help="Inquiry: a lead. In negotiation: an open deal or quotation. Ordered: not all goods are reserved. "
        "Awaiting delivery: until the customer has received everything. Served: an order was received lately. "
        "Silent: nothing is open, and nothing was received lately.",
    )
    contact_silent_since = fields.Date(compute="_compute_contact_status", string="Silent since")

    @api.depends("commercial_partner_id")
    @api.depends_context("allowed_company_ids")
    def _compute_contact_status(self):
        commercial = self.commercial_partner_id.ids
        found = {}
        if commercial:
            query = SQL(
                "SELECT id, status, since FROM (%s) contact WHERE id IN %s",
                self._get_contact_status_sql(),
                tuple(commercial),
            )
            found = {id_: (status, since) for id_, status, since in self.env.execute_query(query)}
        for partner in self:
            status, since = found.get(partner.commercial_partner_id.id, (False, False))
            partner.contact_status = status
            partner.contact_silent_since = since if status == "silent" else False

    def _search_contact_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        statuses = [status for status in value if status]
        subselect = SQL("SELECT id FROM (%s) contact", self._get_contact_status_sql())
        domain = Domain.FALSE
        if False in value:
            domain |= Domain("commercial_partner_id", "not in", subselect)
        if statuses:
            some = SQL("%s WHERE status IN %s", subselect, tuple(statuses))
            domain |= Domain("commercial_partner_id", "in", some)
        return domain

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let customers be grouped by their status, which has no column."""
        if field_expr != "contact_status" or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        contact = query.make_alias(alias, "contact_status")
        condition = SQL(
            "%s = %s",
            SQL.identifier(contact, "id"),
            self._field_to_sql(alias, "commercial_partner_id", query),
        )
        query.add_join("LEFT JOIN", contact, SQL("(%s)", self._get_contact_status_sql()), condition)
        return SQL.identifier(contact, "status")

    @api.model
    def _get_contact_status_sql(self):
        """Return a query of ``(id, status, since)``, a row per commercial customer with any deal or order."""
        self._flush_contact_facts()
        return SQL(
            """
            SELECT customer.commercial_partner_id AS id,
                   CASE MIN(fact.rank)
                        WHEN 1 THEN 'awaiting'
                        WHEN 2 THEN 'ordered'
                        WHEN 3 THEN 'negotiation'
                        WHEN 4 THEN 'inquiry'
                        WHEN 5 THEN 'served'
                        ELSE 'silent'
                   END AS status,
                   MAX(fact.date)::date AS since
              FROM (%(orders)s UNION ALL %(leads)s) fact
              JOIN res_partner customer ON customer.id = fact.partner_id
          GROUP BY customer.commercial_partner_id
            """,
            orders=self._get_contact_orders_sql(),
            leads=self._get_contact_leads_sql(),
        )

    @api.model
    def _get_contact_orders_sql(self):
        """Return a query of ``(partner_id, rank, date)``, a row per order."""
        days = self.env.company.contact_silent_days
        return SQL(
            """
            SELECT partner_id,
                   CASE WHEN fulfilment_state IN ('reserved', 'packed', 'partial', 'shipped') THEN 1
                        WHEN fulfilment_state = 'registered' AND %(awaited)s THEN 2
                        WHEN state IN ('draft', 'sent') THEN 3
                        WHEN fulfilment_state IN ('registered', 'delivered', 'invoiced')
                             AND GREATEST(date_order, effective_date) >= %(lately)s THEN 5
                        ELSE 6
                   END AS rank,
                   GREATEST(date_order, effective_date) AS date
              FROM sale_order
             WHERE company_id IN %(companies)s
            """,
            lately=fields.Datetime.subtract(fields.Datetime.now(), days=days),
            companies=tuple(self.env.companies.ids),
            awaited=self._get_awaited_sql(),
        )

    @api.model
    def _get_awaited_sql(self):
        """Return the condition that an order waits for something, be it its invoice.

        Services that are invoiced by another program are over as soon as they are ordered: nobody tells us more.
        """
        return SQL(
            """
            (company_id IN (SELECT id FROM res_company WHERE fulfilment_invoicing)
             OR EXISTS (SELECT FROM sale_order_line line
                         WHERE line.order_id = sale_order.id AND line.qty_delivered_method = 'stock_move'))
            """
        )

    @api.model
    def _get_contact_leads_sql(self):
        """Return a query of ``(partner_id, rank, date)``, a row per deal with a customer."""
        return SQL(
            """
            SELECT partner_id,
                   CASE WHEN NOT active OR won_status != 'pending' THEN 6
                        WHEN type = 'lead' THEN 4
                        ELSE 3
                   END AS rank,
                   COALESCE(date_closed, date_last_stage_update, create_date) AS date
              FROM crm_lead
             WHERE partner_id IS NOT NULL AND (company_id IS NULL OR company_id IN %(companies)s)
            """,
            companies=tuple(self.env.companies.ids),
        )

    @api.model
    def _flush_contact_facts(self):
        self.env["sale.order"].flush_model(
            ["partner_id", "state", "fulfilment_state", "date_order", "effective_date", "company_id"]
        )
        self.env["crm.lead"].flush_model(
            ["partner_id", "active", "type", "won_status", "date_closed", "date_last_stage_update", "company_id"]
        )
        self.env["sale.order.line"].flush_model(["order_id", "qty_delivered_method"])
        self.env["res.company"].flush_model(["fulfilment_invoicing"])
        self.flush_model(["commercial_partner_id"])
