from odoo import fields, models


class IrActionsActWindowView(models.Model):
    """Actions may show a funnel."""

    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(
        selection_add=[("smarket_funnel", "Funnel")],
        ondelete={"smarket_funnel": "cascade"},
    )
