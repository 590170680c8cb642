from odoo import models
from odoo.tools.misc import formatLang


class UomUom(models.Model):
    """Quantities as people write them."""

    _inherit = "uom.uom"

    def _format_quantity(self, quantity):
        """Return a quantity in this unit as people write it: 3, or 2.50."""
        self.ensure_one()
        if self.compare(quantity, round(quantity)) == 0:
            return formatLang(self.env, quantity, digits=0)
        return formatLang(self.env, quantity, dp="Product Unit")
