from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """Thirteen months of trade beside the orders on their way, made in a transaction that is rolled back."""

    def test_trade_takes_nobody_s_goods(self):
        for add_on in ("crm_smarket", "crm_smarket_stock", "crm_smarket_reports"):
            for file in Manifest.for_addon(add_on)["demo"]:
                convert_file(self.env(su=True), add_on, file, {}, "init", noupdate=True)
        states = {
            key: self.env.ref(f"crm_smarket_stock.sale_order_demo_{key}").fulfilment_state
            for key in ("delikatesy_shelves", "malachit_carts", "vesna_scales", "yuzhny_late", "gastronom7_short")
        }
        self.assertEqual(list(states.values()), ["packed", "reserved", "reserved", "reserved", "registered"])
        [short] = self.env.ref("crm_smarket_stock.sale_order_demo_gastronom7_short").fulfilment_panel
        self.assertIn("3 of 5 Refrigerated Cabinet 700 l missing", short["blocks"][0])
        self.assertTrue(self.env["crm.shipment.fact"].search_count([], limit=1))
