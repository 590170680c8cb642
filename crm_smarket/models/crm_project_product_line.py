from odoo import api, fields, models


class CrmProjectProductLine(models.Model):
    """A product that a deal plans to sell, with quantity and price."""

    _name = "crm.project.product.line"
    _description = "Planned Product"
    _inherit = ["crm.project.part"]

    product_id = fields.Many2one(
        "product.product", required=True, domain="[('sale_ok', '=', True)]", ondelete="restrict"
    )
    name = fields.Char(compute="_compute_name", store=True, readonly=False)
    quantity = fields.Float(default=1.0, digits="Product Unit")
    uom_id = fields.Many2one(related="product_id.uom_id")
    price_unit = fields.Float(
        string="Unit Price",
        digits="Product Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
    )
    currency_id = fields.Many2one(related="lead_id.company_currency")
    planned_amount = fields.Monetary(string="Planned Volume", compute="_compute_planned_amount", store=True)

    # one method each: a value given at creation keeps all fields of its method from being computed
    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            line.name = line.product_id.display_name

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            line.price_unit = line.product_id.lst_price

    @api.depends("quantity", "price_unit")
    def _compute_planned_amount(self):
        for line in self:
            line.planned_amount = line.quantity * line.price_unit
