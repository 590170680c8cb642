from odoo import api, fields, models
from odoo.tools import SQL


class CrmInvoicedLine(models.Model):
    """Lines of posted customer invoices net of tax, less credit notes, on the day of the invoice.

    No facts of their own: a posted invoice does not change. Named and sharing the rights of
    facts, so that whatever sums facts sums these. The territory is that of today.
    """

    _name = "crm.invoiced.line"
    _description = "Invoiced"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "move_id"

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    company_id = fields.Many2one("res.company", string="Branch", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True, help="Net of taxes, in the company's currency.")
    user_id = fields.Many2one("res.users", string="Manager", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", string="Region", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", readonly=True)
    city = fields.Char(readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)

    _depends = {
        "account.move": [
            "campaign_id",
            "commercial_partner_id",
            "invoice_date",
            "invoice_user_id",
            "move_type",
            "partner_id",
            "source_id",
            "state",
            "team_id",
        ],
        "account.move.line": ["balance", "company_id", "display_type", "move_id", "product_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.partner": ["city", "country_id", "industry_id", "state_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, line.move_id, line.company_id, move.invoice_date AS date, -line.balance AS amount,
                   move.invoice_user_id AS user_id, move.team_id, move.partner_id, move.commercial_partner_id,
                   partner.country_id, partner.state_id, customer.industry_id, partner.city,
                   move.source_id, move.campaign_id, line.product_id, template.categ_id
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
              LEFT JOIN res_partner partner ON partner.id = move.partner_id
              LEFT JOIN res_partner customer ON customer.id = move.commercial_partner_id
              LEFT JOIN product_product product ON product.id = line.product_id
              LEFT JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE move.state = 'posted' AND line.display_type = 'product'
               AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
            """
        )

    @api.readonly
    def action_open_document(self):
        """Open the invoice of this line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
