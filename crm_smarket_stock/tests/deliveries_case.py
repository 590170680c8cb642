from odoo.fields import Command

from .common import FulfilmentCase


class DeliveriesCase(FulfilmentCase):
    """What the guide, the delivery notes and core's stock say of one order, side by side."""

    def _panel(self, order, user=None):
        """Return what the panel of the order shows."""
        order.invalidate_recordset(["fulfilment_panel"])
        return order.with_user(user or self.worker).fulfilment_panel[0]

    def _go_on(self, order, **context):
        """Press the button of the panel and return what was written on it."""
        step = self._panel(order)["next"]
        order.with_user(self.worker).with_context(skip_backorder=True, **context).action_fulfilment_next(step["action"])
        self._end_transaction()
        return step["label"]

    def _ready(self, order, kind=None):
        """Return the transfers of an order that can be done now, of one operation type if given."""
        return order.picking_ids.filtered(
            lambda picking: picking.state == "assigned" and picking.picking_type_id == (kind or picking.picking_type_id)
        )

    def _ship_part(self, picking, quantities):
        """Do a part of a transfer; the rest becomes a back-order, which is returned.

        :param dict quantities: ``{product: quantity}``
        """
        for move in picking.move_ids:
            move.quantity = quantities.get(move.product_id, 0)
        picking.move_ids.picked = True
        self._validate(picking)
        return picking.backorder_ids

    def _note(self, picking):
        """Return the delivery note of a transfer, numbered as right after commit."""
        for note in picking.delivery_note_ids:
            note._take_number()
        return picking.delivery_note_ids

    def _rows(self, picking):
        """Return ``{name: quantity}`` of the delivery note of a transfer."""
        return {row["name"]: row["quantity"] for row in self._note(picking)._get_rows()}

    def assertReserved(self, product, quantity):
        """Check that so much is promised, and that what is reserved of the shelves is what the moves hold."""
        in_stock = [("product_id", "=", product.id), ("location_id.usage", "=", "internal")]
        [[reserved]] = self.env["stock.quant"]._read_group(in_stock, [], ["reserved_quantity:sum"])
        still_open = [*in_stock, ("state", "in", ("assigned", "partially_available"))]
        [[held]] = self.env["stock.move.line"]._read_group(still_open, [], ["quantity_product_uom:sum"])
        self.assertEqual((reserved, held), (quantity, quantity))

    def assertFulfilment(self, order, state, *steps):
        """Check the state of an order, and the steps that its panel shows as done."""
        self.assertEqual(order.fulfilment_state, state)
        self.assertEqual([step["step"] for step in self._panel(order)["steps"] if step["done"]], list(steps))

    def assertContact(self, status, partner=None):
        """Check how things stand with the customer."""
        partner = partner or self.customer
        partner.invalidate_recordset(["contact_status"])
        self.assertEqual(partner.contact_status, status)

    def _create_lots(self, product, *names, quantity=1):
        """Put lots of a product in stock, so much of each."""
        lots = self.env["stock.lot"].create([{"product_id": product.id, "name": name} for name in names])
        for lot in lots:
            self._put_in_stock(product, quantity, lot=lot)
        return lots

    def _create_transfer(self, order, source, destination, kind, product=None, quantity=None):
        """Return a confirmed transfer of goods of an order that no rule of this database makes.

        :param source: location
        :param destination: location
        :param kind: operation type
        """
        line = order.order_line[0]
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "partner_id": order.partner_shipping_id.id,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "reference_ids": [Command.set(order.stock_reference_ids.ids)],
                "move_ids": [
                    Command.create(
                        {
                            "product_id": (product or line.product_id).id,
                            "product_uom_qty": quantity or line.product_uom_qty,
                            "location_id": source.id,
                            "location_dest_id": destination.id,
                            "sale_line_id": line.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking
