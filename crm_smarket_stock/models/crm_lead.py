from odoo import fields, models
from odoo.exceptions import ValidationError


class CrmLead(models.Model):
    """A deal shows the ways of all its orders, and may get its customer from an order form."""

    _inherit = "crm.lead"

    # compute_sudo: as on the order
    fulfilment_panel = fields.Json(compute="_compute_fulfilment_panel", compute_sudo=True)

    def _compute_fulfilment_panel(self):
        orders = self.order_ids.filtered("fulfilment_state").sorted(lambda order: (order.date_order, order.id))
        panels = {order.id: order.fulfilment_panel for order in orders}
        for lead in self:
            own = orders.filtered(lambda order, lead=lead: order.opportunity_id == lead)
            lead.fulfilment_panel = [panel for order in own for panel in panels[order.id]] or False

    def _create_web_form_customer(self):
        """Return the customer that what was typed makes: a company with its contact, or a person."""
        try:
            with self.env.cr.savepoint():
                return self._create_customer()
        except ValidationError:
            # a VAT number that is none where such numbers are checked stays on the lead: no order is lost over it
            return self.with_context(crm_web_form_without_vat=True)._create_customer()

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        """Keep the notes of an order to the order."""
        vals = super()._prepare_customer_values(partner_name, is_company=is_company, parent_id=parent_id)
        if self.env.context.get("crm_web_form_order"):
            vals.pop("comment", None)
        if self.env.context.get("crm_web_form_without_vat"):
            vals.pop("vat", None)
        return vals
