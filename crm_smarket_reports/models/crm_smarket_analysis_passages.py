from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..tools.tally import Tally
from .crm_smarket_analysis_dimensions import Dimension

PASSAGES = "crm.passage.fact"
PRODUCTS = "lead_id.project_product_line_ids.product_id"
# What filters of all reports of passages are.
FILTERS = [
    "template",
    "user",
    "team",
    "company",
    "customer_tag",
    "product",
    "industry",
    "country",
    "state",
    "source",
    "campaign",
]


class CrmSmarketAnalysis(models.AbstractModel):
    """What reports of passages share: their dimensions, and rows of tallies."""

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
            names |= {stage.id: f"{stage.template_id.name} · {stage.name}" for stage in stages}
        return {value: names[value] for value in [*stages.ids, *([False] if False in names else [])]}

    @api.model
    def _get_deeper(self, description, options):
        """Rows of what has stages open into these; below a stage are its documents."""
        if "stage" not in description["dimensions"]:
            return super()._get_deeper(description, options)
        used = {options["dimension"], *(step["dimension"] for step in options["trail"])}
        return None if "stage" in used else "stage"

    @api.model
    def _get_passage_domain(self, options, kind, is_dated=True):
        """Return the domain of the passages that options ask for.

        Stages made by hand belong to their deal alone: there is nothing to compare them with.

        :param str kind: kind of passages
        :param bool is_dated: those of the period only
        """
        domain = Domain("kind", "=", kind) & self._get_chosen_domain(PASSAGES, options)
        if is_dated:
            domain &= self._get_period_domain(self._get_period(options))
        if kind == "stage":
            # sudo: which templates are shared ones, no more
            shared = self.env["crm.project.template"].sudo().with_context(active_test=False)
            domain &= Domain("project_template_id", "in", shared.search([("lead_id", "=", False)]).ids)
        return domain

    @api.model
    def _make_passage_rows(self, options, tallies, domain, make_cells):
        """Return rows, others and total of a table of tallies.

        :param dict tallies: ``{value: Tally}``
        :param Domain domain: of all of them
        :param function make_cells: returns the cells of a tally, given the values it is of and their domain
        """
        dimension = options["dimension"]
        names = self._get_names(dimension, tallies)
        names = {value: name for value, name in names.items() if value in tallies}

        def make_row(values, name, tally):
            inside = domain & self._get_values_domain(dimension, PASSAGES, values)
            return {
                "id": values[0] if len(values) == 1 else None,
                "name": name,
                "cells": make_cells(tally, values, inside),
                "documents": {"model": PASSAGES, "domain": list(inside)},
            }

        rows = [make_row([value], name, tallies[value]) for value, name in names.items()]
        self._sort_passage_rows(rows, options)
        start, end = options["offset"], options["offset"] + options["limit"]
        hidden = [row["id"] for row in [*rows[:start], *rows[end:]]]
        answer = {"rows": rows[start:end], "count": len(rows)}
        if hidden:
            rest = _merge(tallies[value] for value in hidden)
            answer["others"] = make_row(hidden, self.env._("%s others", len(hidden)), rest)
        return answer

    @api.model
    def _sort_passage_rows(self, rows, options):
        """Sort rows as was chosen, those without a figure last; stages stay in their order unless it was."""
        column, _space, way = (options["order"] or "").partition(" ")
        sign = 1 if way == "asc" else -1
        if column == "name":
            rows.sort(key=lambda row: row["name"].casefold(), reverse=sign < 0)
        elif column or options["dimension"] != "stage":
            found = [(row["cells"][column or "reached"]["value"], row) for row in rows]
            found.sort(key=lambda pair: (pair[0] is None, sign * (pair[0] or 0), pair[1]["name"]))
            rows[:] = [row for _value, row in found]

    @api.model
    def _make_passage_total(self, tallies, domain, make_cells):
        """Return the row of all tallies together."""
        total = _merge(tallies.values())
        return {
            "id": None,
            "name": self.env._("Total"),
            "cells": make_cells(total, None, domain),
            "documents": {"model": PASSAGES, "domain": list(domain)},
        }

    @api.model
    def _make_figure(self, value, domain=None, is_muted=False):
        """Return a cell: a figure, and the passages behind it."""
        cell = {"value": value, "muted": is_muted}
        if domain is not None and value:
            cell |= {"model": PASSAGES, "domain": list(domain)}
        return cell

    @api.model
    def _sum_amounts(self, domain, field):
        """Return ``{(value, month): amount}`` of passages in the current company's currency, at today's rates."""
        sums = defaultdict(float)
        companies = self.env["res.company"]
        for value, month, company_id, amount in self.env[PASSAGES]._get_amounts(domain, field):
            sums[value, month] += amount * self._get_rate(companies.browse(company_id))
        return sums

    # -- columns that several reports have ---------------------------------------------------------------------------

    @api.model
    def _make_share_cells(self, tally, domain):
        """Return the cells of :meth:`_get_share_columns`."""
        few = tally.decided < self.env.company.crm_smarket_few_cases
        decided = domain & Domain("outcome", "in", ("passed", "failed"))
        return {
            "share": self._make_figure(tally.share, decided, few),
            "interval": self._make_figure(tally.interval and list(tally.interval), is_muted=few),
        }

    @api.model
    def _make_duration_cells(self, tally):
        """Return the cells of :meth:`_get_duration_columns`."""
        few = tally.timed < self.env.company.crm_smarket_few_cases
        return {
            "median": self._make_figure(tally.get_percentile(0.5), is_muted=few),
            "slow": self._make_figure(tally.get_percentile(0.8), is_muted=few),
        }

    @api.model
    def _get_share_columns(self):
        return [
            {
                "key": "share",
                "label": self.env._("Passing"),
                "type": "percent",
                "help": self.env._("Passed, of those decided."),
            },
            {
                "key": "interval",
                "label": self.env._("Between"),
                "type": "interval",
                "help": self.env._("Where the share lies in 95 of 100 cases, by Wilson, if these deals are a sample."),
            },
        ]

    @api.model
    def _get_duration_columns(self):
        return [
            {
                "key": "median",
                "label": self.env._("Median, Days"),
                "type": "days",
                "help": self.env._(
                    "Half of them are through by then. Open ones count as lasting longer than until now, lost ones as "
                    "lasting longer than until their loss, by Kaplan and Meier; nothing while half of them are not."
                ),
            },
            {
                "key": "slow",
                "label": self.env._("80 %, Days"),
                "type": "days",
                "help": self.env._("Four of five are through by then; counted as the median."),
            },
        ]

    @api.model
    def _get_few_note(self):
        return self.env._(
            "Grey figures rest on fewer than %s cases: too few to rely on.", self.env.company.crm_smarket_few_cases
        )


def _merge(tallies):
    total = Tally()
    for tally in tallies:
        total.merge(tally)
    return total
