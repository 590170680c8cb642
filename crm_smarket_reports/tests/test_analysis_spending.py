from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import freeze_time, new_test_user

from .test_sales_expense import ExpenseCase

MARCH = {"kind": "month", "offset": 0}
NAMES = ("spent", "leads", "won", "receipts", "margin", "lead_cost", "customer_cost", "return", "state")


@freeze_time("2026-03-17 09:00:00")
class TestAnalysisSpending(ExpenseCase):
    """What spending has brought; every figure is made by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.analysis = cls.env["crm.smarket.analysis"]
        cls.boards = cls.env["utm.campaign"].create({"title": "Billboards"})
        cls.goods = cls.env["product.category"].create({"name": "Goods"})
        cls.advice = cls.env["product.product"].create(
            {"name": "Advice", "type": "service", "invoice_policy": "order", "taxes_id": [], "categ_id": cls.goods.id}
        )

    @classmethod
    def _come(cls, created, campaign=None, won=None, lost=None, partner=None, user=None, **values):
        """Let a deal come, and be won or lost, on a day each."""
        lead = cls.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "company_id": cls.company.id,
                "partner_id": (partner or cls.shop).id,
                "user_id": (user or cls.vera).id,
                "campaign_id": campaign and campaign.id,
                **values,
            }
        )
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", [f"{created} 10:00:00", lead.id])
        cls.env.invalidate_all()
        if won:
            with freeze_time(f"{won} 10:00:00"):
                lead.action_set_won()
                cls.env.flush_all()
        if lost:
            with freeze_time(f"{lost} 10:00:00"):
                lead.action_set_lost()
                cls.env.flush_all()
        return lead

    @classmethod
    def _sell(cls, lead, price, cost, paid=0, day="2026-03-10"):
        """Let a deal bring an order, and some money for it."""
        cls.advice.standard_price = cost
        line = Command.create({"product_id": cls.advice.id, "price_unit": price})
        order = cls.env["sale.order"].create(
            {
                "partner_id": lead.partner_id.id,
                "user_id": lead.user_id.id,
                "company_id": cls.company.id,
                "opportunity_id": lead.id,
                "order_line": [line],
            }
        )
        order.action_confirm()
        order.date_order = f"{day} 10:00:00"
        cls.env["crm.sold.fact"].search_count([])  # what it costs is kept from here on
        if paid:
            invoice = order._create_invoices()
            invoice.invoice_date = day
            invoice.action_post()
            cls._pay(invoice, amount=paid, date=day)

    def _tell(self):
        """Let a good campaign, a bad one and a wasted one happen, and a deal of none."""
        self._spend(200, campaign_id=self.fair.id, user_id=self.vera.id)
        self._spend(999, day="2026-02-28", campaign_id=self.fair.id, user_id=self.vera.id)
        self._spend(100, campaign_id=self.radio.id, user_id=self.oleg.id)
        self._spend(100, campaign_id=self.radio.id, user_id=self.oleg.id, currency_id=self.foreign.id)
        self._spend(50, campaign_id=self.boards.id, user_id=False)
        deal = self._come("2026-03-02", self.fair, won="2026-03-10")
        self._sell(deal, 1000, cost=600, paid=300)
        self._come("2026-03-03", self.fair, type="lead")
        self._come("2026-02-03", self.fair, won="2026-03-12")
        self._come("2026-03-04", self.radio, lost="2026-03-05", user=self.oleg)
        other = self._come("2026-03-05", won="2026-03-15", partner=self.depot)
        self._sell(other, 500, cost=100)
        return deal

    def _get(self, user=None, **options):
        analysis = self.analysis.with_user(user or self.env.user)
        return analysis.get_report("spending", {"period": MARCH, **options})

    def _figures(self, row, names=NAMES):
        cells = (row["cells"].get(name) for name in names)
        return tuple(cell["value"] if isinstance(cell, dict) else cell for cell in cells)

    def _rows(self, report, names=NAMES):
        return {row["name"]: self._figures(row, names) for row in report["rows"]}

    def test_campaigns_by_margin(self):
        self._tell()
        report = self._get()
        self.assertEqual(
            self._rows(report),
            {
                "Fair": (200, 2, 2, 300, 400, 100, 200, 1.0, "good"),
                "Radio": (150, 1, 0, 0, 0, 150, None, -1.0, "bad"),
                "Billboards": (50, 0, 0, 0, 0, None, None, -1.0, "bad"),
                "Not given": (0, 1, 1, 0, 400, None, None, None, False),
            },
        )
        self.assertEqual(self._figures(report["total"]), (400, 4, 3, 300, 800, 100, 200, 0.0, "watch"))
        self.assertEqual([row["name"] for row in report["rows"]][:2], ["Fair", "Radio"])
        self.assertIn("Billboards", report["notes"][0])
        self.assertNotIn("Radio", report["notes"][0])
        self.assertNotIn("Brought nothing", " ".join(self._get(dimension="user")["notes"]), "nobody is no manager")

    def test_return_from_receipts(self):
        self._tell()
        report = self._get(measure="receipts")
        self.assertEqual(self._rows(report, ["return", "state"])["Fair"], (0.5, "watch"))
        self.company.sales_expense_return_good = 50
        self.assertEqual(self._rows(self._get(measure="receipts"), ["state"])["Fair"], ("good",))

    def test_each_figure_is_the_sum_of_what_it_opens(self):
        self._tell()
        measures = {"spent": "amount_company", "receipts": "amount", "margin": "margin"}
        for dimension in ("campaign", "source", "team", "user", "categ", "country", "state", "city", "month"):
            report = self._get(dimension=dimension, limit=1)
            for row in filter(None, [*report["rows"], report["others"], report["total"]]):
                for name in ("spent", "leads", "won", "receipts", "margin"):
                    cell = row["cells"][name]
                    if cell["value"]:
                        found = self.env[cell["model"]].search(Domain(cell["domain"]))
                        counted = sum(found.mapped(measures[name])) if name in measures else len(found)
                        self.assertEqual(counted, cell["value"], (dimension, row["name"], name))

    def test_what_is_computed_opens_what_it_is_made_of(self):
        self._tell()
        for dimension in ("campaign", "user", "city", "month"):
            report = self._get(dimension=dimension, limit=2)
            parts = {column["key"]: [part["key"] for part in column.get("parts") or ()] for column in report["columns"]}
            for row in filter(None, [*report["rows"], report["others"], report["total"]]):
                cells = row["cells"]
                for name, count in (("lead_cost", "leads"), ("customer_cost", "customers")):
                    if cells[name]["value"] is not None:
                        self.assertEqual(parts[name], ["spent", count])
                        self.assertEqual(cells[name]["value"], cells["spent"]["value"] / cells[count]["value"])
                if cells["return"]["value"] is None:
                    continue
                brought, invested = (cells[name] for name in parts["return"])
                result = (brought["value"] - invested["value"]) / invested["value"]
                self.assertAlmostEqual(cells["return"]["value"], result, 4)
                for cell, field in ((brought, "margin"), (invested, "amount_company")):
                    found = self.env[cell["model"]].search(Domain(cell["domain"])) if cell["value"] else None
                    self.assertEqual(sum(found.mapped(field)) if found else 0, cell["value"], (dimension, row["name"]))
        customers = self._get()["total"]["cells"]["customers"]
        deals = self.env[customers["model"]].search(Domain(customers["domain"]))
        self.assertEqual(len(deals[customers["group_by"][0]]), customers["value"])

    def test_territory(self):
        """Spending counts where it says, else where its deal is; what is said of no place is shown apart."""
        kazan = {
            "city": "Kazan",
            "state_id": self.env.ref("base.state_ru_ta").id,
            "country_id": self.env.ref("base.ru").id,
        }
        self.shop.write(kazan)
        deal = self._come("2026-03-02", self.fair, won="2026-03-10")
        self._sell(deal, 1000, cost=600)
        self._spend(100, lead_id=deal.id)
        self._spend(60, state_id=self.env.ref("base.state_ru_sve").id, city="Revda")
        self._spend(40)
        blank = self._spend(5)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_sales_expense SET city = '' WHERE id = %s", [blank.id])
        names = ("spent", "leads", "won", "margin", "return")
        expected = {
            "city": {"Kazan": (100, 1, 1, 400, 3.0), "Revda": (60, 0, 0, 0, -1.0), "Not given": (45, 0, 0, 0, None)},
            "state": {
                "Tatarstan Republic": (100, 1, 1, 400, 3.0),
                "Sverdlovskaya Oblast'": (60, 0, 0, 0, -1.0),
                "Not given": (45, 0, 0, 0, None),
            },
            "country": {"Russian Federation": (160, 1, 1, 400, 1.5), "Not given": (45, 0, 0, 0, None)},
        }
        for dimension, rows in expected.items():
            report = self._get(dimension=dimension)
            known = {row["id"]: self.analysis._get_names(dimension, [row["id"]])[row["id"]] for row in report["rows"]}
            self.assertEqual(len(known), len(rows))
            self.assertEqual(sorted(self._rows(report, names).values(), key=str), sorted(rows.values(), key=str))
            self.assertEqual(self._figures(report["total"], ["spent", "margin"]), (205, 400))
            self.assertIn("counts where it says", " ".join(report["notes"]))
        by_country = {"dimension": "country", "id": kazan["country_id"], "name": "Russia"}
        self.assertEqual(self._get(dimension="country")["deeper"], "state")
        report = self._get(dimension="city", trail=[by_country])
        self.assertEqual(self._rows(report, ["spent"]), {"Kazan": (100,), "Revda": (60,)})
        self.assertEqual(self._rows(self._get(filters={"city": ["Kazan"]}), ["spent", "margin"]), {"Fair": (100, 400)})
        report = self._get(filters={"state": [kazan["state_id"]]})
        self.assertEqual(self._rows(report, ["spent", "margin"]), {"Fair": (100, 400)})

    def test_one_level_deeper(self):
        self._tell()
        report = self._get(dimension="user", trail=[{"dimension": "campaign", "id": self.radio.id, "name": "Radio"}])
        self.assertEqual(list(self._rows(report)), ["Oleg"])
        report = self._get(trail=[{"dimension": "month", "id": "2026-03-01", "name": "March"}])
        self.assertEqual(self._figures(report["total"], ["spent", "leads"]), (400, 4))
        report = self._get(filters={"user": [self.oleg.id]})
        self.assertEqual(self._rows(report, ["spent", "leads"]), {"Radio": (150, 1)})

    def test_months(self):
        self._tell()
        report = self._get(dimension="month", period={"kind": "12months"}, order="name asc")
        self.assertEqual(
            self._rows(report, ["spent", "leads", "won", "margin"]),
            {"February 2026": (999, 1, 0, 0), "March 2026": (400, 4, 3, 800)},
        )

    def test_product_categories(self):
        deal = self._tell()
        self._spend(80, categ_id=self.goods.id)
        for _twice in range(2):
            self.env["crm.project.product.line"].create({"lead_id": deal.id, "product_id": self.advice.id})
        report = self._get(dimension="categ")
        goods = self._rows(report)["Goods"]
        self.assertEqual(goods, (80, 1, 1, None, 800, 80, 80, 9.0, "good"))
        self.assertEqual(self._rows(report, ["leads", "won"])["Not given"], (3, 2))
        self.assertEqual(self._figures(report["total"], ["leads", "won"]), (4, 3))
        report = self._get(dimension="categ", measure="receipts")
        self.assertEqual(self._rows(report, ["return", "state"])["Goods"], (None, False))
        self.assertIn("Receipts do not tell product categories", " ".join(report["notes"]))
        self.assertIsNone(report["chart"])

    def test_managers_by_what_is_left(self):
        self._tell()
        [block] = self._get()["blocks"]
        names = ("left", "margin", "spent")
        self.assertEqual(
            [(row["name"], *self._figures(row, names)) for row in block["rows"]],
            [("Vera", 600, 800, 200), ("Oleg", -150, 0, 150), ("Not given", -50, 0, 50)],
        )
        self.assertEqual(self._figures(block["total"], names), (400, 800, 400))

    def test_nothing_at_all_and_money_that_came_back(self):
        report = self._get()
        self.assertEqual((report["rows"], report["blocks"], report["chart"]), ([], [], None))
        self.assertEqual(self._figures(report["total"], ["spent", "lead_cost", "return"]), (0, None, None))
        self._spend(-30, campaign_id=self.fair.id)
        self.assertEqual(self._rows(self._get(), ["spent", "return", "state"]), {"Fair": (-30, None, False)})

    def test_what_is_cut_is_in_one_row(self):
        self._tell()
        report = self._get(limit=1)
        self.assertEqual(list(self._rows(report)), ["Fair"])
        others = report["others"]
        self.assertEqual(others["count"], 3)
        self.assertEqual(self._figures(others), (200, 2, 1, 0, 400, 100, 200, -1.0, "bad"))

    def test_who_is_in_several_rows_that_are_cut_counts_once(self):
        for month in ("01", "02"):
            self._come(f"2026-{month}-02", self.fair, won=f"2026-{month}-10")
            self._spend(50, day=f"2026-{month}-05")
        self._spend(80)
        others = self._get(dimension="month", period={"kind": "12months"}, limit=1)["others"]
        self.assertEqual(self._figures(others, ["spent", "won", "customers", "customer_cost"]), (100, 2, 1, 100))

    def test_the_costliest_of_much_waste_is_named(self):
        campaigns = self.env["utm.campaign"].create([{"title": f"Leaflet {number}"} for number in range(8)])
        for number, campaign in enumerate(campaigns):
            self._spend(number + 1, campaign_id=campaign.id)
        self.assertIn("Leaflet 7, Leaflet 6, Leaflet 5, Leaflet 4, Leaflet 3, 3 others.", self._get()["notes"][0])

    def test_archived_deals_count_if_they_are_lost(self):
        self._tell()
        self._come("2026-03-06", self.fair).write({"active": False, "probability": 25})
        self.assertEqual(self._rows(self._get(), ["leads"])["Fair"], (2,))

    def test_own_figures_beside_own_expenses(self):
        self._tell()
        report = self._get(user=self.vera)
        names = ("spent", "leads", "won", "receipts", "lead_cost", "return")
        self.assertEqual(
            self._rows(report, names),
            {"Fair": (200, 2, 2, 300, 100, 0.5), "Not given": (0, 1, 1, 0, None, None)},
        )
        self.assertEqual(report["blocks"], [])
        self.assertNotIn("margin", [column["key"] for column in report["columns"]])
        self.assertIn("Your own expenses", report["notes"][-1])
        with self.assertRaises(UserError):
            self._get(user=self.vera, measure="margin")
        # A head of sales sees the deals of all, but not their expenses: what is compared must be alike.
        self.vera.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self._rows(self._get(user=self.vera), names), self._rows(report, names))
        stranger = new_test_user(self.env, "stranger", groups="base.group_user", company_id=self.company.id)
        with self.assertRaises(AccessError):
            self._get(user=stranger)

    def test_branches_of_two_currencies(self):
        self._tell()
        abroad = self.env["res.company"].create({"name": "Abroad", "currency_id": self.foreign.id})
        self.env.user.company_ids += abroad
        both = {"allowed_company_ids": (self.company + abroad).ids}
        self.expenses.with_context(**both).create(
            {"name": "Stand", "amount": 60, "date": "2026-03-05", "company_id": abroad.id, "campaign_id": self.fair.id}
        )
        report = self.analysis.with_context(**both).get_report("spending", {"period": MARCH})
        self.assertEqual(self._rows(report, ["spent"])["Fair"], (230,))
        self.assertTrue(report["is_converted"])
