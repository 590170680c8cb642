from odoo import fields, models


class ProductCategory(models.Model):
    """A category may reserve strictly for all its products."""

    _inherit = "product.category"

    strict_reservation = fields.Boolean(
        help="What is on hand is never promised twice, whoever orders: a form, a salesperson or the web shop. "
        "Holds for all products of this category and of those below it.",
    )

    def _is_strict_reservation(self):
        """Tell whether this category or one above it reserves strictly."""
        above = self.browse(int(number) for number in (self.parent_path or "").split("/") if number)
        return any(above.mapped("strict_reservation"))
