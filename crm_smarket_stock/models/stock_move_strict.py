from odoo import models


class StockMove(models.Model):
    """Moves of several products pass all guards before the first is reserved, in one order for everybody."""

    _inherit = "stock.move"

    def _action_assign(self, *args, **kwargs):
        self.env["stock.strict.guard"]._pass(self.product_id)
        return super()._action_assign(*args, **kwargs)

    def _action_done(self, *args, **kwargs):
        self.env["stock.strict.guard"]._pass(self.product_id)
        return super()._action_done(*args, **kwargs)
