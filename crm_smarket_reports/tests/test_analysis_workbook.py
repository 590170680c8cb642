import json
from io import BytesIO
from urllib.parse import urlencode

import openpyxl

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from .test_analysis import TODAY, AnalysisCase


@freeze_time(TODAY)
class TestAnalysisWorkbook(AnalysisCase):
    """A report as a workbook: the figures of the screen, and what was chosen."""

    def _open(self, *args, user=None, **options):
        analysis = self.analysis.with_user(user or self.env.user)
        name, content = analysis._get_workbook(*args, options)
        return name, openpyxl.load_workbook(BytesIO(content), data_only=True)

    def _about(self, book):
        return dict(book["About"].values)

    def test_figures_of_the_screen(self):
        self._sell(300, "2026-03-05")
        self._sell(100, "2026-02-10")
        self._sell(100, "2026-03-16", self.fitting)
        name, book = self._open("sales", period={"kind": "month"})
        self.assertEqual(name, "Sales Analysis 2026-03-17.xlsx")
        self.assertEqual(book.sheetnames, ["Sales Analysis", "Chart", "About"])
        sheet = book["Sales Analysis"]
        self.assertEqual(
            [row[:6] for row in sheet.values],
            [
                ("Product", "This period", "Before", "Change", "Change, %", "Share"),
                ("Lamp", 300, 100, 200, 2, 0.75),
                ("Fitting", 100, 0, 100, None, 0.25),
                ("Total", 400, 100, 300, 3, None),
            ],
        )
        header, lamp = [cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]]
        months = dict(zip(header, lamp, strict=True))
        self.assertEqual((months["Feb 2026"], months["Mar 2026"], months["Apr 2025"]), (100, 300, 0))
        self.assertEqual(list(book["Chart"].values)[1], ("Lamp", 300, 100))
        self.assertEqual(len(book["Chart"]._charts), 1)

    def test_all_rows_are_there(self):
        for number in range(3):
            self._sell(10, partner=self.env["res.partner"].create({"name": f"Customer {number}"}))
        _name, book = self._open("sales", dimension="customer", limit=1, offset=1)
        self.assertEqual([row[0] for row in book.active.values][-4:-1], ["Customer 0", "Customer 1", "Customer 2"])

    def test_what_was_chosen(self):
        _name, book = self._open(
            "sales", period={"kind": "month"}, compare="year_ago", filters={"user": [self.vera.id]}, measure="shipped"
        )
        about = self._about(book)
        self.assertEqual(about["Period"], "03/01/2026 – 03/31/2026")
        self.assertEqual(about["Compared with"], "03/01/2025 – 03/17/2025")
        self.assertEqual((about["Measure"], about["Rows"], about["Manager"]), ("Shipped", "Product", "Vera"))
        self.assertEqual(self._about(self._open("sales", filters={"city": ["Kazan", "Ufa"]})[1])["City"], "Kazan, Ufa")
        self.assertEqual((about["Made for"], about["Currency"]), (self.env.user.name, self.company.currency_id.name))
        self.assertIn("Net of taxes", about["What Is Counted"])

    def test_every_report_has_a_workbook(self):
        self._sell(300)
        for key in self.analysis._get_report_keys():
            with self.subTest(key):
                report = self._get(key)
                book = self._open(key)[1]
                self.assertEqual(book.active.max_row - 1, len(report["rows"]) + bool(report["total"]))

    def test_rights(self):
        """A salesperson gets their own, others nothing."""
        self._sell(300)
        self._sell(200, user=self.oleg)
        book = self._open("sales", user=self.vera)[1]
        self.assertEqual([row[:2] for row in book.active.values][1:], [("Lamp", 300), ("Total", 300)])
        with self.assertRaises(AccessError):
            self._open("sales", user=self.env.ref("base.public_user"))


@tagged("post_install", "-at_install")
class TestAnalysisDownload(AnalysisCase, HttpCase):
    """The link on the screen."""

    def _download(self, key="sales", **parameters):
        return self.url_open(f"/crm_smarket/analysis/{key}.xlsx?{urlencode(parameters)}")

    def test_download(self):
        self._sell(300, self.analysis._get_today())
        head = new_test_user(
            self.env,
            "workbook_head",
            groups="sales_team.group_sale_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.assertIn("/web/login", self._download().url)
        self.authenticate(head.login, head.login)
        answer = self._download(options=json.dumps({"dimension": "customer"}), companies=self.company.id)
        sheet = openpyxl.load_workbook(BytesIO(answer.content), data_only=True).active
        self.assertEqual([row[:2] for row in sheet.values][1:], [("Shop", 300), ("Total", 300)])
        self.assertEqual(self._download("nothing").status_code, 404)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._download(companies=other.id).status_code, 403)
