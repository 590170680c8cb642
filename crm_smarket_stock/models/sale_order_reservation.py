from typing import NamedTuple

from markupsafe import Markup, escape

from odoo import models
from odoo.exceptions import UserError

from .fulfilment_facts import FulfilmentFacts


class Shortage(NamedTuple):
    """What is short of one product of an order.

    :param product: product.product
    :param float wanted: in the product's unit, likewise the other
    :param float free: how much of it there is for the order
    :param str text: both in words
    """

    product: models.BaseModel
    wanted: float
    free: float
    text: str


class ShortageError(UserError):
    """An order is refused because not all of its goods are there.

    :param str message: with the list of what is short
    :param list shortages: Shortage
    """

    def __init__(self, message, shortages):
        self.shortages = shortages
        super().__init__(message)


class SaleOrder(models.Model):
    """The moment of an order: confirmed, reserved, and what is done where not all is there."""

    _inherit = "sale.order"

    def _confirm_and_reserve(self, shortage_policy="backorder"):
        """Confirm these orders and reserve their goods now, whatever their operation types wait for.

        :param str shortage_policy: where not all is there, ``backorder`` reserves what there is and puts the
            rest on a back-order, ``tell`` reserves it and tells the salesperson, ``refuse`` takes no such order
        :return: ``{order: shortages}``, each a list of Shortage
        :raise ShortageError: an order is refused; whoever catches it has to roll back
        """
        orders = self.sorted("id")
        # all guards in one order, before the legs and warehouses of single lines ask for them in theirs
        self.env["stock.strict.guard"]._pass(orders.order_line.product_id)
        orders.action_confirm()
        orders._limit_reservation()
        return {order: order._reserve_first_leg(shortage_policy) for order in orders}

    def _reserve_first_leg(self, shortage_policy):
        """Reserve what comes first on the way of this order; later legs follow their goods by themselves."""
        # sudo: whoever may confirm an order thereby reserves its goods, as in core
        order = self.sudo()
        moves = FulfilmentFacts(order).next_moves
        moves._action_assign()
        short = moves.filtered(lambda move: move._is_short())
        shortages = order._get_shortages(moves, short)
        if shortages:
            getattr(order, f"_shortage_{shortage_policy}")(short, shortages)
        return shortages

    def _get_shortages(self, moves, short):
        """Return what is short by product.

        :param moves: all moves that should be reserved
        :param short: those that are not
        :return: list of Shortage
        """
        shortages = []
        concerned = moves.filtered(lambda move: move.product_id in short.product_id)
        for product, same in concerned.grouped("product_id").items():
            wanted = sum(same.mapped("product_qty"))
            free = sum(move.product_uom._compute_quantity(move.quantity, product.uom_id) for move in same)
            text = self.env._(
                "%(product)s: %(wanted)s ordered, %(free)s in stock",
                product=product.with_context(display_default_code=False).display_name,
                wanted=product.uom_id._format_quantity(wanted),
                free=product.uom_id._format_quantity(free),
            )
            shortages.append(Shortage(product, wanted, free, text))
        return shortages

    # ------------------------------------------------------------
    # policies
    # ------------------------------------------------------------

    def _shortage_backorder(self, short, _shortages):
        """Let what is there go at once: the rest waits on a back-order, unless the customer wants all in one."""
        for picking in short.picking_id:
            if picking.move_type == "direct" and any(picking.move_ids.mapped("quantity")):
                picking.action_split_transfer()

    def _shortage_tell(self, _short, shortages):
        """Tell the salesperson, who talks to the customer about it."""
        summary = self.env._("Not all of %s is in stock", self.name)
        note = Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % line.text for line in shortages)
        self.message_post(body=escape(summary) + note, subtype_xmlid="mail.mt_note")
        user = self._get_shortage_user()
        if user:
            self.activity_schedule("mail.mail_activity_data_todo", summary=summary, note=note, user_id=user.id)

    def _shortage_refuse(self, _short, shortages):
        """Take no order that cannot be served."""
        lines = "\n".join(line.text for line in shortages)
        raise ShortageError(self.env._("Not everything is in stock:\n%s", lines), shortages)

    def _get_shortage_user(self):
        """Return who talks to the customer about what is short."""
        return self.user_id or self.opportunity_id.user_id or self.web_form_id.responsible_id or self.team_id.user_id
