from datetime import date, datetime

from odoo.fields import Command

from .common import FactCase


class TestSoldFact(FactCase):
    """Confirmed order lines, services included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["product.product"].create(
            {"name": "Installation", "type": "service", "list_price": 50, "standard_price": 20, "taxes_id": []}
        )

    def _sold(self, *fields):
        facts = self.env["crm.sold.fact"].search([("company_id", "=", self.company.id)], order="id")
        return [tuple(fact[name] for name in fields) for fact in facts]

    def _quote(self):
        return self.env["sale.order"].create(
            {
                "partner_id": self.shop.id,
                "user_id": self.oleg.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create({"product_id": self.service.id, "product_uom_qty": 4, "price_unit": 50}),
                    Command.create({"display_type": "line_note", "name": "By hand"}),
                ],
            }
        )

    def test_service_counts_once_confirmed_until_cancelled(self):
        order = self._quote()
        self.assertEqual(self._sold("amount"), [])
        order.action_confirm()
        self.assertEqual(
            self._sold("amount", "cost", "margin", "quantity", "user_id", "order_id"),
            [(200.0, 80.0, 120.0, 4.0, self.oleg, order)],
        )
        order.order_line[0].product_uom_qty = 5
        self.assertEqual(self._sold("amount"), [(250.0,)])
        order._action_cancel()
        self.assertEqual(self._sold("amount"), [])

    def test_opportunity_and_template_of_the_order(self):
        template = self.env["crm.project.template"].create({"name": "Equip"})
        lead = self.env["crm.lead"].create(
            {"name": "Shop", "type": "opportunity", "company_id": self.company.id, "project_template_id": template.id}
        )
        order = self._quote()
        order.opportunity_id = lead
        order.action_confirm()
        self.assertEqual(self._sold("lead_id", "project_template_id"), [(lead, template)])

    def test_units_currency_and_discount(self):
        """Two dozen at 1,200 euros less 25 %, 4 euros to 1: 450; each of the 24 costs 20."""
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 4.0)])
        order = self._quote()
        order.pricelist_id = self.env["product.pricelist"].create({"name": "Euro", "currency_id": euro.id})
        order.order_line[0].write(
            {
                "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
                "product_uom_qty": 2,
                "price_unit": 1200,
                "discount": 25,
            }
        )
        order.action_confirm()
        self.assertEqual(self._sold("amount", "quantity", "cost", "margin"), [(450.0, 24.0, 480.0, -30.0)])

    def test_down_payment_is_no_sale_of_its_own(self):
        order = self._quote()
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].create(
            {"advance_payment_method": "fixed", "fixed_amount": 50, "sale_order_ids": [Command.set(order.ids)]}
        )
        wizard.create_invoices()
        self.assertIn(True, order.order_line.mapped("is_downpayment"))
        self.assertEqual(self._sold("amount"), [(200.0,)])

    def test_last_half_hour_of_the_month_where_the_company_is(self):
        self.company.resource_calendar_id.tz = "Asia/Yekaterinburg"
        order = self._quote()
        order.action_confirm()
        order.date_order = datetime(2026, 3, 31, 18, 30)  # 23:30 there
        self.assertEqual(self._sold("date"), [(date(2026, 3, 31),)])
        order.date_order = datetime(2026, 3, 31, 19, 30)
        self.assertEqual(self._sold("date"), [(date(2026, 4, 1),)])

    def test_line_of_a_cancelled_order_that_is_deleted(self):
        order = self._quote()
        order.action_confirm()
        order._action_cancel()
        order.action_draft()
        order.order_line[0].unlink()
        order.action_confirm()
        self.assertEqual(self._sold("amount"), [])

    def test_confirming_costs_one_statement(self):
        order = self._quote()
        self.env.flush_all()
        facts = self.env["crm.sold.fact"]
        order.action_confirm()
        self.env.flush_all()
        with self.assertQueryCount(1):
            facts.env.cr.precommit.run()
        self.assertEqual(self._sold("amount"), [(200.0,)])
