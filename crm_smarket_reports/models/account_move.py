from odoo import models

from .pending_facts import PendingFacts


class AccountMove(models.Model):
    """Posting, cancelling or correcting an entry changes receipts; so does another salesperson of an invoice.

    Vendor bills become sales expenses when they are posted, as far as their lines say so.
    """

    _name = "account.move"
    _inherit = ["account.move", "crm.fact.source"]

    _fact_fields = {
        "crm.receipt.fact": {
            "state",
            "date",
            "company_id",
            "journal_id",
            "origin_payment_id",
            "invoice_user_id",
            "matched_payment_ids",
            "reversed_entry_id",
            "team_id",
        }
    }

    def _filter_fact_sources(self, fact):
        # A draft that was never posted has brought nothing; one that goes back to draft has.
        return self.filtered(lambda move: move.state != "draft" or move.posted_before)

    def _note_removed_facts(self, fact):
        self.matched_payment_ids._note_facts(fact)
        keys = [-move.origin_payment_id.id or move.id for move in self._filter_fact_sources(fact)]
        PendingFacts(self.env).note(fact, fact, keys)

    def write(self, vals):
        result = super().write(vals)
        if not {"state", "invoice_date", "date"}.isdisjoint(vals):
            self._update_sales_expenses()
        return result

    def _update_sales_expenses(self):
        """Let the sales expenses of those bills follow that have been posted once."""
        self.env["crm.sales.expense"]._take_from_bills(self.filtered("posted_before"))
