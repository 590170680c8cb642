from odoo import models


class StockMove(models.Model):
    """A done move between the company and a customer is a shipment or a return."""

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
            "quantity",
            "sale_line_id",
            "state",
            "to_refund",
            "value",
        }
    }

    def _filter_fact_sources(self, fact):
        return self.filtered(
            lambda move: move.state == "done" and "customer" in (move.location_id.usage, move.location_dest_id.usage)
        )
