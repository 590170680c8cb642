from odoo import models
from odoo.fields import Command

from odoo.addons.crm_smarket.tools.form_payload import get_rows

from ..tools.cart_guess import guess_columns


class CrmWebFormTry(models.TransientModel):
    """The mapping of an order form is guessed with its cart, each column of it once."""

    _inherit = "crm.web.form.try"

    def _propose_lines(self):
        result = super()._propose_lines()
        if self.form_id.kind != "order":
            return result
        payload = self._read_text(self.sample)
        known = self.form_id.field_ids.mapped("source_name")
        columns = [column for column in guess_columns(payload) if column[0] not in known]
        rows = get_rows(payload, [name for name, _target, _transform in columns] + known)
        cells = {sent for row in rows for sent in row.values()}
        self.line_ids.filtered(lambda line: line.source_name in cells).unlink()
        self.line_ids = [
            Command.create(
                {
                    "source_name": name,
                    "text": next(payload[row[name]] for row in rows if name in row),
                    "target": target,
                    "transform": transform,
                }
            )
            for name, target, transform in columns
        ]
        return result
