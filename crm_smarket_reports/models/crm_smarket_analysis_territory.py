from odoo import api, models
from odoo.fields import Domain

from .crm_smarket_analysis_dimensions import get_value

SOURCES = {
    "sold": ("crm.sold.fact", "amount"),
    "shipped": ("crm.shipment.fact", "amount"),
    "received": ("crm.receipt.fact", "amount"),
}
DIMENSIONS = ["country", "state", "city", "customer"]


class CrmSmarketAnalysis(models.AbstractModel):
    """Territory: sales, shipments and receipts by country, region and city."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _describe_territory(self):
        return {
            "title": self.env._("Territory"),
            "explanation": self.env._(
                "By the address of the contact when this happened; the city is that of today. "
                "Sold and shipped net of taxes, received with taxes and net of what was paid back."
            ),
            "dimensions": DIMENSIONS,
            "measures": {
                "sold": self.env._("Sold"),
                "shipped": self.env._("Shipped"),
                "received": self.env._("Received"),
            },
            "filters": ["country", "state", "city", "customer", "customer_tag", "industry", "user", "team", "company"],
            "orders": ["current", "previous", "change", "change_percent"],
        }

    @api.model
    def _report_territory(self, options):
        source = SOURCES[options["measure"]]
        answer = self._compare_by(source, options)
        if options["dimension"] != "customer":
            self._add_customers(source, options, answer)
        return answer

    @api.model
    def _add_customers(self, source, options, answer):
        """Add a column that tells how many customers a territory has in the period."""
        model, _measure = source
        field = self._get_dimension_field(options["dimension"], model)
        domain = self._get_chosen_domain(model, options) & self._get_period_domain(self._get_period(options))
        facts, count = self.env[model], ["commercial_partner_id:count_distinct"]
        values = [row["id"] for row in answer["rows"]]
        shown = domain & self._get_values_domain(options["dimension"], model, values)
        counts = {get_value(key): number for key, number in facts._read_group(shown, [field], count)}
        for row in answer["rows"]:
            inside = domain & self._get_values_domain(options["dimension"], model, [row["id"]])
            row["cells"]["customers"] = self._show_customers(counts.get(row["id"], 0), model, inside)
        [[everybody]] = facts._read_group(domain, [], count)
        answer["total"]["cells"]["customers"] = self._show_customers(everybody, model, domain)
        column = {
            "key": "customers",
            "label": self.env._("Customers"),
            "type": "count",
            "help": self.env._("Of this period, each once."),
        }
        answer["columns"].insert(2, column)

    @api.model
    def _show_customers(self, count, model, domain):
        """Return a cell that opens the facts by customer."""
        named = domain & Domain("commercial_partner_id", "!=", False)
        return {"value": count, "model": model, "domain": list(named), "group_by": ["commercial_partner_id"]}
