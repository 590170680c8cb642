from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

from ..demo.trade_teller import CLEARANCE, MONTHS
from ..tools.periods import add_months

FACTS = ("crm.receipt.fact", "crm.shipment.fact", "crm.sold.fact")


@tagged("post_install", "-at_install")
class TestDemoTrade(TransactionCase):
    """Two years of trade beside the orders on their way, told in a transaction that is rolled back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for add_on in ("crm_smarket", "crm_smarket_stock", "crm_smarket_reports"):
            for file in Manifest.for_addon(add_on)["demo"]:
                convert_file(cls.env(su=True), add_on, file, {}, "init", noupdate=True)
        cls.demo = cls.env["crm.smarket.demo"]
        cls.companies = cls.demo._get_trading_companies()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.companies.ids})
        cls.today = cls.env["crm.smarket.dashboard"]._get_today()

    def _sum(self, model, groupby, measure="amount"):
        domain = [("company_id", "in", self.companies.ids)]
        return dict(self.env[model]._read_group(domain, [groupby], [f"{measure}:sum"]))

    def test_each_branch_trades_in_each_month(self):
        first = add_months(self.today.replace(day=1), 1 - MONTHS)
        months = {add_months(first, number) for number in range(MONTHS)}
        if self.today.day < 4:  # nothing has happened in this month yet
            months.discard(self.today.replace(day=1))
        for model in FACTS:
            with self.subTest(model=model):
                self.assertEqual(set(self._sum(model, "company_id")), set(self.companies))
                self.assertLessEqual(months - {first}, set(self._sum(model, "date:month")))

    def test_all_of_it_adds_up(self):
        for model in (*FACTS, "crm.passage.fact"):
            facts = self.env[model]
            facts.search_count([])  # writes what is pending, as the end of a transaction does
            self.assertEqual(facts._count_differences(facts._get_all_documents_query()), 0, model)

    def test_one_month_loses_money(self):
        losing = [
            month for month, margin in self._sum("crm.shipment.fact", "date:month", "margin").items() if margin < 0
        ]
        self.assertEqual(losing, [add_months(self.today.replace(day=1), -CLEARANCE)])

    def test_some_goods_come_back(self):
        self.assertTrue(self.env["crm.shipment.fact"].search_count([("amount", "<", 0)], limit=1))

    def test_services_are_sold_and_not_shipped(self):
        services = self.demo._get_services()
        self.assertGreaterEqual(sum(bool(one in services) for one in self._sum("crm.sold.fact", "product_id")), 3)
        self.assertFalse(self.env["crm.shipment.fact"].search_count([("product_id", "in", services.ids)]))

    def test_some_grew_some_shrank_and_some_are_lost(self):
        for reading in ("growth", "decline", "lost", "new"):
            report = self.env["crm.smarket.analysis"].get_report("growth", {"reading": reading})
            self.assertGreaterEqual(len(report["rows"]), 2, reading)

    def test_many_people_sell_to_many(self):
        self.assertGreaterEqual(len(self._sum("crm.receipt.fact", "user_id")), 7)
        self.assertGreaterEqual(len(self._sum("crm.shipment.fact", "commercial_partner_id")), 40)
        self.assertGreaterEqual(len(self._sum("crm.sold.fact", "product_id")), 20)

    def test_the_page_is_full(self):
        admin = self.env.ref("base.user_admin")
        data = self.env["crm.smarket.dashboard"].with_user(admin).get_data()
        for key in ("receipts_by_branch", "leading_managers", "leading_companies"):
            self.assertGreaterEqual(len(data[key]["rows"]), 3 if self.today.day >= 4 else 0, key)
        shipped = [row for row in data["shipment_dynamics"]["rows"] if row["amount"]]
        self.assertGreaterEqual(len(shipped), 11)
        self.assertEqual(len(data["nearest_events"]["events"]), 10)
        self.assertTrue(any(day["events"] for day in data["week_events"]["days"]))
        page = self.env.ref("crm_smarket_reports.crm_smarket_dashboard_action")
        self.assertEqual(admin.action_id.id, page.id)

    def test_it_happens_once(self):
        before = [self.env[model].search_count([]) for model in FACTS]
        self.demo._generate_trade()
        self.assertEqual([self.env[model].search_count([]) for model in FACTS], before)

    def test_trade_takes_nobodys_goods(self):
        states = {
            key: self.env.ref(f"crm_smarket_stock.sale_order_demo_{key}").fulfilment_state
            for key in ("delikatesy_shelves", "malachit_carts", "vesna_scales", "yuzhny_late", "gastronom7_short")
        }
        self.assertEqual(list(states.values()), ["packed", "reserved", "reserved", "reserved", "registered"])
        [short] = self.env.ref("crm_smarket_stock.sale_order_demo_gastronom7_short").fulfilment_panel
        self.assertIn("3 of 5 Refrigerated Cabinet 700 l missing", short["blocks"][0])

    def test_projects_ended_in_all_ways(self):
        """Stages and the funnel say something: deals went on, were lost, skipped and came back."""
        facts = self.env["crm.passage.fact"]
        domain = [("company_id", "in", self.companies.ids), ("kind", "=", "stage")]
        outcomes = facts._read_group(domain, ["project_template_id"], ["outcome:array_agg_distinct", "__count"])
        full = [template for template, found, count in outcomes if set(found) >= {"passed", "failed"} and count > 60]
        self.assertEqual(len(full), 3)
        self.assertTrue(facts.search_count([*domain, ("outcome", "=", "skipped")]))
        self.assertTrue(facts.search_count([*domain, ("is_revisited", "=", True)]))
        won = facts.search([("kind", "=", "deal"), ("outcome", "=", "passed"), ("project_template_id", "!=", False)])
        self.assertTrue(all(0 < days < 400 for days in won.mapped("days")))

    def test_won_deals_have_orders(self):
        orders = self.env["sale.order"].search([("opportunity_id.project_template_id", "!=", False)])
        self.assertGreater(len(orders.opportunity_id.filtered(lambda deal: deal.won_status == "won")), 10)
        for order in orders.filtered("opportunity_id.date_closed"):
            self.assertLessEqual(order.opportunity_id.create_date, order.date_order)

    def test_customers_asked_planned_and_had_quoted(self):
        report = self.env["crm.smarket.analysis"].get_report("interest", {"period": {"kind": "12months"}})
        for sign in ("inquiries", "projects", "quotations"):
            interested = [row["cells"][sign]["value"] for row in report["rows"]]
            self.assertGreaterEqual(sum(count >= 2 for count in interested), 5, sign)

    def test_spending_of_towns_and_of_none(self):
        options = {"period": {"kind": "12months"}, "dimension": "city"}
        report = self.env["crm.smarket.analysis"].get_report("spending", options)
        spent = {row["name"]: row["cells"]["spent"]["value"] for row in report["rows"]}
        self.assertGreaterEqual(sum(bool(amount) for amount in spent.values()), 3)
        self.assertTrue(spent["Not given"])
        self.assertAlmostEqual(sum(spent.values()), report["total"]["cells"]["spent"]["value"], 2)

    def test_spending_was_good_and_wasted(self):
        report = self.env["crm.smarket.analysis"].get_report("spending", {"period": {"kind": "12months"}})
        states = {row["name"]: row["cells"]["state"] for row in report["rows"]}
        self.assertEqual(states["Retail Equipment Fair"], "good")
        self.assertEqual(states["Billboards on the Ring Road"], "bad")
        self.assertIn("Billboards on the Ring Road", report["notes"][0])
