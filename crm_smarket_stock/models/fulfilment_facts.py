"""What the stock moves of a sale order say about its way to the customer."""

from functools import cached_property

from odoo.tools import OrderedSet

CLOSED_STATES = ("done", "cancel")


def read_facts(orders):
    """Return ``{order: facts}`` for many orders in a fixed number of queries.

    :param orders: sale orders, in sudo mode (the facts span sales, stock and invoicing)
    """
    moves = orders.order_line.move_ids
    moves.fetch(["move_orig_ids", "move_dest_ids", "returned_move_ids"])
    return {order: FulfilmentFacts(order) for order in orders}


def _sort_by_date(pickings):
    return pickings.sorted(lambda picking: (picking.scheduled_date, picking.id))


class FulfilmentFacts:
    """Reads the facts of one sale order: nothing is stored here, core's moves are the truth.

    :param order: a sale order, in sudo mode (the facts span sales, stock and invoicing)
    """

    def __init__(self, order):
        self.order = order
        self.moves = order.order_line.move_ids

    @cached_property
    def waiting_lines(self):
        """Goods that are ordered but for which no move exists, as while a dropshipping vendor is asked."""
        return self.order.order_line.filtered(
            lambda line: (
                line.qty_delivered_method == "stock_move"
                and not line.move_ids
                and line.product_uom_id.compare(line.product_uom_qty, 0) > 0
            )
        )

    @cached_property
    def open_moves(self):
        """Moves on the way to the customer that are still to be done, those of all legs."""
        return self.moves.filtered(lambda move: move.state not in CLOSED_STATES and move._is_on_way_out())

    @cached_property
    def next_moves(self):
        """The open moves that no earlier leg of the same way holds up."""
        return self.open_moves.filtered(lambda move: not move.move_orig_ids & self.open_moves)

    @cached_property
    def next_pickings(self):
        """The transfers that come next, in the order of their dates."""
        return _sort_by_date(self.next_moves.picking_id)

    @cached_property
    def transfer_moves(self):
        """The moves that come next, have goods, and bring them further within the warehouse."""
        return self.next_moves.filtered(lambda move: move.quantity and not move.location_dest_id._is_customer())

    @property
    def transfer_pickings(self):
        """The transfers of these moves, in the order of their dates."""
        return _sort_by_date(self.transfer_moves.picking_id)

    @cached_property
    def issue_moves(self):
        """The moves that come next, have goods, and bring them to the customer."""
        return self.next_moves.filtered("quantity") - self.transfer_moves

    @cached_property
    def shipped_moves(self):
        """Moves that have brought goods to the customer, also those returned since."""
        return self.moves.filtered(lambda move: move.state == "done" and move.location_dest_id._is_customer())

    @cached_property
    def kept_moves(self):
        """Shipped moves of which the customer still has something."""
        return self.shipped_moves.filtered(
            lambda move: move.product_id.uom_id.compare(move._get_kept_quantity(), 0) > 0
        )

    @cached_property
    def returned_moves(self):
        """Moves that have brought goods back from the customer."""
        return self.moves.filtered(lambda move: move.state == "done" and move.location_id._is_customer())

    @property
    def is_open(self):
        """Whether something is still to be shipped."""
        return bool(self.open_moves or self.waiting_lines)

    @property
    def is_given_up(self):
        """Whether nothing was shipped and nothing will be; what is to come back from the customer is another matter."""
        is_over = all(move.state in CLOSED_STATES for move in self.moves)
        return self.has_goods and is_over and not (self.is_open or self.shipped_moves or self.returned_moves)

    @property
    def has_goods(self):
        """Whether the order has anything to ship at all, or had."""
        return bool(self.moves or self.waiting_lines)

    @property
    def is_reserved(self):
        """Whether every move that comes next has all its goods; a picking is "ready" with less."""
        return (
            bool(self.next_moves)
            and not self.waiting_lines
            and all(move.state == "assigned" for move in self.next_moves)
        )

    @property
    def is_packed(self):
        """Whether all that is left to do is to issue the goods."""
        return (
            self.is_reserved
            and all(move._is_ready_to_issue() for move in self.next_moves)
            and any(move._is_packed() for move in self.next_moves)
        )

    @property
    def is_delivered(self):
        """Whether somebody, or time, says that the customer has received all that was shipped."""
        return all(picking.date_delivered for picking in self.kept_moves.picking_id)

    def get_state(self):
        """Return the value of ``fulfilment_state``."""
        if self.order.state == "cancel":
            return "cancelled" if self.moves else False
        if self.order.state != "sale":
            return False
        return self._get_open_state() if self.is_open else self._get_closed_state()

    def _get_open_state(self):
        if self.kept_moves:
            return "partial"
        if self.is_packed:
            return "packed"
        return "reserved" if self.is_reserved else "registered"

    def _get_closed_state(self):
        if self.has_goods and not self.kept_moves:
            return "returned" if self.shipped_moves or self.returned_moves else "registered"
        is_invoiced = self.order.invoice_status == "invoiced" and self.order.company_id.fulfilment_invoicing
        if not self.has_goods:
            return "invoiced" if is_invoiced else "registered"
        if not self.is_delivered:
            return "shipped"
        return "invoiced" if is_invoiced else "delivered"

    def get_picking(self, step):
        """Return the transfer that brought the step about, as far as one did."""
        moves = {
            "packed": self.next_moves if self.is_open else self.shipped_moves,
            "partial": self.shipped_moves,
            "shipped": self.shipped_moves,
            "delivered": self.kept_moves,
            "returned": self.returned_moves,
        }.get(step, self.moves.browse())
        done = moves.picking_id.sorted(lambda picking: (picking.date_done or picking.create_date, picking.id))
        return done[-1:]

    def get_branch_pickings(self):
        """Return the transfers beside the main way: back-orders, cancelled ones and returns."""
        pickings = self.moves.picking_id
        aside = OrderedSet(pickings.filtered(lambda picking: picking.backorder_id or picking.state == "cancel").ids)
        aside.update(self.moves.filtered(lambda move: move.location_id._is_customer()).picking_id.ids)
        return pickings.browse(aside)
