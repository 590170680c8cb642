import io
import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.pdf import PdfReader

from odoo.addons.base.models.ir_actions_report import _wkhtml

from .ir_actions_report import REPORT

_logger = logging.getLogger(__name__)

DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440)]
# Debian's engine shrinks pages to four fifths, whatever it is told.
UNPATCHED_ZOOM = 1.25


class StockDeliveryNote(models.Model):
    """The PDF of a delivery note: made after the goods have left, kept as it was issued.

    A broken printer tool or a missing font shows on the delivery as the reason why there is no paper yet; it is tried
    again, ever more rarely, and whenever somebody asks.
    """

    _inherit = "stock.delivery.note"

    attachment_id = fields.Many2one("ir.attachment", string="PDF", readonly=True, ondelete="set null", copy=False)
    error = fields.Char(string="Why There Is No PDF", readonly=True, copy=False)
    attempt_count = fields.Integer(readonly=True, copy=False)
    date_retry = fields.Datetime(string="Next Attempt", readonly=True, copy=False)

    def action_retry(self):
        """Give the number and make the PDF now, whatever has failed before."""
        self.check_access("read")
        self._process_apart()
        return True

    @api.model
    def _cron_process(self):
        """Give the numbers that are due, and make the PDFs that are due."""
        self.search([("number", "=", False)], order="id")._number_apart()
        self.env["ir.cron"]._commit_progress()
        due = self.search(
            Domain("state", "in", ("pending", "failed"))
            & (Domain("date_retry", "=", False) | Domain("date_retry", "<=", fields.Datetime.now())),
            order="id",
        )
        for left, note in zip(reversed(range(len(due))), due, strict=True):
            note._make_paper_or_say_why()
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break

    def _process_apart(self):
        """Number these notes and make their PDFs, in transactions of their own.

        :return: ``{id of note: PDF as bytes}`` of all that have one
        """
        self._number_apart()
        papers = {}
        for note_id in self.ids:
            with self.env.registry.cursor() as cr:
                note = self.with_env(api.Environment(cr, SUPERUSER_ID, {})).browse(note_id).exists()
                if note.number and not note._get_paper():
                    note._make_paper_or_say_why()
                if paper := note._get_paper():
                    papers[note_id] = paper
        return papers

    def _get_paper(self):
        """Return the PDF of this note as bytes, None while there is none, or none of what was issued last."""
        return self.attachment_id.raw if self.state == "done" and self.attachment_id else None

    def _make_paper_or_say_why(self):
        """Make the PDF; if that fails, note the reason and when to try again."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                if self.try_lock_for_update():
                    self._make_paper()
        except OperationalError:
            _logger.info("Delivery note %s is being printed by somebody else", self.number)
        except Exception as error:
            _logger.warning("No PDF of delivery note %s", self.number, exc_info=True)
            delay = DELAYS[self.attempt_count] if self.attempt_count < len(DELAYS) else None
            self.write(
                {
                    "state": "failed",
                    "error": str(error) or type(error).__name__,
                    "attempt_count": self.attempt_count + 1,
                    "date_retry": fields.Datetime.now() + (delay or DELAYS[-1]),
                }
            )
            if delay:
                self.env.ref("crm_smarket_stock.ir_cron_delivery_notes")._trigger(self.date_retry)

    def _make_paper(self):
        """Make the PDF and attach it to the delivery, its orders and their opportunities."""
        self.ensure_one()
        pdf = self._render_pdf()
        name = f"{self.number.replace('/', '-')}.pdf"
        places = [self.picking_id, *self._get_orders(), *self._get_orders().opportunity_id]
        # The same content is stored once, however many records it is attached to.
        attachments = self.env["ir.attachment"].create(
            [
                {"name": name, "raw": pdf, "mimetype": "application/pdf", "res_model": place._name, "res_id": place.id}
                for place in places
            ]
        )
        self.write({"attachment_id": attachments[0].id, "state": "done", "error": False, "date_retry": False})

    def _render_pdf(self):
        """Return the PDF of this note as bytes.

        :raises UserError: the PDF engine is missing or fails
        """
        self.ensure_one()
        note = self.with_context(lang=self._get_language())
        report = self.env["ir.actions.report"]
        if report.get_wkhtmltopdf_state() not in ("ok", "upgrade", "workers"):
            raise UserError(note.env._("The program wkhtmltopdf, which makes PDFs, is missing or does not start."))
        for attempt in range(4):
            values = note._get_paper_values(tighten=20 * attempt)
            html = note._render_html(values)
            pdf = report.with_context(delivery_note_paper=True)._run_wkhtmltopdf([html], report_ref=REPORT)
            if not pdf:
                raise UserError(note.env._("The program wkhtmltopdf has made an empty file."))
            if len(PdfReader(io.BytesIO(pdf), strict=False).pages) == len(values["pages"]) * len(values["copies"]):
                break  # otherwise a page ran over its end: names are wider than they were thought to be
        return pdf

    def _render_html(self, values):
        """Return the paper as a page that needs no server: fonts, styles and pictures are within."""
        zoom = 1 if _wkhtml().is_patched_qt else UNPATCHED_ZOOM
        page = self.env["ir.qweb"]._render("crm_smarket_stock.delivery_note_page", {**values, "zoom": zoom})
        return f"<!DOCTYPE html>{page}"

    def _render_on_screen(self):
        """Return the paper as a part of another page."""
        self.ensure_one()
        note = self.with_context(lang=self._get_language())
        return note.env["ir.qweb"]._render("crm_smarket_stock.delivery_note_on_screen", note._get_paper_values())
