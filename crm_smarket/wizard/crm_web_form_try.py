import json
from urllib.parse import parse_qsl

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.form_guess import guess_mapping
from ..tools.form_payload import PayloadError, flatten, parse_json
from ..tools.form_post import TECHNICAL_NAMES


class CrmWebFormTry(models.TransientModel):
    """A sample on which somebody tries the mapping of a form, and the rows guessed from it.

    Kept apart from the form, and for an hour only: a sample may hold a visitor's data.
    """

    _name = "crm.web.form.try"
    _description = "Sample for a Web Form"

    form_id = fields.Many2one("crm.web.form", required=True, readonly=True, ondelete="cascade", index=True)
    sample = fields.Text()
    line_ids = fields.One2many("crm.web.form.try.line", "try_id")

    def _propose_lines(self):
        """Propose rows for the fields of the sample that the form does not list yet.

        :raise UserError: for a sample that cannot be read
        """
        self.ensure_one()
        payload = self._read_text(self.sample)
        known = TECHNICAL_NAMES.union(self.form_id.field_ids.mapped("source_name"))
        self.line_ids = [
            Command.create({"source_name": name, "text": payload[name], "target": target, "transform": transform})
            for name, target, transform in guess_mapping([name for name in payload if name not in known])
        ]

    @api.model
    def _read_text(self, text):
        """Return the fields of a text that is JSON or form-encoded, also over several lines.

        :return: as a post is stored, ``{dotted name: text}``
        :raise UserError: for what cannot be read
        """
        text = (text or "").strip()
        try:
            if text.startswith("{"):
                return parse_json(text.encode())
            return flatten(parse_qsl("&".join(text.splitlines()), keep_blank_values=True))
        except PayloadError as error:
            raise UserError(
                self.env._("This cannot be read. Paste JSON, or fields like name=Anna&email=anna%40example.com.")
            ) from error

    @api.model
    def _format_payload(self, payload):
        """Return a payload as a text that can be read and changed by a person."""
        return json.dumps(payload, ensure_ascii=False, indent=2)

    def action_apply(self):
        """Add the chosen rows to the form."""
        self.ensure_one()
        last = max(self.form_id.field_ids.mapped("sequence"), default=0)
        self.form_id.field_ids = [
            Command.create(line._prepare_field(last + 10 * number))
            for number, line in enumerate(self.line_ids.filtered("is_chosen"), 1)
        ]
        return {"type": "ir.actions.act_window_close"}
