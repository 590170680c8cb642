from odoo.fields import Command
from odoo.tests import tagged

from .order_form import OrderFormCase


@tagged("post_install", "-at_install")
class TestOrderFormLines(OrderFormCase):
    """What a post may say of products, and the answer to everything else."""

    def _errors(self, **sent):
        return self.form._map_payload(self._get_payload(**sent)).errors

    def _products(self, **sent):
        mapping = self.form._map_payload(self._get_payload(**sent))
        self.assertFalse(mapping.errors)
        return [(line.product, line.quantity) for line in mapping.lines]

    def test_by_reference_barcode_and_name_in_any_case_and_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.scale.with_context(lang="pl_PL").name = "Waga"
        for text in ("SC-1", "sc-1", "5901234123457", "Scale", " scale ", "WAGA"):
            with self.subTest(text=text):
                self.assertEqual(self._products(**self._row(text, "1")), [(self.scale, 1)])

    def test_the_reference_goes_before_the_name(self):
        self._create_product("SC-1")
        self.assertEqual(self._products(**self._row("SC-1", "1")), [(self.scale, 1)])

    def test_bad_quantities(self):
        for text in ("0", "-1", "1e12", "1000000000000", "two", "NaN", "inf", "", "0.001", "1;2", "１２x"):
            with self.subTest(text=text):
                errors = self._errors(**self._row("SC-1", text))
                self.assertEqual(list(errors), ["items.0.qty"])
                self.assertIn("Please", errors["items.0.qty"])

    def test_quantities_as_people_write_them(self):
        for text, number in (("2", 2), ("2,5", 2.5), ("2.50", 2.5), (" 1 000 ", 1000), ("3.0", 3)):
            with self.subTest(text=text):
                self.assertEqual(self._products(**self._row("SC-1", text)), [(self.scale, number)])

    def test_products_that_cannot_be_ordered(self):
        archived = self._create_product("Old Scale", default_code="OLD", active=False)
        self._create_product("Part", default_code="PART", sale_ok=False)
        company = self.env["res.company"].create({"name": "Other"})
        self._create_product("Theirs", default_code="THEIRS", company_id=company.id)
        self._create_product("Rack")
        self._create_product("Rack")
        words = {
            "OLD": "any more",
            "PART": "any more",
            "THEIRS": "not known",
            "nothing": "not known",
            "%": "not known",
            "x" * 2000: "not known",
            "Rack": "reference",
        }
        for text, word in words.items():
            with self.subTest(text=text[:20]):
                self.assertIn(word, self._errors(**self._row(text, "1"))["items.0.sku"])
        archived.active = True
        self.assertEqual(self._products(**self._row("OLD", "1")), [(archived, 1)])

    def test_units(self):
        self.assertIn("unit", self._errors(**self._row("SC-1", "1", unit="kg"))["items.0.unit"])
        self.assertIn("unit", self._errors(**self._row("SC-1", "1", unit="crates"))["items.0.unit"])
        self.assertFalse(self._errors(**self._row("SC-1", "1", unit="Dozens")))

    def test_every_error_of_every_row_is_told(self):
        sent = {**self._row("SC-1", "two"), **self._row("nothing", "0", 1), **self._row("", "3", 2)}
        self.assertEqual(set(self._errors(**sent)), {"items.0.qty", "items.1.sku", "items.1.qty", "items.2.sku"})

    def test_empty_rows_are_none_but_one_must_remain(self):
        sent = {**self._row("", ""), **self._row("SC-1", "1", 1), **self._row(" ", "0", 2)}
        self.assertEqual(self._products(**sent), [(self.scale, 1)])
        self.assertEqual(set(self._errors(**self._row("", ""))), {""})
        self.assertIn("at least one product", self._errors(**self._row("", ""))[""])

    def test_somebody_must_order(self):
        mapping = self.form._map_payload({**self._row("SC-1", "1"), "name": "", "email": ""})
        self.assertIn("who orders", mapping.errors[""])

    def test_parallel_lists_and_a_column_without_quantity(self):
        rows = self.form.field_ids.filtered(lambda field: field.target.startswith("line."))
        rows.unlink()
        self._add_field("sku[]", "line.product")
        self.assertEqual(
            self._products(sku="SC-1", **{"sku.1": "DS-1", "items": ""}), [(self.scale, 1), (self.display, 1)]
        )
        self._add_field("qty", "line.quantity", default="4")
        sent = {"sku": "SC-1", "sku.1": "DS-1", "qty": "2", "items": ""}
        self.assertEqual(self._products(**sent), [(self.scale, 2), (self.display, 4)])

    def test_a_table_gives_our_reference_for_theirs(self):
        field = self.form.field_ids.filtered(lambda field: field.target == "line.product")
        field.write({"transform": "table", "transform_values": "small = SC-1\nlarge = DS-1"})
        self.assertEqual(self._products(**self._row("Large", "1")), [(self.display, 1)])
        self.assertIn("items.0.sku", self._errors(**self._row("SC-1", "1")))

    def test_boxes_take_only_what_the_form_offers(self):
        self.form.product_line_ids = [Command.create({"product_id": self.scale.id})]
        box, foreign = f"product_{self.scale.id}", f"product_{self.display.id}"
        self.assertEqual(self._products(**{box: "2", foreign: "", "product_x": "1"}), [(self.scale, 2)])
        self.assertEqual(set(self._errors(**{box: "2", foreign: "1"})), {foreign})
        self.assertEqual(set(self._errors(**{box: "many"})), {box})
        self.assertEqual(set(self._errors(**{box: "0", foreign: "0"})), {""})
        self.scale.sale_ok = False
        self.assertIn("any more", self._errors(**{box: "2"})[box])
