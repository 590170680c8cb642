from odoo import models


class AccountPartialReconcile(models.Model):
    """A matching tells which invoice money has paid."""

    _name = "account.partial.reconcile"
    _inherit = ["account.partial.reconcile", "crm.fact.source"]

    _fact_fields = {"crm.receipt.fact": {"amount", "credit_move_id", "debit_move_id", "exchange_move_id"}}

    def _note_facts(self, fact):
        (self.debit_move_id + self.credit_move_id)._note_facts(fact)
