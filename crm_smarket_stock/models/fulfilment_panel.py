"""What the fulfilment panel shows of a sale order."""

from odoo import fields
from odoo.tools.misc import format_date

from .fulfilment_facts import read_facts
from .fulfilment_shortage import Shortages
from .sale_order_fulfilment_step import BRANCH_NAMES

WAREHOUSE_ACTIONS = ("reserve", "pack", "transfer", "issue")


def get_panels(orders):
    """Return ``{order: panel}`` for many orders in a fixed number of queries.

    :param orders: in sudo mode; the panel tells no prices, so everybody who works on an order may see it
    """
    facts = read_facts(orders)
    unreserved = orders.env["stock.move"].union(
        *(fact.next_moves.filtered(lambda move: move.state != "assigned") for fact in facts.values())
    )
    shortages = Shortages(unreserved)
    return {order: FulfilmentPanel(fact, shortages).get_values() for order, fact in facts.items()}


class FulfilmentPanel:
    """The panel of one order, for the user of its environment.

    :param FulfilmentFacts facts: of the order
    :param Shortages shortages: of at least this order's moves
    """

    def __init__(self, facts, shortages):
        self.facts = facts
        self.order = facts.order
        self.env = facts.order.env
        self.shortages = shortages
        self.state = self.order.fulfilment_state

    def get_values(self):
        """Return what the client needs to draw the panel, in the user's language."""
        return {
            "id": self.order.id,
            "name": self.order.name,
            "state": self.state,
            "branch": self._label(self.state) if self.state in BRANCH_NAMES else False,
            "steps": self._get_steps(),
            "next": self._get_next(),
            "promise": self._get_promise(),
            "reservation": self._get_reservation(),
            "blocks": self._get_blocks(),
            "branches": self._get_branches(),
        }

    def _label(self, step):
        field = self.order._fields["fulfilment_state"]
        return dict(field._description_selection(self.env))[step]

    def _get_steps(self):
        reached = self.order._get_reached_steps()
        rows = self.order.fulfilment_step_ids.filtered(lambda row: not row.date_undone).grouped("step")
        steps = []
        for step in self.order._get_fulfilment_steps():
            row = rows.get(step, self.order.fulfilment_step_ids.browse())[-1:]
            steps.append(
                {
                    "step": step,
                    "label": self._label(step),
                    "done": step in reached,
                    "date": fields.Datetime.to_string(row.date) if step in reached and row else False,
                    "user": row.user_id.name if step in reached else False,
                }
            )
        return steps

    # ------------------------------------------------------------
    # what is next
    # ------------------------------------------------------------

    def get_next_action(self):
        """Return the name of the one thing to do now, None when there is none."""
        if self.order.state != "sale":
            return None
        if self.facts.next_moves:
            return self._get_next_stock_action()
        if self.state == "shipped":
            return "deliver"
        return "invoice" if self._can_invoice() else None

    def _get_next_stock_action(self):
        moves = self.facts.next_moves
        if any(self.shortages.get_free_quantity(move) for move in moves if move.state != "assigned"):
            return "reserve"
        if self.facts.transfer_moves:
            return "transfer"
        ready = self.facts.issue_moves
        if not ready:
            return None
        is_packed = all(move._is_ready_to_issue() for move in ready)
        return "issue" if is_packed or not self.facts.is_reserved else "pack"

    def _can_invoice(self):
        steps = self.order._get_fulfilment_steps()
        is_due = "invoiced" in steps and self.order.invoice_status == "to invoice"
        return is_due and not self.facts.is_open and self.state != "returned"

    def is_allowed(self, action):
        """Whether the user may do this."""
        user = self.env.user
        if action in WAREHOUSE_ACTIONS:
            return user.has_group("stock.group_stock_user")
        if action in ("invoice", "keep"):
            return user.has_group("sales_team.group_sale_salesman")
        return user.has_group("stock.group_stock_user") or user.has_group("sales_team.group_sale_salesman")

    def _get_next(self):
        action = self.get_next_action()
        if not action:
            return False
        return {"action": action, "label": self._get_action_label(action), "allowed": self.is_allowed(action)}

    def _get_action_label(self, action):
        if action == "transfer":
            return self.env._("Validate %s", self.facts.transfer_pickings[:1].picking_type_id.name)
        if action == "issue" and not self.facts.is_reserved:
            return self.env._("Issue What Is There")
        return {
            "reserve": self.env._("Reserve"),
            "pack": self.env._("Packed"),
            "issue": self.env._("Issue Goods"),
            "deliver": self.env._("Delivered"),
            "invoice": self.env._("Create Invoice"),
        }[action]

    # ------------------------------------------------------------
    # what is late, what blocks, what branches off
    # ------------------------------------------------------------

    def _get_promise(self):
        promised = self.order.commitment_date or self.order.expected_date
        if not promised or not self.facts.has_goods or self.state in ("returned", "cancelled"):
            return False
        shipped = max(self.facts.kept_moves.mapped("date"), default=False) if not self.facts.is_open else False
        today = fields.Datetime.context_timestamp(self.order, shipped or fields.Datetime.now()).date()
        days = (today - fields.Datetime.context_timestamp(self.order, promised).date()).days
        date = format_date(self.env, promised, date_format="d MMM")
        if days <= 0:
            return {"text": self.env._("Promised for %s", date), "late": False}
        text = self.env._("Promised for %(date)s, late by %(days)s d", date=date, days=days)
        return {"text": text, "late": True}

    def _get_reservation(self):
        """Return until when the goods are reserved, or since when they no longer are, and who may keep them."""
        notice = self.order.reservation_notice
        can_keep = bool(self.order.reservation_due) and self.is_allowed("keep")
        return notice and {"text": notice, "can_keep": can_keep}

    def _get_blocks(self):
        if self.order.state != "sale":
            return self._get_kept_goods()
        moves = self.facts.next_moves.filtered(lambda move: move.state != "assigned")
        blocks = [self.shortages.get_text(move) for move in moves]
        blocks += [
            self.env._(
                "%s: waits for its supply", line.product_id.with_context(display_default_code=False).display_name
            )
            for line in self.facts.waiting_lines
        ]
        if self.facts.is_given_up:
            blocks.append(self.env._("The delivery was cancelled"))
        return blocks

    def _get_kept_goods(self):
        """Return what the customer of a cancelled order still has, a text per product."""
        return [
            self.env._(
                "The customer still has %(quantity)s %(product)s",
                quantity=moves[0]._format_quantity(sum(move._get_kept_quantity() for move in moves), product.uom_id),
                product=product.with_context(display_default_code=False).display_name,
            )
            for product, moves in self.facts.kept_moves.grouped("product_id").items()
        ]

    def _get_branches(self):
        return [
            {
                "id": picking.id,
                "text": f"{self._get_branch_name(picking)} {picking.name}",
                "state": dict(picking._fields["state"]._description_selection(self.env))[picking.state],
            }
            for picking in self.facts.get_branch_pickings()
        ]

    def _get_branch_name(self, picking):
        if any(move.location_id._is_customer() for move in picking.move_ids):
            return self.env._("Return")
        return self.env._("Back-order") if picking.backorder_id else self.env._("Transfer")
