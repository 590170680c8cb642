from odoo import models


class StockQuant(models.Model):
    """Every reservation and every movement of a strictly reserved product passes its guard."""

    _inherit = "stock.quant"

    def _update_available_quantity(self, product_id, *args, **kwargs):
        self.env["stock.strict.guard"]._pass(product_id)
        return super()._update_available_quantity(product_id, *args, **kwargs)
