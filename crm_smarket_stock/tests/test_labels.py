import io
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from ..tools import fonts, label_zpl
from ..tools.label import Grid
from .papers_case import PapersCase


@tagged("post_install", "-at_install")
class TestLabels(PapersCase):
    def _format(self, name):
        return self.env.ref(f"crm_smarket_stock.stock_label_format_{name}")

    def _print(self, pickings, name="roll", **vals):
        """Return what the label wizard of a warehouse worker prints."""
        wizard = (
            self.env["stock.address.label.print"]
            .with_user(self.worker)
            .create({"picking_ids": [(6, 0, pickings.ids)], "format_id": self._format(name).id, **vals})
        )
        action = wizard.action_print()
        [url] = action["params"]["urls"]
        return self.env["stock.print.log"].browse(int(url.rpartition("/")[2])).with_user(self.worker)._render()

    def _sizes(self, pdf):
        boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
        return [tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height)) for box in boxes]

    def test_one_per_parcel(self):
        note = self._deliver()
        picking = note.picking_id
        picking.cod_amount = 1234.5
        pdf, mimetype, name = self._print(picking, parcel_count=3)
        self.assertEqual((mimetype, name), ("application/pdf", f"Labels {picking.name.replace('/', '-')}.pdf"))
        self.assertEqual(self._sizes(pdf), [(100, 150)] * 3)
        pages = self._read(pdf)
        for number, page in enumerate(pages, 1):
            for words in ("Sklep „Źródło”", "ul. Piękna 5/7", "00-539 Warszawa", "+48 22 123 45 67", "Smarket Polska",
                          f"{number}/3", picking.sale_id.name, note.number, picking.name):  # fmt: skip
                self.assertIn(words, page)
        self.assertIn("1,234.50", pages[0])
        self.assertNotIn("1,234.50", pages[1], "collected once")
        self.assertEqual(picking.parcel_count, 3)

    def test_recipient_without_an_address(self):
        """A customer who fetches the goods has given nothing but a name."""
        picking = self._order(partner_id=self.env["res.partner"].create({"name": "Ewa"}).id).picking_ids
        for kind in ("roll", "zpl_203", "sheet_2x4"):
            content, _mimetype, _name = self._print(picking, kind)
            self.assertIn("Ewa", content.decode() if kind.startswith("zpl") else self._read(content)[0])

    def test_packages_are_parcels(self):
        picking = self._order(quantity=4).picking_ids
        picking.move_ids.quantity = 1
        picking.move_ids.move_line_ids.result_package_id = self.env["stock.package"].create(
            {"name": "BOX-1", "shipping_weight": 4.2}
        )
        line = picking.move_ids.move_line_ids.copy({"quantity": 3})
        line.result_package_id = self.env["stock.package"].create({"name": "BOX-2", "shipping_weight": 12.6})
        pages = self._read(self._print(picking)[0])
        self.assertEqual(len(pages), 2)
        self.assertIn("4.20 kg", pages[0])
        self.assertIn("12.60 kg", pages[1])
        self.assertIn("2/2", pages[1])

    def test_sheets(self):
        pickings = self._order().picking_ids | self._order().picking_ids
        pickings.parcel_count = 5
        pdf, _mimetype, _name = self._print(pickings, "sheet_2x4", first_position=8)
        self.assertEqual(self._sizes(pdf), [(210, 297)] * 3)  # 1 + 8 + 1
        self.assertEqual([page.count("Piękna") for page in self._read(pdf)], [1, 8, 1])
        pdf, _mimetype, _name = self._print(pickings, "sheet_3x8", first_position=100)
        self.assertEqual([page.count("Piękna") for page in self._read(pdf)], [1, 9])

    def test_address_by_country(self):
        partner = self.env["res.partner"].create(
            {"name": "ООО «Ромашка»", "street": "ул. Малышева, 51", "zip": "620075", "city": "Екатеринбург",
             "country_id": self.env.ref("base.ru").id}
        )  # fmt: skip
        picking = self._order(partner_id=partner.id).picking_ids
        [label] = picking._get_labels()
        self.assertEqual(label.address, ("ул. Малышева, 51",))
        self.assertEqual(label.locality, "Екатеринбург 620075")  # the order of Odoo's usual format
        self.assertEqual(label.country, "RUSSIAN FEDERATION")
        [label] = self._order().picking_ids._get_labels()
        self.assertEqual((label.locality, label.country), ("00-539 Warszawa", ""))
        page = self._read(self._print(picking)[0])[0]
        for words in ("ООО «Ромашка»", "ул. Малышева, 51", "Екатеринбург 620075"):
            self.assertIn(words, page)

    def test_state_stands_beside_the_town(self):
        partner = self.env["res.partner"].create(
            {"name": "Corner Shop", "street": "1 Beacon St", "zip": "02108", "city": "Boston",
             "country_id": self.env.ref("base.us").id,
             "state_id": self.env["res.country.state"].search([("country_id.code", "=", "US"), ("code", "=", "MA")]).id}
        )  # fmt: skip
        [label] = self._order(partner_id=partner.id).picking_ids._get_labels()
        self.assertEqual((label.address, label.locality), (("1 Beacon St",), "Boston MA 02108"))

    def test_zpl(self):
        self.customer.write({"name": "Łąka ^XZ~HS _5E Sp. z o.o.", "street": "ул. Ленина 1"})
        picking = self._order().picking_ids
        for name, width in (("zpl_203", 799), ("zpl_300", 1181)):
            content, mimetype, file_name = self._print(picking, name)
            self.assertEqual(mimetype, "application/zpl")
            self.assertTrue(file_name.endswith(".zpl"))
            lines = content.decode().splitlines()
            self.assertEqual(lines[:3], ["^XA", "^CI28", f"^PW{width}"])
            self.assertEqual(lines[-1], "^XZ")
            self.assertEqual(lines.count("^XZ"), 1, "the name ends no label")
            text = content.decode()
            self.assertIn("Łąka _5EXZ_7EHS _5F5E", text)
            self.assertIn(f"^FH^FD{picking.name}^FS", text)
            self.assertIn("^BCN", text)
            self.assertNotIn("Ленина", text, "letters that a printer may lack are drawn")
            self.assertRegex(text, r"\^GFA,(\d+),\1,\d+,[0-9A-F]+\^FS")
        self.company.label_code = "qr"
        self.assertIn("^BQN,2,", self._print(picking, "zpl_203")[0].decode())

    def test_a_drawn_text_is_whole(self):
        head, data = label_zpl.picture("Екатеринбург", 40).rsplit(",", 1)
        total, row = int(head.split(",")[1]), int(head.split(",")[3])
        self.assertEqual(len(data), 2 * total)
        lines = [data[start : start + 2 * row] for start in range(0, len(data), 2 * row)]
        self.assertEqual(lines[-1].strip("0"), "", "nothing is cut below")
        self.assertTrue(any(line.strip("0") for line in lines))

    def test_letters_without_a_font(self):
        self.customer.name = "東京 Sklep"
        wizard = self.env["stock.address.label.print"].create({"picking_ids": [(6, 0, self._order().picking_ids.ids)]})
        self.assertIn("東京", wizard.warning)
        self.customer.name = "Łódź Ёлка"
        wizard.invalidate_recordset(["warning"])
        self.assertFalse(wizard.warning)

    def test_a_long_name_is_never_wider_than_its_box(self):
        size, lines = fonts.fit("Przedsiębiorstwo " * 6 + "W" * 200, fonts.BOLD, 6, 90, 20)
        self.assertGreaterEqual(size, 3)
        self.assertTrue(all(fonts.width(line, fonts.BOLD, size) <= 90 for line in lines))
        self.assertLessEqual(len(lines) * size * 1.18, 20)

    def test_own_grid(self):
        label_format = self.env["stock.label.format"].create(
            {"name": "2 × 5", "kind": "sheet", "width": 99, "height": 57, "columns": 2, "rows": 5,
             "margin_left": 5, "margin_top": 5, "gap_x": 2}
        )  # fmt: skip
        self.assertEqual(label_format._get_grid(), Grid(210, 297, 99, 57, 2, 5, 5, 5, 2, 0))
        for vals in ({"columns": 3}, {"rows": 6}, {"margin_left": 20}, {"columns": 0}, {"height": 1}):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                label_format.write(vals)

    def test_many_come_in_batches(self):
        pickings = self.env["stock.picking"]
        for _number in range(5):
            pickings |= self._order().picking_ids
        with patch("odoo.addons.crm_smarket_stock.models.stock_print_log.BATCH", 2):
            pages = self._read(self._print(pickings)[0])
        for page, picking in zip(pages, pickings, strict=True):
            self.assertIn(picking.name, page)
