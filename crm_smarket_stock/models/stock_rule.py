from odoo import api, models

from .stock_move_release import BY_ITSELF


class StockRule(models.Model):
    """The nightly round that reserves whatever has become available."""

    _inherit = "stock.rule"

    @api.model
    def _run_scheduler_tasks(self, *args, **kwargs):
        """Leave out orders that have lost their goods."""
        return super(StockRule, self.with_context(**{BY_ITSELF: True}))._run_scheduler_tasks(*args, **kwargs)
