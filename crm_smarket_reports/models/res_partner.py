from odoo import fields, models


class ResPartner(models.Model):
    """Customers know the way of their deals."""

    _inherit = "res.partner"

    passage_ids = fields.One2many("crm.passage.fact", "commercial_partner_id", string="Passages", readonly=True)
