from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What follows when a row is clicked: the first of these that the way down has not had yet.
DEEPER = {
    "product": ["customer", "user"],
    "categ": ["product", "customer", "campaign"],
    "customer": ["product", "user"],
    "customer_tag": ["customer", "product"],
    "user": ["customer", "product", "campaign"],
    "team": ["user", "customer"],
    "company": ["team", "user"],
    "country": ["state", "city", "customer"],
    "state": ["city", "customer", "product"],
    "city": ["customer", "product", "campaign"],
    "industry": ["customer", "product"],
    "source": ["customer", "product", "campaign"],
    "medium": ["campaign", "user"],
    "campaign": ["customer", "product", "user"],
    "month": ["campaign", "user"],
    "closing": ["user", "template"],
    "template": ["customer", "user"],
}
LEVELS = 3  # of rows, before the documents


class Dimension(NamedTuple):
    """What rows can be: a field of facts, or a path of two."""

    label: str
    field: str
    model: str | None  # None: the value is a text


def get_value(key):
    """Return what stands for a key of sums in JSON: an id, a text, the first day of a month, or False for none."""
    return key.strftime("%Y-%m-01") if isinstance(key, date) else getattr(key, "id", key) or False


class CrmSmarketAnalysis(models.AbstractModel):
    """By what figures can be asked for, and which field of the facts that is."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_dimensions(self):
        """Return ``{key: Dimension}``."""
        return {
            "product": Dimension(self.env._("Product"), "product_id", "product.product"),
            "categ": Dimension(self.env._("Product Category"), "categ_id", "product.category"),
            "customer": Dimension(self.env._("Customer"), "commercial_partner_id", "res.partner"),
            "customer_tag": Dimension(
                self.env._("Customer Group"), "commercial_partner_id.category_id", "res.partner.category"
            ),
            "user": Dimension(self.env._("Manager"), "user_id", "res.users"),
            "team": Dimension(self.env._("Sales Team"), "team_id", "crm.team"),
            "company": Dimension(self.env._("Branch"), "company_id", "res.company"),
            "country": Dimension(self.env._("Country"), "country_id", "res.country"),
            "state": Dimension(self.env._("Region"), "state_id", "res.country.state"),
            "city": Dimension(self.env._("City"), "city", None),
            "industry": Dimension(self.env._("Industry"), "industry_id", "res.partner.industry"),
            "source": Dimension(self.env._("Source"), "source_id", "utm.source"),
            "medium": Dimension(self.env._("Medium"), "medium_id", "utm.medium"),
            "campaign": Dimension(self.env._("Campaign"), "campaign_id", "utm.campaign"),
            "month": Dimension(self.env._("Month"), "date:month", None),
            "template": Dimension(self.env._("Project Template"), "project_template_id", "crm.project.template"),
        }

    @api.model
    def _get_dimension_field(self, key, model):
        """Return the field of a dimension in a model of facts, None where it has none."""
        field = self._get_dimensions()[key].field
        return field if field.partition(".")[0] in self.env[model]._fields else None

    @api.model
    def _need_dimension_field(self, key, model):
        """Return the field of a dimension in a model of facts.

        :raise UserError: where it has none
        """
        field = self._get_dimension_field(key, model)
        if not field:
            raise UserError(
                self.env._(
                    "“%(facts)s” cannot be told apart by “%(dimension)s”. Choose other rows, or another measure.",
                    facts=self.env[model]._description,
                    dimension=self._get_dimensions()[key].label,
                )
            )
        return field

    @api.model
    def _is_overlapping(self, key):
        """Tell whether a fact can count in several rows of a dimension, as a customer is in several groups."""
        return key == "customer_tag"

    @api.model
    def _get_values_domain(self, key, model, values):
        """Return the domain of the facts with one of these values of a dimension.

        :param list values: ids, or texts of a dimension without a model; a false one: those without a value
        """
        field = self._need_dimension_field(key, model)
        head, _dot, rest = field.partition(".")
        given = [value for value in values if value]
        domain = Domain(field, "in", given) if given else Domain.FALSE
        if len(given) < len(values):
            domain |= Domain(head, "not any", [(rest, "!=", False)]) if rest else Domain(field, "=", False)
        return domain

    @api.model
    def _get_chosen_domain(self, model, options):
        """Return the domain of the facts that filters and the way down leave, of the companies switched on."""
        return self._get_company_domain() & self._get_choice_domain(model, options)

    @api.model
    def _get_choice_domain(self, model, options):
        """Return the domain of what filters and the way down leave."""
        domain = Domain.TRUE
        for key, values in options["filters"].items():
            field = self._need_dimension_field(key, model)
            domain &= Domain(field, "child_of" if key == "categ" else "in", values)
        for step in options["trail"]:
            domain &= self._get_values_domain(step["dimension"], model, [step["id"]])
        return domain

    @api.model
    def _get_names(self, key, values):
        """Return ``{value: name}`` of values of a dimension that the user's own facts have."""
        comodel = self._get_dimensions()[key].model
        names = {value: str(value) for value in values if value}
        if comodel:
            # sudo: the name alone, of what the user's own facts name
            records = self.env[comodel].sudo().browse(names).with_context(active_test=False)
            names = {record.id: record.display_name for record in records}
        return {**names, False: self.env._("Not given")}

    @api.model
    def _get_deeper(self, description, options):
        """Return the dimension to which a click on a row leads, None where it leads to the documents."""
        used = {options["dimension"], *(step["dimension"] for step in options["trail"])}
        if not options["dimension"] or len(used) >= LEVELS:
            return None
        return next(
            (key for key in DEEPER[options["dimension"]] if key not in used and key in description["dimensions"]),
            None,
        )
