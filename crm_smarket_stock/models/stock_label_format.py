from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.label import Grid

A4 = (210, 297)


class StockLabelFormat(models.Model):
    """The paper that address labels are printed on: a roll, a thermal printer's commands, or a sheet to cut from."""

    _name = "stock.label.format"
    _description = "Address Label Format"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("roll", "PDF, one label per page"), ("zpl", "ZPL, for a thermal printer"), ("sheet", "PDF, A4 sheet")],
        required=True,
        default="roll",
    )
    dpi = fields.Selection([("203", "203 dpi"), ("300", "300 dpi")], string="Dots per Inch", default="203")
    width = fields.Float(string="Width (mm)", required=True, default=100)
    height = fields.Float(string="Height (mm)", required=True, default=150)
    columns = fields.Integer(required=True, default=1)
    rows = fields.Integer(required=True, default=1)
    margin_left = fields.Float(string="Left Margin (mm)")
    margin_top = fields.Float(string="Top Margin (mm)")
    gap_x = fields.Float(string="Gap Between Columns (mm)")
    gap_y = fields.Float(string="Gap Between Rows (mm)")

    @api.constrains("kind", "width", "height", "columns", "rows", "margin_left", "margin_top", "gap_x", "gap_y")
    def _check_grid(self):
        for label_format in self:
            numbers = (label_format.margin_left, label_format.margin_top, label_format.gap_x, label_format.gap_y)
            if label_format.width < 40 or label_format.height < 25 or min(numbers) < 0:
                raise ValidationError(self.env._("A label is at least 40 mm wide and 25 mm high."))
            if label_format.kind == "sheet" and min(label_format.columns, label_format.rows) < 1:
                raise ValidationError(self.env._("A sheet has at least one column and one row."))
            if not label_format._get_grid().fits():
                raise ValidationError(
                    self.env._("The labels of “%(format)s” do not fit on a sheet of A4.", format=label_format.name)
                )

    def _get_grid(self):
        """Return how labels lie on this paper."""
        self.ensure_one()
        if self.kind != "sheet":
            return Grid(self.width, self.height, self.width, self.height)
        return Grid(
            *A4,
            self.width,
            self.height,
            self.columns,
            self.rows,
            self.margin_left,
            self.margin_top,
            self.gap_x,
            self.gap_y,
        )
