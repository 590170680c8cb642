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

    def test_confirming_costs_one_statement(self):
        order = self._quote()
        self.env.flush_all()
        facts = self.env["crm.sold.fact"]
        order.action_confirm()
        self.env.flush_all()
        with self.assertQueryCount(1):
            facts.env.cr.precommit.run()
        self.assertEqual(self._sold("amount"), [(200.0,)])
