from odoo import models


class StockLocation(models.Model):
    """Where goods leave the company."""

    _inherit = "stock.location"

    def _is_customer(self):
        """Whether goods here are a customer's, another company of ours included.

        As core's ``_is_outgoing``, which asks the database at each call.
        """
        self.ensure_one()
        return self.usage == "customer" or (self.usage == "transit" and not self.company_id)
