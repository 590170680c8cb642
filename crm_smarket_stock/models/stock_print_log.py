from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every
from odoo.tools.pdf import merge_pdf

from ..tools import label_pdf, label_zpl

BATCH = 50  # deliveries whose data are in memory at a time


class StockPrintLog(models.Model):
    """What was printed, by whom, when, and how: a paper is printed from here, and again with one click."""

    _name = "stock.print.log"
    _description = "Printed Papers"
    _order = "id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [("note", "Delivery Note"), ("label", "Address Labels")], string="Paper", required=True, readonly=True
    )
    picking_ids = fields.Many2many("stock.picking", string="Deliveries", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade", index=True)
    user_id = fields.Many2one("res.users", string="Printed By", required=True, readonly=True)
    create_date = fields.Datetime(string="Printed On", readonly=True)
    format_id = fields.Many2one("stock.label.format", readonly=True, ondelete="restrict")
    first_position = fields.Integer(readonly=True, default=1)
    copy_count = fields.Integer(string="Number of Labels", readonly=True)

    @api.model
    def _log(self, pickings, kind, **vals):
        """Note that papers are printed now.

        :param pickings: the deliveries, of one company or several; none are fine
        :param str kind: ``note`` or ``label``
        :param vals: ``format_id`` and ``first_position``, for labels
        :return: a record for each company
        """
        pickings.check_access("read")
        logs = self.browse()
        for company, own in pickings.grouped("company_id").items():
            # sudo: whoever may see the delivery may print its papers, but nobody writes the record by hand
            logs |= self.sudo().create(
                {
                    "kind": kind,
                    "picking_ids": [(6, 0, own.ids)],
                    "company_id": company.id,
                    "user_id": self.env.uid,
                    "copy_count": sum(picking._get_parcel_count() for picking in own) if kind == "label" else len(own),
                    **vals,
                }
            )
        return logs.sudo(False)

    @api.model
    def _log_labels(self, pickings):
        """Note that the labels of these deliveries are printed now on the paper that their company uses."""
        logs = self.browse()
        for company, own in pickings.grouped("company_id").items():
            label_format = company.label_format_id or self.env["stock.label.format"].search([], limit=1)
            logs |= self._log(own, "label", format_id=label_format.id)
        return logs

    def _download(self):
        """Return the action that downloads these papers by ordinary links, as they work on a phone too."""
        return {
            "type": "ir.actions.client",
            "tag": "crm_smarket_stock_print",
            "params": {"urls": [f"/stock/papers/{log.id}" for log in self]},
        }

    def action_print_again(self):
        """Print the same papers once more."""
        self.ensure_one()
        self.check_access("read")
        pickings = self.picking_ids
        if self.kind == "note":
            return pickings.action_print_delivery_note()
        vals = {"format_id": self.format_id.id, "first_position": self.first_position}
        return self._log(pickings, "label", **vals)._download()

    def _render(self):
        """Return the papers: (content as bytes, MIME type, file name)."""
        self.ensure_one()
        if self.kind == "note":
            return self._render_notes()
        label_format = self.format_id
        name = self.picking_ids.name if len(self.picking_ids) == 1 else f"{self.id}"
        name = f"{self.env._('Labels')} {name}".replace("/", "-")
        labels = self._get_labels()
        code = self.company_id.label_code
        if label_format.kind == "zpl":
            commands = label_zpl.render(
                labels, int(label_format.dpi), label_format.width, label_format.height, code=code
            )
            return commands.encode(), "application/zpl", f"{name}.zpl"
        pdf = label_pdf.render(labels, label_format._get_grid(), self.first_position, code, title=name)
        return pdf, "application/pdf", f"{name}.pdf"

    def _get_labels(self):
        """Yield the address labels; deliveries are read in batches and then forgotten, so that any number will do."""
        for ids in split_every(BATCH, sorted(self.picking_ids.ids)):
            yield from self.env["stock.picking"].browse(ids)._get_labels()
            self.env.invalidate_all()

    def _render_notes(self):
        papers = self.picking_ids.sorted("id")._get_delivery_note_papers()
        if not papers:
            raise UserError(self.env._("The delivery note is not made yet. See the reason on the delivery."))
        number = self.picking_ids.delivery_note_number if len(self.picking_ids) == 1 else f"WZ {self.id}"
        pdf = next(iter(papers.values())) if len(papers) == 1 else merge_pdf(list(papers.values()))
        return pdf, "application/pdf", f"{number.replace('/', '-')}.pdf"
