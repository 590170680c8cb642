from odoo import models


class StockMove(models.Model):
    """A done move between the company and a customer is a shipment or a return.

    Components of a kit that are still to be shipped have their part of its price too.
    """

    _name = "stock.move"
    _inherit = ["stock.move", "crm.fact.source"]

    _fact_fields = {
        "crm.shipment.fact": {
            "company_id",
            "date",
            "is_dropship",
            "location_dest_id",
            "location_id",
            "partner_id",
            "picking_id",
            "product_id",
            "product_uom",
            "product_uom_qty",
            "quantity",
            "sale_line_id",
            "state",
            "to_refund",
            "value",
        }
    }

    def _filter_fact_sources(self, fact):
        return self.filtered(
            lambda move: (
                (move.state == "done" or move._is_component())
                and "customer" in (move.location_id.usage, move.location_dest_id.usage)
            )
        )

    def _is_component(self):
        """Tell whether the move ships a part of what was ordered, a component of a kit."""
        return bool(self.sale_line_id) and self.sale_line_id.product_id != self.product_id

    def _note_removed_facts(self, fact):
        self.filtered(lambda move: move._is_component()).sale_line_id._note_facts(fact)
