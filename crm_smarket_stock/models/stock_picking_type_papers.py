from odoo import fields, models


class StockPickingType(models.Model):
    """An operation type says whether its deliveries get a delivery note, and what opens for printing by itself."""

    _inherit = "stock.picking.type"

    delivery_note = fields.Boolean(
        string="Delivery Notes (WZ)",
        default=True,
        help="Goods that leave for a customer get a numbered delivery note. Switch it off where another document "
        "goes with them, such as the receipt of a shop.",
    )
    auto_print_delivery_note = fields.Boolean(
        help="The delivery note opens for printing as soon as the delivery is validated.",
    )
    auto_print_address_labels = fields.Boolean(
        help="The address labels open for printing as soon as the delivery is validated.",
    )
