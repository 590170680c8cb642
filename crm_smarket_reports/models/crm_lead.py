from odoo import api, fields, models
from odoo.fields import Domain

# What passages keep as it is on the deal today, so that filters by it need not look there.
SHARED_WITH_PASSAGES = {
    "campaign_id",
    "city",
    "country_id",
    "medium_id",
    "partner_id",
    "project_template_id",
    "source_id",
    "state_id",
    "team_id",
    "user_id",
}


class CrmLead(models.Model):
    """A deal is on its way: what it is today goes into the passages of all its levels."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.fact.source"]

    passage_ids = fields.One2many("crm.passage.fact", "lead_id", string="Passages", readonly=True)

    _fact_fields = {
        "crm.passage.fact": {
            "active",
            "campaign_id",
            "city",
            "company_id",
            "country_id",
            "date_closed",
            "date_deadline",
            "expected_revenue",
            "medium_id",
            "partner_id",
            "project_current_stage_id",
            "project_date_end",
            "project_template_id",
            "project_template_stage_id",
            "source_id",
            "stage_id",
            "state_id",
            "team_id",
            "type",
            "user_id",
            "won_status",
        }
    }

    def _note_removed_facts(self, fact):
        """The rows of a deal go with it."""

    @api.model
    def _get_funnel_passages(self, domain):
        """Return the domain of the passages of the deals of a domain."""
        return Domain(domain).map_conditions(self._get_passage_condition)

    @api.model
    def _get_passage_condition(self, condition):
        if condition.field_expr in SHARED_WITH_PASSAGES:
            return condition
        if (condition.field_expr, condition.operator, condition.value) == ("type", "=", "opportunity"):
            return Domain.TRUE  # others have no passages
        return Domain("lead_id", "any", condition)
