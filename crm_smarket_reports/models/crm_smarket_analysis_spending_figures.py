from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..tools.periods import month_of
from .crm_smarket_analysis_dimensions import get_value

LINES = "crm.project.product.line"


class Figure(NamedTuple):
    """What is summed or counted: a model, the field of its day, and a monetary field to sum."""

    model: str
    day: str
    measure: str | None


FIGURES = {
    "spent": Figure("crm.sales.expense", "date", "amount_company"),
    "leads": Figure("crm.lead", "create_date", None),
    "won": Figure("crm.passage.fact", "date_left", None),
    "receipts": Figure("crm.receipt.fact", "date", "amount"),
    "margin": Figure("crm.sold.fact", "date", "margin"),
}
COUNTED = (*FIGURES, "customers")
TERRITORY = ["country", "state", "city"]


class CrmSmarketAnalysis(models.AbstractModel):
    """The figures of the return on spending, each read from where it arises.

    Everything counts for the campaign, source, medium, team and manager that it has itself;
    receipts and margins have those of their deal. Who may not see all expenses has them
    compared with what they brought themselves, and not with what everybody did.
    """

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_spending_figures(self, options, names):
        """Return ``{value: {name: figure}}`` by the dimension that was chosen, and the same of all together.

        :param names: which of the figures; one that does not know what was chosen is missing
        """
        rows, total = {}, {}
        for name in names:
            domain = self._get_spending_domain(name, options)
            if domain is None or self._get_spending_field(name, options["dimension"]) is None:
                continue
            if FIGURES[name].measure:
                figures = self._sum_spending(name, domain, options["dimension"])
                total[name] = self.env.company.currency_id.round(sum(one[name] for one in figures.values()))
            else:
                figures = self._count_spending(name, domain, options["dimension"])
                total.update(self._count_spending(name, domain)[False])
            for value, counted in figures.items():
                rows.setdefault(value, {}).update(counted)
        return rows, total

    @api.model
    def _sum_spending(self, name, domain, dimension):
        model, _day, measure = FIGURES[name]
        field = self._get_spending_field(name, dimension)
        sums = {}
        for key, (amount,) in self._sum_by(model, domain, field, [measure]).items():
            self._add_figures(sums, get_value(key), {name: amount})
        return sums

    @api.model
    def _add_figures(self, figures, value, counted):
        """Add what was counted to the figures of a value: of texts several mean none, the empty one, too."""
        known = figures.setdefault(value, {})
        known.update({name: known.get(name, 0) + one for name, one in counted.items()})

    @api.model
    def _count_spending(self, name, domain, dimension=None):
        """Return ``{value: {name: count, "customers": count}}``, customers of won deals alone.

        A deal counts in each product category of which it plans products.
        """
        if dimension == "categ":
            return self._count_spending_by_category(name, domain)
        aggregates = ["__count"]
        if name == "won":
            aggregates += ["commercial_partner_id:count", "commercial_partner_id:count_distinct"]
        groupby = [self._get_spending_field(name, dimension)] if dimension else []
        counts = {}
        for *key, count, known, distinct in (
            (*row, 0, 0) if name == "leads" else row
            for row in self.env[FIGURES[name].model]._read_group(domain, groupby, aggregates)
        ):
            # A deal without a customer is one of its own.
            customers = {"customers": count - known + distinct} if name == "won" else {}
            self._add_figures(counts, get_value(key[0]) if key else False, {name: count, **customers})
        return counts

    @api.model
    def _count_spending_by_category(self, name, domain):
        source = self.env[FIGURES[name].model]
        deals = source._search(domain)
        inside = Domain("lead_id", "in", deals if name == "leads" else deals.subselect("lead_id"))
        found = {
            category.id or False: leads
            for category, leads in self.env[LINES]._read_group(inside, ["product_id.categ_id"], ["lead_id:recordset"])
        }
        without = source.search(domain & self._get_spending_values_domain(name, "categ", [False]))
        found[False] = without if name == "leads" else without.lead_id
        counts = {}
        for value, leads in found.items():
            if leads:
                nameless = sum(not lead.partner_id for lead in leads) if name == "won" else 0
                customers = {"customers": len(leads.partner_id.commercial_partner_id) + nameless}
                counts[value] = {name: len(leads), **(customers if name == "won" else {})}
        return counts

    # -- which documents ---------------------------------------------------------------------------------------------

    @api.model
    def _get_spending_domain(self, name, options, values=None):
        """Return the domain of what a figure counts, None where its model does not know what was chosen.

        :param list values: of the dimension, those of the rows; all of them where it is None
        """
        domain = self._get_spending_basis(name) & self._get_days_domain(*FIGURES[name][:2], self._get_period(options))
        chosen = [(step["dimension"], [step["id"]]) for step in options["trail"]]
        chosen += [] if values is None else [(options["dimension"], values)]
        for dimension, wanted in chosen:
            part = self._get_spending_values_domain(name, dimension, wanted)
            if part is None:
                return None
            domain &= part
        for dimension, ids in options["filters"].items():
            field = self._get_spending_field(name, dimension)
            if field is None:
                return None
            domain &= Domain(field, "child_of" if dimension == "categ" else "in", ids)
        return domain

    @api.model
    def _get_spending_basis(self, name):
        """Return the domain of what a figure counts at all."""
        domain = self._get_company_domain()
        if name == "leads":
            # Lost ones are archived; others that are archived do not count, as in the passage.
            domain |= Domain("company_id", "=", False)
            domain &= Domain("active", "in", [True, False])
            domain &= Domain("active", "=", True) | Domain("won_status", "in", ["won", "lost"])
        elif name == "won":
            domain &= Domain("kind", "=", "deal") & Domain("outcome", "=", "passed")
        if not self._sees_all_expenses():
            domain &= Domain("user_id", "=", self.env.uid)
        return domain

    @api.model
    def _sees_all_expenses(self):
        return self.env.su or self.env.user.has_group("sales_team.group_sale_manager")

    @api.model
    def _get_spending_field(self, name, dimension):
        """Return the field of a dimension in the model of a figure, None where it has none."""
        figure = FIGURES[name]
        if dimension == "month":
            return f"{figure.day}:month"
        if dimension == "categ" and not figure.measure:
            line = "project_product_line_ids.product_id.categ_id"
            return line if name == "leads" else f"lead_id.{line}"
        return self._get_dimension_field(dimension, figure.model)

    @api.model
    def _get_spending_values_domain(self, name, dimension, values):
        if dimension == "month":
            months = (month_of(day) for day in map(self._read_day, values) if day)
            return Domain.OR(self._get_days_domain(*FIGURES[name][:2], month) for month in months)
        field = self._get_spending_field(name, dimension)
        if field is None:
            return None
        if dimension == "categ" and not FIGURES[name].measure:
            lines = field.removesuffix(".product_id.categ_id")
            given = [value for value in values if value]
            domain = Domain(lines, "any", [("product_id.categ_id", "in", given)]) if given else Domain.FALSE
            return domain if len(given) == len(values) else domain | self._get_uncategorised_domain(name)
        return self._get_values_domain(dimension, FIGURES[name].model, values)

    @api.model
    def _get_uncategorised_domain(self, name):
        """Return the domain of deals that plan no products of any category."""
        none = Domain("project_product_line_ids", "not any", [("product_id.categ_id", "!=", False)])
        return none if name == "leads" else Domain("lead_id", "any", none)
