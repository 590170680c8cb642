from odoo import api, fields, models

from ..tools import fonts


class StockAddressLabelPrint(models.TransientModel):
    """Asks on what paper to print address labels."""

    _name = "stock.address.label.print"
    _description = "Print Address Labels"

    picking_ids = fields.Many2many("stock.picking", string="Deliveries", required=True)
    picking_count = fields.Integer(compute="_compute_picking_count")
    format_id = fields.Many2one(
        "stock.label.format",
        required=True,
        default=lambda self: self.env.company.label_format_id or self.env["stock.label.format"].search([], limit=1),
    )
    kind = fields.Selection(related="format_id.kind")
    parcel_count = fields.Integer(string="Parcels", compute="_compute_parcel_count", readonly=False, store=True)
    first_position = fields.Integer(
        string="First Free Label", default=1, help="Where on the sheet the labels begin, counted from left to right."
    )
    label_count = fields.Integer(string="Labels", compute="_compute_label_count")
    warning = fields.Char(compute="_compute_warning")

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        for wizard in self:
            wizard.picking_count = len(wizard.picking_ids)

    @api.depends("picking_ids")
    def _compute_parcel_count(self):
        for wizard in self:
            one = len(wizard.picking_ids) == 1
            wizard.parcel_count = wizard.picking_ids._origin._get_parcel_count() if one else 0

    @api.depends("picking_ids", "parcel_count")
    def _compute_label_count(self):
        for wizard in self:
            counts = (picking._get_parcel_count() for picking in wizard.picking_ids._origin)
            wizard.label_count = wizard.parcel_count or sum(counts)

    @api.depends("picking_ids")
    def _compute_warning(self):
        for wizard in self:
            unknown = fonts.missing("".join(label.texts for label in wizard.picking_ids._origin._get_labels()))
            wizard.warning = unknown and self.env._(
                "No font of Odoo has these letters, they will be missing: %(letters)s", letters=unknown
            )

    def action_print(self):
        """Print the labels, and remember the number of parcels."""
        self.ensure_one()
        if self.picking_count == 1 and self.parcel_count > 0:
            self.picking_ids.parcel_count = self.parcel_count
        places = self.format_id._get_grid().per_page
        vals = {"format_id": self.format_id.id, "first_position": min(max(1, self.first_position), places)}
        return self.env["stock.print.log"]._log(self.picking_ids, "label", **vals)._download()
