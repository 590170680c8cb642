import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.service.model import retrying
from odoo.tools.misc import format_date

from .fulfilment_facts import FulfilmentFacts

_logger = logging.getLogger(__name__)


class SaleOrder(models.Model):
    """Goods reserved for an order that nobody pays or keeps go back by themselves."""

    _inherit = "sale.order"

    reservation_due = fields.Datetime(
        string="Reserved Until",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="The reserved goods go back then, unless the order is paid or somebody keeps them.",
    )
    reservation_released = fields.Datetime(
        copy=False,
        readonly=True,
        help="When the reserved goods went back. None are reserved by themselves since, only by a person.",
    )
    # compute_sudo: whether an order is paid is told to everybody who works on it
    reservation_notice = fields.Char(compute="_compute_reservation_notice", compute_sudo=True)

    @api.depends(
        "reservation_due",
        "reservation_released",
        "invoice_ids.payment_state",
        "transaction_ids.state",
        "order_line.move_ids.state",
        "order_line.move_ids.picked",
    )
    def _compute_reservation_notice(self):
        for order in self:
            order.reservation_notice = order._get_reservation_notice()

    def action_keep_reservation(self):
        """Keep the goods for the customer, paid or not: a person has confirmed the order."""
        kept = self.filtered("reservation_due")
        kept.reservation_due = False
        for order in kept:
            order._message_log(body=self.env._("Keeps the reserved goods for the customer, paid or not."))
        return True

    def _limit_reservation(self):
        """Let the goods of orders from outside go back after as many days as their form says."""
        for order in self:
            if days := order.web_form_id.release_days:
                order.reservation_due = fields.Datetime.now() + timedelta(days=days)

    @api.model
    def _release_reservations(self):
        """Give back what is reserved for orders whose time is over, each on its own."""
        domain = [("reservation_due", "<=", fields.Datetime.now()), ("state", "=", "sale")]
        due = self.search(domain, order="reservation_due, id")
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for order in due:
            order._release_apart()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _release_apart(self):
        """Release one order in a transaction of its own; what goes wrong is tried again in an hour."""
        try:
            with self.pool.cursor() as turn, self.pool.cursor() as cursor:
                self.env(cr=turn)["stock.strict.guard"]._wait_turn(self.order_line.product_id)
                order = self.with_env(self.env(cr=cursor))
                retrying(order._release_reservation, order.env)
        except Exception:  # whatever it is, the other orders go on
            _logger.warning("The goods of order %s could not be released", self.id, exc_info=True)

    def _release_reservation(self):
        """Give the goods of this order back, except what is packed or shipped, unless it is paid or kept meanwhile."""
        self.ensure_one()
        now = fields.Datetime.now()
        if self.state != "sale" or not self.reservation_due or self.reservation_due > now:
            return
        due = self.reservation_due
        self.reservation_due = False
        moves = self._get_moves_to_release()
        if self._is_reservation_paid() or not moves:
            return
        moves._do_unreserve()
        self.reservation_released = now
        for record in filter(None, (self, self.opportunity_id)):
            record = record.with_context(lang=self.user_id.lang or self.env.lang)
            record.message_post(
                body=record.env._(
                    "Order %(order)s was neither paid nor kept until %(date)s: the goods reserved for it went back.",
                    order=self._get_html_link(),
                    date=format_date(record.env, due),
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _get_moves_to_release(self):
        """Return the moves of this order whose goods nobody has taken from their place yet."""
        return FulfilmentFacts(self).next_moves.filtered(
            lambda move: not (move.picked or move._is_packed() or "done" in move.move_orig_ids.mapped("state"))
        )

    def _is_reservation_paid(self):
        """Whether the order is paid: by an invoice, or by payments on its way through the portal."""
        self.ensure_one()
        return self._is_paid() or any(
            invoice.move_type == "out_invoice" and invoice.payment_state in ("in_payment", "paid")
            for invoice in self.invoice_ids
        )

    def _get_reservation_notice(self):
        """Return what becomes of the reserved goods and when, False where nothing does."""
        is_limited = self.state == "sale" and (self.reservation_due or self.reservation_released)
        if not is_limited or not self._get_moves_to_release() or self._is_reservation_paid():
            return False
        if self.reservation_released:
            date = format_date(self.env, self.reservation_released, date_format="d MMM")
            return self.env._("Neither paid nor kept: the reserved goods went back on %s.", date)
        date = format_date(self.env, self.reservation_due, date_format="d MMM")
        return self.env._("Reserved until %s: the goods go back then, unless the order is paid or kept.", date)
