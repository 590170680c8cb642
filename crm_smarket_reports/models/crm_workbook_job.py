import logging
import tempfile
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.workbook_stream import MOST

_logger = logging.getLogger(__name__)

# More rows than one waits for with the hand on the mouse.
LARGE = 20_000
KEPT = timedelta(days=1)


class CrmWorkbookJob(models.Model):
    """A workbook of all rows of a list, asked for by a user: of few rows it is written while it is fetched.

    One of very many rows is written by a cron, and says how far it is. Either way its link is the
    same, rows are read as the user would read them, and the memory that it takes does not depend
    on how many there are.
    """

    _name = "crm.workbook.job"
    _description = "Workbook of a List"

    name = fields.Char(required=True, readonly=True, help="What the list is called.")
    model = fields.Char(required=True, readonly=True)
    domain = fields.Json(readonly=True)
    facets = fields.Json(readonly=True, help="What is searched for in words: list of label and text.")
    context = fields.Json(readonly=True, help="Language, time zone and companies of the user.")
    count = fields.Integer(readonly=True, help="Rows that there are.")
    written = fields.Integer(readonly=True, help="Rows that are written.")
    state = fields.Selection(
        [
            ("direct", "Written When Fetched"),
            ("waiting", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
    )
    error = fields.Char(readonly=True)
    attachment_id = fields.Many2one("ir.attachment", readonly=True, ondelete="set null")

    @api.model
    def start(self, model, domain, name, facets=()):
        """Ask for a workbook of the records of a domain.

        :param str model: of the records
        :param list domain: which of them
        :param str name: of the list
        :param facets: list of (label, text) of what is searched for, in words
        :return: ``{"id", "url", "is_large"}``; one that is large is not there before :meth:`get_progress` says so
        :raise AccessError: for people who may not export, or not read the records
        :raise UserError: for more rows than a sheet has
        """
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._("You may not export. Ask your administrator for the right to."))
        count = self.env[model].search_count(domain)
        if count > MOST:
            raise UserError(
                self.env._(
                    "These are %(count)s rows, and a sheet has no more than %(most)s. Search for fewer, as of a year.",
                    count=count,
                    most=MOST,
                )
            )
        is_large = count > LARGE
        # sudo: nobody makes one in any other way
        job = self.sudo().create(
            {
                "name": name,
                "model": model,
                "domain": domain,
                "facets": [list(facet) for facet in facets],
                "context": {
                    "lang": self.env.lang,
                    "tz": self.env.user.tz,
                    "allowed_company_ids": self.env.companies.ids,
                },
                "count": count,
                "state": "waiting" if is_large else "direct",
            }
        )
        if is_large:
            self.env.ref("crm_smarket_reports.ir_cron_workbook_job")._trigger()
        return {"id": job.id, "url": f"/crm_smarket/workbook/{job.id}.xlsx", "is_large": is_large}

    @api.readonly
    def get_progress(self):
        """Return ``{"state", "count", "written", "error"}`` of a workbook."""
        self.ensure_one()
        return {name: self[name] for name in ("state", "count", "written", "error")}

    def action_cancel(self):
        """Write it no further: its user waits for it no more."""
        self.check_access("read")
        # sudo: users themselves write nothing of it
        self.sudo().filtered(lambda job: job.state in ("waiting", "running")).state = "cancelled"

    # -- large ones --------------------------------------------------------------------------------------------------

    @api.model
    def _cron_write(self):
        """Write the workbooks that wait; one that an earlier run has left half written is not there."""
        self.search([("state", "=", "running")])._fail(self.env._("The server was stopped meanwhile. Ask again."))
        jobs = self.search([("state", "=", "waiting")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(jobs))
        for job in jobs:
            job._write_guarded()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _write_guarded(self):
        """Write a workbook that waits; what goes wrong is said to its user, and keeps nothing from others."""
        if self.state != "waiting":
            return
        self.state = "running"
        self.env["ir.cron"]._commit_progress()
        try:
            with tempfile.TemporaryFile() as file:
                self._write_file(file, self._get_reader(), self._tell)
                # What others have written of this job meanwhile, such as how far it is, is seen from here on.
                self.env["ir.cron"]._commit_progress()
                self._keep(file)
        except Exception as error:
            self.env.cr.rollback()
            if self.state == "cancelled":
                return
            _logger.exception("Workbook %s of %s", self.name, self.model)
            is_told = isinstance(error, UserError)
            self._fail(str(error) if is_told else self.env._("It could not be written. The server's log says why."))

    def _tell(self, written):
        """Let the user see how far it is: on a connection of its own, as all rows are read at one moment.

        :raise UserError: where the user has cancelled it
        """
        with self.env.registry.cursor() as cursor:
            job = self.with_env(self.env(cr=cursor))
            if job.state == "cancelled":
                raise UserError(self.env._("Cancelled"))
            job.written = written

    def _keep(self, file):
        """Keep a file until the job itself is cleaned away."""
        file.seek(0)
        self.attachment_id = self.env["ir.attachment"].create(
            {"name": self._get_file_name(), "raw": file.read(), "res_model": self._name, "res_id": self.id}
        )
        self.state = "done"

    @api.autovacuum
    def _gc_jobs(self):
        """Clean away what was asked for long ago, with its file."""
        self.search([("create_date", "<", fields.Datetime.now() - KEPT)]).unlink()

    def _fail(self, error):
        self.write({"state": "failed", "error": error})
