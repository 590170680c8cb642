import io

from odoo import models
from odoo.exceptions import UserError

REPORT = "crm_smarket_stock.action_report_delivery_note"


class IrActionsReport(models.Model):
    """Whoever prints a delivery note gets the PDF that was issued."""

    _inherit = "ir.actions.report"

    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self.env.context.get("delivery_note_paper"):  # a page without scripts has none to wait for
            command[command.index("--javascript-delay") + 1] = "0"
        return command

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report != self.env.ref(REPORT) or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        pickings = self.env["stock.picking"].browse(res_ids)
        papers = pickings._get_delivery_note_papers()
        missing = pickings.filtered(lambda picking: picking.id not in papers)
        if missing:
            raise UserError(
                self.env._("There is no delivery note of %(deliveries)s.", deliveries=", ".join(missing.mapped("name")))
            )
        return {picking_id: {"stream": io.BytesIO(pdf), "attachment": None} for picking_id, pdf in papers.items()}
