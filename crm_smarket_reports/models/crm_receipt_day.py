from odoo import fields, models


class CrmReceiptDay(models.Model):
    """Receipts summed by branch, day, manager and team, for what compares months."""

    _name = "crm.receipt.day"
    _description = "Receipts of a Day"
    _inherit = ["crm.fact.sum"]

    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="set null")

    _sum_of = "crm.receipt.fact"
    _sum_keys = ("user_id", "team_id")

    _day_index = models.Index("(company_id, date) INCLUDE (user_id, team_id, amount)")
