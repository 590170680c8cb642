import re
from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.sql import escape_psql

from ..tools.form_payload import get_values
from ..tools.form_transform import TRANSFORMS, TransformError, table
from ..tools.markup import text_to_html

MAX_LINE = 500  # characters of a field of one line
# What a type of value needs, where nothing else was chosen.
TYPE_TRANSFORMS = {
    "boolean": "boolean",
    "date": "date",
    "float": "decimal",
    "integer": "integer",
    "monetary": "decimal",
}
TYPE_CLASSES = {"boolean": bool, "date": date, "float": (int, float), "integer": int, "monetary": (int, float)}
UNSAFE_ADDRESS = re.compile(r"\s*(javascript|data|vbscript|file)\s*:", re.IGNORECASE)


class FormRow(NamedTuple):
    """What became of one mapped field of a post.

    :param field: the crm.web.form.field
    :param text: what was sent, or its default; None when nothing was
    :param value: what the target takes; None when there is none
    :param shown: the value in words
    :param error: what is wrong with it, in the visitor's language
    :param unknown: names sent that no record has
    """

    field: models.BaseModel
    text: str | None = None
    value: object = None
    shown: str = ""
    error: str = ""
    unknown: tuple = ()


class CrmWebFormField(models.Model):
    """From the text of a post to the value that the target of a field takes; nothing is written."""

    _inherit = "crm.web.form.field"

    def _read_row(self, payload, locale, country):
        """Return what this field takes from a post.

        :param dict payload: flat, as tools.form_payload makes it
        :param locale: tools.form_transform.Locale
        :param country: in which a state is looked for
        :return: FormRow
        """
        self.ensure_one()
        texts = [text for text in get_values(payload, self.source_name) if text.strip()]
        if not texts and (self.default or "").strip():
            texts = [self.default]
        text = ", ".join(texts) if texts else None
        if not texts:
            error = self._get_error("required") if self.required else ""
            return FormRow(self, error=error)
        try:
            if self._get_found_model():
                names = [str(self._transform(one, locale)) for one in texts]
                found, unknown = self._find_records(names, country)
                shown = ", ".join(found.mapped("display_name"))
                return FormRow(self, text, found or None, shown, unknown=tuple(unknown))
            value = self._to_value(self._transform(text, locale))
        except TransformError as error:
            return FormRow(self, text, error=self._get_error(error.code))
        return FormRow(self, text, value, self._show_value(value))

    def _transform(self, text, locale):
        """Return the value that the transform of this field makes of a text."""
        name = self.transform
        if name == "table":
            text, name = table(text, self._get_table()), "trim"
        if name == "trim":
            name = TYPE_TRANSFORMS.get(self._get_value_type(), "trim")
        return TRANSFORMS[name](text, locale)

    def _get_value_type(self):
        """Return the type of the value that the target takes, as fields name it."""
        if parameter := self._get_parameter():
            return parameter["type"]
        if self._is_for_notes():
            return "text"
        field = self._get_lead_field()
        return field.type if field else "char"

    def _to_value(self, value):
        """Return a transformed value as the target takes it.

        :raise TransformError: the type that is wanted, ``choice`` for an unknown option, ``long``, ``website``
        """
        kind = self._get_value_type()
        if kind in ("selection", "tags"):
            return self._find_option(value, kind)
        if kind in TYPE_CLASSES:
            if not isinstance(value, TYPE_CLASSES[kind]) or (kind == "integer" and abs(value) >= 2**31):
                raise TransformError(TYPE_TRANSFORMS[kind])
            return value
        text = value if isinstance(value, str) else self._show_value(value)
        if kind == "html":
            return text_to_html(text)
        if kind == "char":
            text = " ".join(text.split())
            if len(text) > MAX_LINE:
                raise TransformError("long")
            if self.target == "lead.website" and UNSAFE_ADDRESS.match(text):
                raise TransformError("website")
        return text

    def _find_option(self, text, kind):
        """Return the key of the option that a text names, by key or label; a list of keys for tags."""
        keys = {}
        for key, label in self._get_options(kind):
            keys.setdefault(str(key).casefold(), key)
            keys.setdefault(str(label).strip().casefold(), key)
        names = [str(text)] if kind == "selection" else str(text).split(",")
        try:
            found = [keys[name.strip().casefold()] for name in names]
        except KeyError:
            raise TransformError("choice") from None
        return found[0] if kind == "selection" else found

    def _get_options(self, kind):
        """Return what may be chosen as ``(key, label)``, the labels in the present language and in English."""
        if self.target == "parameter":
            return [option[:2] for option in self._get_parameter().get(kind) or []]
        field = self._get_lead_field()
        english = self.with_context(lang="en_US").env
        return field._description_selection(self.env) + field._description_selection(english)

    # ------------------------------------------------------------
    # records by name
    # ------------------------------------------------------------

    def _get_found_model(self):
        """Return the model whose records the target looks up, None when it takes a plain value."""
        field = self._get_lead_field()
        if field and field.relational:
            return field.comodel_name
        return {
            "country": "res.country",
            "state": "res.country.state",
            "product": "product.product",
            "tag": "crm.tag",
        }.get(self.target)

    def _find_records(self, names, country):
        """Return the records with these names, and the names that none has.

        A name that none has may be a list of names.
        """
        found, unknown = self.env[self._get_found_model()], []
        for text in names:
            parts = [text]
            if not (record := self._find_record(text, country)):
                parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
            for part in parts:
                record = record or self._find_record(part, country)
                if not record:
                    unknown.append(part)
                found |= record
                record = None
        return found, unknown

    def _find_record(self, name, country):
        """Return the record that a name, a code, a reference or a barcode says; upper and lower case do not matter."""
        # sudo: the visitor may read none of them
        model = self.env[self._get_found_model()].sudo()
        if not name or len(name) > MAX_LINE:
            return model
        find = getattr(self, f"_find_{self.target.replace('.', '_')}", self._find_by_name)
        # a name in whatever language of ours, the visitor's first
        for lang in dict.fromkeys([self.env.lang, *(code for code, _name in self.env["res.lang"].get_installed())]):
            if found := find(model.with_context(lang=lang), name, country):
                return found.with_env(self.env)
        return model

    @api.model
    def _is_called(self, fname, name):
        """Return the condition that a field holds a name, whatever its case; nothing in the name is a pattern."""
        return Domain(fname, "=ilike", escape_psql(name))

    def _find_by_name(self, records, name, _country):
        own = Domain(records._check_company_domain(self.form_id.company_id)) if "company_id" in records else Domain.TRUE
        found = records.search(own & self._is_called(records._rec_name, name), limit=2)
        return found if len(found) == 1 else records

    def _find_country(self, countries, name, _country):
        return countries.search(self._is_called("code" if len(name) == 2 else "name", name), limit=1)

    def _find_state(self, states, name, country):
        name = re.sub(r"^[A-Za-z]{2}-(?=\w{1,3}$)", "", name)  # PL-MA is the state MA
        called = self._is_called("code", name) | self._is_called("name", name)
        found = states.search(called & Domain("country_id", "=", country.id), limit=1) if country else states
        if not found:
            found = states.search(self._is_called("name", name), limit=2)
        return found if len(found) == 1 else states

    def _find_product(self, products, name, _country):
        offered = Domain("sale_ok", "=", True) & Domain(products._check_company_domain(self.form_id.company_id))
        for called in (
            self._is_called("default_code", name),
            Domain("barcode", "=", name),
            self._is_called("name", name),
        ):
            found = products.search(offered & called, limit=50)
            if found:
                return found[:1] if len(found.product_tmpl_id) == 1 else products
        return products

    # ------------------------------------------------------------
    # words
    # ------------------------------------------------------------

    def _show_value(self, value):
        """Return a value in the words of the present language."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, date):
            return format_date(self.env, value)
        if (kind := self._get_value_type()) in ("selection", "tags"):
            labels = dict(reversed(self._get_options(kind)))
            return ", ".join(labels[key] for key in (value if kind == "tags" else [value]))
        return str(value)

    def _get_error(self, code):
        """Return in the present language what is wrong with what was sent."""
        return {
            "required": self.env._("Please fill this in."),
            "email": self.env._("Please enter one e-mail address, like name@example.com."),
            "phone": self.env._("Please enter a phone number with its area code, like +48 22 123 45 67."),
            "integer": self.env._("Please enter a whole number."),
            "decimal": self.env._("Please enter a number."),
            "date": self.env._("Please enter a date, like 2026-03-31."),
            "boolean": self.env._("Please answer yes or no."),
            "table": self.env._("Please choose one of the values offered."),
            "choice": self.env._("Please choose one of the values offered."),
            "long": self.env._("Please shorten this to %s characters.", MAX_LINE),
            "website": self.env._("Please enter the address of a web site, like www.example.com."),
        }[code]
