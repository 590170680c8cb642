import doctest
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.fields import Command, Domain
from odoo.tests import tagged

from odoo.addons.crm_smarket.tests.common import day

from ..tools import chances
from .forecast_common import ForecastCase

PASSAGES = "crm.passage.fact"
SNAPSHOTS = "crm.forecast.snapshot"
MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))


@tagged("post_install", "-at_install")
@freeze_time(day(20))
class TestForecast(ForecastCase):
    """The forecast, computed by hand."""

    def _report(self, user=None, **options):
        analysis = self.analysis.with_user(user or self.leader)
        return analysis.get_report("forecast", {"filters": {"team": self.team.ids}, **options})

    def _figures(self, report, *keys):
        return {row["name"]: tuple(row["cells"][key]["value"] for key in keys) for row in report["rows"]}

    def _assert_opens(self, report):
        """Each figure is that of the deals which it opens."""
        fields = {"committed": "amount", "expected": "forecast_amount", "amount": "amount"}
        for row in [*report["rows"], *filter(None, [report["total"], report["others"]])]:
            for key, field in fields.items():
                cell = row["cells"][key]
                facts = self.env[PASSAGES].search(Domain(cell.get("domain", Domain.FALSE)))
                self.assertEqual(cell["value"], sum(facts.mapped(field)), f"{row['name']} {key}")

    def test_examples(self):
        self.assertFalse(doctest.testmod(chances).failed)

    def test_by_month(self):
        report = self._report()
        self.assertEqual(
            self._figures(report, "committed", "expected", "amount", "deals"),
            {
                "March 2026": (0, 50.0, 100.0, 1),
                "April 2026": (0, 30.0, 60.0, 1),
                "May 2026": (0, 200.0, 300.0, 1),
            },
            "what is late counts now",
        )
        self.assertEqual(report["total"]["cells"]["share"]["value"], 280 / 460)
        self._assert_opens(report)
        lines = {series["label"]: series["values"] for series in report["chart"]["series"]}
        self.assertEqual(lines["Expected"], [50.0, 30.0, 200.0])
        self.assertEqual(report["chart"]["labels"], ["March 2026", "April 2026", "May 2026"])
        self.assertIn("1 deals should have ended", " ".join(report["notes"]))

    def test_committed_is_what_is_as_good_as_won(self):
        self.env.company.crm_smarket_committed = 60
        report = self._report()
        self.assertEqual(self._figures(report, "committed")["May 2026"], (300.0,))
        self._assert_opens(report)

    def test_each_dimension_opens_what_it_counts(self):
        self.env.company.crm_smarket_committed = 50
        for dimension in ("stage", "template", "user", "team", "company", "source", "customer_tag", "product", "city"):
            report = self._report(dimension=dimension)
            self.assertEqual(report["total"]["cells"]["expected"]["value"], 280.0, dimension)
            self._assert_opens(report)

    def test_down_to_the_deals_of_a_month(self):
        trail = [{"dimension": "closing", "id": "2026-03-01", "name": "March"}]
        report = self._report(dimension="stage", trail=trail)
        self.assertEqual(self._figures(report, "expected", "deals"), {"Needs": (50.0, 1)})
        [row] = report["rows"]
        self.assertEqual(self.env[PASSAGES].search(row["documents"]["domain"]).lead_id, self.late)

    def test_what_the_probabilities_rest_on(self):
        [block] = self._report()["blocks"]
        rows = {row["name"]: row["cells"] for row in block["rows"]}
        self.assertEqual(list(rows), ["Needs", "Offer", "At no stage of a project"])
        self.assertEqual((rows["Needs"]["cases"]["value"], rows["Needs"]["won"]["value"]), (4, 0.5))
        self.assertEqual((rows["Offer"]["cases"]["value"], rows["Offer"]["won"]["value"]), (3, 2 / 3))
        self.assertEqual(rows["Offer"]["basis"], "This stage")
        self.assertEqual(rows["At no stage of a project"]["basis"], "Sales team")
        self.assertEqual(rows["At no stage of a project"]["share"]["value"], 0.5)

    def test_the_team_stands_in_for_too_few_cases(self):
        self.env.company.crm_smarket_few_cases = 4
        report = self._report()
        self.assertEqual(self._figures(report, "expected")["May 2026"], (150.0,))
        self.assertTrue(report["blocks"][0]["rows"][1]["cells"]["won"]["muted"])
        self.assertIn("win rate of their sales team for 2", " ".join(report["notes"]))
        self._assert_opens(report)

    def test_the_deal_says_it_itself_where_nothing_else_does(self):
        self.env.company.crm_smarket_few_cases = 100000
        self.offered.probability = 90
        self.late.probability = self.simple.probability = 10
        report = self._report()
        self.assertEqual(self._figures(report, "expected", "committed")["May 2026"], (270.0, 300.0))
        self._assert_opens(report)

    def test_without_a_date_as_long_as_deals_take(self):
        self.simple.date_deadline = False
        outlook = self.env[PASSAGES]._get_forecast_outlook()
        [fact] = self.env[PASSAGES].search([("lead_id", "=", self.simple.id), ("kind", "=", "deal")])
        domain = Domain("lead_id", "=", self.simple.id) & Domain("kind", "=", "deal")
        for cycle, month in ((31, APRIL), (0, MARCH), (None, False)):
            with_cycle = outlook._replace(cycle=cycle)
            [forecast] = self.env[PASSAGES]._get_forecasts(domain, with_cycle)
            self.assertEqual(forecast.month, month)
            inside = self.env[PASSAGES]._get_expected_domain(month, with_cycle)
            self.assertEqual(self.env[PASSAGES].search(domain & inside), fact)
        expected = fact.date + timedelta(days=outlook.cycle) if outlook.cycle is not None else False
        self.assertEqual(fact.forecast_date, expected and max(expected, outlook.day))

    def test_everybody_gets_the_same_probability(self):
        report = self._report(user=self.other)
        self.assertEqual(self._figures(report, "expected")["April 2026"], (30.0,))
        self.assertEqual(report["total"]["cells"]["deals"]["value"], 1, "their own deals")

    def test_kept_and_compared_with_what_came(self):
        kept = self.env[SNAPSHOTS]
        kept._cron_take()
        kept._cron_take()
        mine = kept.search([("team_id", "=", self.team.id)], order="month")
        self.assertEqual(
            [(one.month, one.ahead, one.expected, one.amount) for one in mine],
            [(MARCH, 0, 50.0, 100.0), (APRIL, 1, 30.0, 60.0), (MAY, 2, 200.0, 300.0)],
            "once a month",
        )
        self._do(day(25), self.late.action_set_won)
        with freeze_time("2026-04-05"):
            [past, _rests] = self._report()["blocks"]
        [march] = past["rows"]
        cells = {key: cell["value"] for key, cell in march["cells"].items()}
        self.assertEqual((cells["ahead_0"], cells["ahead_1"], cells["won"]), (50.0, None, 100.0))
        self.assertEqual(cells["ratio"], 2.0)
        won = march["cells"]["won"]
        self.assertEqual(self.env[PASSAGES].search(won["domain"]).lead_id & self.late, self.late)

    def test_as_it_was_on_an_earlier_day(self):
        """On the 5th nothing was decided; the delivery was planned for March."""
        self._do(day(19), self.offered.action_set_lost)
        self.env[SNAPSHOTS]._take(date(2026, 3, 5))
        mine = self.env[SNAPSHOTS].search([("team_id", "=", self.team.id)])
        self.assertEqual(set(mine.mapped("month")), {MARCH, APRIL})
        self.assertEqual((sum(mine.mapped("deals")), sum(mine.mapped("amount"))), (7, 460.0))
        self.env[SNAPSHOTS]._take(date(2026, 3, 5))
        self.assertEqual(self.env[SNAPSHOTS].search_count([("team_id", "=", self.team.id)]), len(mine), "once")

    def test_own_and_all_kept_forecasts(self):
        self.env[SNAPSHOTS]._take()
        domain = [("team_id", "=", self.team.id)]
        self.assertEqual(self.env[SNAPSHOTS].with_user(self.other).search(domain).user_id, self.other)
        self.assertEqual(self.env[SNAPSHOTS].with_user(self.leader).search(domain).user_id, self.seller | self.other)

    def test_nothing_to_forecast(self):
        team = self.env["crm.team"].create({"name": "Nobody", "member_ids": [Command.set([])]})
        report = self._report(filters={"team": team.ids})
        self.assertEqual((report["rows"], report["chart"], report["total"]), ([], None, None))
