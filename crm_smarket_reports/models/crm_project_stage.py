from odoo import api, fields, models
from odoo.fields import Domain

from .pending_facts import PendingFacts


class CrmProjectStage(models.Model):
    """Begin, end and state of a stage that has begun or was left out are a part of the deal's way."""

    _name = "crm.project.stage"
    _inherit = ["crm.project.stage", "crm.fact.source"]

    passage_ids = fields.One2many("crm.passage.fact", "project_stage_id", string="Passages", readonly=True)

    _fact_fields = {
        "crm.passage.fact": {
            "baseline_date_end",
            "baseline_date_start",
            "date_end",
            "date_loss",
            "date_start",
            "is_skipped",
            "lead_id",
            "loss_state",
            "sequence",
            "state",
        }
    }

    def _filter_fact_sources(self, fact):
        # what has not begun is no passage; changes of states are noted with the history
        return self.filtered(lambda stage: stage.state != "not_started")

    def _note_removed_facts(self, fact):
        PendingFacts(self.env).note(fact, "crm.lead", self.lead_id.ids)

    @api.model
    def _get_funnel_passages(self, domain):
        """Return the domain of the passages of the stages of a domain."""
        return Domain("project_stage_id", "any", domain)
