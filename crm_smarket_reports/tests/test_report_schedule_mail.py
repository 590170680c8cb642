import warnings
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.crm_smarket.tests.mail_colours import find_colourless_texts

from .test_report_schedule import MONDAY, ScheduleCase


def read_cells(mail):
    """Return what stands in all cells of the workbook of a mail."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group")  # which openpyxl does not know
        book = load_workbook(BytesIO(mail.attachment_ids.raw))
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


class TestReportScheduleMail(ScheduleCase):
    """The mail has the figures of its reader, in their language."""

    def _schedule_sales(self, *users):
        with freeze_time("2026-03-11"):
            orders = [self._confirm(amount, user) for amount, user in ((300, self.oleg), (70, self.vera))]
        for order in orders:
            order.date_order = "2026-03-05 10:00:00"
        options = {"period": {"kind": "month", "offset": 0}, "dimension": "customer"}
        saved = self.env["crm.saved.analysis"].with_user(self.head)
        saved = saved.create({"name": "Customers", "report": "sales", "options": options})
        return self._schedule(*users, kind="analysis", saved_analysis_id=saved.id)

    def _confirm(self, amount, user):
        product = self.env["product.product"].create({"name": f"Lamp for {amount}", "taxes_id": []})
        order = self.env["sale.order"].create(
            {
                "partner_id": (self.shop if user == self.vera else self.depot).id,
                "user_id": user.id,
                "company_id": self.company.id,
                "order_line": [Command.create({"product_id": product.id, "price_unit": amount, "tax_ids": []})],
            }
        )
        order.action_confirm()
        return order

    def test_general_information(self):
        self._schedule()
        mail = self._run()["head@example.com"]
        body = mail.body_html.replace("\N{NO-BREAK SPACE}", "")
        self.assertEqual(mail.subject, "The Week, 16 March 2026")
        self.assertIn("Receipts this month", body)
        self.assertIn("400", body)
        self.assertIn("/odoo/general-information", body)
        self.assertTrue(mail.auto_delete)
        self.assertEqual(mail.attachment_ids.mapped("name"), ["General Information 2026-03-16.xlsx"])
        self.assertIn("Oleg", read_cells(mail))

    def test_a_saved_analysis(self):
        self._schedule_sales()
        mail = self._run()["head@example.com"]
        for text in ("Depot", "Shop", "Total", "/odoo/sales-analysis?analysis="):
            self.assertIn(text, mail.body_html)
        self.assertFalse(find_colourless_texts(mail.body_html))
        self.assertLessEqual({"Depot", "Shop", 300, 70}, read_cells(mail))

    def test_with_the_rights_of_the_reader(self):
        self._schedule_sales(self.vera)
        mail = self._run()["vera@example.com"]
        self.assertIn("Shop", mail.body_html)
        self.assertNotIn("Depot", mail.body_html)
        cells = read_cells(mail)
        self.assertIn(70, cells)
        self.assertFalse({"Depot", 300} & cells)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.head.lang = "pl_PL"
        self._schedule(self.head, self.vera)
        mails = self._run()
        self.assertEqual(mails["head@example.com"].subject, "The Week, 16 marca 2026")
        self.assertEqual(mails["vera@example.com"].subject, "The Week, 16 March 2026")

    def test_of_the_branch_and_those_below_it(self):
        branch = self.env["res.company"].create({"name": "Kazan", "parent_id": self.company.id})
        other = self.env["res.company"].create({"name": "Other"})
        self.head.company_ids += branch | other
        schedule = self._schedule()
        self.assertEqual(schedule._get_companies(self.head), self.company | branch)
        self.assertEqual(schedule._get_companies(self.vera), self.company)

    def test_to_oneself_at_once(self):
        schedule = self._schedule(self.vera)
        before = self.env["mail.mail"].search([])
        with freeze_time(MONDAY):
            schedule.with_user(self.head).action_send_to_me()
        mail = self.env["mail.mail"].search([]) - before
        self.assertIn("head@example.com", mail.email_to)
        self.assertIn("Oleg", read_cells(mail))
        with self.assertRaises(AccessError):
            schedule.with_user(self.oleg).action_send_to_me()
        self.assertEqual(set(self._run()), {"vera@example.com"}, "it stands in nobody's way")

    def test_the_workbook_goes_with_the_mail(self):
        self._schedule()
        mail = self._run()["head@example.com"]
        attachment = mail.attachment_ids
        mail.sudo().unlink()  # as core does when it is sent
        self.assertFalse(attachment.exists())


@tagged("post_install", "-at_install")
class TestReportScheduleLeave(ScheduleCase, HttpCase):
    """A link in the mail leads off the list, for whoever has the mail and for nobody else."""

    def test_asked_first_then_off_the_list(self):
        schedule = self._schedule(self.head, self.vera)
        path = schedule._get_leave_path(self.vera)
        page = self.url_open(path)
        self.assertIn("vera@example.com", page.text)
        self.assertIn(self.vera, schedule.user_ids)
        self.assertIn("not sent to you any more", self.url_open(path, data={"List-Unsubscribe": "One-Click"}).text)
        self.assertEqual(schedule.user_ids, self.head)
        self.assertIn("not sent to you any more", self.url_open(path).text)

    def test_asked_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.env.ref("crm_smarket_reports.report_schedule_leave").update_field_translations(
            "arch_db", {"pl_PL": {"Do Not Send It Any More": "Nie wysyłaj więcej"}}
        )
        self.vera.lang = "pl_PL"
        schedule = self._schedule(self.head, self.vera)
        self.assertIn("Nie wysyłaj więcej", self.url_open(schedule._get_leave_path(self.vera)).text)
        self.assertIn("Do Not Send It Any More", self.url_open(schedule._get_leave_path(self.head)).text)

    def test_only_with_the_token_of_the_reader(self):
        schedule = self._schedule(self.head, self.vera)
        path = schedule._get_leave_path(self.vera)
        for wrong in (
            path.replace(f"user_id={self.vera.id}", f"user_id={self.head.id}"),
            path.replace("token=", "token=0"),
            path.replace(f"/{schedule.id}/", "/0/"),
            path.split("?")[0],
        ):
            self.assertEqual(self.url_open(wrong, data={"a": "b"}).status_code, 404)
        self.assertEqual(schedule.user_ids, self.head | self.vera)
