"""What ./dev makes ready is fit for its purpose."""

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSetup(TransactionCase):
    def test_pdf_engine_renders_headers(self):
        """An engine without the patched Qt is accepted by Odoo, but leaves headers and footers out."""
        report = self.env["ir.actions.report"]
        self.assertEqual(report.get_wkhtmltopdf_state(), "ok")
        pages = []
        for header in (None, "<html><body><h1>Header</h1></body></html>"):
            pages.append(report._run_wkhtmltopdf(["<html><body>Body</body></html>"], header=header))
            self.assertTrue(pages[-1].startswith(b"%PDF"))
        self.assertGreater(len(pages[1]), len(pages[0]), "The header is not on the page.")
