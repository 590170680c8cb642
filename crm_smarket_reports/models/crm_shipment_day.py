from odoo import fields, models


class CrmShipmentDay(models.Model):
    """Shipments summed by branch, day and manager, for what looks back over a year."""

    _name = "crm.shipment.day"
    _description = "Shipments of a Day"
    _inherit = ["crm.fact.sum"]

    cost = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")
    margin = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")

    _sum_of = "crm.shipment.fact"
    _sum_measures = ("amount", "cost", "margin")

    _day_index = models.Index("(company_id, date) INCLUDE (user_id, amount, cost, margin)")
