from odoo import api, models

# Measure: model of facts, and its field.
SOURCES = {
    "sold": ("crm.sold.fact", "amount"),
    "shipped": ("crm.shipment.fact", "amount"),
    "invoiced": ("crm.invoiced.line", "amount"),
}
DIMENSIONS = [
    "product",
    "categ",
    "customer",
    "customer_tag",
    "user",
    "team",
    "company",
    "country",
    "state",
    "city",
    "industry",
    "source",
    "campaign",
    "template",
]


class CrmSmarketAnalysis(models.AbstractModel):
    """Sales: what was sold most, to whom, by whom and where, beside an earlier period."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _describe_sales(self):
        return {
            "title": self.env._("Sales Analysis"),
            "explanation": self.env._(
                "Net of taxes. Sold: lines of confirmed orders, services included, on the day of the order. "
                "Shipped: goods that left for the customer, less what came back, at the price of the order. "
                "Invoiced: lines of posted invoices, less credit notes."
            ),
            "dimensions": DIMENSIONS,
            "measures": {
                "sold": self.env._("Sold"),
                "shipped": self.env._("Shipped"),
                "invoiced": self.env._("Invoiced"),
            },
            "filters": DIMENSIONS,
            "orders": ["current", "previous", "change", "change_percent"],
        }

    @api.model
    def _report_sales(self, options):
        return self._compare_by(SOURCES[options["measure"]], options)
