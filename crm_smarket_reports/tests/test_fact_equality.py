from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from odoo.fields import Command

from .business_machine import BusinessMachine
from .common import ShipmentCase

ACTIONS = 500
SERIES = 10


class TestFactEquality(ShipmentCase):
    """Whatever people do, facts are what a computation from scratch gives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency("EUR", rates=[("2020-01-01", 4.0), ("2026-02-01", 3.7)])
        cls.products = cls.scale + cls.env["product.product"].create(
            [
                {"name": "Paper", "type": "consu", "standard_price": 3.33, "taxes_id": []},
                {"name": "Installation", "type": "service", "standard_price": 20, "taxes_id": []},
            ]
        )
        cls.pricelists = cls.env["product.pricelist"].create(
            [{"name": one.name, "currency_id": one.id} for one in cls.company.currency_id + cls.euro]
        )
        cls.teams = cls.env["crm.team"].create(
            [
                {"name": name, "crm_team_member_ids": [Command.create({"user_id": user.id})]}
                for name, user in (("North", cls.vera), ("South", cls.oleg))
            ]
        )
        cls.leads = cls.env["crm.lead"].create(
            [{"name": name, "type": "opportunity", "company_id": cls.company.id} for name in ("Shop", "Depot")]
        )

    def test_500_actions(self):
        """Ten companies in turn, each of up to 60 actions, so that what fails is short enough to read."""
        machine = type("Business", (BusinessMachine,), {"case": self, "done": 0})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=SERIES,
                stateful_step_count=60,
                phases=[Phase.generate],
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        self.assertGreaterEqual(machine.done, ACTIONS)
