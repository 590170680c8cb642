from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [("inquiry", "Inquiry"), ("project", "Project"), ("quotation", "Quotation")]


class CrmInterest(models.Model):
    """Products and services in which customers are interested: one row per document and product.

    That is what an inquiry names, what a project plans to sell, and what a quotation or an order
    has. Read from these as they are; deals that were lost have shown interest, too. Whatever the
    deal does not say of its territory is that of the customer.
    """

    _name = "crm.interest"
    _description = "Interest"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "product_id"

    kind = fields.Selection(KINDS, readonly=True)
    date = fields.Datetime(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    order_id = fields.Many2one("sale.order", string="Quotation", readonly=True)
    company_id = fields.Many2one("res.company", string="Branch", readonly=True)
    user_id = fields.Many2one("res.users", string="Manager", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", string="Region", readonly=True)
    city = fields.Char(readonly=True)
    industry_id = fields.Many2one("res.partner.industry", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)

    _depends = {
        "crm.lead": [
            "campaign_id",
            "city",
            "company_id",
            "country_id",
            "create_date",
            "interest_product_ids",
            "partner_id",
            "source_id",
            "state_id",
            "team_id",
            "user_id",
        ],
        "crm.project.product.line": ["create_date", "lead_id", "product_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.partner": ["city", "commercial_partner_id", "country_id", "industry_id", "state_id"],
        "sale.order": [
            "campaign_id",
            "company_id",
            "date_order",
            "opportunity_id",
            "partner_id",
            "source_id",
            "team_id",
            "user_id",
        ],
        "sale.order.line": ["order_id", "product_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT sign.id, sign.kind, sign.date, sign.product_id, template.categ_id, sign.lead_id, sign.order_id,
                   sign.company_id, sign.user_id, sign.team_id, sign.partner_id, partner.commercial_partner_id,
                   COALESCE(sign.country_id, partner.country_id) AS country_id,
                   COALESCE(sign.state_id, partner.state_id) AS state_id,
                   COALESCE(sign.city, partner.city) AS city,
                   customer.industry_id, sign.source_id, sign.campaign_id
              FROM (%s) sign
              JOIN product_product product ON product.id = sign.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN res_partner partner ON partner.id = sign.partner_id
              LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
            """,
            SQL(" UNION ALL ").join([self._get_inquiries(), self._get_planned_products(), self._get_quoted_products()]),
        )

    @api.model
    def _get_inquiries(self):
        """Return the query of products that inquiries name; their pairs have no id, so one is made of both."""
        return SQL(
            """
            SELECT (asked.lead_id::bigint << 24 | asked.product_id) * 3 AS id, 'inquiry' AS kind,
                   lead.create_date AS date, asked.product_id, lead.id AS lead_id, NULL::integer AS order_id, %s
              FROM crm_lead_interest_product_rel asked
              JOIN crm_lead lead ON lead.id = asked.lead_id
            """,
            self._get_deal_columns(),
        )

    @api.model
    def _get_planned_products(self):
        """Return the query of products that projects plan to sell."""
        return SQL(
            """
            SELECT line.id::bigint * 3 + 1 AS id, 'project' AS kind, line.create_date AS date, line.product_id,
                   lead.id AS lead_id, NULL::integer AS order_id, %s
              FROM crm_project_product_line line
              JOIN crm_lead lead ON lead.id = line.lead_id
            """,
            self._get_deal_columns(),
        )

    @api.model
    def _get_deal_columns(self):
        return SQL(
            "lead.company_id, lead.user_id, lead.team_id, lead.partner_id, lead.country_id, lead.state_id, "
            "NULLIF(lead.city, '') AS city, lead.source_id, lead.campaign_id"
        )

    @api.model
    def _get_quoted_products(self):
        """Return the query of products of quotations, confirmed or not."""
        return SQL(
            """
            SELECT line.id::bigint * 3 + 2 AS id, 'quotation' AS kind, sale.date_order AS date, line.product_id,
                   sale.opportunity_id AS lead_id, sale.id AS order_id,
                   sale.company_id, sale.user_id, sale.team_id, sale.partner_id,
                   NULL::integer AS country_id, NULL::integer AS state_id, NULL AS city,
                   sale.source_id, sale.campaign_id
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
            """
        )

    @api.readonly
    def action_open_document(self):
        """Open the opportunity or the quotation of this row."""
        self.ensure_one()
        document = self.order_id if self.kind == "quotation" else self.lead_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
