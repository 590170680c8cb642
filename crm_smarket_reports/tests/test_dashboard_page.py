import io
from datetime import datetime

import openpyxl

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools.workbook import make_workbook
from .common import FactCase


@tagged("post_install", "-at_install")
class TestDashboardPage(FactCase, HttpCase):
    """What leaves the page: workbooks, documents, and the message that events have changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.head = new_test_user(
            cls.env,
            "head",
            groups="sales_team.group_sale_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _download(self, key, user="head", **parameters):
        self.authenticate(user, user)
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return self.url_open(f"/crm_smarket/dashboard/{key}.xlsx?{query}")

    def _pay_today(self, amount, **values):
        today = self.env["crm.smarket.dashboard"]._get_today()
        return self._pay(self._invoice(amount, date=today, **values), date=today)

    def test_workbook_has_the_figures_of_the_widget(self):
        self._pay_today(100)
        self._pay_today(50, user=self.oleg)
        answer = self._download("leading_managers", companies=self.company.id)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True).active
        self.assertEqual([row[:2] for row in sheet.values][1:], [("Vera", 100), ("Oleg", 50), ("Total", 150)])

    def test_workbook_of_a_salesperson_has_their_own(self):
        self.vera.password = "vera"
        self._pay_today(100)
        self._pay_today(50, user=self.oleg)
        answer = self._download("leading_managers", user="vera", companies=self.company.id)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        self.assertEqual([row[0] for row in sheet.values][1:], ["Vera", "Total"])

    def test_no_workbook_of_another_company_nor_of_no_widget(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._download("leading_managers", companies=other.id).status_code, 403)
        self.assertEqual(self._download("data").status_code, 404)

    def test_workbook_of_the_whole_page(self):
        self._pay_today(100)
        self.authenticate("head", "head")
        answer = self.url_open(f"/crm_smarket/dashboard.xlsx?companies={self.company.id}")
        book = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True)
        self.assertEqual(len(book.sheetnames), len(self.env["crm.smarket.dashboard"]._get_widget_keys()) + 1)
        self.assertEqual(list(book["Managers by Receipts"].values)[1][:2], ("Vera", 100))
        about = dict(book["About"].values)
        self.assertEqual((about["Made for"], about["Branches"]), (self.head.name, self.company.name))
        self.assertIn("Money that came in", about["Managers by Receipts"])

    def test_every_widget_has_a_workbook(self):
        for key in self.env["crm.smarket.dashboard"]._get_widget_keys():
            self.assertEqual(self._download(key, companies=self.company.id, mine=1).status_code, 200, key)

    def test_text_is_never_a_formula(self):
        texts = ['=HYPERLINK("http://example.com")', "@a", "+1", "-1", "\t=1+1"]
        columns = [{"label": "=Name", "type": "text"}]
        content = make_workbook([{"title": "Customers: [all]", "columns": columns, "rows": [[one] for one in texts]}])
        cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).active.rows]
        self.assertEqual({cell.data_type for cell in cells}, {"s"})

    def test_row_opens_what_the_salesperson_may_see(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.id,
                "user_id": self.vera.id,
                "order_line": [Command.create({"product_id": self.product_a.id, "tax_ids": []})],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.action_post()
        payment = self._pay(invoice)
        fact = self.env["crm.receipt.fact"].search([("payment_id", "=", payment.id)])
        self.assertEqual(fact.action_open_document()["res_model"], "account.payment")
        action = fact.with_user(self.vera).action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", order.id))

    def test_changed_events_are_told_once_and_without_data(self):
        sent = []
        self.patch(type(self.env["res.groups"]), "_bus_send", lambda group, *message: sent.append((group, *message)))
        start = datetime(2026, 3, 17, 9)
        meetings = self.env["calendar.event"].create(
            [{"name": name, "start": start, "stop": start} for name in ("Visit", "Call")]
        )
        meetings.name = "Talk"
        self.env.cr.precommit.run()
        group = self.env.ref("sales_team.group_sale_salesman")
        self.assertEqual(sent, [(group, "crm_smarket_reports/events_changed", {})])

    def test_only_managers_check_and_rebuild(self):
        runs = self.env["crm.fact.run"]
        before = runs.search_count([])
        with self.assertRaises(AccessError):
            runs.with_user(self.vera).action_rebuild()
        runs.with_user(self.head).action_check()
        self.assertEqual(runs.search_count([]), before + len(runs._get_facts()))

    def test_views_of_facts_open_for_a_salesperson(self):
        self._pay_today(100)
        for model in ("crm.receipt.fact", "crm.shipment.fact", "crm.sold.fact"):
            facts = self.env[model].with_user(self.vera)
            views = facts.get_views([(False, kind) for kind in ("list", "pivot", "graph", "search")])
            self.assertNotIn("margin", views["models"][model]["fields"])
        facts = self.env["crm.receipt.fact"].with_user(self.vera)
        [row] = facts.web_search_read([], {"move_id": {"fields": {"display_name": {}}}, "amount": {}})["records"]
        self.assertEqual(row["amount"], 100)


@tagged("post_install", "-at_install")
class TestDashboardTour(FactCase, HttpCase):
    """A person looks at the page and at what is behind a number."""

    def _look(self):
        head = new_test_user(
            self.env,
            "head",
            groups="sales_team.group_sale_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        today = self.env["crm.smarket.dashboard"]._get_today()
        self._pay(self._invoice(100, date=today), date=today)
        self.start_tour("/odoo/general-information", "crm_smarket_general_information", login=head.login)

    def test_look(self):
        self._look()


@tagged("post_install", "-at_install")
class TestDashboardTourPhone(TestDashboardTour):
    """The same on a phone."""

    browser_size = "390x844"
    touch_enabled = True
