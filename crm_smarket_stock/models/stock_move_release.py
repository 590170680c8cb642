from odoo import models

BY_ITSELF = "crm_smarket_stock_by_itself"


class StockMove(models.Model):
    """Goods of orders whose time is over are reserved only when a person asks for it."""

    _inherit = "stock.move"

    def _trigger_assign(self):
        """Goods that come in go to those who wait for them, not to orders that have lost theirs."""
        return super(StockMove, self.with_context(**{BY_ITSELF: True}))._trigger_assign()

    def _action_assign(self, *args, **kwargs):
        """Reserve nothing by itself for orders whose time is over; a person who asks for it gives them another."""
        # sudo: people of the warehouse reserve goods for orders that they may not read
        orders = self.sudo().sale_line_id.order_id.filtered("reservation_released")
        if orders and self.env.context.get(BY_ITSELF):
            lost = orders.filtered(lambda order: not order._is_reservation_paid())
            self = self.filtered(lambda move: move.sudo().sale_line_id.order_id not in lost)
        elif orders:
            orders.reservation_released = False
        return super()._action_assign(*args, **kwargs)
