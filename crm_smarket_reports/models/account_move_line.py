from odoo import models


class AccountMoveLine(models.Model):
    """The lines of a posted entry say how much a receipt is, and how much of it is matched."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "crm.fact.source"]

    _fact_fields = {
        "crm.receipt.fact": {
            "account_id",
            "amount_currency",
            "amount_residual_currency",
            "balance",
            "move_id",
            "partner_id",
        }
    }

    def _filter_fact_sources(self, fact):
        return self.filtered(lambda line: line.parent_state == "posted" and line.move_type == "entry")

    def _note_removed_facts(self, fact):
        self._filter_fact_sources(fact).move_id._note_facts(fact)
