from odoo import api, fields, models


class CrmWebFormProduct(models.Model):
    """A product that the page of an order form offers."""

    _name = "crm.web.form.product"
    _description = "Product of an Order Form"
    _order = "sequence, id"
    _rec_name = "product_id"
    _check_company_auto = True

    form_id = fields.Many2one("crm.web.form", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="form_id.company_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
    )

    _product_unique = models.UniqueIndex("(form_id, product_id)", "A product stands only once on a form.")

    @api.model_create_multi
    def create(self, vals_list):
        """Promise what a form offers only once from now on."""
        lines = super().create(vals_list)
        lines.product_id._reserve_strictly()
        return lines

    def write(self, vals):
        """Promise what a form offers only once from now on."""
        result = super().write(vals)
        if "product_id" in vals:
            self.product_id._reserve_strictly()
        return result
