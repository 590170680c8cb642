from odoo import fields, models


class CrmShipmentMonth(models.Model):
    """Shipments summed by branch, month, manager and customer, for what ranks customers."""

    _name = "crm.shipment.month"
    _description = "Shipments of a Month"
    _inherit = ["crm.fact.sum"]

    date = fields.Date(string="Month", help="Its first day.")
    commercial_partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, ondelete="set null")
    cost = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")
    margin = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")

    _sum_of = "crm.shipment.fact"
    _sum_keys = ("user_id", "commercial_partner_id")
    _sum_measures = ("amount", "cost", "margin")
    _sum_period = "month"

    _month_index = models.Index("(company_id, date) INCLUDE (user_id, commercial_partner_id, amount, cost, margin)")
