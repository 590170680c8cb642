from odoo import api, fields, models

STEPS = [
    ("registered", "Registered"),
    ("reserved", "Reserved"),
    ("packed", "Packed"),
    ("shipped", "Shipped"),
    ("delivered", "Delivered"),
    ("invoiced", "Invoiced"),
]
BRANCHES = [
    ("partial", "Partly Shipped"),
    ("returned", "Returned"),
    ("cancelled", "Cancelled"),
]
STEP_NAMES = [name for name, _label in STEPS]
BRANCH_NAMES = [name for name, _label in BRANCHES]


class SaleOrderFulfilmentStep(models.Model):
    """A fact on the way of a sale order to its customer: what was reached, when, by whom.

    Facts are noted at the end of the transaction that brings them about; what they bring
    about themselves (messages, the column of the deal, e-mails) happens after it, from
    these rows, so that nothing of it can hold up the warehouse.
    """

    _name = "sale.order.fulfilment.step"
    _description = "Fulfilment Step"
    _order = "id"
    _rec_name = "step"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    step = fields.Selection(STEPS + BRANCHES, required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="By", readonly=True, default=lambda self: self.env.user)
    picking_id = fields.Many2one("stock.picking", string="Transfer", readonly=True, ondelete="set null")
    date_undone = fields.Datetime(string="Undone", readonly=True, help="When what had happened was taken back.")
    user_undone_id = fields.Many2one("res.users", string="Undone by", readonly=True)

    # What has happened again after it was taken back is another fact; a step that stands is there once.
    _standing_unique = models.UniqueIndex(
        "(order_id, step) WHERE date_undone IS NULL AND step NOT IN ('partial', 'returned', 'cancelled')"
    )

    @api.model
    def _note(self, orders):
        """Bring the rows of these orders in line with their ``fulfilment_state``."""
        rows = self.search([("order_id", "in", orders.ids)]).grouped("order_id")
        now = fields.Datetime.now()
        undone = self.browse()
        new = []
        for order in orders:
            noted = rows.get(order, self)
            standing = noted.filtered(lambda row: row.step in STEP_NAMES and not row.date_undone)
            reached = order._get_reached_steps()
            undone |= standing.filtered(lambda row, reached=reached: row.step not in reached)
            missing = [step for step in reached if step not in standing.mapped("step")]
            if order.fulfilment_state in BRANCH_NAMES and noted[-1:].step != order.fulfilment_state:
                missing.append(order.fulfilment_state)
            new += [order._prepare_fulfilment_step(step) for step in missing]
        undone.write({"date_undone": now, "user_undone_id": self.env.uid})
        return undone | self.create(new)
