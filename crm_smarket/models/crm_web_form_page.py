from odoo import models
from odoo.tools.mail import html_to_inner_content

from ..tools.form_post import CONSENT

# What a browser can offer to fill in, by what the field fills.
AUTOCOMPLETE = {
    "lead.contact_name": "name",
    "lead.email_from": "email",
    "lead.phone": "tel",
    "lead.partner_name": "organization",
    "lead.function": "organization-title",
    "lead.street": "address-line1",
    "lead.street2": "address-line2",
    "lead.city": "address-level2",
    "lead.zip": "postal-code",
    "lead.website": "url",
    "country": "country-name",
}
INPUT_MODES = {"integer": "numeric", "decimal": "decimal"}


class CrmWebForm(models.Model):
    """How a form's fields are shown to a visitor."""

    _inherit = "crm.web.form"

    def _get_inputs(self, values=None, errors=None):
        """Return the inputs of the form, in their order.

        :param dict values: what was typed or comes with the address, ``{name: text}``
        :param dict errors: ``{name: message}``
        :return: list of dicts: name, id, label, kind (text, textarea, email, tel, date, checkbox,
            select, hidden), inputmode, autocomplete, required, options, value, error
        """
        self.ensure_one()
        values, errors = values or {}, errors or {}
        inputs = []
        for number, field in enumerate(self._get_single_fields().filtered(lambda field: field._is_complete()), 1):
            name = field.source_name
            kind = field._get_input_kind()
            inputs.append(
                {
                    "name": name,
                    "id": f"crm_form_{number}",
                    "label": field.label or name,
                    "kind": kind,
                    "inputmode": INPUT_MODES.get(field.transform),
                    "autocomplete": AUTOCOMPLETE.get(field.target),
                    # what has a default is never missing
                    "required": field.required and not field.default,
                    "options": field._get_input_options() if kind == "select" else [],
                    "value": values.get(name, field.default if kind == "select" else None) or "",
                    "error": errors.get(name),
                }
            )
        return inputs

    def _get_file_endings(self):
        """Return the endings of files that may be sent as a browser wants them, ``.pdf,.jpg``."""
        self.ensure_one()
        endings = (ending.strip().lstrip(".").lower() for ending in (self.file_types or "").split(","))
        return ",".join(f".{ending}" for ending in endings if ending)

    def _get_builder_name(self, name):
        """Return under which name this form knows a field of the website builder.

        The builder names a field after the lead's field that it would fill, or after its label;
        here it is the field that is called so, fills the same or has the same label. A tick box
        with the words of the consent is the consent.

        :param str name: as the builder sends it
        """
        self.ensure_one()
        for found in (
            lambda field: field.source_name == name,
            lambda field: field.target == f"lead.{name}",
            lambda field: (field.label or "").strip().casefold() == name.strip().casefold(),
        ):
            if fields := self.field_ids.filtered(found):
                return fields[0].source_name
        consent = html_to_inner_content(self.consent_text or "").split()
        return CONSENT if consent and consent == name.split() else name
