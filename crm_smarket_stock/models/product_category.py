from odoo import fields, models


class ProductCategory(models.Model):
    """A category may reserve strictly for all its products."""

    _inherit = "product.category"

    strict_reservation = fields.Boolean(
        help="What is on hand is never promised twice, whoever orders: a form, a salesperson or the web shop. "
        "Holds for all products of this category and of those below it.",
    )
