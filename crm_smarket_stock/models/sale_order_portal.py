from odoo import models

from .fulfilment_facts import FulfilmentFacts


class SaleOrder(models.Model):
    """What the customer sees of the fulfilment, and may say."""

    _inherit = "sale.order"

    def _get_portal_steps(self):
        """Return the steps of the order for its customer: ``[{label, done, date}, …]``.

        Who of us did what is not the customer's business; nor is the invoice, which has its own place.
        """
        self.ensure_one()
        order = self.sudo()
        if not order.fulfilment_state:
            return []
        reached = order._get_reached_steps()
        labels = dict(order._fields["fulfilment_state"]._description_selection(self.env))
        dates = {row.step: row.date for row in order.fulfilment_step_ids if not row.date_undone}
        return [
            {"label": labels[step], "done": step in reached, "date": step in reached and dates.get(step, False)}
            for step in order._get_fulfilment_steps()
            if step != "invoiced"
        ]

    def _get_unconfirmed_deliveries(self):
        """Return the shipped deliveries of which nobody has said that they have arrived."""
        self.ensure_one()
        pickings = FulfilmentFacts(self.sudo()).kept_moves.picking_id
        return pickings.filtered(lambda picking: not picking.date_delivered)

    def _confirm_received(self):
        """Note that the customer has received what was shipped so far."""
        self._get_unconfirmed_deliveries()._confirm_delivered()

    def _get_portal_delivery_notes(self):
        """Return the goods-issue notes that the customer may download: ``[{name, url}, …]``."""
        self.ensure_one()
        notes = []
        for picking in FulfilmentFacts(self.sudo()).shipped_moves.picking_id:
            for paper in picking._get_delivery_note_attachment():
                (token,) = paper.generate_access_token()
                url = f"/web/content/{paper.id}?download=true&access_token={token}"
                notes.append({"name": picking.delivery_note_number or paper.name, "url": url})
        return notes
