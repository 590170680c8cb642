from odoo import models


class SaleOrder(models.Model):
    """A confirmed order is sold; its rate, customer and people go into shipments as well, its deal into receipts."""

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

    def _note_facts(self, fact):
        """What has paid the invoices of an order belongs to its opportunity."""
        if fact != "crm.receipt.fact":
            return super()._note_facts(fact)
        # sudo: which invoices, no more
        return self._filter_fact_sources(fact).sudo().invoice_ids._note_facts(fact)

    def _note_removed_facts(self, fact):
        """The lines go with their order, and what was shipped has no price any more."""
        if fact == "crm.receipt.fact":
            return self._note_facts(fact)
        return self.order_line._note_removed_facts(fact)
