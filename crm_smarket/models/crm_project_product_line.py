from odoo import api, fields, models


class CrmProjectProductLine(models.Model):
    """A product that a deal plans to sell, with quantity and price."""

    _name = "crm.project.product.line"
    _description = "Planned Product"
    _order = "lead_id, stage_id, sequence, id"
    _access_through_lead = "lead_id"

    lead_id = fields.Many2one("crm.lead", string="Opportunity", required=True, ondelete="cascade", index=True)
    stage_id = fields.Many2one(
        "crm.project.stage",
        ondelete="cascade",
        index=True,
        domain="[('lead_id', '=', lead_id)]",
        help="Empty: the product belongs to the whole project.",
    )
    sequence = fields.Integer(default=10)
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

    @api.model_create_multi
    def create(self, vals_list):
        """Create lines; in a stage's own form the deal follows from the stage."""
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("lead_id") and vals.get("stage_id"):
                stage = self.env["crm.project.stage"].browse(vals["stage_id"])
                vals["lead_id"] = stage.lead_id.id
        return super().create(vals_list)
