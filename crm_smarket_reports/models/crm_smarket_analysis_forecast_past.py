from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..tools.periods import Period, add_months, month_of
from .crm_smarket_analysis_passages import PASSAGES

SNAPSHOTS = "crm.forecast.snapshot"
SOLD = "crm.sold.fact"
AHEAD = (3, 1, 0)  # months before, in the order of the columns
MONTHS = 12


class CrmSmarketAnalysis(models.AbstractModel):
    """How past forecasts did: what was kept of them, beside what was won and sold."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_past_forecasts(self, options, outlook):
        """Return the table of the last months; nothing where no forecast was kept, or not by what is filtered by."""
        models_ = (SNAPSHOTS, PASSAGES, SOLD)
        known = all(self._get_dimension_field(key, model) for key in options["filters"] for model in models_)
        if options["trail"] or not known:
            return []
        first = outlook.day.replace(day=1)
        months = [add_months(first, -number) for number in range(1, MONTHS + 1)]
        domains = self._get_past_domains(options)
        figures = self._get_past_figures(domains, months)
        rows = [
            self._make_past_row(month, figures[month], domains)
            for month in months
            if any(key in figures[month] for key in AHEAD)
        ]
        return rows and [
            {"title": self.env._("How Past Forecasts Did"), "columns": self._get_past_columns(), "rows": rows}
        ]

    @api.model
    def _get_past_domains(self, options):
        """Return the domain of kept forecasts, of won deals and of what deals sold."""
        return {
            SNAPSHOTS: self._get_chosen_domain(SNAPSHOTS, options) & Domain("ahead", "in", AHEAD),
            PASSAGES: self._get_passage_domain(options, "deal", is_dated=False) & Domain("outcome", "=", "passed"),
            SOLD: self._get_chosen_domain(SOLD, options) & Domain("lead_id", "!=", False),
        }

    @api.model
    def _get_past_figures(self, domains, months):
        """Return ``{month: {months ahead, "won" or "sold": amount}}``."""
        figures = defaultdict(dict)
        period = Period(months[-1], month_of(months[0]).end)
        kept = Domain("month", "in", months)
        for (month, ahead), [amount] in self._sum_by(
            SNAPSHOTS, domains[SNAPSHOTS] & kept, ["month:month", "ahead"], ["expected"]
        ).items():
            figures[month][ahead] = amount
        won = domains[PASSAGES] & self._get_days_domain(PASSAGES, "date_left", period)
        for moment, [amount] in self._sum_by(PASSAGES, won, "date_left:month", ["amount"]).items():
            figures[moment.date()]["won"] = amount
        sold = domains[SOLD] & self._get_period_domain(period)
        for month, [amount] in self._sum_by(SOLD, sold, "date:month", ["amount"]).items():
            figures[month]["sold"] = amount
        return figures

    @api.model
    def _make_past_row(self, month, found, domains):
        period = month_of(month)
        kept = domains[SNAPSHOTS] & Domain("month", "=", month)
        won = domains[PASSAGES] & self._get_days_domain(PASSAGES, "date_left", period)
        sold = domains[SOLD] & self._get_period_domain(period)
        begin = found.get(0)
        return {
            "id": month.isoformat(),
            "name": self._get_names("closing", [month])[month],
            "cells": {
                **{
                    f"ahead_{ahead}": self._make_past_figure(
                        found.get(ahead), SNAPSHOTS, kept & Domain("ahead", "=", ahead)
                    )
                    for ahead in AHEAD
                },
                "won": self._make_past_figure(found.get("won", 0.0), PASSAGES, won),
                "sold": self._make_past_figure(found.get("sold", 0.0), SOLD, sold),
                "ratio": {"value": found.get("won", 0.0) / begin if begin else None},
            },
            "documents": {"model": SNAPSHOTS, "domain": list(kept)},
            "next": False,
        }

    @api.model
    def _make_past_figure(self, value, model, domain):
        return {"value": value, "muted": not value, **({"model": model, "domain": list(domain)} if value else {})}

    @api.model
    def _get_past_columns(self):
        labels = {
            3: self.env._("3 Months Before"),
            1: self.env._("1 Month Before"),
            0: self.env._("At Its Beginning"),
        }
        return [
            {"key": "name", "label": self.env._("Month"), "type": "text"},
            *[
                {
                    "key": f"ahead_{ahead}",
                    "label": labels[ahead],
                    "type": "money",
                    "help": self.env._("What was expected of this month."),
                }
                for ahead in AHEAD
            ],
            {
                "key": "won",
                "label": self.env._("Won"),
                "type": "money",
                "help": self.env._("Expected revenue of the deals that were won in this month."),
            },
            {
                "key": "sold",
                "label": self.env._("Sold"),
                "type": "money",
                "help": self.env._("Confirmed orders of deals, net of taxes."),
            },
            {
                "key": "ratio",
                "label": self.env._("Won of Expected"),
                "type": "percent",
                "help": self.env._("What was won, of what was expected at the beginning of the month."),
            },
        ]
