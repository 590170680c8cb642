from odoo.tests import Form, TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestStrictReservation(TransactionCase):
    """Which products are reserved strictly; that the last piece goes once is tested with real connections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.above = cls.env["product.category"].create({"name": "Equipment"})
        cls.category = cls.env["product.category"].create({"name": "Scales", "parent_id": cls.above.id})
        cls.scale = cls.env["product.product"].create(
            {"name": "Scale", "is_storable": True, "categ_id": cls.category.id}
        )

    def test_by_product_and_by_any_category_above(self):
        self.assertFalse(self.scale._filter_strictly_reserved())
        self.above.strict_reservation = True
        self.assertTrue(self.scale._filter_strictly_reserved())
        self.above.strict_reservation = False
        self.scale.strict_reservation = True
        self.assertTrue(self.scale._filter_strictly_reserved())

    def test_nothing_to_reserve_without_stock(self):
        self.scale.write({"strict_reservation": True, "is_storable": False})
        self.assertFalse(self.scale._filter_strictly_reserved())

    def test_only_strict_products_pass_a_guard(self):
        stock = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        guards = self.env["stock.strict.guard"]
        self.env["stock.quant"]._update_available_quantity(self.scale, stock, 5)
        self.assertFalse(guards.search([("product_id", "=", self.scale.id)]))
        self.scale.strict_reservation = True
        self.env["stock.quant"]._update_available_quantity(self.scale, stock, 5)
        self.assertEqual(guards.search([("product_id", "=", self.scale.id)]).revision, 1)
        self.assertEqual(self.scale.qty_available, 10)

    def test_it_is_set_in_the_forms(self):
        with Form(self.scale.product_tmpl_id) as form:
            form.strict_reservation = True
        with Form(self.category) as form:
            form.strict_reservation = True
        self.assertTrue(self.scale.strict_reservation and self.category.strict_reservation)
