import json
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import openpyxl

from odoo.fields import Command, Domain
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from ..models import crm_customer_story_workbook
from .test_customer_story import TODAY, StoryCase


@freeze_time(TODAY)
class TestCustomerOverview(StoryCase):
    """How things stand with customers."""

    def test_turnover_beside_as_many_days_of_the_year_before(self):
        self._sell(300)
        self._sell(100, "2025-03-17")
        self._sell(999, "2025-03-18")  # after the same day: not compared
        overview = self._overview()
        turnover = overview["turnover"]
        self.assertEqual((turnover["current"]["value"], turnover["previous"]["value"]), (300, 100))
        self.assertEqual(turnover["change_percent"], 2.0)
        self.assertEqual(turnover["spark"]["value"][-1], 300)
        self.assertEqual(self._sum_of_documents(turnover["spark"]), sum(turnover["spark"]["value"]))
        self.assertEqual((overview["name"], overview["customers"]), ("Shop", None))
        for cell in (turnover["current"], turnover["previous"]):
            self.assertEqual(self._sum_of_documents(cell), cell["value"])

    def test_figures_of_several_are_those_of_the_analysis(self):
        self._sell(300)
        self._sell(70, partner=self.depot, user=self.oleg)
        self._sell(20, "2025-02-01", partner=self.depot)
        self._sell(5, partner=self.partner_a)
        overview = self._overview(self.shop, self.depot)
        report = self._get(
            period={"kind": "year"},
            compare="year_ago",
            dimension="customer",
            filters={"customer": overview["customer_ids"]},
        )
        columns = ("current", "previous", "change_percent")
        self.assertEqual(self._rows(overview["customers"], *columns), self._rows(report, *columns))
        year = self._get(dimension="customer", filters={"customer": overview["customer_ids"]})
        self.assertEqual(self._rows(overview["customers"], "spark"), self._rows(year, "spark"))
        total = report["total"]["cells"]
        for name in ("current", "previous"):
            cell = overview["turnover"][name]
            self.assertEqual(cell["value"], self._value(total[name]))
            self.assertEqual(self._sum_of_documents(cell), cell["value"])

    def test_all_customers_of_a_city(self):
        (self.shop + self.depot).city = "Kazan"
        self._sell(300)
        self._sell(70, partner=self.depot, user=self.oleg)
        self._sell(5, partner=self.partner_a)
        domain = [("city", "in", ["Kazan"])]
        overview = self.story.get_overview(domain)
        self.assertEqual(set(overview["customer_ids"]), set((self.shop + self.depot).ids))
        self.assertEqual(self._sum_of_documents(overview["turnover"]["current"]), 370)
        self.assertEqual(len(self.story.get_story(domain, ["order"])["entries"]), 2)

    def test_many_customers_are_not_named_one_by_one(self):
        self.patch(type(self.env["crm.customer.story"]), "_few_customers", 1)
        tag = self.env["res.partner.category"].create({"name": "Retail"})
        (self.shop + self.depot).category_id = tag
        self._sell(300)
        self._sell(70, partner=self.depot, user=self.oleg)
        self._sell(5, partner=self.partner_a)
        self.depot.active = False
        deal = self._deal(partner_id=self.depot.id)
        domain = [("category_id", "in", tag.ids)]
        overview = self.story.get_overview(domain)
        self.assertEqual((overview["count"], overview["customer_ids"]), (2, None))
        self.assertEqual(self._sum_of_documents(overview["turnover"]["current"]), 370)
        self.assertEqual(self.env["crm.lead"].search(Domain(overview["lead_domain"])), deal)
        self.assertEqual(len(self.story.get_story(domain, ["order"])["entries"]), 2)

    def test_receipts_and_last_order(self):
        self._sell(300, "2026-03-01")
        last = self._sell(30, "2026-03-05")
        self.env["sale.order"].create({"partner_id": self.shop.id, "user_id": self.vera.id})
        self._pay(self._invoice(300), date="2026-03-10")
        self._pay(self._invoice(40), date="2025-03-10")
        overview = self._overview()
        self.assertEqual(overview["receipts"]["value"], 300)
        self.assertEqual(self._sum_of_documents(overview["receipts"]), 300)
        self.assertEqual(overview["last_order"]["id"], last.id)

    def test_deals_with_their_stages(self):
        template = self.env["crm.project.template"].create(
            {"name": "Course", "stage_ids": [Command.create({"name": "Survey", "duration": 1})]}
        )
        slow = self._deal(name="Slow", project_template_id=template.id, expected_revenue=500)
        slow.project_stage_ids.action_start()
        slow.project_stage_ids.write({"date_start": TODAY - timedelta(days=2), "date_end": TODAY - timedelta(days=1)})
        self._deal(name="Plain", expected_revenue=100)
        self._deal(name="Gone").action_set_lost()
        self._deal(name="Won").action_set_won()
        overview = self._overview()
        deals = [(deal["name"], deal["stage"], deal["is_late"]) for deal in overview["open_deals"]]
        self.assertEqual(deals, [("Slow", "Survey", True), ("Plain", "", False)])
        found = overview["deals"]
        self.assertEqual({key: found[key]["count"] for key in found}, {"open": 2, "won": 1, "lost": 1})
        self.assertEqual(found["open"]["amount"], 600)
        for key, value in found.items():
            self.assertEqual(self.env["crm.lead"].search_count(Domain(value["domain"])), value["count"], key)

    def test_statuses_of_contacts(self):
        self._deal()
        self._sell(70, partner=self.depot, user=self.oleg)
        statuses = self._overview(self.shop, self.depot)["statuses"]
        self.assertEqual(sum(status["count"] for status in statuses), 2)
        for status in statuses:
            found = self.env["res.partner"].search(Domain(status["domain"]))
            self.assertEqual(len(found), status["count"])
            self.assertEqual(set(found.mapped("contact_status")), {status["key"]})

    def test_nobody(self):
        nobody = [("id", "=", 0)]
        overview = self.story.get_overview(nobody)
        self.assertEqual((overview["count"], overview["turnover"]["current"]["value"]), (0, 0))
        self.assertIsNone(overview["last_order"])
        self.assertEqual(self.story.get_story(nobody)["entries"], [])


@freeze_time(TODAY)
class TestCustomerWorkbook(StoryCase):
    """What the page shows, as a workbook."""

    def _open(self, *customers, kinds=None, user=None):
        story = self.story.with_user(user or self.env.user)
        name, content = story._get_workbook(self._domain(*customers), kinds)
        return name, openpyxl.load_workbook(BytesIO(content), data_only=True)

    def test_figures_of_the_page(self):
        first = self._sell(300)
        self._sell(70, "2026-03-16", partner=self.depot, user=self.oleg)
        self._sell(100, "2025-03-10", partner=self.depot)
        self._deal(name="=1+1", expected_revenue=500)
        name, book = self._open(self.shop, self.depot)
        self.assertEqual(name, "Customer History 2026-03-17.xlsx")
        self.assertEqual(book.sheetnames, ["Customers by Sales", "Open Deals", "Time Line", "About"])
        self.assertEqual(
            [row[:4] for row in book["Customers by Sales"].values][1:],
            [("Shop", 300, 0, None), ("Depot", 70, 100, -0.3), ("Total", 370, 100, 2.7)],
        )
        [deal] = list(book["Open Deals"].values)[1:]
        self.assertEqual((deal[0], deal[1], deal[7]), ("=1+1", "Shop", 500))
        orders = [row for row in book["Time Line"].values if row[2] == "Order"]
        self.assertEqual([row[6] for row in orders], [70, 300, 100])
        self.assertEqual((orders[1][0].date().isoformat(), orders[1][3]), ("2026-03-05", first.name))
        self.assertEqual(dict(book["About"].values)["Customers"], "Shop, Depot")

    def test_one_customer_and_one_kind(self):
        self._sell(300)
        self._deal()
        name, book = self._open(self.shop, kinds=["order"])
        self.assertEqual(name, "Customer History Shop 2026-03-17.xlsx")
        self.assertEqual([row[2] for row in book["Time Line"].values], ["What", "Order"])

    def test_all_pages_are_there(self):
        for number in range(3):
            self._sell(number + 1)
        self.patch(crm_customer_story_workbook, "MAX_LIMIT", 2)
        _name, book = self._open(self.shop, kinds=["order"])
        self.assertEqual(len(list(book["Time Line"].values)), 4)

    def test_salespeople_get_their_own(self):
        self._sell(300)
        self._sell(70, user=self.oleg)
        _name, book = self._open(self.shop, user=self.oleg)
        self.assertEqual(list(book["Customers by Sales"].values)[-1][1], 70)


@tagged("post_install", "-at_install")
class TestCustomerDownload(StoryCase, HttpCase):
    """The page over the wire, and the link to its workbook, on a read-only connection."""

    def _ask(self, method, *args):
        params = {"model": "crm.customer.story", "method": method, "args": args, "kwargs": {}}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/crm.customer.story/{method}", params)

    def test_page_and_workbook(self):
        self._sell(300)
        own = {"company_id": self.company.id, "company_ids": [Command.set(self.company.ids)]}
        head = new_test_user(self.env, "story_head", groups="sales_team.group_sale_manager", **own)
        self.authenticate(head.login, head.login)
        domain = self._domain(self.shop)
        self.assertEqual(self._ask("get_overview", domain)["name"], "Shop")
        self.assertEqual(len(self._ask("get_story", domain)["entries"]), 1)
        query = urlencode({"customers": json.dumps(domain), "companies": self.company.id})
        answer = self.url_open(f"/crm_smarket/customer.xlsx?{query}")
        sheet = openpyxl.load_workbook(BytesIO(answer.content), data_only=True)["Time Line"]
        self.assertEqual([row[2] for row in sheet.values], ["What", "Order"])
