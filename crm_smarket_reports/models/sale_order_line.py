from odoo import models


class SaleOrderLine(models.Model):
    """A line of a confirmed order is what was sold, and at which price it is shipped."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "crm.fact.source"]

    _shared_fact_fields = {"discount", "price_reduce_taxexcl", "price_unit", "product_id", "product_uom_qty"}
    _fact_fields = {
        "crm.shipment.fact": _shared_fact_fields | {"product_uom_id"},
        "crm.sold.fact": _shared_fact_fields | {"is_downpayment", "price_subtotal", "product_uom_id", "state"},
    }

    def _filter_fact_sources(self, fact):
        return self.filtered(lambda line: line.state in ("sale", "cancel"))

    def _note_removed_facts(self, fact):
        """What was sold goes with the line; what was shipped stays, without a price."""
        if fact == "crm.shipment.fact":
            self.move_ids._note_facts(fact)
