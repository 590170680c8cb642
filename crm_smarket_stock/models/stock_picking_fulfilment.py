from datetime import timedelta

from odoo import api, fields, models
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

    def button_validate(self):
        """Keep the deliveries of orders to the people of the warehouse.

        Core shows the button to them alone, but its rights let every salesperson press it by RPC.
        """
        # sudo: only to see whether there is an order
        if self.sudo().sale_id:
            self._check_warehouse_user()
        return super().button_validate()

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

    def action_undo_delivered(self):
        """Take back that the customer has received these deliveries."""
        self._check_warehouse_user()
        self.write({"date_delivered": False, "delivered_user_id": False})

    def _forget_packed(self):
        self.write({"date_packed": False, "packed_user_id": False})

    def _confirm_delivered(self, moment=None):
        """Note that the customer has received these deliveries; those not shipped are left alone.

        :param datetime moment: when, the present by default
        """
        shipped = self.filtered(lambda picking: picking.state == "done" and not picking.date_delivered)
        shipped.write({"date_delivered": moment or fields.Datetime.now(), "delivered_user_id": self.env.uid})
        return shipped

    @api.model
    def _cron_confirm_delivered(self):
        """Count deliveries as received that were shipped so many days ago as their company says."""
        companies = self.env["res.company"].search([("fulfilment_delivered_days", ">", 0)])
        for company in companies:
            latest = fields.Datetime.now() - timedelta(days=company.fulfilment_delivered_days)
            shipped = self.search(
                [
                    ("company_id", "=", company.id),
                    ("sale_id", "!=", False),
                    ("state", "=", "done"),
                    ("location_dest_id.usage", "=", "customer"),
                    ("date_delivered", "=", False),
                    ("date_done", "<=", latest),
                ]
            )
            kept = shipped.filtered(lambda picking: any(move._get_kept_quantity() > 0 for move in picking.move_ids))
            kept._confirm_delivered()
            if not self.env["ir.cron"]._commit_progress(len(kept)):
                break

    def _check_warehouse_user(self):
        """Refuse people who do not work with stock: selling gives write access to transfers in core."""
        if not self.env.su and not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(self.env._("Only people of the warehouse can do this."))
