from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tests import freeze_time

from .test_analysis import TODAY, AnalysisCase

MONTH = {"kind": "month"}


@freeze_time(TODAY)
class TestAnalysisGrowth(AnalysisCase):
    """Whose sales changed, and who is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kiosk = cls.env["res.partner"].create({"name": "Kiosk"})
        cls.bakery = cls.env["res.partner"].create({"name": "Bakery"})
        for partner, *sales in (
            (cls.shop, (100, "2025-03-05"), (150, "2026-03-05")),
            (cls.depot, (100, "2025-03-05"), (40, "2026-03-05")),
            (cls.kiosk, (70, "2025-03-05")),
            (cls.bakery, (60, "2025-03-05"), (10, "2025-11-11")),  # not in March, but since
        ):
            for amount, date in sales:
                cls._sell(amount, date, partner=partner)
        cls.env["crm.sold.fact"].search_count([])  # settles them, before a test is rolled back

    def test_growth_and_decline_and_new(self):
        self._sell(30, partner=self.env["res.partner"].create({"name": "Market"}))
        report = self._get("growth", period=MONTH)
        self.assertEqual(self._rows(report, "change", "current"), [("Shop", 50, 150), ("Market", 30, 30)])
        self.assertEqual(report["options"]["order"], "change desc")
        report = self._get("growth", period=MONTH, reading="decline")
        self.assertCountEqual(self._rows(report, "change"), [("Kiosk", -70), ("Depot", -60), ("Bakery", -60)])
        self.assertEqual(report["rows"][0]["name"], "Kiosk")
        self.assertEqual(self._value(report["total"]["cells"]["change"]), -190)
        report = self._get("growth", period=MONTH, reading="new")
        self.assertEqual(self._rows(report, "current"), [("Market", 30)])

    def test_lost_are_those_who_bought_nothing_since(self):
        report = self._get("growth", period=MONTH, reading="lost")
        self.assertEqual(self._rows(report, "previous", "current"), [("Kiosk", 70, 0)])
        self.assertEqual(self._sum_of_documents(report["total"]["cells"]["previous"]), 70)
        report = self._get("growth", reading="lost", filters={"customer": self.shop.ids})
        self.assertEqual((report["rows"], report["chart"]), ([], None))

    def test_what_is_cut_opens_what_belongs_to_the_list_alone(self):
        report = self._get("growth", period=MONTH, reading="decline", limit=1)
        cell = report["others"]["cells"]["previous"]
        self.assertEqual((self._value(cell), self._sum_of_documents(cell)), (160, 160))


@freeze_time(TODAY)
class TestAnalysisTerritory(AnalysisCase):
    """Countries, their regions and cities."""

    def test_from_country_to_customer(self):
        poland = self.env.ref("base.pl")
        region = self.env["res.country.state"].create({"name": "Lesser Poland", "code": "LP", "country_id": poland.id})
        (self.shop + self.depot).write({"country_id": poland.id, "state_id": region.id})
        self.shop.city, self.depot.city = "Kraków", "Tarnów"
        stranger = self.env["res.partner"].create({"name": "Stranger", "country_id": False})
        for amount, partner in ((300, self.shop), (70, self.depot), (5, stranger)):
            self._sell(amount, partner=partner)
        report = self._get("territory", period=MONTH)
        rows = [("Poland", 370, 2), ("Not given", 5, 1)]
        self.assertEqual(self._rows(report, "current", "customers"), rows)
        everybody = report["total"]["cells"]["customers"]
        found = self.env[everybody["model"]].search(Domain(everybody["domain"]))
        self.assertEqual((everybody["value"], len(found.commercial_partner_id)), (3, 3))
        trail = [{"dimension": "country", "id": poland.id, "name": "Poland"}]
        report = self._get("territory", period=MONTH, dimension=report["deeper"], trail=trail)
        self.assertEqual(self._rows(report, "current"), [("Lesser Poland (PL)", 370)])
        trail.append({"dimension": "state", "id": region.id, "name": "Lesser Poland"})
        report = self._get("territory", period=MONTH, dimension=report["deeper"], trail=trail)
        self.assertEqual(self._rows(report, "current"), [("Kraków", 300), ("Tarnów", 70)])
        self.assertEqual([self._sum_of_documents(row["documents"]) for row in report["rows"]], [300, 70])

    def test_receipts_by_country(self):
        self._pay(self._invoice(100, date="2026-03-05"), date="2026-03-10")
        report = self._get("territory", period=MONTH, measure="received")
        self.assertEqual(self._rows(report, "current", "customers"), [("Poland", 100, 1)])


@freeze_time(TODAY)
class TestAnalysisInterest(AnalysisCase):
    """Each customer once, however often they ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        common = {"type": "opportunity", "company_id": cls.company.id}
        cls.leads = cls.env["crm.lead"].create(
            [
                {"name": "First", "partner_id": cls.shop.id, "interest_product_ids": cls.lamp.ids, **common},
                {"name": "Again", "partner_id": cls.shop.id, "interest_product_ids": cls.lamp.ids, **common},
                {"name": "Nobody", "interest_product_ids": (cls.lamp + cls.fitting).ids, **common},
            ]
        )
        cls.env["crm.project.product.line"].create(
            [
                {"lead_id": cls.leads[0].id, "product_id": cls.fitting.id},
                {"lead_id": cls.leads[2].id, "product_id": cls.lamp.id},
            ]
        )
        cls.quotation = cls.env["sale.order"].create(
            {
                "partner_id": cls.depot.id,
                "date_order": "2026-03-05 10:00:00",
                "order_line": [Command.create({"product_id": cls.lamp.id})],
            }
        )
        cls.env.flush_all()
        for table in ("crm_lead", "crm_project_product_line"):
            cls.env.cr.execute(f"UPDATE {table} SET create_date = '2026-03-02 12:00:00' WHERE create_uid IS NOT NULL")
        cls.env.invalidate_all()

    def _get_own(self, **options):
        mine = {"filters": {"product": (self.lamp + self.fitting).ids}, "period": MONTH}
        return self._get("interest", **{**mine, **options})

    def test_three_ways_to_show_interest(self):
        report = self._get_own()
        self.assertEqual(
            self._rows(report, "inquiries", "projects", "quotations", "customers"),
            [("Lamp", 2, 1, 1, 3), ("Fitting", 1, 1, 0, 2)],
        )
        self.assertEqual(self._value(report["total"]["cells"]["customers"]), 3)
        self.assertEqual(self._value(report["rows"][0]["cells"]["previous"]), 0)

    def _count_customers(self, cell):
        """Return how many customers the list behind a figure has; a deal of nobody is one of its own."""
        found = self.env[cell["model"]].search(Domain(cell["domain"]))
        nameless = found.filtered(lambda one: not one.commercial_partner_id)
        return len(found.commercial_partner_id) + len(nameless.lead_id)

    def test_figures_are_the_customers_of_what_they_open(self):
        self.leads[1].action_set_lost()
        for dimension in self._get_own()["choices"]["dimensions"]:
            for limit in (1, 40):
                report = self._get_own(dimension=dimension["key"], limit=limit)
                rows = [*report["rows"], report["total"], *([report["others"]] if report["others"] else [])]
                for row in rows:
                    for key in ("inquiries", "projects", "quotations", "customers"):
                        cell = row["cells"][key]
                        if cell["value"]:
                            self.assertEqual(self._count_customers(cell), cell["value"], (dimension, key))
        lamp = self._get_own()["rows"][0]["cells"]
        found = {
            key: self.env["crm.interest"].search(Domain(lamp[key]["domain"])) for key in ("inquiries", "quotations")
        }
        self.assertEqual(found["inquiries"].lead_id, self.leads)
        self.assertEqual(found["quotations"].action_open_document()["res_id"], self.quotation.id)
        self.assertEqual(found["inquiries"][0].action_open_document()["res_model"], "crm.lead")

    def test_lost_deals_have_asked_too(self):
        self.leads.action_set_lost()
        self.assertEqual(self._rows(self._get_own(), "inquiries"), [("Lamp", 2), ("Fitting", 1)])

    def test_category_leads_to_its_products(self):
        report = self._get_own(dimension="categ")
        [row] = report["rows"]
        self.assertEqual((self._value(row["cells"]["customers"]), report["deeper"], row["next"]), (3, "product", True))
        trail = [{"dimension": "categ", "id": row["id"], "name": row["name"]}]
        names = [row["name"] for row in self._get_own(trail=trail)["rows"]]
        self.assertEqual(names, ["Lamp", "Fitting"])

    def test_filters_and_rights(self):
        self.assertEqual(
            self._rows(self._get_own(filters={"customer": self.depot.ids}), "inquiries", "quotations"), [("Lamp", 0, 1)]
        )
        self.quotation.user_id = self.oleg
        self.leads.user_id = self.vera
        self.assertEqual(self._rows(self._get_own(user=self.oleg), "inquiries", "quotations"), [("Lamp", 0, 1)])

    def test_nothing_at_all(self):
        report = self._get("interest", period={"kind": "year", "offset": -9})
        self.assertEqual((report["rows"], report["chart"], report["others"]), ([], None, None))
        self.assertEqual(self._value(report["total"]["cells"]["customers"]), 0)


@freeze_time(TODAY)
class TestAnalysisInvoiced(AnalysisCase):
    """Posted invoices, less credit notes."""

    def test_invoices_by_customer_and_their_documents(self):
        self._invoice(300)
        self._invoice(80, kind="out_refund")
        self._invoice(70, partner=self.depot, user=self.oleg)
        self._invoice(5, date="2026-02-10")
        draft = self._invoice(1000)
        draft.button_draft()
        report = self._get(period=MONTH, measure="invoiced", dimension="customer")
        self.assertEqual(self._rows(report, "current", "previous"), [("Shop", 220, 5), ("Depot", 70, 0)])
        self.assertEqual([self._sum_of_documents(row["documents"]) for row in report["rows"]], [220, 70])
        line = self.env["crm.invoiced.line"].search(Domain(report["rows"][1]["documents"]["domain"]))
        self.assertEqual(line.action_open_document()["res_id"], line.move_id.id)

    def test_every_dimension_and_rights(self):
        self._invoice(300)
        self._invoice(70, partner=self.depot, user=self.oleg)
        for dimension in self._get()["choices"]["dimensions"]:
            if dimension["key"] != "template":
                report = self._get(period=MONTH, measure="invoiced", dimension=dimension["key"])
                self.assertEqual(self._value(report["total"]["cells"]["current"]), 370, dimension)
        report = self._get(user=self.oleg, period=MONTH, measure="invoiced", dimension="customer")
        self.assertEqual(self._rows(report, "current"), [("Depot", 70)])

    def test_what_invoices_do_not_have_is_refused_in_words(self):
        for options in (
            {"dimension": "template"},
            {"trail": [{"dimension": "template", "id": 1}]},
            {"filters": {"template": [1]}},
        ):
            with self.assertRaises(UserError, msg=options):
                self._get(measure="invoiced", **options)
