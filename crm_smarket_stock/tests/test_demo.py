from odoo import fields
from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The orders of the demonstration company, made in a transaction that is rolled back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for add_on in ("crm_smarket", "crm_smarket_stock"):
            cls._load(add_on, "init")

    @classmethod
    def _load(cls, add_on, mode):
        for file in Manifest.for_addon(add_on)["demo"]:
            convert_file(cls.env(su=True), add_on, file, {}, mode, noupdate=True)

    def _order(self, key):
        return self.env.ref(f"crm_smarket_stock.sale_order_demo_{key}")

    def _panel(self, key):
        return self._order(key).fulfilment_panel[0]

    def test_orders_in_every_step(self):
        states = {
            "kedr_scales": "delivered",
            "zielony_tills": "shipped",
            "delikatesy_shelves": "packed",
            "malachit_carts": "reserved",
            "gastronom7_short": "registered",
            "ural_second": "partial",
            "taiga_returned": "returned",
            "chelfresh_cancelled": "cancelled",
        }
        for key, state in states.items():
            with self.subTest(order=key):
                self.assertEqual(self._order(key).fulfilment_state, state)
        self.assertIn(self._order("ural_first").fulfilment_state, ("delivered", "invoiced"))

    def test_short_late_and_back_order(self):
        blocks = self._panel("gastronom7_short")["blocks"]
        self.assertIn("3 of 5 Refrigerated Cabinet 700 l missing, 2 expected on", blocks[0])
        self.assertTrue(self._panel("yuzhny_late")["promise"]["late"])
        self.assertEqual(len(self._panel("ural_second")["branches"]), 1)

    def test_the_past_lies_in_the_past(self):
        steps = self._order("kedr_scales").fulfilment_step_ids
        self.assertEqual(len(set(steps.mapped("date"))), 4)
        self.assertLess(max(steps.mapped("date")), fields.Datetime.now())
        self.assertEqual(set(self._order("kedr_scales").fulfilment_step_ids.mapped("effects_state")), {"done"})
        self.assertIn(self.env.ref("crm_smarket_stock.res_users_demo_worker"), steps.user_id)

    def test_orders_that_came_through_forms(self):
        states = {"page": "sale", "cart": "draft", "shop": "sale"}
        for key, state in states.items():
            with self.subTest(form=key):
                submission = self.env.ref(f"crm_smarket_stock.crm_web_form_submission_demo_{key}")
                self.assertEqual((submission.state, submission.error), ("done", False))
                self.assertEqual(submission.order_id.state, state)
                self.assertEqual(submission.lead_id, submission.order_id.opportunity_id)
        page = self.env.ref("crm_smarket_stock.crm_web_form_submission_demo_page")
        self.assertEqual(page.order_id.fulfilment_state, "reserved")

    def test_an_update_makes_nothing_twice(self):
        count = self.env["sale.order"].search_count([])
        moves = self.env["stock.move"].search_count([])
        self._load("crm_smarket_stock", "update")
        self.assertEqual(self.env["sale.order"].search_count([]), count)
        self.assertEqual(self.env["stock.move"].search_count([]), moves)
