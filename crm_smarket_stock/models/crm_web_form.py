from odoo import api, fields, models


class CrmWebForm(models.Model):
    """A form of the kind ``order``: its posts become sale orders, with their goods reserved."""

    _inherit = "crm.web.form"

    kind = fields.Selection(
        selection_add=[("order", "Order")],
        ondelete={"order": "set default"},
        help="Inquiry: a post becomes a lead.\nOrder: a post becomes an opportunity with a sale order.",
    )
    processing = fields.Selection(
        compute="_compute_processing", store=True, readonly=False, precompute=True, copy=True, default=None
    )
    order_mode = fields.Selection(
        [
            ("reserve", "Confirm and reserve before answering"),
            ("quotation", "Make a quotation"),
            ("background", "Confirm and reserve in the background"),
        ],
        default="reserve",
        required=True,
    )
    shortage_policy = fields.Selection(
        [
            ("backorder", "Reserve what there is, back-order the rest"),
            ("tell", "Take the order and tell the salesperson"),
            ("refuse", "Refuse the order with the list of what is short"),
        ],
        string="When Not All Is There",
        default="backorder",
        required=True,
    )
    release_days = fields.Integer(
        string="Release After (Days)",
        help="Reserved goods of an order that is neither paid nor confirmed by a person within these days go back by "
        "themselves. 0: never.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", check_company=True, help="Where the goods are taken from. Empty: as for orders typed in."
    )
    product_line_ids = fields.One2many("crm.web.form.product", "form_id", string="Products", copy=True)
    show_price = fields.Boolean(string="Show Prices", default=True)
    show_availability = fields.Selection(
        [("none", "No"), ("yes_no", "Whether there is any"), ("quantity", "How many there are")],
        default="yes_no",
        required=True,
    )
    takes_products = fields.Boolean(compute="_compute_takes_products")

    _release_days_range = models.Constraint(
        "CHECK (release_days >= 0 AND release_days <= 1000)",
        "The days after which reserved goods go back lie between 0 and 1000.",
    )

    @api.depends("kind", "order_mode")
    def _compute_processing(self):
        """An order is made before the answer or after it, as its mode says; other forms keep their own choice."""
        for form in self:
            if form.kind == "order":
                form.processing = "background" if form.order_mode == "background" else "at_once"
            else:
                form.processing = form.processing or "at_once"

    @api.depends("product_line_ids", "field_ids.target")
    def _compute_takes_products(self):
        for form in self:
            targets = form.field_ids.mapped("target")
            form.takes_products = bool(form.product_line_ids) or "line.product" in targets

    @api.constrains("kind")
    def _check_kind(self):
        """Refuse another kind while fields fill what it does not have."""
        self.field_ids._check_target()

    def _get_assignment(self):
        """Let an order always be one of an opportunity."""
        vals = super()._get_assignment()
        return {**vals, "type": "opportunity"} if self.kind == "order" else vals

    def _get_warehouse(self):
        """Return the warehouse whose stock the page may tell of."""
        return self.warehouse_id or self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )
