from odoo import api, models

from .pending_facts import PendingFacts


class CrmProjectTransition(models.Model):
    """What is noted in the history of a deal changes its passages."""

    _inherit = "crm.project.transition"

    @api.model
    def _note_history(self, lead_ids):
        if lead_ids:
            PendingFacts(self.env).note("crm.passage.fact", "crm.lead", lead_ids)
        return super()._note_history(lead_ids)
