import json
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user
from odoo.tools import json_default

from .common import FactCase

TODAY = datetime(2026, 3, 17, 9, 0)  # a Tuesday


@freeze_time(TODAY)
class TestDashboard(FactCase):
    """What the page shows, against sums made by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.dashboard = cls.env["crm.smarket.dashboard"]
        cls.env.user.tz = "UTC"

    def _get(self, key, **context):
        data = self.dashboard.with_context(**context).get_data([key])[key]
        self.assertNotIn("error", data)
        json.dumps(data, default=json_default)  # what the browser gets
        return data

    def test_every_widget_answers_an_empty_company(self):
        data = self.dashboard.get_data()
        self.assertEqual(list(data), self.dashboard._get_widget_keys())
        self.assertFalse([key for key, widget in data.items() if "error" in widget])

    def test_unknown_widget_is_nothing(self):
        self.assertEqual(self.dashboard.get_data(["unlink"]), {})

    def test_managers_this_month_beside_the_previous_one(self):
        for amount, user, day in (
            (100, self.vera, "2026-03-02"),
            (300, self.oleg, "2026-03-16"),
            (500, self.vera, "2026-02-10"),
            (50, self.vera, "2026-02-20"),
            (40, self.oleg, "2026-02-17"),
        ):
            self._pay(self._invoice(amount, user=user, date="2026-02-01"), date=day)
        data = self._get("leading_managers")
        self.assertEqual(
            [
                (row["name"], row["current"], row["previous"], row["same_day"], row["place_before"])
                for row in data["rows"]
            ],
            [("Oleg", 300.0, 40.0, 40.0, 2), ("Vera", 100.0, 550.0, 500.0, 1)],
        )
        self.assertEqual((data["total"]["current"], data["total"]["previous"]), (400.0, 590.0))
        self.assertEqual(data["rows"][1]["change"], -0.8)

    def test_ten_managers_others_and_unassigned_add_up(self):
        for number in range(12):
            user = new_test_user(self.env, f"seller {number}", groups="sales_team.group_sale_salesman")
            self._pay(self._invoice(100 + number, user=user), date="2026-03-10")
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.env["account.payment"].create(
            {"partner_id": stranger.id, "amount": 7, "payment_type": "inbound", "date": "2026-03-10"}
        ).action_post()
        data = self._get("leading_managers")
        self.assertEqual(len(data["rows"]), 10)
        self.assertEqual((data["others"]["current"], data["others"]["count"]), (201.0, 2))
        self.assertEqual(data["unassigned"]["current"], 7.0)
        parts = [*(row["current"] for row in data["rows"]), 201.0, 7.0]
        self.assertEqual(sum(parts), data["total"]["current"])

    def test_every_number_opens_documents_that_add_up(self):
        self._pay(self._invoice(100, user=self.oleg), date="2026-03-10")
        self._pay(self._invoice(33.33), date="2026-03-11")
        for key in ("leading_managers", "receipts_by_branch"):
            data = self._get(key)
            for row in data["rows"]:
                for period, domain in data["domains"].items():
                    facts = self.env[data["model"]].search([*domain, *row["domain"]])
                    self.assertAlmostEqual(sum(facts.mapped("amount")), row[period], 2)

    def test_branches_of_the_switched_on_companies(self):
        branch = self.env["res.company"].create({"name": "Kazan", "parent_id": self.company.id})
        self.env.cr.precommit.run()  # where a branch gets its accounts
        self.env.user.company_ids += branch
        self._pay(self._invoice(100), date="2026-03-10")
        data = self._get("receipts_by_branch", allowed_company_ids=(self.company + branch).ids)
        self.assertEqual(
            [(row["name"], row["current"]) for row in data["rows"]], [(self.company.name, 100.0), ("Kazan", 0.0)]
        )
        self.assertEqual(data["total"]["current"], 100.0)

    def test_week_has_working_days_with_what_was_planned_and_done(self):
        planned, late = self._make_calls(**{"Call today": 17, "Call yesterday": 16})
        late.action_feedback()
        self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": TODAY + timedelta(hours=1),
                "stop": TODAY + timedelta(hours=2),
                "opportunity_id": planned.res_id,
                "res_model_id": False,
            }
        )
        data = self._get("week_events")
        self.assertEqual([day["date"].isoweekday() for day in data["days"]], [1, 2, 3, 4, 5])
        monday, tuesday = data["days"][:2]
        self.assertEqual((monday["planned_count"], monday["done_count"]), (1, 0))
        self.assertTrue(monday["events"][0]["is_done"])
        self.assertEqual((tuesday["planned_count"], tuesday["done_count"]), (2, 1))
        self.assertEqual(
            [(event["name"], event["customer"]) for event in tuesday["events"]],
            [("Visit", "Shop"), ("Call today", "Shop"), ("Call yesterday", "Shop")],
        )
        self.assertTrue(planned.active)

    def _make_calls(self, **days):
        """Return calls by their summaries, on the days when they are due."""
        lead = self.env["crm.lead"].create({"name": "Shop", "type": "opportunity", "partner_id": self.shop.id})
        return self.env["mail.activity"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": lead.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                    "summary": summary,
                    "date_deadline": date(2026, 3, day),
                    "user_id": self.env.user.id,
                }
                for summary, day in days.items()
            ]
        )

    def test_a_count_of_the_week_shows_the_events_that_it_counts(self):
        calls = self._make_calls(**{f"call_{number}": 17 for number in range(6)}, yesterday=16)
        (calls[0] + calls[-1]).action_done()
        shown = {}
        for counted in ("planned", "done", "nonsense"):
            data = self._get("week_events", smarket_whole_day="2026-03-17", smarket_counted=counted)
            shown[counted] = {event["name"] for event in data["days"][1]["events"]}
            self.assertEqual((data["days"][1]["planned_count"], data["days"][1]["done_count"]), (6, 2))
        self.assertEqual(shown["planned"], {f"call_{number}" for number in range(6)})
        self.assertEqual(shown["done"], {"call_0", "yesterday"})
        self.assertEqual(shown["nonsense"], shown["planned"] | shown["done"])
        data = self._get("week_events")
        self.assertEqual((len(data["days"][1]["events"]), data["days"][1]["more_count"]), (5, 2))

    def test_workbook_of_the_week_has_all_of_its_events(self):
        self._make_calls(**{f"call_{number}": 17 for number in range(8)})
        self.assertEqual(len(self.dashboard._get_sheet("week_events")["rows"]), 8)

    def test_done_is_the_day_of_the_user(self):
        self.env.user.tz = "Asia/Vladivostok"  # Wednesday has begun there
        call = self._make_calls(call=18)
        with freeze_time("2026-03-17 20:00:00"):
            self.patch(self.env.cr, "_now", datetime(2026, 3, 17, 20))
            call.action_done()
            self.env.flush_all()
            self.assertEqual(call.date_done, date(2026, 3, 17))
            wednesday = self._get("week_events")["days"][2]
        self.assertEqual((wednesday["planned_count"], wednesday["done_count"]), (1, 1))

    def test_nearest_events_in_their_order(self):
        event = self.env["calendar.event"]
        event.create(
            [
                {"name": "Going on", "start": TODAY - timedelta(hours=1), "stop": TODAY + timedelta(hours=1)},
                {"name": "Over", "start": TODAY - timedelta(hours=3), "stop": TODAY - timedelta(hours=2)},
                {"name": "Fair", "allday": True, "start_date": "2026-03-17", "stop_date": "2026-03-18"},
                {"name": "Later", "start": TODAY + timedelta(hours=5), "stop": TODAY + timedelta(hours=6)},
            ]
        )
        data = self._get("nearest_events", smarket_mine=True)
        self.assertEqual(
            [(one["name"], one["is_now"]) for one in data["events"]],
            [("Going on", True), ("Later", False), ("Fair", True)],
        )

    def test_long_events_leave_the_nearest_their_place(self):
        event = self.env["calendar.event"]
        event.create(
            [
                *(
                    {"name": "Fair", "allday": True, "start_date": "2026-03-01", "stop_date": "2026-03-30"}
                    for _number in range(10)
                ),
                {"name": "Visit", "start": TODAY + timedelta(hours=5), "stop": TODAY + timedelta(hours=6)},
                {"name": "Night shift", "start": TODAY - timedelta(hours=11), "stop": TODAY + timedelta(hours=1)},
            ]
        )
        events = self._get("nearest_events", smarket_mine=True)["events"]
        self.assertEqual([one["name"] for one in events], ["Night shift", "Visit", *["Fair"] * 8])
        self.assertEqual((str(events[0]["day"]), events[0]["time"]), ("2026-03-16", "22:00"))
        self.assertTrue(events[0]["is_now"])

    def test_private_meeting_of_somebody_else_is_busy(self):
        self.env["calendar.event"].with_user(self.oleg).with_context(allowed_company_ids=self.company.ids).create(
            {
                "name": "Dentist",
                "privacy": "private",
                "start": TODAY + timedelta(hours=1),
                "stop": TODAY + timedelta(hours=2),
                "user_id": self.oleg.id,
                "partner_ids": [Command.set(self.oleg.partner_id.ids)],
            }
        )
        data = self.dashboard.with_user(self.vera).get_data(["nearest_events"])["nearest_events"]
        self.assertNotIn("Dentist", json.dumps(data, default=json_default))

    def test_salesperson_sees_own_receipts_and_no_cost(self):
        self._pay(self._invoice(100, user=self.oleg), date="2026-03-10")
        self._pay(self._invoice(30), date="2026-03-11")
        own = self.dashboard.with_user(self.vera).with_context(allowed_company_ids=self.company.ids)
        data = own.get_data()
        self.assertEqual(data["leading_managers"]["total"]["current"], 30.0)
        self.assertEqual(data["leading_companies"]["measures"], ["amount"])
        with self.assertRaises(AccessError):
            self.env["crm.shipment.fact"].with_user(self.vera)._read_group([], [], ["cost:sum"])

    def test_a_broken_widget_leaves_the_others(self):
        self.patch(type(self.dashboard), "_get_leading_managers", lambda self: 1 / 0)
        with self.assertLogs("odoo.addons.crm_smarket_reports", "ERROR"):
            data = self.dashboard.get_data()
        self.assertIn("error", data["leading_managers"])
        self.assertNotIn("error", data["receipts_by_branch"])
