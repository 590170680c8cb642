from odoo import api, models
from odoo.modules.module import get_module_icon


class ResUsers(models.Model):
    """Late stages show in the activity menu of those who answer for them."""

    _inherit = "res.users"

    @api.model
    def _get_activity_groups(self):
        """Put the late stages of the user's deals on top, if there are any."""
        groups = super()._get_activity_groups()
        stages = self.env["crm.project.stage"]
        count = stages.search_count(stages._get_my_late_domain()) if stages.has_access("read") else 0
        if count:
            groups.insert(
                0,
                {
                    "id": self.env["ir.model"]._get_id(stages._name),
                    "type": "project_stage",
                    "name": self.env._("Late Project Stages"),
                    "model": stages._name,
                    "icon": get_module_icon(stages._original_module),
                    "domain": [],
                    "total_count": count,
                    "view_type": "list",
                },
            )
        return groups
