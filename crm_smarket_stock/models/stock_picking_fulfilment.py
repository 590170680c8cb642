from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class StockPicking(models.Model):
    """The two facts of a delivery that no stock move knows: packed by hand, received by the customer."""

    _inherit = "stock.picking"

    date_packed = fields.Datetime(string="Packed", copy=False, readonly=True)
    packed_user_id = fields.Many2one("res.users", string="Packed by", copy=False, readonly=True)
    date_delivered = fields.Datetime(
        string="Delivered", copy=False, readonly=True, help="When the customer had received the goods."
    )
    delivered_user_id = fields.Many2one("res.users", string="Delivery Confirmed by", copy=False, readonly=True)

    def action_pack(self):
        """Say that the goods of these deliveries are packed and stand ready to be issued."""
        self._check_warehouse_user()
        for picking in self:
            if picking.picking_type_code != "outgoing" or picking.state != "assigned":
                raise UserError(
                    self.env._("%(name)s cannot be packed: its goods are not reserved.", name=picking.display_name)
                )
        self.write({"date_packed": fields.Datetime.now(), "packed_user_id": self.env.uid})

    def action_unpack(self):
        """Take back that these deliveries are packed."""
        self._check_warehouse_user()
        self.filtered(lambda picking: picking.state != "done")._forget_packed()

    def _forget_packed(self):
        self.write({"date_packed": False, "packed_user_id": False})

    def _confirm_delivered(self, moment=None):
        """Note that the customer has received these deliveries; those not shipped are left alone.

        :param datetime moment: when, the present by default
        """
        shipped = self.filtered(lambda picking: picking.state == "done" and not picking.date_delivered)
        shipped.write({"date_delivered": moment or fields.Datetime.now(), "delivered_user_id": self.env.uid})
        return shipped

    def _check_warehouse_user(self):
        """Refuse people who do not work with stock: selling gives write access to transfers in core."""
        if not self.env.su and not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(self.env._("Only people of the warehouse can do this."))
