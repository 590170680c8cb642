from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .papers_case import PapersCase

LOGGER = "odoo.addons.crm_smarket_stock.models.stock_delivery_note_paper"


@tagged("post_install", "-at_install")
class TestDeliveryNotePaper(PapersCase):
    def _make(self, note):
        note._make_paper_or_say_why()
        self.assertEqual(note.state, "done", note.error)
        return self._read(note.attachment_id.raw)

    @freeze_time("2026-03-02 10:00:00")
    def test_what_stands_on_it(self):
        address = self.env["res.partner"].create(
            {"name": "Magazyn Łomża", "parent_id": self.customer.id, "type": "delivery", "street": "ul. Ćwikły 1",
             "zip": "18-400", "city": "Łomża", "country_id": self.env.ref("base.pl").id}
        )  # fmt: skip
        order = self._order(self.scale, self.till, partner_shipping_id=address.id, client_order_ref="ZAM/77")
        picking = order.picking_ids
        picking.write({"carrier_tracking_ref": "JJD000390", "parcel_count": 3})
        self._validate(picking)
        pages = self._make(self._number(picking))
        self.assertEqual(len(pages), 2)
        self.assertIn("ORIGINAL", pages[0])
        self.assertIn("COPY", pages[1])
        for words in (
            "Goods Issue Note (WZ)", "WZ/KRK/2026/00001", "03/02/2026", "Smarket Polska", "ul. Wielicka 28",
            "PL5252248481", "Sklep „Źródło” sp. z o.o.", "00-539 Warszawa", "PL1234563218", "Magazyn Łomża",
            "18-400 Łomża", order.name, "ZAM/77", picking.name, "SW-5", "Scale CAS SW-5", "ZUBR", "Till Żubr",
            "JJD000390", "27.50", self.worker.name, "Page 1 of 1",
        ):  # fmt: skip
            self.assertIn(words, pages[0].replace("\n", " ").replace("  ", " "))
        self.assertNotIn("350.00", pages[0])

    def test_prices_where_the_company_wants_them(self):
        self.company.write({"delivery_note_valued": True, "delivery_note_copy": False})
        order = self._order(self.scale, self.till, quantity=3)
        order.order_line[0].discount = 10
        self._validate(order.picking_ids)
        [page] = self._make(self._number(order.picking_ids))
        for figure in ("315.00", "945.00", "990.00", "2,970.00", "3,915.00"):
            self.assertIn(figure, page)

    def test_a_correction_names_its_note(self):
        note = self._deliver()
        correction = self._number(self._return(note.picking_id, 2))
        [page, _copy] = self._make(correction)
        self.assertIn("Correction of a Goods Issue Note (WZK)", page)
        self.assertIn(note.number, page)

    def test_lots_and_serial_numbers(self):
        till, glue = self.env["product.product"].create(
            [
                {"name": "Till", "is_storable": True, "tracking": "serial"},
                {"name": "Glue", "is_storable": True, "tracking": "lot"},
            ]
        )
        for number in range(2):
            lot = self.env["stock.lot"].create({"product_id": till.id, "name": f"T-{number}"})
            self._stock(till, 1, lot_id=lot)
        lot = self.env["stock.lot"].create({"product_id": glue.id, "name": "L-77"})
        self._stock(glue, 9, lot_id=lot)
        page = " ".join(self._make(self._deliver(till, glue, quantity=2))[0].split())
        self.assertIn("Serial numbers: T-0, T-1", page)
        self.assertIn("Lots: L-77 (2)", page)

    def test_many_rows_make_pages(self):
        products = self.env["product.product"].create(
            [{"name": f"Shelf {'wide ' * (number % 30)}{number}", "is_storable": True} for number in range(90)]
        )
        for product in products:
            self._stock(product, 5)
        self.company.delivery_note_copy = False
        pages = self._make(self._deliver(*products, quantity=1))
        self.assertGreater(len(pages), 2)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"Page {number} of {len(pages)}", page)
            self.assertIn("ORIGINAL", page)
        text = "\n".join(pages)
        for number in range(90):
            self.assertRegex(text, rf"\b{number}\b")
        self.assertEqual(text.count("Received by (date and signature)"), 1)
        self.assertIn("Received by (date and signature)", pages[-1])

    def test_attached_to_delivery_order_and_opportunity(self):
        lead = self.env["crm.lead"].create({"name": "Shop", "type": "opportunity", "partner_id": self.customer.id})
        note = self._deliver(opportunity_id=lead.id)
        self._make(note)
        attachments = self.env["ir.attachment"].search([("name", "=", note.attachment_id.name)])
        order = note.picking_id.sale_id
        self.assertEqual(
            {(attachment.res_model, attachment.res_id) for attachment in attachments},
            {("stock.picking", note.picking_id.id), ("sale.order", order.id), ("crm.lead", lead.id)},
        )
        self.assertEqual(len(set(attachments.mapped("store_fname"))), 1, "the file is stored once")

    def test_a_broken_tool_blocks_nothing(self):
        note = self._deliver()
        report = type(self.env["ir.actions.report"])
        with patch.object(report, "_run_wkhtmltopdf", side_effect=UserError("no font")), mute_logger(LOGGER):
            note._make_paper_or_say_why()
        picking = note.picking_id
        self.assertEqual((picking.state, picking.delivery_note_state), ("done", "failed"))
        self.assertEqual(picking.delivery_note_error, "no font")
        self.assertTrue(note.date_retry)
        self.assertEqual(self.env["stock.picking"].search([("delivery_note_state", "=", "failed")]), picking)
        with self.enter_registry_test_mode():
            picking.with_user(self.worker).action_retry_delivery_note()
        self.assertEqual(picking.delivery_note_state, "done")
        self.assertFalse(picking.delivery_note_error)
        self.assertTrue(picking._get_delivery_note_attachment())

    def test_a_deleted_file_is_made_again(self):
        note = self._deliver()
        self._make(note)
        note.attachment_id.unlink()
        with self.enter_registry_test_mode():
            papers = note.picking_id.with_user(self.worker)._get_delivery_note_papers()
        self.assertIn(note.number, self._read(papers[note.picking_id.id])[0])

    def test_issued_again_printed_again(self):
        """Another add-on may reopen a done delivery: it keeps its number and gets a new paper."""
        note = self._deliver()
        self._make(note)
        number, old = note.number, note.attachment_id
        self.env["stock.delivery.note"]._queue(note.picking_id)
        self.assertEqual((note.number, note.state), (number, "pending"))
        self._make(note)
        self.assertNotEqual(note.attachment_id, old)
        self.assertTrue(old.exists())

    def test_languages(self):
        """The paper speaks the customer's language, whoever prints it."""
        self.env["res.lang"]._activate_lang("pl_PL")
        self.customer.lang = "pl_PL"
        note = self._deliver()
        self.assertEqual(note._get_language(), "pl_PL")
        page = self._make(note)[0]
        self.assertIn(f"{note.date:%d.%m.%Y}", page)

    def test_foreign_currency(self):
        self.company.delivery_note_valued = True
        currency = self.env["res.currency"].create({"name": "XPL", "symbol": "x", "rounding": 0.01})
        pricelist = self.env["product.pricelist"].create({"name": "Abroad", "currency_id": currency.id})
        order = self._order(pricelist_id=pricelist.id)
        self._validate(order.picking_ids)
        page = " ".join(self._make(self._number(order.picking_ids))[0].split())
        self.assertIn(f"{order.amount_untaxed:,.2f} XPL", page)

    def test_no_tool_at_all(self):
        note = self._deliver()
        report = type(self.env["ir.actions.report"])
        with patch.object(report, "get_wkhtmltopdf_state", return_value="install"), mute_logger(LOGGER):
            note._make_paper_or_say_why()
        self.assertIn("wkhtmltopdf", note.error)

    def test_the_scheduled_action_is_the_net(self):
        pickings = self._order().picking_ids | self._order(self.till).picking_ids
        for picking in pickings:
            self._validate(picking)
        with self.enter_registry_test_mode():
            self.env.ref("crm_smarket_stock.ir_cron_delivery_notes").method_direct_trigger()
        self.assertEqual(set(pickings.mapped("delivery_note_state")), {"done"})
        self.assertTrue(all(pickings.mapped("delivery_note_number")))

    def test_report_prints_what_was_issued(self):
        notes = self._deliver() | self._deliver(self.till)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.enter_registry_test_mode():
            pdf, kind = report._render_qweb_pdf("crm_smarket_stock.action_report_delivery_note", notes.picking_id.ids)
        self.assertEqual(kind, "pdf")
        self.assertEqual(len(self._read(pdf)), 4)
        with self.assertRaises(UserError):
            report._render_qweb_pdf("crm_smarket_stock.action_report_delivery_note", self._order().picking_ids.ids)
        html, _kind = report._render_qweb_html("crm_smarket_stock.report_delivery_note", notes.picking_id.ids)
        self.assertIn(notes[0].number, html.decode())

    def test_engine_without_patched_qt(self):
        """Debian's engine knows no headings and footers: everything is within the page."""
        note = self._deliver()
        html = note._render_html(note._get_paper_values())
        self.assertIn("Page 1 of 1", " ".join(html.split()))
        self.assertNotIn("http", html.replace("http-equiv", ""))
