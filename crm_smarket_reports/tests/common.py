from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install")
class FactCase(AccountTestInvoicingCommon):
    """A company with customers of two managers, and helpers that do what people do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.vera, cls.oleg = cls.env["res.users"].create(
            [
                {
                    "name": name,
                    "login": name.lower(),
                    "company_id": cls.company.id,
                    "company_ids": [Command.set(cls.company.ids)],
                    "group_ids": [Command.set(cls.env.ref("sales_team.group_sale_salesman").ids)],
                }
                for name in ("Vera", "Oleg")
            ]
        )
        cls.shop, cls.depot = cls.env["res.partner"].create(
            [
                {"name": "Shop", "user_id": cls.vera.id, "country_id": cls.env.ref("base.pl").id},
                {"name": "Depot", "user_id": cls.oleg.id},
            ]
        )

    @classmethod
    def get_default_groups(cls):
        groups = ("sales_team.group_sale_manager", "stock.group_stock_manager")
        return super().get_default_groups() + cls.env["res.groups"].union(*map(cls.env.ref, groups))

    @classmethod
    def _invoice(cls, amount, partner=None, user=None, kind="out_invoice", date="2026-03-05", currency=None):
        """Post an invoice without tax."""
        move = cls.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": (partner or cls.shop).id,
                "invoice_date": date,
                "invoice_user_id": (user or cls.vera).id,
                "currency_id": (currency or cls.company.currency_id).id,
                "invoice_line_ids": [Command.create({"name": "Goods", "price_unit": amount, "tax_ids": []})],
            }
        )
        move.action_post()
        return move

    @classmethod
    def _pay(cls, invoices, amount=None, date="2026-03-10", **values):
        """Register a payment of invoices as a person does."""
        wizard = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create({"payment_date": date, **({"amount": amount} if amount else {}), **values})
        )
        return wizard._create_payments()

    def _pay_without_entry(self, invoices):
        """Post a payment by a method without an account of its own, which makes no entry."""
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.shop.id,
                "amount": sum(invoices.mapped("amount_total")),
                "payment_type": "inbound",
                "date": "2026-03-10",
                "invoice_ids": [Command.set(invoices.ids)],
            }
        )
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        return payment

    def _import(self, model, path):
        """Import a workbook as a person does who changes nothing in the dialog, and return the records.

        :param str path: of the file, in the add-ons
        """
        with file_open(path, "rb") as workbook:
            wizard = self.env["base_import.import"].create(
                {
                    "res_model": model._name,
                    "file": workbook.read(),
                    "file_name": "import.xlsx",
                    "file_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                }
            )
        options = {"has_headers": True, "date_format": "%Y-%m-%d", "keep_matches": False}
        preview = wizard.parse_preview(options)
        matches = [preview["matches"].get(number, [False])[0] for number in range(len(preview["headers"]))]
        self.assertNotIn(False, matches)
        result = wizard.execute_import(matches, preview["headers"], {**preview["options"], **options})
        self.assertEqual(result["messages"], [])
        return model.browse(result["ids"])

    def _receipts(self, *fields):
        """Return the facts, by what each test wants to see."""
        facts = self.env["crm.receipt.fact"].search([("company_id", "=", self.company.id)], order="date, amount, id")
        return [tuple(fact[name] for name in fields) for fact in facts]


class ShipmentCase(FactCase):
    """A warehouse with scales at 60 that sell for 100, and helpers that ship them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scale = cls.env["product.product"].create(
            {"name": "Scale", "is_storable": True, "list_price": 100, "standard_price": 60, "taxes_id": []}
        )
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.env["stock.quant"]._update_available_quantity(cls.scale, cls.warehouse.lot_stock_id, 500)

    def _order(self, quantity, user=None, **line):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.id,
                "user_id": (user or self.vera).id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.scale.id, "product_uom_qty": quantity, "price_unit": 100, **line}
                    )
                ],
            }
        )
        order.action_confirm()
        return order

    def _ship(self, order, quantity=None):
        picking = order.picking_ids.filtered(lambda one: one.state == "assigned")
        if quantity:
            picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    def _issue(self, quantity=1, product=None, done=True, **values):
        """Ship by a move without a delivery."""
        move = self.env["stock.move"].create(
            {
                "product_id": (product or self.scale).id,
                "product_uom_qty": quantity,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "partner_id": self.depot.id,
                "company_id": self.company.id,
                **values,
            }
        )
        move._action_confirm()
        if done:
            self._finish(move)
        return move

    def _finish(self, moves):
        moves._action_assign()
        for move in moves:
            move.quantity = move.product_uom_qty
        moves.picked = True
        moves._action_done()

    def _take_back(self, picking, quantity, to_refund=True):
        """Return goods of a delivery."""
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.write({"quantity": quantity, "to_refund": to_refund})
        back = wizard._create_return()
        back.move_ids.picked = True
        back.button_validate()
        return back

    def _shipments(self, *fields):
        facts = self.env["crm.shipment.fact"].search([("company_id", "=", self.company.id)])
        return [tuple(fact[name] for name in fields) for fact in facts.sorted(lambda fact: fact.move_id.id)]

    def _assert_right(self):
        self.env.cr.flush()  # as a commit does
        facts = self.env["crm.shipment.fact"]
        self.assertEqual(facts._count_differences(facts._get_all_documents_query()), 0)
