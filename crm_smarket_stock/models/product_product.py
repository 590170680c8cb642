from odoo import models


class ProductProduct(models.Model):
    """A product is reserved strictly by its own setting, or by that of a category above it."""

    _inherit = "product.product"

    def _filter_strictly_reserved(self):
        """Return those of the products that are reserved strictly."""
        storable = self.filtered("is_storable")
        strict = storable.filtered("strict_reservation")
        return strict + (storable - strict).filtered(lambda product: product.categ_id._is_strict_reservation())

    def _reserve_strictly(self):
        """Let the goods among these products be reserved strictly from now on, as whatever order forms sell is."""
        # sudo: whoever sets up or uses an order form need not be allowed to change products
        products = self.sudo()
        loose = products.filtered(lambda product: product.type == "consu") - products._filter_strictly_reserved()
        loose.product_tmpl_id.filtered(lambda template: not template.strict_reservation).strict_reservation = True
