"""The papers look as they looked when a person last approved of them.

A page is compared as a picture of three millimetres a dot, grey: a box that is gone, a text in another place or a
heading of twice the size shows; another rounding of a font does not. After a change that is meant, run the tests with
PICTURES=approve, look at the pages, and commit the pictures.
"""

import os
from pathlib import Path

import pypdfium2
from freezegun import freeze_time
from PIL import Image, ImageChops, ImageStat

from odoo.tests import tagged

from odoo.addons.crm_smarket_stock.tests.papers_case import PapersCase

FOLDER = Path(__file__).parent / "pictures"
DOT = 3  # millimetres
MEAN, MOST = 2.5, 60  # differences in shades of grey, of 255: of the whole page, and of any part of 15 mm


def page_picture(pdf, page=0):
    """Return a page as a small grey picture."""
    drawn = pypdfium2.PdfDocument(pdf)[page].render(scale=2, grayscale=True).to_pil()
    width, height = (round(side / 2 / 72 * 25.4 / DOT) for side in drawn.size)
    return drawn.resize((width, height), Image.Resampling.BOX)


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install")
class TestPictures(PapersCase):
    def assertLooksAsApproved(self, name, pdf, page=0):
        """The page looks like the picture of this name."""
        path = FOLDER / f"{name}.png"
        now = page_picture(pdf, page)
        if os.environ.get("PICTURES") == "approve":
            now.save(path, optimize=True)
        approved = Image.open(path)
        self.assertEqual(now.size, approved.size, name)
        difference = ImageChops.difference(now, approved)
        parts = difference.resize([max(1, side // 5) for side in difference.size], Image.Resampling.BOX)
        self.assertLessEqual(ImageStat.Stat(difference).mean[0], MEAN, f"{name} looks different")
        self.assertLessEqual(parts.getextrema()[1], MOST, f"a part of {name} looks different")

    def test_delivery_notes(self):
        self.company.delivery_note_valued = True
        order = self._order(self.scale, self.till, quantity=3, client_order_ref="ZAM/77")
        picking = order.picking_ids
        picking.write({"carrier_tracking_ref": "JJD000390", "parcel_count": 3})
        self._validate(picking)
        note = self._number(picking)
        self.assertLooksAsApproved("delivery_note", note._render_pdf())
        correction = self._number(self._return(picking))
        self.assertLooksAsApproved("correction", correction._render_pdf())

    def test_pages(self):
        products = self.env["product.product"].create(
            [{"name": f"Shelf {number}", "default_code": f"S-{number}", "is_storable": True} for number in range(75)]
        )
        for product in products:
            self._stock(product, 5)
        pdf = self._deliver(*products, quantity=1)._render_pdf()
        for page in range(3):
            self.assertLooksAsApproved(f"delivery_note_{page + 1}", pdf, page)

    def test_labels(self):
        self.customer.name = "Przedsiębiorstwo Handlowe „Źródło” Spółka z o.o."
        picking = self._deliver().picking_id
        picking.write({"parcel_count": 11, "cod_amount": 1234.5})
        for name in ("roll", "sheet_2x4", "sheet_3x8"):
            label_format = self.env.ref(f"crm_smarket_stock.stock_label_format_{name}")
            for code in ("code128", "qr"):
                self.company.label_code = code
                log = self.env["stock.print.log"]._log(picking, "label", format_id=label_format.id, first_position=2)
                self.assertLooksAsApproved(f"label_{name}_{code}", log._render()[0])
