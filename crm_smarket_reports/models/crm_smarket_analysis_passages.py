from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..tools.tally import Tally
from .crm_smarket_analysis_dimensions import Dimension

PASSAGES = "crm.passage.fact"
PRODUCTS = "lead_id.project_product_line_ids.product_id"
# A deal plans several products, a customer is in several groups: it counts in each of them.
OVERLAPPING = ("customer_tag", "product")
# By what deals are counted, beside what a report has of its own.
DIMENSIONS = [
    "template",
    "user",
    "team",
    "company",
    "source",
    "customer_tag",
    "product",
    "industry",
    "country",
    "state",
    "city",
]
# What filters of all reports of passages are.
FILTERS = [*DIMENSIONS, "campaign"]


class CrmSmarketAnalysis(models.AbstractModel):
    """What reports of passages share: their dimensions, which passages they are of, and their tallies."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_dimensions(self):
        return {
            **super()._get_dimensions(),
            "stage": Dimension(self.env._("Stage"), "template_stage_id", "crm.project.template.stage"),
            "column": Dimension(self.env._("Pipeline Column"), "crm_stage_id", "crm.stage"),
        }

    @api.model
    def _get_dimension_field(self, key, model):
        """Passages have the products that their deal plans to sell."""
        if model == PASSAGES and key == "product":
            return PRODUCTS
        return super()._get_dimension_field(key, model)

    @api.model
    def _get_names(self, key, values):
        """Stages are named with their template where there are several; all in the order of the templates."""
        names = super()._get_names(key, values)
        if key != "stage":
            return names
        # sudo: the names alone, of what the user's own facts name
        stages = self.env["crm.project.template.stage"].sudo().browse([value for value in names if value])
        stages = stages.sorted(
            lambda stage: (stage.template_id.sequence, stage.template_id.id, stage.sequence, stage.id)
        )
        if len(stages.template_id) > 1:
            names |= {stage.id: f"{stage.name} · {stage.template_id.name}" for stage in stages}
        return {**{stage.id: names[stage.id] for stage in stages}, False: self.env._("No Stage")}

    @api.model
    def _get_deeper(self, description, options):
        """Rows of what has stages open into these; below a stage are its documents."""
        if "stage" not in description["dimensions"]:
            return super()._get_deeper(description, options)
        used = {options["dimension"], *(step["dimension"] for step in options["trail"])}
        return None if "stage" in used else "stage"

    @api.model
    def _get_passage_domain(self, options, kind, is_dated=True, period=None):
        """Return the domain of the passages that options ask for.

        Stages made by hand belong to their deal alone: there is nothing to compare them with.

        :param str kind: kind of passages
        :param bool is_dated: those of the period only
        :param Period period: instead of the one that was chosen
        """
        domain = Domain("kind", "=", kind) & self._get_chosen_domain(PASSAGES, options)
        if is_dated:
            domain &= self._get_period_domain(period or self._get_period(options))
        if kind == "stage":
            # sudo: which templates are shared ones, no more
            shared = self.env["crm.project.template"].sudo().with_context(active_test=False)
            domain &= Domain("project_template_id", "in", shared.search([("lead_id", "=", False)]).ids)
        return domain

    @api.model
    def _count_passages(self, options, kind):
        """Count passages by the dimension that was chosen.

        :param str kind: kind of passages
        :return: ``{"current": (domain, {value: Tally}), "previous": …}``, the latter where it is compared with
        """
        field = self._get_dimension_field(options["dimension"], PASSAGES)
        found = {}
        for name, period in self._get_periods(options).items():
            domain = self._get_passage_domain(options, kind, period=period)
            found[name] = domain, self._get_tallies(options, domain, field)
        return found

    @api.model
    def _get_tallies(self, options, domain, field):
        """Return ``{value: Tally}``; for customers with their numbers in the place of those of deals."""
        facts = self.env[PASSAGES]
        tallies = facts._get_tallies(domain, field)
        if options["reading"] == "customers":
            for value, outcomes in facts._count_customers(domain, field).items():
                tallies[value].outcomes.clear()
                tallies[value].outcomes.update(outcomes)
        return tallies

    @api.model
    def _tally_together(self, options, domain, tallies):
        """Return the tally of several values of the dimension; what is in several of them counts once.

        :param Domain domain: of what they count
        :param tallies: one of each value
        """
        if options["reading"] == "customers" or options["dimension"] in OVERLAPPING:
            tallies = self._get_tallies(options, domain, "kind").values()
        together = Tally()
        for tally in tallies:
            together.merge(tally)
        return together

    @api.model
    def _sum_amounts(self, domain, field):
        """Return ``{(value, month): amount}`` of passages in the current company's currency, at today's rates."""
        sums = defaultdict(float)
        companies = self.env["res.company"]
        for value, month, company_id, amount in self.env[PASSAGES]._get_amounts(domain, field):
            sums[value, month] += amount * self._get_rate(companies.browse(company_id))
        return sums
