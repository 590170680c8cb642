from odoo.fields import Command, Datetime
from odoo.tests import TransactionCase, new_test_user


class FulfilmentCase(TransactionCase):
    """A company with goods in stock, a customer, and the people who sell and issue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.stock = cls.warehouse.lot_stock_id
        cls.seller = new_test_user(cls.env, "seller", groups="sales_team.group_sale_salesman")
        cls.worker = new_test_user(cls.env, "worker", groups="stock.group_stock_user")
        cls.customer = cls.env["res.partner"].create({"name": "Kedr", "is_company": True})
        cls.scale = cls._create_product("Scale")
        cls.display = cls._create_product("Display")
        cls._put_in_stock(cls.scale, 10)
        cls._put_in_stock(cls.display, 10)

    @classmethod
    def _create_product(cls, name, **vals):
        return cls.env["product.product"].create(
            {"name": name, "type": "consu", "is_storable": True, "list_price": 100, **vals}
        )

    @classmethod
    def _put_in_stock(cls, product, quantity, location=None, lot=None):
        cls.env["stock.quant"]._update_available_quantity(product, location or cls.stock, quantity, lot_id=lot)

    @classmethod
    def _create_order(cls, quantities=None, confirm=True, **vals):
        """Return an order of the customer.

        :param dict quantities: ``{product: quantity}``, three scales by default
        """
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.seller.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": quantity})
                    for product, quantity in (quantities or {cls.scale: 3}).items()
                ],
                **vals,
            }
        )
        if confirm:
            order.action_confirm()
            cls._end_transaction()
        return order

    @classmethod
    def _end_transaction(cls):
        """Do what the end of a request does short of the commit."""
        cls.env.cr.flush()

    @classmethod
    def _validate(cls, pickings, user=None, **context):
        """Validate the transfers as a person of the warehouse, making back-orders without asking."""
        pickings.with_user(user or cls.worker).with_context(skip_backorder=True, **context).button_validate()
        cls._end_transaction()

    @classmethod
    def _return(cls, picking, quantities=None):
        """Return goods of a delivery and receive them; all by default.

        :param dict quantities: ``{product: quantity}``
        """
        wizard = (
            cls.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model="stock.picking")
            .create({})
        )
        for line in wizard.product_return_moves:
            line.quantity = (quantities or {}).get(line.product_id, 0) if quantities else line.move_quantity
        returned = wizard._create_return()
        returned.move_ids.picked = True
        cls._validate(returned)
        return returned

    def _standing(self, order):
        """Return the names of the steps that stand, in the order in which they were noted."""
        return order.fulfilment_step_ids.filtered(lambda row: not row.date_undone).mapped("step")

    @staticmethod
    def _days_ago(days):
        """Return the moment so many days before the present."""
        return Datetime.subtract(Datetime.now(), days=days)
