from datetime import date, datetime

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..tools.periods import Period, month_of
from .common import FactCase

TODAY = datetime(2026, 3, 17, 9, 0)  # a Tuesday: 12 of the 22 working days of March are over with it
MARCH = month_of(TODAY.date())
TEMPLATE = "crm_smarket_reports/static/xls/crm_sales_target.xlsx"


@freeze_time(TODAY)
class TargetCase(FactCase):
    """A company whose month is under way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.env.user.tz = "UTC"
        cls.targets = cls.env["crm.sales.target"]
        cls.team = cls.env["crm.team"].create({"name": "Counter", "company_id": cls.company.id})

    @classmethod
    def _expect(cls, amount, day="2026-03-01", **values):
        return cls.targets.create({"amount": amount, "date": day, "company_id": cls.company.id, **values})

    def _bring(self, amount, day="2026-03-10", **values):
        """Let a customer pay so much."""
        return self._pay(self._invoice(amount, date=day, **values), date=day)

    def _as(self, user):
        return self.targets.with_user(user).with_context(allowed_company_ids=self.company.ids)


@freeze_time(TODAY)
class TestSalesTarget(TargetCase):
    """What can be typed, copied and imported, and by whom."""

    def _refuse(self, words, **values):
        """Try to import a line, which tells what is wrong in the words that a form would use."""
        values = {"date": "2026-03-01", "amount": 100, "kind": "receipts", "company_id": self.company.id, **values}
        names = [f"{name}/.id" if name.endswith("_id") else name for name in values]
        with mute_logger("odoo.sql_db"):
            messages = self.targets.load(names, [[str(value) for value in values.values()]])["messages"]
        self.assertIn(words, " ".join(message["message"] for message in messages))

    def test_any_day_is_its_month(self):
        target = self._expect(100, day="2026-03-17")
        self.assertEqual(target.date, date(2026, 3, 1))
        target.date = "2026-05-31"
        self.assertEqual(target.date, date(2026, 5, 1))
        self.assertEqual(target.copy().date, date(2026, 6, 1))

    def test_refused_with_words(self):
        self._expect(100)
        self._expect(100, user_id=self.vera.id)
        self._expect(100, team_id=self.team.id)
        self._expect(100, kind="margin")
        self._refuse("has such a target already", date="2026-03-31")
        self._refuse("has such a target already", user_id=self.vera.id)
        self._refuse("more than zero", amount=0, kind="shipments")
        self._refuse("not of both", user_id=self.vera.id, team_id=self.team.id)
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["crm.team"].sudo().create({"name": "Foreign", "company_id": other.id})
        self._refuse("belongs to another company", team_id=foreign.id)
        self.oleg.sudo().write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self._refuse("belongs to another company", user_id=self.oleg.id)

    def test_says_whose_it_is(self):
        self.assertEqual(self._expect(100, user_id=self.vera.id).display_name, "Vera, March 2026, Receipts")

    def test_own_all_and_margins(self):
        own = self._expect(100, user_id=self.vera.id)
        margin = self._expect(100, user_id=self.vera.id, kind="margin")
        others = self._expect(100, user_id=self.oleg.id) + self._expect(100)
        self.assertEqual(self._as(self.vera).search([]), own)
        with self.assertRaises(AccessError):
            margin.with_user(self.vera).read(["amount"])
        with self.assertRaises(AccessError):
            own.with_user(self.vera).amount = 1
        self.vera.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self._as(self.vera).search([]), own + others)
        with self.assertRaises(AccessError):
            self._as(self.vera).create({"amount": 1})
        self.vera.group_ids += self.env.ref("sales_team.group_sale_manager")
        self.assertEqual(self._as(self.vera).search([]), own + margin + others)
        own.with_user(self.vera).amount = 1

    def test_only_of_companies_that_are_switched_on(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids += other
        both = self.targets.with_context(allowed_company_ids=(self.company + other).ids)
        target = both.create({"amount": 100, "company_id": other.id})
        self.assertIn(target, both.search([]))
        self.assertNotIn(target, self.targets.search([]))

    # -- copied ------------------------------------------------------------------------------------------------------

    def _copy(self, targets, **values):
        wizard = (
            self.env["crm.sales.target.copy"]
            .with_context(active_model="crm.sales.target", active_ids=targets.ids)
            .create(values)
        )
        return wizard.summary, self.targets.search(wizard.action_copy()["domain"])

    def test_copied_to_the_next_month_and_raised(self):
        targets = self._expect(100) + self._expect(300.01, user_id=self.vera.id)
        summary, copies = self._copy(targets, increase=0.05)
        self.assertEqual(summary, "New: 2. Kept, as they exist already: 0.")
        self.assertEqual(
            {(copy.date, copy.user_id, copy.amount) for copy in copies},
            {(date(2026, 4, 1), self.env["res.users"], 105.0), (date(2026, 4, 1), self.vera, 315.01)},
        )

    def test_copied_to_a_year(self):
        march, april = self._expect(100), self._expect(200, day="2026-04-01")
        summary, copies = self._copy(march + april, destination="twelve_months")
        self.assertEqual(summary, "New: 12. Kept, as they exist already: 0.")
        # April stays; from May on April counts, being the later one.
        self.assertEqual(set(copies.mapped("amount")), {200.0})
        self.assertEqual((min(copies.mapped("date")), max(copies.mapped("date"))), (date(2026, 5, 1), date(2027, 4, 1)))
        self.assertEqual(april.amount, 200.0)

    def test_existing_ones_are_kept_or_replaced(self):
        march, later = self._expect(100), self._expect(70, day="2027-03-01")
        summary, copies = self._copy(march, destination="next_year")
        self.assertEqual((summary, copies.ids), ("New: 0. Kept, as they exist already: 1.", []))
        self.assertEqual(later.amount, 70.0)
        summary, copies = self._copy(march, destination="next_year", replace=True, increase=-0.1)
        self.assertEqual((summary, copies), ("New: 0. Replaced: 1.", later))
        self.assertEqual(later.amount, 90.0)

    # -- imported ----------------------------------------------------------------------------------------------------

    def test_template_can_be_imported_as_it_is(self):
        [offered] = self.targets.get_import_templates()
        self.assertEqual(offered["template"], "/" + TEMPLATE)
        self.team.name = "Shops"
        self.vera.name = "Vera Ivanova"
        made = self._import(self.targets, TEMPLATE)
        self.assertEqual(set(made.mapped("level")), {"branch", "team", "user"})
        self.assertEqual(set(made.mapped("kind")), {"receipts", "shipments", "margin"})
        self.assertEqual({target.date.day for target in made}, {1})


@freeze_time(TODAY)
class TestSalesTargetProgress(TargetCase):
    """How a month stands; every figure is made by hand."""

    def _get_march(self, groupby="company_id", kind="receipts"):
        return {
            key: (one["target"], one["to_date"], one["actual"], one["ratio"], one["state"])
            for key, one in self.targets._get_progress(kind, MARCH, groupby).items()
        }

    def test_working_days_up_to_today_are_due(self):
        self._expect(2200)
        self._bring(1200)
        self.assertEqual(self._get_march(), {self.company: (2200.0, 1200.0, 1200.0, 1.0, "good")})

    def test_public_holidays_are_no_working_days(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "date_from": "2026-03-09 00:00:00",
                "date_to": "2026-03-09 23:59:59",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
            }
        )
        self._expect(2100)
        self.assertEqual(self._get_march(), {self.company: (2100.0, 1100.0, 0.0, 0.0, "bad")})

    def test_good_watch_and_bad_by_the_thresholds(self):
        target = self._expect(2200)
        self._bring(1080)
        self.assertEqual(self._get_march()[self.company][3:], (0.9, "watch"))
        self._bring(1.2)
        target.amount = 2300  # 1254.55 are due
        self.assertEqual(self._get_march()[self.company][1:], (1254.55, 1081.2, 0.8618, "bad"))
        self.company.sales_target_watch = 86
        self.assertEqual(self._get_march()[self.company][4], "watch")
        self.company.sales_target_good = 86
        self.assertEqual(self._get_march()[self.company][4], "good")

    def test_each_level_has_its_own(self):
        self._expect(2200, user_id=self.vera.id)
        self._expect(1100, team_id=self.team.id)
        self._bring(500)
        self._bring(400, user=self.oleg)
        self.assertEqual(self._get_march(), {})
        self.assertEqual(self._get_march("user_id"), {self.vera: (2200.0, 1200.0, 500.0, 0.4167, "bad")})
        self.assertEqual(list(self._get_march("team_id")), [self.team])

    def test_month_that_is_over_and_one_to_come(self):
        self._expect(1000, day="2026-02-01")
        self._expect(1000, day="2026-04-01")
        self._bring(950, day="2026-02-28")
        period = Period(date(2026, 1, 1), date(2026, 4, 30))
        progress = self.targets._get_progress("receipts", period, "date:month")
        self.assertEqual(list(progress), [date(2026, 2, 1), date(2026, 4, 1)])
        february, april = progress[date(2026, 2, 1)], progress[date(2026, 4, 1)]
        self.assertEqual((february["to_date"], february["ratio"], february["state"]), (1000.0, 0.95, "watch"))
        self.assertEqual((april["to_date"], april["ratio"], april["state"]), (0.0, None, False))

    def test_companies_together_in_the_current_currency(self):
        euro = self._get_other_company()
        self._expect(2200)
        both = {"allowed_company_ids": (self.company + euro).ids}
        together = self.targets.with_context(**both)
        self.assertEqual(together._get_progress("receipts", MARCH, "date:month"), {})  # one has none
        self.targets.with_context(**both).create({"amount": 2200, "date": "2026-03-01", "company_id": euro.id})
        [progress] = together._get_progress("receipts", MARCH, "date:month").values()
        self.assertEqual((progress["target"], progress["to_date"]), (6600.0, 3600.0))
        by_company = together._get_progress("receipts", MARCH, "company_id")
        self.assertEqual(by_company[euro]["target"], 4400.0)

    def _get_other_company(self):
        """Return a company of a currency of which one is two of the company's own."""
        currency = self.setup_other_currency("CHF", rates=[("2016-01-01", 0.5)])
        other = self.env["res.company"].create({"name": "Abroad", "currency_id": currency.id})
        self.env.user.company_ids += other
        return other

    # -- in the list -------------------------------------------------------------------------------------------------

    def _ship(self, quantity, price, cost, user=None):
        product = self.env["product.product"].create(
            {"name": "Scale", "is_storable": True, "list_price": price, "standard_price": cost, "taxes_id": []}
        )
        location = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1).lot_stock_id
        self.env["stock.quant"]._update_available_quantity(product, location, quantity)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.id,
                "user_id": (user or self.vera).id,
                "company_id": self.company.id,
                "team_id": self.team.id,
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": quantity})],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()

    def test_list_has_facts_of_each_kind_and_level(self):
        self._ship(10, price=100, cost=60)
        self._ship(1, price=100, cost=60, user=self.oleg)
        self._bring(1200)
        self._bring(1200, day="2026-02-28")
        targets = (
            self._expect(2200)
            + self._expect(2200, kind="shipments")
            + self._expect(2200, kind="shipments", team_id=self.team.id)
            + self._expect(1100, kind="shipments", user_id=self.oleg.id)
            + self._expect(2200, kind="margin")
        )
        self.assertEqual(
            [(one.actual, one.due, one.ratio, one.state) for one in targets],
            [
                (1200.0, 1200.0, 1.0, "good"),
                (1100.0, 1200.0, 0.9167, "watch"),
                (1100.0, 1200.0, 0.9167, "watch"),
                (100.0, 600.0, 0.1667, "bad"),
                (440.0, 1200.0, 0.3667, "bad"),
            ],
        )

    def test_list_asks_once_for_all(self):
        def count_queries(targets):
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            before = self.env.cr.sql_log_count
            targets.mapped("state")
            return self.env.cr.sql_log_count - before

        targets = self.targets
        for number in range(1, 13):
            targets += self._expect(100, day=f"2026-{number:02}-01")
            targets += self._expect(100, day=f"2026-{number:02}-01", user_id=self.vera.id)
        self.env.flush_all()
        count_queries(targets)
        few = count_queries(targets.filtered(lambda one: one.date == MARCH.start))
        self.assertEqual(count_queries(targets), few)

    def test_report_has_targets_beside_facts(self):
        self._expect(2000)
        self._expect(3000, kind="shipments")
        self._bring(500)
        report = self.env["crm.sales.target.report"]
        self.assertEqual(
            report._read_group([("kind", "=", "receipts")], ["series"], ["amount:sum"]),
            [("actual", 500.0), ("target", 2000.0)],
        )
        [row] = report._read_group([], [], ["target:sum", "actual:sum", "ratio:avg"])
        self.assertEqual(row, (5000.0, 500.0, 0.1))
        self.assertFalse(report.with_user(self.vera).search([]))
