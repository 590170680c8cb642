from psycopg2.errors import ReadOnlySqlTransaction

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..controllers.dashboard import DashboardController
from .common import FactCase

LIMIT = 60_000  # bytes of the page's JavaScript, minified, with its templates


@tagged("post_install", "-at_install")
class TestDashboardReading(FactCase, HttpCase):
    """The page asks a replica, in any selection of companies, and its code is small and late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env["res.company"].create({"name": "Foreign", "currency_id": cls.env.ref("base.JPY").id})
        cls.companies = cls.company + cls.foreign
        cls.head = new_test_user(
            cls.env,
            "head",
            groups="sales_team.group_sale_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.companies.ids)],
        )
        cls.env["res.users.settings"]._find_or_create_for_user(cls.head)

    def test_all_of_it_runs_on_a_read_only_connection(self):
        self._pay(self._invoice(100))
        self.env["crm.receipt.fact"].search_count([])
        self.env.cr.flush()
        context = {"allowed_company_ids": self.companies.ids}
        with self.registry.cursor(readonly=True) as cr:
            dashboard = self.env(cr=cr, user=self.head.id, context=context)["crm.smarket.dashboard"]
            data = dashboard.get_data()
            self.assertEqual(list(data), dashboard._get_widget_keys())
            self.assertFalse([key for key, widget in data.items() if "error" in widget])
            for key in data:
                self.assertTrue(dashboard._get_sheet(key), key)
            dashboard.env["crm.fact.run"].get_progress()
            with mute_logger("odoo.sql_db"), self.assertRaises(ReadOnlySqlTransaction):
                cr.execute("UPDATE res_company SET name = name")

    def test_what_the_page_calls_says_that_it_only_reads(self):
        self.assertTrue(self.env["crm.smarket.dashboard"].get_data._readonly)
        self.assertTrue(self.env["crm.fact.run"].get_progress._readonly)
        self.assertTrue(DashboardController.download.original_routing["readonly"])

    def test_currencies_become_that_of_the_current_company(self):
        yen = self.foreign.currency_id
        self.env["res.currency.rate"].search([("currency_id", "=", yen.id)]).unlink()
        self.env["res.currency.rate"].create({"currency_id": yen.id, "rate": 200, "name": "2000-01-01"})
        today = self.env["crm.smarket.dashboard"]._get_today()
        rows = [(self.company, 10.0), (self.foreign, 4000.0)]
        self.env["crm.receipt.fact"].sudo().create(
            [
                {
                    "company_id": company.id,
                    "date": today,
                    "amount": amount,
                    "user_id": self.vera.id,
                    "document_key": -1_000_000 - number,
                }
                for number, (company, amount) in enumerate(rows)
            ]
        )
        self.env["crm.receipt.fact"]._repair_sums()
        dashboard = self.env["crm.smarket.dashboard"].with_user(self.head)
        data = dashboard.with_context(allowed_company_ids=self.companies.ids).get_data()
        branches, managers = data["receipts_by_branch"], data["leading_managers"]
        self.assertEqual([row["current"] for row in branches["rows"]], [10.0, 20.0])
        self.assertEqual((branches["total"]["current"], managers["total"]["current"]), (30.0, 30.0))
        self.assertTrue(branches["is_converted"] and managers["is_converted"])
        self.assertEqual(branches["currency_id"], self.company.currency_id.id)
        alone = dashboard.with_context(allowed_company_ids=self.company.ids).get_data(["leading_managers"])
        self.assertFalse(alone["leading_managers"]["is_converted"])

    def test_its_code_is_small_and_loaded_when_it_is_opened(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("crm_smarket_reports.assets_dashboard", css=False)
        self.assertLess(len(bundle.js().raw), LIMIT)
        served = {path[0] for path in self.env["ir.asset"]._get_asset_paths("web.assets_backend", {}) if path[0]}
        own = {path.rpartition("/static/src/")[2] for path in served if "/crm_smarket_reports/" in path}
        self.assertEqual(own, {"loader/lazy_actions.js"})
