from odoo import models

from ..tools.form_payload import get_names
from ..tools.form_post import TECHNICAL_NAMES


class FormMapping:
    """What a form would make of one post. Nothing is written to find it out.

    :param list rows: FormRow, one per mapped field, in the form's order
    :param dict also_sent: ``{name: text}`` of what the site sent and nobody mapped
    :param dict person: by what the same person is known again; values of the submission

    A kind of form that reads more than single fields adds ``lines`` and what is wrong with them,
    ``other_errors`` by the names sent.
    """

    def __init__(self, rows, also_sent, person):
        self.rows = rows
        self.also_sent = also_sent
        self.person = person
        self.lines = []
        self.other_errors = {}

    @property
    def errors(self):
        """What is wrong, in the visitor's language: ``{name of the field: message}``, no name for the whole."""
        return {row.field.source_name: row.error for row in self.rows if row.error} | self.other_errors

    def get_rows(self, target):
        """Return the rows of a target that got a value."""
        return [row for row in self.rows if row.field.target == target and row.value is not None]

    def get_first(self, target, default=None):
        """Return the first value for a target."""
        return next((row.value for row in self.get_rows(target)), default)


class CrmWebForm(models.Model):
    """Mapping a post to values; also for refusing a wrong one and for trying the mapping."""

    _inherit = "crm.web.form"

    def _map_payload(self, payload, lang=None):
        """Return what becomes of a post, field by field, without writing anything.

        :param dict payload: flat, as tools.form_payload makes it
        :param str lang: code of the visitor's language, for messages and names
        :return: FormMapping
        """
        self.ensure_one()
        form = self.with_context(lang=self._get_lang(lang))
        locale, country = form._get_locale(), form._get_country()
        rows, read = {}, set(TECHNICAL_NAMES)
        # a state is one of the country that was sent
        single = form._get_single_fields()
        for field in single.sorted(lambda field: field.target == "state"):
            rows[field] = field._read_row(payload, locale, country)
            read.update(get_names(payload, field.source_name))
            if field.target == "country" and rows[field].value:
                country = rows[field].value
        also_sent = {name: text for name, text in payload.items() if name not in read and text.strip()}
        rows = [rows[field] for field in single]
        return FormMapping(rows, also_sent, form._get_person(rows))

    def _get_single_fields(self):
        """Return the fields of which each is read by itself: all, unless a kind of form has others."""
        return self.field_ids
