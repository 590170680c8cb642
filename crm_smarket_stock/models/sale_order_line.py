from odoo import models


class SaleOrderLine(models.Model):
    """What the sender of an order is told of each of its products."""

    _inherit = "sale.order.line"

    def _get_web_form_answer(self):
        """Return product, quantity, and how much of it is set aside and how much waits, in the line's unit."""
        self.ensure_one()
        answer = {
            "reference": self.product_id.default_code or "",
            "product": self.product_id.with_context(display_default_code=False).display_name,
            "quantity": self.product_uom_qty,
            "unit": self.product_uom_id.name,
            "subtotal": self.price_subtotal,
        }
        # of several legs the first one says what is set aside
        moves = self.move_ids.filtered(lambda move: move.state != "cancel" and not move.move_orig_ids)
        if moves:
            reserved = sum(
                move.product_uom._compute_quantity(move.quantity, self.product_uom_id, round=False) for move in moves
            )
            reserved = self.product_uom_id.round(min(reserved, self.product_uom_qty))
            answer |= {
                "reserved": reserved,
                "back_ordered": self.product_uom_id.round(self.product_uom_qty - reserved),
            }
        return answer
