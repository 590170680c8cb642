from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import freeze_time, new_test_user

from .common import FactCase

TODAY = datetime(2026, 3, 17, 9, 0)


@freeze_time(TODAY)
class AnalysisCase(FactCase):
    """A company of its own, and orders on chosen days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.analysis = cls.env["crm.smarket.analysis"]
        cls.lamp, cls.fitting = cls.env["product.product"].create(
            [
                {"name": "Lamp", "type": "consu", "taxes_id": []},
                {"name": "Fitting", "type": "service", "taxes_id": []},
            ]
        )

    @classmethod
    def _sell(cls, amount, date="2026-03-05", product=None, partner=None, user=None, **values):
        """Confirm an order of one line without tax."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.shop).id,
                "user_id": (user or cls.vera).id,
                "order_line": [
                    Command.create({"product_id": (product or cls.lamp).id, "price_unit": amount, "tax_ids": []})
                ],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = f"{date} 10:00:00"
        return order

    def _get(self, key="sales", user=None, **options):
        return self.analysis.with_user(user or self.env.user).get_report(key, options)

    def _rows(self, report, *columns):
        """Return name and figures of each row."""
        return [(row["name"], *(self._value(row["cells"].get(column)) for column in columns)) for row in report["rows"]]

    def _value(self, cell):
        return cell["value"] if isinstance(cell, dict) else cell

    def _sum_of_documents(self, cell):
        facts = self.env[cell["model"]].search(Domain(cell["domain"]))
        return sum(facts.mapped("amount"))


@freeze_time(TODAY)
class TestAnalysis(AnalysisCase):
    """Sales by dimension, compared like for like."""

    MONTH = {"kind": "month"}

    def test_products_beside_as_many_days_of_the_month_before(self):
        self._sell(300, "2026-03-05")
        self._sell(100, "2026-02-10")
        self._sell(999, "2026-02-20")  # after the 17th: not compared
        self._sell(100, "2026-03-16", self.fitting)
        report = self._get(period=self.MONTH)
        self.assertEqual(
            self._rows(report, "current", "previous", "change", "change_percent", "share"),
            [("Lamp", 300, 100, 200, 2.0, 0.75), ("Fitting", 100, 0, 100, None, 0.25)],
        )
        total = report["total"]["cells"]
        self.assertEqual((self._value(total["current"]), self._value(total["previous"])), (400, 100))
        self.assertEqual(report["periods"]["previous"]["end"].isoformat(), "2026-02-17")
        self.assertEqual(report["rows"][0]["cells"]["spark"]["value"][-2:], [1099, 300])

    def test_leap_year_is_compared_by_days(self):
        with freeze_time("2024-03-01 09:00:00"):
            self._sell(1, "2024-02-29")
            self._sell(2, "2023-03-02")  # the 61st day
            self._sell(4, "2023-03-03")
            report = self._get(period={"kind": "year"}, compare="year_ago")
        self.assertEqual(self._rows(report, "current", "previous"), [("Lamp", 1, 2)])

    def test_figure_opens_the_facts_that_add_up_to_it(self):
        self._sell(300)
        self._sell(70, partner=self.depot, user=self.oleg)
        self._sell(20, "2026-02-01")
        for dimension in self._get()["choices"]["dimensions"]:
            report = self._get(period=self.MONTH, dimension=dimension["key"])
            cells = [row["cells"][name] for row in report["rows"] for name in ("current", "previous")]
            cells += [report["total"]["cells"][name] for name in ("current", "previous")]
            for cell in cells:
                self.assertEqual(self._sum_of_documents(cell), cell["value"], dimension)
            self.assertEqual(sum(self._value(row["cells"]["current"]) for row in report["rows"]), 370, dimension)

    def test_way_down_to_the_documents(self):
        self._sell(300)
        self._sell(70, partner=self.depot, user=self.oleg)
        self._sell(5, product=self.fitting)
        trail, dimension = [], "product"
        for names in (["Lamp", "Fitting"], ["Shop", "Depot"], ["Vera"]):
            report = self._get(period=self.MONTH, dimension=dimension, trail=trail)
            self.assertEqual([row["name"] for row in report["rows"]], names)
            row = report["rows"][0]
            trail, dimension = [*trail, {"dimension": dimension, "id": row["id"], "name": names[0]}], report["deeper"]
        self.assertFalse(row["next"])
        self.assertEqual(self._sum_of_documents(row["documents"]), 300)

    def test_what_is_cut_is_in_the_others(self):
        for number, amount in enumerate((40, 30, 20, 10)):
            self._sell(amount, partner=self.env["res.partner"].create({"name": f"Customer {number}"}))
        report = self._get(period=self.MONTH, dimension="customer", limit=2)
        self.assertEqual(self._rows(report, "current"), [("Customer 0", 40), ("Customer 1", 30)])
        others = report["others"]
        self.assertEqual((others["count"], self._value(others["cells"]["current"])), (2, 30))
        self.assertEqual(self._sum_of_documents(others["cells"]["current"]), 30)
        self.assertEqual(self._value(report["total"]["cells"]["current"]), 100)
        report = self._get(period=self.MONTH, dimension="customer", limit=2, offset=2, order="name asc")
        self.assertEqual(self._rows(report, "current"), [("Customer 2", 20), ("Customer 3", 10)])
        self.assertEqual(self._sum_of_documents(report["others"]["cells"]["current"]), 70)

    def test_customer_of_two_groups_counts_once_in_the_total(self):
        tags = self.env["res.partner.category"].create([{"name": "Retail"}, {"name": "South"}])
        self.shop.category_id = tags
        self._sell(300)
        self._sell(70, partner=self.depot)
        report = self._get(period=self.MONTH, dimension="customer_tag", order="name asc")
        self.assertEqual(self._rows(report, "current"), [("Not given", 70), ("Retail", 300), ("South", 300)])
        self.assertEqual(self._value(report["total"]["cells"]["current"]), 370)
        self.assertTrue(report["notes"])
        self.assertEqual([self._sum_of_documents(row["documents"]) for row in report["rows"]], [70, 300, 300])

    def test_nothing_and_one_case(self):
        report = self._get()
        self.assertEqual((report["rows"], report["chart"], report["others"]), ([], None, None))
        self.assertEqual(self._value(report["total"]["cells"]["current"]), 0)
        self.assertIsNone(report["total"]["cells"]["change_percent"])
        self._sell(0.0)
        self.assertEqual(self._get()["rows"], [])
        self._sell(10)
        self.assertEqual(self._rows(self._get(compare=None), "share"), [("Lamp", 1.0)])

    def test_filters_narrow_everything(self):
        self._sell(300)
        self._sell(70, partner=self.depot, user=self.oleg)
        report = self._get(period=self.MONTH, filters={"user": self.oleg.ids, "customer": []})
        self.assertEqual(self._rows(report, "current"), [("Lamp", 70)])
        self.assertEqual(report["options"]["filters"], {"user": self.oleg.ids})

    def test_every_report_can_be_narrowed_to_cities(self):
        self.shop.city = "Kazan"
        self._sell(300)
        self._sell(70, partner=self.depot)
        for key in self.analysis._get_report_keys():
            with self.subTest(key):
                report = self._get(key, filters={"city": ["Kazan"]})
                offered = {choice["key"]: choice for choice in report["choices"]["filters"]}
                self.assertEqual((offered["city"]["model"], offered["city"]["field"]), ("res.partner", "city"))
                self.assertEqual((offered["country"]["model"], offered["country"]["field"]), ("res.country", None))
        report = self._get(filters={"city": ["Kazan"]})
        self.assertEqual(self._value(report["total"]["cells"]["current"]), 300)
        self.assertEqual(self._sum_of_documents(report["total"]["cells"]["current"]), 300)

    def test_unknown_choices_are_refused_in_words(self):
        for options in (
            {"colour": "red"},
            {"dimension": "moon"},
            {"measure": "weight"},
            {"compare": "tomorrow"},
            {"filters": {"moon": [1]}},
            {"filters": {"user": ["x"]}},
            {"trail": [{"dimension": "moon", "id": 1}]},
            {"order": "moon desc"},
            {"limit": "many"},
            {"period": {"kind": "week"}},
            {"period": {"kind": "custom", "start": "2026-03-02", "end": "2026-03-01"}},
            {"period": {"kind": "custom", "start": "soon"}},
        ):
            with self.assertRaises(UserError, msg=options):
                self._get(**options)
        with self.assertRaises(UserError):
            self._get("weather")

    def test_period_by_its_days_or_by_its_distance(self):
        for asked, start, end, offset in (
            ({"kind": "quarter"}, "2026-01-01", "2026-03-31", 0),
            ({"kind": "month", "offset": -1}, "2026-02-01", "2026-02-28", -1),
            ({"kind": "month", "start": "2024-02-11"}, "2024-02-01", "2024-02-29", -25),
            ({"kind": "12months", "end": "2025-03-01"}, "2024-04-01", "2025-03-31", -1),
            ({"kind": "custom", "start": "2026-03-02", "end": "2026-03-08"}, "2026-03-02", "2026-03-08", 0),
        ):
            period = self._get(period=asked)["options"]["period"]
            days = (period["start"].isoformat(), period["end"].isoformat(), period["offset"])
            self.assertEqual(days, (start, end, offset), asked)
            again = self._get(period={**period, "start": days[0], "end": days[1]})["options"]["period"]
            self.assertEqual(again, period)

    def test_salespeople_see_their_own_and_others_nothing(self):
        self._sell(300)
        self._sell(70, partner=self.depot, user=self.oleg)
        report = self._get(user=self.oleg, period=self.MONTH, dimension="customer")
        self.assertEqual(self._rows(report, "current"), [("Depot", 70)])
        self.assertEqual(self._value(report["total"]["cells"]["current"]), 70)
        worker = new_test_user(self.env, "analysis_worker", groups="stock.group_stock_user")
        with self.assertRaises(AccessError):
            self._get(user=worker)

    def test_branches_of_another_currency_are_converted(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        self.env["res.currency.rate"].create({"currency_id": euro.id, "name": "2026-01-01", "rate": 0.5})
        other = self.env["res.company"].create({"name": "Berlin", "currency_id": euro.id})
        self.env.user.company_ids |= other
        fact = {"amount": 10.0, "date": "2026-03-05", "user_id": self.vera.id, "commercial_partner_id": self.shop.id}
        line = self._sell(300).order_line
        copy = line.order_id.copy().order_line
        self.env["crm.sold.fact"].search_count([])
        facts = self.env["crm.sold.fact"].sudo()
        facts.create({**fact, "company_id": other.id, "line_id": copy.id, "product_id": self.lamp.id})
        both = self.analysis.with_context(allowed_company_ids=(self.company + other).ids)
        report = both.get_report("sales", {"period": self.MONTH})
        self.assertEqual(self._rows(report, "current"), [("Lamp", 320)])
        self.assertTrue(report["is_converted"])
        report = both.get_report("sales", {"period": self.MONTH, "dimension": "company"})
        self.assertEqual([values for _name, *values in self._rows(report, "current")], [[300], [20]])

    def test_one_query_a_period_and_one_for_the_months(self):
        for number in range(8):
            self._sell(10 + number, partner=self.env["res.partner"].create({"name": f"Customer {number}"}))
        self._get(dimension="customer")
        self.env.invalidate_all()
        queries = []
        execute = type(self.env.cr).execute

        def note(cursor, query, *args, **kwargs):
            text = str(query)
            if "crm_sold_fact" in text and "GROUP BY" in text:
                queries.append(text)
            return execute(cursor, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", note)
        self._get(dimension="customer")
        self.assertEqual(len(queries), 3)
