from odoo import models


class StockMove(models.Model):
    """A move tells the sale order that it belongs to what has happened."""

    _inherit = "stock.move"

    def write(self, vals):
        """Note each change of state: all of them pass here, also those that bypass the transfers' buttons."""
        result = super().write(vals)
        if "state" in vals:
            # sudo: a warehouse worker brings facts of orders about that they may not read
            moves = self.sudo()
            if vals["state"] not in ("assigned", "done", "cancel"):
                moves.picking_id.filtered("date_packed")._forget_packed()
            moves.sale_line_id.order_id._touch_fulfilment()
        return result

    def _is_on_way_out(self):
        """Whether the goods of this move are meant for a customer, now or on a later leg."""
        self.ensure_one()
        if self.location_id._is_customer():
            return False
        destination = self.location_final_id or self.location_dest_id
        return destination._is_customer() or any(move._is_on_way_out() for move in self.move_dest_ids)

    def _is_packed(self):
        """Whether the goods stand packed: on an earlier leg, or by hand where there is none."""
        self.ensure_one()
        if not self.location_dest_id._is_customer():
            return False
        return bool(self.picking_id.date_packed) or any(move.state == "done" for move in self.move_orig_ids)

    def _is_ready_to_issue(self):
        """Whether nothing is left to do but to issue: packed, or never packed here, as what the vendor sends."""
        self.ensure_one()
        return self._is_packed() or (self.location_dest_id._is_customer() and self.picking_code != "outgoing")

    def _is_short(self):
        """Whether goods that should have been taken from stock are not all there; what is bought or made is not."""
        self.ensure_one()
        is_from_stock = self.procure_method == "make_to_stock" and self.rule_id.procure_method != "mts_else_mto"
        return is_from_stock and self.product_id.is_storable and self.state in ("confirmed", "partially_available")

    def _get_kept_quantity(self):
        """Return how much of this done move was not returned, in the product's unit."""
        self.ensure_one()
        returned = self.returned_move_ids.filtered(lambda move: move.state == "done" and not move._is_on_way_out())
        quantities = [
            move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id, round=False)
            for move in self | returned
        ]
        return quantities[0] - sum(quantities[1:])

    def _format_quantity(self, quantity, uom=None):
        """Return a quantity as people write it: 3, or 2.50.

        :param float quantity: in the unit
        :param uom: the unit, the move's by default
        """
        self.ensure_one()
        return (uom or self.product_uom)._format_quantity(quantity)
