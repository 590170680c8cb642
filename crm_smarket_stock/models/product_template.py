from odoo import fields, models


class ProductTemplate(models.Model):
    """A product may reserve strictly: what is on hand is never promised twice."""

    _inherit = "product.template"

    strict_reservation = fields.Boolean(
        help="What is on hand is never promised twice, whoever orders: a form, a salesperson or the web shop. "
        "Also on where the product's category says so.",
    )
