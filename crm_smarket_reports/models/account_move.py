from odoo import models


class AccountMove(models.Model):
    """Posting, cancelling or correcting an entry changes receipts; so does another salesperson of an invoice."""

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
        return super()._note_removed_facts(fact)
