from odoo import api, fields, models


class ResPartner(models.Model):
    """Customers know the way of their deals, and lead to all that has happened with them."""

    _inherit = "res.partner"

    passage_ids = fields.One2many("crm.passage.fact", "commercial_partner_id", string="Passages", readonly=True)

    @api.readonly
    def action_view_customer_story(self):
        """Open the history of these customers, each with all its contacts."""
        action = self.env["ir.actions.client"]._for_xml_id("crm_smarket_reports.crm_customer_story_action")
        action["params"] = {"choice": {"partner": self.commercial_partner_id.ids}}
        return action
