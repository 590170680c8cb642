from odoo import fields, models


class CrmLead(models.Model):
    """A deal shows the ways of all its orders."""

    _inherit = "crm.lead"

    # compute_sudo: as on the order
    fulfilment_panel = fields.Json(compute="_compute_fulfilment_panel", compute_sudo=True)

    def _compute_fulfilment_panel(self):
        orders = self.order_ids.filtered("fulfilment_state").sorted(lambda order: (order.date_order, order.id))
        panels = {order.id: order.fulfilment_panel for order in orders}
        for lead in self:
            own = orders.filtered(lambda order, lead=lead: order.opportunity_id == lead)
            lead.fulfilment_panel = [panel for order in own for panel in panels[order.id]] or False
