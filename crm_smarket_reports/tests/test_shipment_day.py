from odoo.exceptions import AccessError

from .common import ShipmentCase


class TestShipmentDay(ShipmentCase):
    """Sums of days say what their facts say."""

    def _days(self, *fields):
        days = self.env["crm.shipment.day"].search([("company_id", "=", self.company.id)], order="id")
        return [tuple(day[name] for name in fields) for day in days]

    def test_each_change_is_a_row_until_they_are_made_one(self):
        order = self._order(10)
        self._ship(order, 4)
        self.assertEqual(self._days("amount", "cost", "margin", "user_id"), [(400.0, 240.0, 160.0, self.vera)])
        order.order_line.price_unit = 90
        self.assertEqual(self._days("amount", "cost", "margin"), [(400.0, 240.0, 160.0), (-40.0, 0.0, -40.0)])
        self.assertEqual(self.env["crm.shipment.day"]._repair(), 0)
        self.assertEqual(self._days("amount", "cost", "margin"), [(360.0, 240.0, 120.0)])

    def test_another_manager_gets_the_sum(self):
        order = self._order(1)
        self._ship(order)
        self._days("amount")
        order.user_id = self.oleg
        self.env["crm.shipment.day"].search([])
        self.env["crm.shipment.day"]._repair()
        self.assertEqual(self._days("amount", "user_id"), [(100.0, self.oleg)])

    def test_what_is_wrong_is_repaired(self):
        self._ship(self._order(1))
        self._days("amount")
        self.env.cr.execute("UPDATE crm_shipment_day SET amount = 7 WHERE company_id = %s", [self.company.id])
        self.assertEqual(self.env["crm.shipment.day"]._repair(), 1)
        self.assertEqual(sum(amount for (amount,) in self._days("amount")), 100.0)

    def test_salesperson_sees_own_sums_and_no_cost(self):
        self._ship(self._order(1))
        self._ship(self._order(2, user=self.oleg))
        own = self.env["crm.shipment.day"].with_user(self.vera)
        self.assertEqual(own._read_group([], [], ["amount:sum"]), [(100.0,)])
        with self.assertRaises(AccessError):
            own._read_group([], [], ["cost:sum"])
