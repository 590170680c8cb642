import tempfile
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from ..models import crm_workbook_job, crm_workbook_job_rows
from .test_analysis import TODAY, AnalysisCase

SOLD = "crm.sold.fact"


class WorkbookJobCase(AnalysisCase):
    """Orders of two managers, and one who may export."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = new_test_user(
            cls.env,
            "exporter",
            groups="sales_team.group_sale_manager,base.group_allow_export",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            tz="Europe/Warsaw",
        )
        cls.jobs = cls.env["crm.workbook.job"].with_user(cls.head)

    def _start(self, domain=(), user=None, **values):
        jobs = self.jobs.with_user(user or self.head).with_context(allowed_company_ids=self.company.ids)
        return jobs.start(SOLD, [("company_id", "=", self.company.id), *domain], "Sold", **values)

    def _read(self, content):
        return openpyxl.load_workbook(BytesIO(content), data_only=True)

    def _write(self, job):
        """Return the workbook of a job that is written when it is fetched."""
        job = self.jobs.browse(job["id"])
        with tempfile.TemporaryFile() as file:
            job._write_file(file, job._get_reader())
            file.seek(0)
            return self._read(file.read())

    def _columns(self, sheet, *labels):
        """Return the cells of columns by row, with the total at the end."""
        header, *rows = sheet.values
        return [tuple(row[header.index(label)] for label in labels) for row in rows]


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestWorkbookJob(WorkbookJobCase):
    """All rows of a list."""

    def test_rows_of_the_list(self):
        self._sell(300, "2026-03-05")
        self._sell(200, "2026-03-06", user=self.oleg, partner=self.depot)
        sheet = self._write(self._start()).active
        self.assertEqual(
            self._columns(sheet, "Customer", "Manager", "Product", "Counted Here", "Full Amount")[:2],
            [("Depot", "Oleg", "Lamp", 200, 200), ("Shop", "Vera", "Lamp", 300, 300)],
        )
        self.assertEqual(self._columns(sheet, "Counted Here")[2], (500,))
        self.assertEqual(str(sheet["B2"].value), "2026-03-06 00:00:00")
        self.assertEqual((sheet.freeze_panes, sheet.auto_filter.ref[:2]), ("B2", "A1"))

    def test_all_there_is(self):
        """Without anything searched for."""
        self._sell(300)
        job = self.jobs.with_context(allowed_company_ids=self.company.ids).start(SOLD, [], "Sold")
        self.assertEqual(self._columns(self._write(job).active, "Counted Here"), [(300,), (300,)])

    def test_batches_make_one_table(self):
        for number in range(5):
            self._sell(100 + number)
        with patch.object(crm_workbook_job_rows, "BATCH", 2), patch.object(crm_workbook_job_rows, "KEPT", 1):
            rows = self._columns(self._write(self._start()).active, "Customer", "Counted Here")
        amounts = self.env[SOLD].search([]).mapped("amount")
        self.assertEqual(sorted(amounts), [100, 101, 102, 103, 104])
        self.assertEqual(rows, [*[("Shop", amount) for amount in amounts], (None, 510)], "in the order of the list")

    def test_text_is_never_a_formula(self):
        self.shop.name = "=1+1 <r>&\x0b"
        self._sell(300)
        job = self._start(facets=[("=2", "@3")])
        book = self._write(job)
        self.assertEqual(self._columns(book.active, "Customer")[0], ("=1+1 <r>&",))
        self.assertEqual(dict(book["About"].values)["=2"], "@3")

    def test_rights_are_those_of_the_user(self):
        """Own rows alone, no margins; who may not export, gets nothing, and nobody what others asked for."""
        self._sell(300)
        self._sell(200, user=self.oleg)
        with self.assertRaises(AccessError):
            self._start(user=self.vera)
        self.vera.group_ids += self.env.ref("base.group_allow_export")
        job = self._start(user=self.vera)
        sheet = self._write(job).active
        self.assertEqual(self._columns(sheet, "Manager", "Counted Here"), [("Vera", 300), (None, 300)])
        self.assertNotIn("Margin", [cell.value for cell in sheet[1]])
        self.assertFalse(self.jobs.search([("id", "=", job["id"])]))
        with self.assertRaises(AccessError):
            self.jobs.browse(job["id"]).get_progress()
        with self.assertRaises(AccessError):
            self.jobs.with_user(self.vera).create({"name": "x", "model": "res.users", "state": "done"})

    def test_cells_are_those_of_core_s_export(self):
        """Whichever way they are read: columns, those of other tables, and what is computed; each user's own."""
        template = self.env["crm.project.template"].create({"name": "Course"})
        values = {"name": "Deal", "project_template_id": template.id, "user_id": self.vera.id}
        lead = self.env["crm.lead"].create(values)
        order = self._sell(300, opportunity_id=lead.id)
        order.order_line = [Command.create({"product_id": self.fitting.id, "price_unit": 0.3, "tax_ids": []})]
        self._sell(200, partner=self.depot, user=self.oleg)
        self.vera.group_ids += self.env.ref("base.group_allow_export")
        for user, amounts in ((self.head, [300.3, 300.3, 200]), (self.vera, [300.3, 300.3])):
            with self.subTest(user=user.name):
                job = self.jobs.with_user(user).browse(self._start(user=user)["id"])
                reader = job._get_reader()
                columns = job._get_columns(reader)
                names = [column["name"] for column in columns]
                [cells] = job._iterate(reader, columns)
                expected = reader.search(job.domain).export_data(names)["datas"]
                self.assertEqual(
                    [[cell or "" for cell in row] for row in zip(*cells, strict=True)],
                    [[cell or "" for cell in row] for row in expected],
                )
                self.assertCountEqual(cells[names.index("document_amount")], amounts)
                self.assertIn("Course", cells[names.index("project_template_id")])
                self.assertEqual("margin" in names, user == self.head)

    def test_what_was_asked_for_long_ago_is_cleaned_away(self):
        old, new = (self.jobs.browse(self._start()["id"]).sudo() for _number in range(2))
        files = self.env["ir.attachment"].sudo()
        files.create({"name": "old", "raw": b"x", "res_model": old._name, "res_id": old.id})
        (old + new).flush_recordset()
        long_ago = TODAY - timedelta(days=2)
        self.env.cr.execute("UPDATE crm_workbook_job SET create_date = %s WHERE id = %s", [long_ago, old.id])
        self.jobs.sudo()._gc_jobs()
        self.assertEqual((old + new).exists(), new)
        self.assertFalse(files.search([("res_model", "=", old._name), ("res_id", "=", old.id)]))

    def test_more_rows_than_a_sheet_has(self):
        self._sell(300)
        with patch.object(crm_workbook_job, "MOST", 0), self.assertRaisesRegex(UserError, "Search for fewer"):
            self._start()


@tagged("post_install", "-at_install")
class TestLargeWorkbook(WorkbookJobCase, HttpCase):
    """Those that are written by the cron, and the link."""

    def setUp(self):
        super().setUp()
        self._sell(300, self.analysis._get_today())
        self.env["crm.sold.fact"].search_count([])
        self.env.cr.flush()
        self.authenticate(self.head.login, self.head.login)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_smarket_reports.ir_cron_workbook_job").method_direct_trigger()

    def test_few_rows_are_written_when_fetched(self):
        job = self._start()
        self.assertFalse(job["is_large"])
        answer = self.url_open(job["url"])
        self.assertEqual(self._columns(self._read(answer.content).active, "Counted Here"), [(300,), (300,)])
        self.assertIn("Sold%20", answer.headers["Content-Disposition"])
        self.authenticate("admin", "admin")
        self.assertEqual(self.url_open(job["url"]).status_code, 404)

    def test_many_rows_are_written_by_the_cron(self):
        with patch.object(crm_workbook_job, "LARGE", 0):
            job = self._start()
        self.assertTrue(job["is_large"])
        self.assertEqual(self.url_open(job["url"]).status_code, 404)
        self._run_cron()
        record = self.jobs.browse(job["id"])
        self.assertEqual(record.get_progress(), {"state": "done", "count": 1, "written": 1, "error": False})
        content = self.url_open(job["url"]).content
        self.assertEqual(self._columns(self._read(content).active, "Manager", "Counted Here")[0], ("Vera", 300))

    def test_failure_is_said_and_keeps_nothing_from_others(self):
        with patch.object(crm_workbook_job, "LARGE", 0):
            broken, whole = self._start(), self._start()
        self.jobs.browse(broken["id"]).sudo().domain = [("nowhere", "=", 1)]
        with mute_logger("odoo.addons.crm_smarket_reports.models.crm_workbook_job"):
            self._run_cron()
        states = [self.jobs.browse(job["id"]).get_progress()["state"] for job in (broken, whole)]
        self.assertEqual(states, ["failed", "done"])

    def test_what_is_cancelled_is_not_written(self):
        """By its user, nobody else; one that is being written stops where it next says how far it is."""
        with patch.object(crm_workbook_job, "LARGE", 0):
            job = self.jobs.browse(self._start()["id"])
        with self.assertRaises(AccessError):
            job.with_user(self.vera).action_cancel()
        job.action_cancel()
        self._run_cron()
        self.assertEqual(job.get_progress()["state"], "cancelled")
        self.assertFalse(job.attachment_id)
        with self.enter_registry_test_mode(), self.assertRaisesRegex(UserError, "Cancelled"):
            job.sudo()._tell(1)
