from odoo import models


class ProductProduct(models.Model):
    """The cost of a component that is still to be shipped decides how a kit shares its price."""

    _name = "product.product"
    _inherit = ["product.product", "crm.fact.source"]

    _fact_fields = {"crm.shipment.fact": {"standard_price"}}

    def _note_new_facts(self, fact):
        """Nothing of a new product waits to be shipped."""

    def _note_removed_facts(self, fact):
        """A product that was shipped stays."""
