from odoo import fields, models
from odoo.exceptions import AccessError

from .fulfilment_facts import FulfilmentFacts
from .fulfilment_panel import FulfilmentPanel, get_panels
from .fulfilment_shortage import Shortages


class SaleOrder(models.Model):
    """The fulfilment panel of an order and its one button."""

    _inherit = "sale.order"

    # compute_sudo: the facts lie in sales, stock and invoicing; whoever sees the order sees its way
    fulfilment_panel = fields.Json(compute="_compute_fulfilment_panel", compute_sudo=True)

    def _compute_fulfilment_panel(self):
        shown = self.filtered("fulfilment_state")
        panels = get_panels(shown)
        for order in self:
            order.fulfilment_panel = [panels[order]] if order in panels else False

    def action_fulfilment_next(self, action):
        """Do the next thing on the way of this order.

        :param str action: what the panel's button offered; when somebody was quicker nothing is done
        :return: an action that asks for more, or True
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the facts are read across sales and stock; what is done below is done as the user
        order = self.sudo()
        facts = FulfilmentFacts(order)
        panel = FulfilmentPanel(facts, Shortages(facts.next_moves.filtered(lambda move: move.state != "assigned")))
        if panel.get_next_action() != action:
            return self._get_quicker_notification()
        if not panel.is_allowed(action):
            raise AccessError(self.env._("This is for other people to do: you lack the rights."))
        return getattr(self, f"_fulfilment_{action}")(facts)

    def _fulfilment_reserve(self, facts):
        return self._as_user(facts.next_pickings).action_assign()

    def _fulfilment_pack(self, facts):
        unpacked = facts.issue_moves.filtered(lambda move: not move._is_ready_to_issue()).picking_id
        return self._as_user(unpacked).action_pack()

    def _fulfilment_transfer(self, facts):
        return self._validate_transfers(facts.transfer_pickings)

    def _fulfilment_issue(self, facts):
        return self._validate_transfers(facts.issue_moves.picking_id)

    def _fulfilment_deliver(self, facts):
        self.check_access("write")
        # sudo: a salesperson says what the customer told; the transfers themselves stay as they are
        facts.kept_moves.picking_id._confirm_delivered()
        return True

    def _fulfilment_invoice(self, facts):
        action = self.env["ir.actions.actions"]._for_xml_id("sale.action_view_sale_advance_payment_inv")
        return {**action, "context": {"active_model": "sale.order", "active_ids": self.ids, "active_id": self.id}}

    def _as_user(self, records):
        """Return records that were found in sudo mode as the user may work with them."""
        return records.with_env(self.env)

    def _validate_transfers(self, pickings):
        """Validate the one transfer, or let the user choose among several."""
        pickings = self._as_user(pickings)
        if len(pickings) == 1:
            return pickings.button_validate()
        action = self.env["ir.actions.actions"]._for_xml_id("stock.action_picking_tree_all")
        return {**action, "domain": [("id", "in", pickings.ids)], "context": {}}

    def _get_quicker_notification(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("Somebody was quicker: %s has gone on meanwhile.", self.name),
            },
        }
