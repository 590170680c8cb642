from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.periods import add_months
from .crm_smarket_analysis_passages import DIMENSIONS, FILTERS, PASSAGES

MONTHS = 6
CHARTED = 12


class CrmSmarketAnalysis(models.AbstractModel):
    """Planned volume: what open deals should bring, by stage and by month of the expected closing."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_report_keys(self):
        return [*super()._get_report_keys(), "volume"]

    @api.model
    def _describe_volume(self):
        return {
            "title": self.env._("Planned Volume"),
            "explanation": self.env._(
                "Expected revenue of the deals that are open today, by where they stand and by the month in which "
                "their project ends by the plan in force; without a project, of the expected closing that is entered."
            ),
            "dimensions": ["stage", "column", *DIMENSIONS],
            "filters": FILTERS,
            "has_period": False,
            "compares": False,
            "orders": ["amount"],
            "defaults": {"order": None},
        }

    @api.model
    def _report_volume(self, options):
        domain = self._get_passage_domain(options, "deal", is_dated=False) & Domain("outcome", "=", "open")
        spans = self._get_volume_spans()
        field = self._get_dimension_field(options["dimension"], PASSAGES)
        sums = self._get_volume_sums(domain, field, spans)

        def make_row(values, name):
            inside = domain
            if values is not None:
                inside &= self._get_values_domain(options["dimension"], PASSAGES, values)
            if values and len(values) == 1:
                [amounts] = (sums[value] for value in values)
            else:
                [amounts] = self._get_volume_sums(inside, "kind", spans).values()
            return self._make_volume_row(values and values[0], name, amounts, inside, spans)

        answer = self._cut_passage_rows(options, sums, make_row, "amount")
        return {
            **answer,
            "columns": [
                {"key": "name", "label": self._get_dimensions()[options["dimension"]].label, "type": "text"},
                *({"key": key, "label": label, "type": "money"} for key, (label, _inside) in spans.items()),
                {"key": "amount", "label": self.env._("Total"), "type": "money"},
            ],
            "total": make_row(None, self.env._("Total")) if sums else None,
            "chart": self._make_volume_chart(answer, spans),
            "notes": self._get_overlapping_notes(options),
        }

    @api.model
    def _get_volume_sums(self, domain, field, spans):
        """Return ``{value: {key of a column: amount}}``."""
        sums = defaultdict(lambda: defaultdict(float))
        for (value, month), amount in self._sum_amounts(domain, field).items():
            sums[value][self._get_volume_span(month, spans)] += amount
        return sums

    @api.model
    def _get_volume_spans(self):
        """Return the columns: ``{key: (label, domain)}``, months by their first day."""
        day = "date_expected"
        first = self._get_today().replace(day=1)
        months = [add_months(first, number) for number in range(MONTHS + 1)]
        return {
            "before": (self.env._("Overdue"), Domain(day, "<", first)),
            **{
                str(start): (
                    format_date(self.env, start, date_format="LLLL yyyy"),
                    Domain(day, ">=", start) & Domain(day, "<", end),
                )
                for start, end in zip(months, months[1:], strict=False)
            },
            "after": (self.env._("Later"), Domain(day, ">=", months[-1])),
            "never": (self.env._("No Date"), Domain(day, "=", False)),
        }

    @api.model
    def _get_volume_span(self, month, spans):
        """Return the key of the column of a month."""
        if not month:
            return "never"
        if str(month) in spans:
            return str(month)
        return "before" if month < self._get_today() else "after"

    @api.model
    def _make_volume_row(self, value, name, amounts, inside, spans):
        currency = self.env.company.currency_id
        return {
            "id": value,
            "name": name,
            "cells": {
                **{
                    key: self._make_figure(currency.round(amounts[key]), inside & of_span, not amounts[key])
                    for key, (_label, of_span) in spans.items()
                },
                "amount": self._make_figure(currency.round(sum(amounts.values())), inside),
            },
            "documents": {"model": PASSAGES, "domain": list(inside)},
        }

    @api.model
    def _make_volume_chart(self, answer, spans):
        """Return a bar per month, made of the first rows and of all others together."""
        rows, others = answer["rows"], answer.get("others")
        if not rows:
            return None
        rest = [*rows[CHARTED:], *([others] if others else [])]
        series = [
            {"label": row["name"], "values": [row["cells"][key]["value"] for key in spans]} for row in rows[:CHARTED]
        ]
        if rest:
            values = [sum(row["cells"][key]["value"] for row in rest) for key in spans]
            series.append({"label": self.env._("Others"), "values": values, "muted": True})
        return {"type": "stack", "labels": [label for label, _inside in spans.values()], "series": series}
