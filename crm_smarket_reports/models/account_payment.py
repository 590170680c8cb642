from odoo import models

from .pending_facts import PendingFacts


class AccountPayment(models.Model):
    """A payment counts while it is in process or paid, with an entry or without."""

    _name = "account.payment"
    _inherit = ["account.payment", "crm.fact.source"]

    _fact_fields = {
        "crm.receipt.fact": {
            "amount_company_currency_signed",
            "company_id",
            "date",
            "invoice_ids",
            "move_id",
            "partner_id",
            "partner_type",
            "state",
        }
    }

    def _filter_fact_sources(self, fact):
        return self.filtered(lambda payment: payment.state != "draft" or payment._origin)

    def _note_removed_facts(self, fact):
        PendingFacts(self.env).note(fact, fact, [-payment.id for payment in self])
