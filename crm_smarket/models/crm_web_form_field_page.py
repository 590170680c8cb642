from odoo import models

KINDS = {"email": "email", "phone": "tel", "date": "date", "boolean": "checkbox", "table": "select"}


class CrmWebFormField(models.Model):
    """The input that a field has on a page."""

    _inherit = "crm.web.form.field"

    def _get_input_kind(self):
        """Return what kind of input asks for this field."""
        self.ensure_one()
        if (self.target or "").startswith("utm."):
            return "hidden"  # comes with the address of the page, nobody types it
        if self.transform in KINDS:
            return KINDS[self.transform]
        return "textarea" if self.transform == "trim" and self._takes_long_text() else "text"

    def _takes_long_text(self):
        field = self._get_lead_field()
        return field.type in ("text", "html") if field else self.target == "note"

    def _get_input_options(self):
        """Return the texts among which a visitor chooses; a star in the table is no choice."""
        return [text for text in self._get_table() if text != "*"]

    def _is_complete(self):
        """Whether this field can be used, also while somebody is typing it in."""
        self.ensure_one()
        return bool(
            self.source_name and self.target and self.transform and (self.target != "parameter" or self.parameter_name)
        )
