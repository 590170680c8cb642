from odoo import api, fields, models

SHOWN_ITEMS = 3


class StockPicking(models.Model):
    """What the people of the warehouse see of the orders: what to issue, never at which price."""

    _inherit = "stock.picking"

    # compute_sudo: as on the order
    fulfilment_panel = fields.Json(compute="_compute_fulfilment_panel", compute_sudo=True)
    item_summary = fields.Char(string="Goods", compute="_compute_item_summary")
    is_to_pack = fields.Boolean(compute="_compute_is_to_pack", help="To be packed by hand before the goods go.")

    @api.model
    def get_empty_list_help(self, help_message):
        """Let the list of what to issue say for itself why it is empty: core would offer to create a transfer."""
        core_message = super().get_empty_list_help(help_message)
        return help_message if self.env.context.get("keep_own_help") else core_message

    def _compute_fulfilment_panel(self):
        for picking in self:
            picking.fulfilment_panel = picking.sale_id.fulfilment_panel

    @api.depends("move_ids.product_uom_qty", "move_ids.state")
    def _compute_item_summary(self):
        for picking in self:
            moves = picking.move_ids.filtered(lambda move: move.state != "cancel")
            items = [f"{move._format_quantity(move.product_uom_qty)} × {move.product_id.name}" for move in moves]
            rest = len(items) - SHOWN_ITEMS
            if rest > 0:
                items[SHOWN_ITEMS:] = [self.env._("%s more", rest)]
            picking.item_summary = ", ".join(items)

    @api.depends("state", "date_packed", "move_ids.state", "move_ids.move_orig_ids.state")
    def _compute_is_to_pack(self):
        for picking in self:
            moves = picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
            picking.is_to_pack = (
                picking.picking_type_code == "outgoing"
                and bool(moves)
                and all(move.state == "assigned" for move in moves)
                and not all(move._is_ready_to_issue() for move in moves)
            )
