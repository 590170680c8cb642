from odoo import models


class CrmLead(models.Model):
    """A deal is on its way: what it is today goes into the passages of all its levels."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.fact.source"]

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
