from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Fields of the lead that a visitor may not fill, although salespeople may write them.
CLOSED_LEAD_FIELDS = {
    "active",
    "color",
    "company_id",
    "email_cc",
    "lost_reason_id",
    "partner_id",
    "probability",
    "stage_id",
    "team_id",
    "type",
    "user_id",
    "won_status",
    # these have targets of their own
    "also_sent",
    "campaign_id",
    "country_id",
    "customer_vat",
    "lang_id",
    "medium_id",
    "source_id",
    "state_id",
}
CLOSED_LEAD_PREFIXES = ("activity_", "iap_", "is_", "message_", "my_", "project_", "reveal_")
PARAMETER_TYPES = {"char", "text", "html", "integer", "float", "monetary", "boolean", "date", "selection", "tags"}
# Records that a visitor may not choose by name, and beginnings of technical models.
CLOSED_MODELS = ("base", "bus.", "crm.lead", "crm.project", "crm.team", "crm.web", "discuss.", "ir.", "mail.", "res.")
LEAD_FIELD_TYPES = ("char", "text", "html", "integer", "float", "monetary", "boolean", "date", "selection", "many2one")


class CrmWebFormField(models.Model):
    """What one field of a site's form fills, and how its text becomes a value.

    Reading a post is in crm_web_form_field_read.
    """

    _name = "crm.web.form.field"
    _description = "Web Form Field"
    _order = "sequence, id"
    _rec_name = "source_name"

    form_id = fields.Many2one("crm.web.form", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    source_name = fields.Char(required=True, help="The name under which the site sends the field.")
    label = fields.Char(translate=True, help="What the hosted page shows. Empty: the name.")
    target = fields.Selection(selection="_get_targets", string="Fills", required=True, default="note")
    offered_targets = fields.Json(compute="_compute_offered_targets")
    parameter_name = fields.Char(
        string="Parameter", help="Which parameter of the template's first stage, for the target Parameter: its label."
    )
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
        """Return what a field may fill: open fields of the lead by their labels, then what is looked up."""
        own = [
            (f"lead.{name}", field._description_string(self.env))
            for name, field in self.env["crm.lead"]._fields.items()
            if self._is_open_lead_field(field)
        ]
        own.sort(key=lambda target: target[1].casefold())
        return own + self._get_other_targets()

    @api.model
    def _get_other_targets(self):
        """Return the targets that are no plain fields of the lead."""
        return [
            ("partner.vat", self.env._("Customer: VAT")),
            ("country", self.env._("Country by name or code")),
            ("state", self.env._("State by name or code")),
            ("product", self.env._("Product asked about, by reference, barcode or name")),
            ("parameter", self.env._("Parameter of the first stage")),
            ("tag", self.env._("Tags by name")),
            ("utm.campaign", self.env._("Campaign by name")),
            ("utm.source", self.env._("Source by name")),
            ("utm.medium", self.env._("Medium by name")),
            ("note", self.env._("Notes, under its label")),
        ]

    @api.model
    def _is_open_lead_field(self, field):
        """Whether a visitor may fill this field of the lead."""
        return (
            field.store
            and not field.readonly
            and not field.groups
            and field.type in LEAD_FIELD_TYPES
            and field.name not in CLOSED_LEAD_FIELDS
            and not field.name.startswith(CLOSED_LEAD_PREFIXES)
            and not (field.relational and field.comodel_name.startswith(CLOSED_MODELS))
        )

    @api.depends("form_id.kind")
    def _compute_offered_targets(self):
        targets = [target for target, _label in self._get_targets()]
        for field in self:
            field.offered_targets = [target for target in targets if field._is_offered(target)]

    def _is_offered(self, _target):
        """Whether a field of this kind of form may fill a target."""
        return True

    @api.constrains("target", "form_id")
    def _check_target(self):
        """Refuse what is not offered: core checks no list that a method gives."""
        for field in self.filtered(lambda field: field.target not in field.offered_targets):
            raise ValidationError(
                self.env._("“%(field)s” cannot fill “%(target)s”.", field=field.source_name, target=field.target)
            )

    @api.constrains("transform", "transform_values")
    def _check_transform_values(self):
        for field in self:
            if field.transform == "table" and not field._get_table():
                raise ValidationError(
                    self.env._(
                        "The field “%(field)s” needs its table: one line per value, like “Kraków = MP”.",
                        field=field.source_name,
                    )
                )

    @api.constrains("target", "parameter_name")
    def _check_parameter_name(self):
        for field in self:
            if field.target == "parameter" and not (field.parameter_name or "").strip():
                raise ValidationError(
                    self.env._(
                        "The field “%(field)s” fills a parameter of the first stage. Say which one.",
                        field=field.source_name,
                    )
                )

    def _get_label(self):
        """Return what people call this field."""
        self.ensure_one()
        return self.label or self.source_name

    def _is_for_notes(self):
        """Whether the notes are the place of this field: on purpose, or because its place is no longer there."""
        self.ensure_one()
        if self.target == "parameter":
            return not self._get_parameter()
        return self.target == "note" or (self.target.startswith("lead.") and not self._get_lead_field())

    def _get_lead_field(self):
        """Return the field of the lead that this one fills; None when it fills none, or one that is not open."""
        self.ensure_one()
        place, _sep, name = self.target.partition(".")
        field = self.env["crm.lead"]._fields.get(name) if place == "lead" else None
        return field if field and self._is_open_lead_field(field) else None

    def _get_parameter(self):
        """Return the definition of the parameter that this field fills, an empty dict when there is none."""
        self.ensure_one()
        if self.target != "parameter":
            return {}
        wanted = self.parameter_name.strip().casefold()
        for definition in self.form_id._get_first_stage().parameter_definition or []:
            names = (definition["name"].casefold(), (definition.get("string") or "").strip().casefold())
            if wanted in names and definition["type"] in PARAMETER_TYPES:
                return definition
        return {}

    def _get_table(self):
        """Return the table of values, ``{text sent: text wanted}``."""
        self.ensure_one()
        rows = (line.partition("=") for line in (self.transform_values or "").splitlines())
        return {key.strip(): value.strip() for key, sep, value in rows if sep and key.strip()}
