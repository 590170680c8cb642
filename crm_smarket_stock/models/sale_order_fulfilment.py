from odoo import api, fields, models
from odoo.tools import SQL, OrderedSet
from odoo.tools.sql import column_exists, create_column

from .fulfilment_facts import FulfilmentFacts, read_facts
from .sale_order_fulfilment_step import BRANCHES, STEP_NAMES, STEPS

TOUCHED = "crm_smarket_stock.fulfilment"


class SaleOrder(models.Model):
    """The guided way of an order: registered, reserved, packed, shipped, delivered, invoiced."""

    _inherit = "sale.order"

    fulfilment_state = fields.Selection(
        STEPS + BRANCHES,
        string="Fulfilment",
        compute="_compute_fulfilment_state",
        store=True,
        index="btree_not_null",
        help="How far the goods of this order are on their way to the customer.",
    )
    fulfilment_step_ids = fields.One2many("sale.order.fulfilment.step", "order_id", string="Fulfilment Steps")
    # An UPDATE of its own makes two transactions that ship parts of one order see each other.
    fulfilment_revision = fields.Integer(copy=False, readonly=True)

    def _auto_init(self):
        """Make the column before the ORM does: it would compute the orders of years one write at a time."""
        if not column_exists(self.env.cr, self._table, "fulfilment_state"):
            create_column(self.env.cr, self._table, "fulfilment_state", "varchar")
        return super()._auto_init()

    @api.depends(
        "state",
        "invoice_status",
        "order_line.product_uom_qty",
        "order_line.move_ids.state",
        "order_line.move_ids.quantity",
        "order_line.move_ids.picking_id.date_packed",
        "order_line.move_ids.picking_id.date_delivered",
    )
    def _compute_fulfilment_state(self):
        for order, facts in read_facts(self).items():
            order.fulfilment_state = facts.get_state()

    def _write_multi(self, vals_list):
        """Note each change of the state: recomputed fields pass here, not through ``write``."""
        changed = [order.id for order, vals in zip(self, vals_list, strict=True) if "fulfilment_state" in vals]
        self.browse(changed)._touch_fulfilment()
        return super()._write_multi(vals_list)

    def _touch_fulfilment(self):
        """Let the steps of these orders be noted at the end of the transaction.

        In its midst the stock is in states that nobody will ever see, such as a transfer
        half split into its back-order.
        """
        if not self:
            return
        precommit = self.env.cr.precommit
        if TOUCHED not in precommit.data:
            precommit.data[TOUCHED] = OrderedSet()
            precommit.add(self.browse()._note_fulfilment)
        precommit.data[TOUCHED].update(self.ids)

    def _note_fulfilment(self):
        """Note the steps of the orders touched in this transaction."""
        # sudo: the facts are everybody's who brings them about, whatever they may read
        orders = self.sudo().browse(self.env.cr.precommit.data.pop(TOUCHED, ())).exists()
        if not orders:
            return
        orders.flush_recordset(["fulfilment_state"])
        self.env.cr.execute(
            SQL(
                "UPDATE sale_order SET fulfilment_revision = COALESCE(fulfilment_revision, 0) + 1 WHERE id IN %(ids)s",
                ids=tuple(orders.ids),
            )
        )
        self.env["sale.order.fulfilment.step"].sudo()._note(orders)

    def _get_reached_steps(self):
        """Return the names of the steps that this order has reached, in their order."""
        self.ensure_one()
        state = self.fulfilment_state
        if not state:
            return []
        if state in ("returned", "cancelled"):
            return STEP_NAMES[:1]
        steps = self._get_fulfilment_steps()
        if state == "partial":
            # What was reached before a part was shipped; the part says nothing of the rest.
            standing = self.fulfilment_step_ids.filtered(lambda row: not row.date_undone).mapped("step")
            return [step for step in steps[: steps.index("shipped")] if step in {"registered", *standing}]
        return steps[: steps.index(state) + 1]

    def _get_fulfilment_steps(self):
        """Return the names of the steps that this order goes through, in their order."""
        self.ensure_one()
        order = self.sudo()
        steps = STEP_NAMES if FulfilmentFacts(order).has_goods else ["registered", "invoiced"]
        if order.company_id.fulfilment_invoicing or order.fulfilment_state == "invoiced":
            return list(steps)
        return [step for step in steps if step != "invoiced"]

    def _prepare_fulfilment_step(self, step):
        """Return the values of the row that notes a step reached right now."""
        self.ensure_one()
        picking = FulfilmentFacts(self).get_picking(step)
        by_hand = {"packed": picking.packed_user_id, "delivered": picking.delivered_user_id}
        return {
            "order_id": self.id,
            "step": step,
            "user_id": (by_hand.get(step) or self.env.user).id,
            "picking_id": picking.id,
        }
