from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.periods import add_months
from .crm_passage_fact_tally import SEVERAL
from .crm_smarket_analysis_dimensions import Dimension
from .crm_smarket_analysis_passages import DIMENSIONS, FILTERS, PASSAGES

MONTHS = 12  # of the chart
MEASURES = ("committed", "expected", "amount")


class CrmSmarketAnalysis(models.AbstractModel):
    """Forecast: what open deals may bring, month by month, and how sure that is."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_report_keys(self):
        return [*super()._get_report_keys(), "forecast"]

    @api.model
    def _get_dimensions(self):
        return {
            **super()._get_dimensions(),
            "closing": Dimension(self.env._("Expected Month"), "date_expected", None),
        }

    @api.model
    def _describe_forecast(self):
        return {
            "title": self.env._("Sales Forecast"),
            "explanation": self.env._(
                "Best case: expected revenue of all open deals, in the month in which their project ends by the plan "
                "in force. Expected: that of each deal times its probability. Committed: that of the deals with a "
                "probability of %s %% or more.",
                self.env.company.crm_smarket_committed,
            ),
            "dimensions": ["closing", "stage", *DIMENSIONS],
            "filters": FILTERS,
            "has_period": False,
            "compares": False,
            "orders": [*MEASURES, "deals", "share"],
            "defaults": {"order": None},
        }

    @api.model
    def _report_forecast(self, options):
        outlook = self.env[PASSAGES]._get_forecast_outlook()
        domain = self._get_forecast_domain(options, outlook)
        by_value, whole = self._get_forecasts(options, domain, outlook)
        sums = self._add_forecasts(by_value)
        months = self._add_forecasts(whole, by_month=True)
        shown = self._get_chart_months(months, outlook)
        if options["dimension"] == "closing":
            sums = {**{month: _nothing() for month in shown}, **months}
        total = _merge(months.values())
        return {
            **self._make_forecast_rows(options, sums, domain, outlook),
            "columns": self._get_forecast_columns(options),
            "total": self._make_forecast_total(total, domain, outlook),
            "chart": self._make_forecast_chart(shown, months, domain, outlook),
            "notes": self._get_forecast_notes(options, whole, domain, outlook),
            "blocks": self._get_forecast_blocks(options, whole, domain, outlook),
        }

    # -- figures -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_forecast_domain(self, options, outlook):
        """Return the domain of the open deals that filters and the way down leave."""
        trail = options["trail"]
        others = [step for step in trail if step["dimension"] != "closing"]
        domain = self._get_passage_domain({**options, "trail": others}, "deal", is_dated=False)
        domain &= self.env[PASSAGES]._get_open_domain(outlook)
        for step in trail:
            if step["dimension"] == "closing":
                domain &= self.env[PASSAGES]._get_expected_domain(self._read_day(step["id"]), outlook)
        return domain

    @api.model
    def _get_forecasts(self, options, domain, outlook):
        """Return forecasts by the dimension that was chosen, and some in which each deal counts once."""
        facts, dimension = self.env[PASSAGES], options["dimension"]
        field = None if dimension == "closing" else self._get_dimension_field(dimension, PASSAGES)
        by_value = facts._get_forecasts(domain, outlook, field)
        return by_value, facts._get_forecasts(domain, outlook) if field in SEVERAL else by_value

    @api.model
    def _add_forecasts(self, forecasts, by_month=False):
        """Return ``{value or month: sums of each measure}`` in the current company's currency."""
        sums = defaultdict(_nothing)
        companies = self.env["res.company"]
        for forecast in forecasts:
            rate = self._get_rate(companies.browse(forecast.company_id))
            found = sums[forecast.month if by_month else forecast.value]
            found["deals"] += forecast.deals
            for name in MEASURES:
                found[name] += getattr(forecast, name) * rate
        return dict(sums)

    @api.model
    def _get_chart_months(self, months, outlook):
        """Return the first days of the months from the present one to the last one of the chart."""
        first = outlook.day.replace(day=1)
        found = [add_months(first, number) for number in range(MONTHS)]
        last = max((month for month in months if month), default=None)
        return [month for month in found if last and month <= last]

    # -- what is shown -----------------------------------------------------------------------------------------------

    @api.model
    def _get_names(self, key, values):
        if key != "closing":
            return super()._get_names(key, values)
        months = sorted(month for month in values if month)
        names = {month: format_date(self.env, month, date_format="LLLL yyyy") for month in months}
        return {**names, **({False: self.env._("No Date")} if False in values else {})}

    @api.model
    def _make_forecast_rows(self, options, sums, domain, outlook):
        """Return rows, others and their number."""
        dimension = options["dimension"]
        names = {value: name for value, name in self._get_names(dimension, sums).items() if value in sums}

        def make_row(values, name, found):
            if dimension == "closing":
                inside = Domain.OR(self.env[PASSAGES]._get_expected_domain(value, outlook) for value in values)
            else:
                inside = self._get_values_domain(dimension, PASSAGES, values)
            return self._make_forecast_row(
                values[0] if len(values) == 1 else None, name, found, domain & inside, outlook
            )

        rows = [(value, make_row([value], name, sums[value])) for value, name in names.items()]
        self._sort_forecast_rows(rows, options)
        start, end = options["offset"], options["offset"] + options["limit"]
        hidden = [value for value, _row in [*rows[:start], *rows[end:]]]
        answer = {"rows": [row for _value, row in rows[start:end]], "count": len(rows)}
        if hidden:
            found = _merge(sums[value] for value in hidden)
            answer["others"] = make_row(hidden, self.env._("%s others", len(hidden)), found)
        return answer

    @api.model
    def _sort_forecast_rows(self, rows, options):
        """Sort rows as was chosen; months and stages stay in their order unless it was."""
        column, _space, way = (options["order"] or "").partition(" ")
        if not column and options["dimension"] in ("closing", "stage"):
            return
        sign = 1 if way == "asc" else -1
        if column == "name" and options["dimension"] == "closing":
            rows.sort(key=lambda pair: str(pair[0] or ""), reverse=sign < 0)
        elif column == "name":
            rows.sort(key=lambda pair: pair[1]["name"].casefold(), reverse=sign < 0)
        else:
            rows.sort(key=lambda pair: (sign * (pair[1]["cells"][column or "expected"]["value"] or 0), pair[1]["name"]))

    @api.model
    def _make_forecast_row(self, value, name, found, domain, outlook):
        """Return a row; what opens from it lists the deals with their probability."""
        currency = self.env.company.currency_id
        figures = {key: currency.round(found[key]) for key in MEASURES}
        committed = domain & self.env[PASSAGES]._get_committed_domain(outlook)
        return {
            "id": value.isoformat() if isinstance(value, date) else value,
            "name": name,
            "cells": {
                "committed": self._make_forecast_figure(figures["committed"], committed),
                "expected": self._make_forecast_figure(figures["expected"], domain),
                "amount": self._make_forecast_figure(figures["amount"], domain),
                "deals": self._make_forecast_figure(found["deals"], domain),
                "share": {"value": found["expected"] / found["amount"] if found["amount"] else None},
            },
            "documents": self._get_forecast_documents(domain),
        }

    @api.model
    def _make_forecast_total(self, total, domain, outlook):
        if not total["deals"]:
            return None
        return self._make_forecast_row(None, self.env._("Total"), total, domain, outlook)

    @api.model
    def _make_forecast_figure(self, value, domain):
        return {"value": value, "muted": not value, **(self._get_forecast_documents(domain) if value else {})}

    @api.model
    def _get_forecast_documents(self, domain):
        view = self.env.ref("crm_smarket_reports.crm_passage_fact_view_list_forecast")
        return {"model": PASSAGES, "domain": list(domain), "view_id": view.id}

    @api.model
    def _get_forecast_columns(self, options):
        return [
            {"key": "name", "label": self._get_dimensions()[options["dimension"]].label, "type": "text"},
            {
                "key": "committed",
                "label": self.env._("Committed"),
                "type": "money",
                "help": self.env._(
                    "Expected revenue of deals that are won with a probability of %s %% or more.",
                    self.env.company.crm_smarket_committed,
                ),
            },
            {
                "key": "expected",
                "label": self.env._("Expected"),
                "type": "money",
                "help": self.env._("Expected revenue of each deal times its probability."),
            },
            {
                "key": "amount",
                "label": self.env._("Best Case"),
                "type": "money",
                "help": self.env._("Expected revenue of all deals that are open."),
            },
            {"key": "deals", "label": self.env._("Deals"), "type": "count"},
            {
                "key": "share",
                "label": self.env._("Probability"),
                "type": "percent",
                "help": self.env._("What is expected, of the best case."),
            },
        ]

    @api.model
    def _make_forecast_chart(self, shown, months, domain, outlook):
        """Return three lines, where there is more than one month; a click on one opens its deals, whatever the rows."""
        if len([month for month in shown if month in months]) < 2:
            return None
        labels = {column["key"]: column["label"] for column in self._get_forecast_columns({"dimension": "closing"})}
        names = self._get_names("closing", shown)
        currency = self.env.company.currency_id
        return {
            "type": "line",
            "labels": [names[month] for month in shown],
            "series": [
                {
                    "label": labels[key],
                    "values": [currency.round(months.get(month, _nothing())[key]) for month in shown],
                }
                for key in MEASURES
            ],
            "rows": [
                {
                    "name": names[month],
                    "documents": self._get_forecast_documents(
                        domain & self.env[PASSAGES]._get_expected_domain(month, outlook)
                    ),
                }
                for month in shown
            ],
        }


def _nothing():
    return dict.fromkeys((*MEASURES, "deals"), 0)


def _merge(parts):
    total = _nothing()
    for part in parts:
        for name, value in part.items():
            total[name] += value
    return total
