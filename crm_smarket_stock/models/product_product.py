from odoo import models


class ProductProduct(models.Model):
    """A product is reserved strictly by its own setting, or by that of a category above it."""

    _inherit = "product.product"

    def _filter_strictly_reserved(self):
        """Return those of the products that are reserved strictly."""
        storable = self.filtered("is_storable")
        strict = storable.filtered("strict_reservation")
        return strict + (storable - strict).filtered(lambda product: product.categ_id._is_strict_reservation())
