from odoo import fields, models


class IrActionsActWindowView(models.Model):
    """Actions may show the plan of many projects."""

    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(
        selection_add=[("smarket_plan", "Plan")],
        ondelete={"smarket_plan": "cascade"},
    )
