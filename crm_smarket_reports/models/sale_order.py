from odoo import models


class SaleOrder(models.Model):
    """A confirmed order is sold; its rate, customer and people go into shipments as well."""

    _name = "sale.order"
    _inherit = ["sale.order", "crm.fact.source"]

    _shared_fact_fields = {"currency_rate", "opportunity_id", "partner_id", "team_id", "user_id"}
    _fact_fields = {
        "crm.receipt.fact": {"opportunity_id"},
        "crm.shipment.fact": _shared_fact_fields,
        "crm.sold.fact": _shared_fact_fields | {"company_id", "date_order", "state"},
    }

    def _filter_fact_sources(self, fact):
        return self.filtered(lambda order: order.state in ("sale", "cancel"))

    def _note_removed_facts(self, fact):
        """The lines go with their order, and what was shipped has no price any more."""
        self.order_line._note_removed_facts(fact)
