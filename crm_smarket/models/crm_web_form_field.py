from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.form_payload import get_value
from ..tools.form_transform import TRANSFORMS, TransformError, table

# Fields of the lead that a visitor may not fill, although they are writable for salespeople.
CLOSED_LEAD_FIELDS = {
    "active",
    "user_id",
    "company_id",
    "team_id",
    "stage_id",
    "type",
    "partner_id",
    "probability",
    "won_status",
    "lost_reason_id",
    "project_template_id",
    "project_revision",
    "message_main_attachment_id",
}
LEAD_FIELD_TYPES = ("char", "text", "html", "integer", "float", "monetary", "boolean", "date", "selection")

CUSTOMER_TARGETS = [("partner.vat", "Customer: VAT"), ("partner.comment", "Customer: note")]
OTHER_TARGETS = [
    ("product", "Product asked about"),
    ("tag", "Tags by name"),
    ("utm.campaign", "Campaign by name"),
    ("utm.source", "Source by name"),
    ("utm.medium", "Medium by name"),
    ("country", "Country by name or code"),
    ("state", "State by name or code"),
    ("note", "Notes, under its label"),
]


class CrmWebFormField(models.Model):
    """What one field of a site's form fills, and how its text becomes a value."""

    _name = "crm.web.form.field"
    _description = "Web Form Field"
    _order = "sequence, id"

    form_id = fields.Many2one("crm.web.form", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    source_name = fields.Char(required=True, help="The name under which the site sends the field.")
    label = fields.Char(translate=True, help="What the hosted page shows. Empty: the name.")
    target = fields.Selection(selection="_get_targets", required=True, default="note")
    parameter_name = fields.Char(help="Which parameter of the template's first stage, for the target Parameter.")
    transform = fields.Selection(
        [
            ("trim", "As it is"),
            ("email", "E-mail"),
            ("phone", "Phone, international"),
            ("integer", "Whole number"),
            ("decimal", "Decimal number"),
            ("date", "Date"),
            ("boolean", "Yes or no"),
            ("table", "Table of values"),
        ],
        default="trim",
        required=True,
    )
    transform_values = fields.Text(
        string="Values", help="One per line: what is sent = what is wanted. * stands for everything else."
    )
    required = fields.Boolean()
    default = fields.Char(help="Taken when nothing is sent.")

    @api.model
    def _get_targets(self):
        lead = self.env["crm.lead"]
        own = [
            (f"lead.{name}", field._description_string(self.env))
            for name, field in sorted(lead._fields.items())
            if field.store
            and not field.readonly
            and field.type in LEAD_FIELD_TYPES
            and not field.groups
            and name not in CLOSED_LEAD_FIELDS
            and not name.startswith(("message_", "activity_", "project_"))
        ]
        return [*own, *CUSTOMER_TARGETS, ("parameter", "Parameter of the first stage"), *OTHER_TARGETS]

    @api.constrains("transform", "transform_values")
    def _check_transform_values(self):
        for field in self:
            if field.transform == "table" and not field._get_table():
                raise ValidationError(
                    self.env._(
                        "The field “%(field)s” needs its table: one line per value, like “Kraków = PL-12”.",
                        field=field.source_name,
                    )
                )

    def _get_table(self):
        """Return the table of values, ``{text sent: text wanted}``."""
        self.ensure_one()
        rows = (line.partition("=") for line in (self.transform_values or "").splitlines())
        return {key.strip(): value.strip() for key, sep, value in rows if sep and key.strip()}

    def _read_value(self, payload, locale):
        """Return what this field takes from a payload.

        :param dict payload: flat, as tools.form_payload makes it
        :return: the value, None when nothing was sent and there is no default
        :raise TransformError: ``required`` or the code of the transform
        """
        self.ensure_one()
        text = get_value(payload, self.source_name)
        if text is None or not text.strip():
            text = self.default
        if not text or not text.strip():
            if self.required:
                raise TransformError("required")
            return None
        if self.transform == "table":
            return table(text, self._get_table())
        return TRANSFORMS[self.transform](text, locale)
