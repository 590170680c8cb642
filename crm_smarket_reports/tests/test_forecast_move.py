from freezegun import freeze_time
from lxml import html

from odoo.tests import Form, tagged

from odoo.addons.crm_smarket.tests.common import day

from .forecast_common import ForecastCase

MAY = "2026-05-04 09:00:00"


@tagged("post_install", "-at_install")
@freeze_time(day(20))
class TestForecastMove(ForecastCase):
    """A delay says before it is saved which volume it moves, and what that leaves of the month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._deal("Needs", expected_revenue=120)  # half of it stays expected in March
        cls.target = cls.env["crm.sales.target"].create(
            {"date": "2026-03-01", "user_id": cls.seller.id, "kind": "receipts", "amount": 80}
        )
        cls.amount = cls.env["crm.smarket.dashboard"]._format_short(100)
        cls.delivery = cls._stage(cls.late, "Delivery")

    def _preview(self, user, date_start=MAY):
        return self.delivery.with_user(user).preview_move(date_start)["words"]

    def test_a_bar_that_is_moved(self):
        words = [
            f"Moves {self.amount} from March 2026 to May 2026.",
            f"March 2026 then stands at 75 % of the target of {self.seller.name}.",
        ]
        for user in (self.seller, self.leader):
            self.assertEqual(self._preview(user), words)

    def test_money_of_the_month_counts(self):
        """With the target of the team instead: half of 120, of 80."""
        self.target.write({"user_id": False, "team_id": self.team.id, "amount": 60})
        self.assertEqual(self._preview(self.leader)[1], "March 2026 then stands at 100 % of the target of Shops.")
        self.assertEqual(len(self._preview(self.seller)), 1, "which a salesperson does not see")
        self.target.write({"team_id": False})
        self.assertIn(self.env.company.name, self._preview(self.leader)[1])

    def test_without_a_target(self):
        self.target.date = "2026-04-01"
        self.assertEqual(self._preview(self.seller), [f"Moves {self.amount} from March 2026 to May 2026."])

    def test_within_the_month(self):
        self.assertEqual(self._preview(self.seller, "2026-03-24 09:00:00"), [])

    def test_nothing_to_move(self):
        self.late.expected_revenue = 0
        self.assertEqual(self._preview(self.seller), [])
        self.late.action_set_lost()
        self.assertEqual(self.late._describe_project_move(day(31).replace(month=5)), [])

    def test_in_the_form_of_the_deal(self):
        with Form(self.late.with_user(self.seller)) as form:
            self.assertFalse(form.project_move_words)
            with form.project_stage_ids.edit(3) as line:
                line.date_start = MAY
            self.assertEqual(form.project_move_words.splitlines(), self._preview(self.seller))
        self.assertEqual(self.late.project_date_end.month, 5)
        self.assertFalse(self.late.project_move_words, "it has moved")

    def test_in_the_form_of_the_stage(self):
        with Form(self.delivery.with_user(self.seller)) as form:
            form.date_start = MAY
            shown = form.moves_preview
        self.assertIn(f"Moves {self.amount} from March 2026 to May 2026.", html.fromstring(shown).text_content())

    def test_few_queries(self):
        end = day(31).replace(month=5)
        self.late._describe_project_move(end)
        self.env.invalidate_all()
        with self.assertQueryCount(16):
            self.late._describe_project_move(end)
