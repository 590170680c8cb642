from odoo.fields import Command
from odoo.tests import tagged

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

    def _receipts(self, *fields):
        """Return the facts, by what each test wants to see."""
        facts = self.env["crm.receipt.fact"].search([("company_id", "=", self.company.id)], order="date, amount, id")
        return [tuple(fact[name] for name in fields) for fact in facts]
