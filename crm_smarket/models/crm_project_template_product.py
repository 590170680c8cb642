from odoo import api, fields, models


class CrmProjectTemplateProduct(models.Model):
    """A product that a stage usually plans to sell."""

    _name = "crm.project.template.product"
    _description = "Template Product"
    _order = "sequence, id"
    _access_through_lead = "template_stage_id.template_id.lead_id"

    template_stage_id = fields.Many2one("crm.project.template.stage", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product", required=True, domain="[('sale_ok', '=', True)]", ondelete="cascade"
    )
    quantity = fields.Float(default=1.0, digits="Product Unit")
    price_unit = fields.Float(
        string="Unit Price",
        digits="Product Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
    )

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            line.price_unit = line.product_id.lst_price
