from odoo import api, models
from odoo.fields import Domain

from ..tools.periods import get_change, last_months, period_of
from .crm_smarket_analysis_dimensions import get_value

MONTHS = 12
CHARTED = 10


class CrmSmarketAnalysis(models.AbstractModel):
    """A table of sums by one dimension: a period beside an earlier one, with share and twelve months."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _compare_by(self, source, options, keep=None):
        """Return columns, rows and totals of sums by the dimension that was chosen.

        One query per period, and one for the twelve months of the rows that are shown.

        :param tuple source: model of facts and its monetary field
        :param dict options: as :meth:`_get_options` returns them
        :param keep: a function of the figures of a row that tells whether it belongs here; all do without it
        """
        sums = self._get_compared_sums(source, options)
        values = list(dict.fromkeys(value for amounts in sums.values() for value in amounts))
        rows = [self._get_compared_figures(value, sums) for value in values]
        rows = [row for row in rows if any(row[period] for period in sums)]
        if keep:
            rows = [row for row in rows if keep(row)]
        total = self._get_compared_total(source, options, rows, keep)
        for row in rows:
            row["share"] = row["current"] / total["current"] if total["current"] else None
        self._sort(rows, options)
        start, end = options["offset"], options["offset"] + options["limit"]
        shown, hidden = rows[start:end], rows[:start] + rows[end:]
        names = self._get_names(options["dimension"], [row["id"] for row in shown])
        months = self._get_monthly_sums(source, options, [row["id"] for row in shown])
        model, _measure = source
        everything = Domain.TRUE
        if keep:
            everything = self._get_values_domain(options["dimension"], model, [row["id"] for row in rows])
        return {
            "columns": self._get_compared_columns(options),
            "rows": [
                self._get_compared_row(
                    source,
                    options,
                    row,
                    names[row["id"]],
                    self._get_values_domain(options["dimension"], model, [row["id"]]),
                    months[row["id"]],
                )
                for row in shown
            ],
            "total": self._get_compared_row(source, options, total, self.env._("Total"), everything),
            "others": self._get_compared_others(source, options, shown, hidden, keep) if hidden else None,
            "chart": self._get_compared_chart(shown[:CHARTED], names, options),
            "count": len(rows),
            "notes": self._get_compared_notes(options),
        }

    @api.model
    def _get_compared_notes(self, options):
        if not self._is_overlapping(options["dimension"]):
            return []
        return [self.env._("A customer of several groups counts in each of them; the total counts everything once.")]

    # -- figures -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_compared_sums(self, source, options):
        """Return ``{"current": {value: amount}, "previous": …}``."""
        model, measure = source
        field = self._need_dimension_field(options["dimension"], model)
        domain = self._get_chosen_domain(model, options)
        sums = {}
        for name, period in self._get_periods(options).items():
            amounts = sums[name] = {}
            inside = domain & self._get_period_domain(period)
            for key, (amount,) in self._sum_by(model, inside, field, [measure]).items():
                value = get_value(key)
                amounts[value] = amounts.get(value, 0.0) + amount
        return sums

    @api.model
    def _get_monthly_sums(self, source, options, values):
        """Return ``{value: [amount of each of the twelve months up to the end of the period]}``."""
        model, measure = source
        year = period_of("12months", self._get_period(options).end)
        months = last_months(year.end, MONTHS)
        starts = {month.start: number for number, month in enumerate(months)}
        amounts = {value: [0.0] * MONTHS for value in values}
        if not values:
            return amounts
        domain = (
            self._get_chosen_domain(model, options)
            & self._get_period_domain(year)
            & self._get_values_domain(options["dimension"], model, values)
        )
        field = self._need_dimension_field(options["dimension"], model)
        for (key, start), (amount,) in self._sum_by(model, domain, [field, "date:month"], [measure]).items():
            if get_value(key) in amounts:
                amounts[get_value(key)][starts[start]] += amount
        return amounts

    @api.model
    def _get_compared_figures(self, value, sums):
        current = sums["current"].get(value, 0.0)
        row = {"id": value, "current": current}
        if "previous" in sums:
            row["previous"] = sums["previous"].get(value, 0.0)
            row.update(self._get_difference(row))
        return row

    @api.model
    def _get_difference(self, row):
        """Return how figures have changed, to be rounded where they are shown: there may be tens of thousands."""
        return {
            "change": row["current"] - row["previous"],
            "change_percent": get_change(row["current"], row["previous"]),
        }

    @api.model
    def _add_compared(self, rows, options):
        """Return the sum of rows."""
        currency = self.env.company.currency_id
        sums = {name: currency.round(sum(row[name] for row in rows)) for name in self._get_periods(options)}
        total = {"id": None, **sums}
        return {**total, **(self._get_difference(total) if "previous" in total else {})}

    @api.model
    def _get_compared_total(self, source, options, rows, keep):
        """Return what all rows sum to; where rows overlap, everything counted once."""
        if keep or not self._is_overlapping(options["dimension"]):
            return self._add_compared(rows, options)
        model, measure = source
        domain = self._get_chosen_domain(model, options)
        once = {
            name: sum(
                amount
                for (amount,) in self._sum_by(
                    model, domain & self._get_period_domain(period), "company_id", [measure]
                ).values()
            )
            for name, period in self._get_periods(options).items()
        }
        return self._add_compared([once], options)

    @api.model
    def _sort(self, rows, options):
        """Sort rows as was chosen, those without a figure last."""
        column, way = (options["order"] or "current desc").split()
        backwards = way == "desc"
        if column == "name":
            names = self._get_names(options["dimension"], [row["id"] for row in rows])
            rows.sort(key=lambda row: names[row["id"]].casefold(), reverse=backwards)
            return
        sign = -1 if backwards else 1
        rows.sort(key=lambda row: (row.get(column) is None, sign * (row.get(column) or 0), str(row["id"])))

    # -- what is shown -----------------------------------------------------------------------------------------------

    @api.model
    def _get_compared_columns(self, options):
        """Return the columns of the table."""
        label = self._get_dimensions()[options["dimension"]].label
        current = {"key": "current", "label": self.env._("This period"), "type": "money"}
        compared = []
        if options["compare"]:
            previous = {
                "key": "previous",
                "label": self.env._("Before"),
                "type": "money",
                "help": self.env._("As many days of the earlier period."),
            }
            parts = [current, previous]
            compared = [
                previous,
                {"key": "change", "label": self.env._("Change"), "type": "money", "parts": parts},
                {"key": "change_percent", "label": self.env._("Change, %"), "type": "change", "parts": parts},
            ]
        return [
            {"key": "name", "label": label, "type": "text"},
            current,
            *compared,
            {
                "key": "share",
                "label": self.env._("Share"),
                "type": "share",
                "help": self.env._("Of the total of this period."),
                "parts": [current],
            },
            {
                "key": "spark",
                "label": self.env._("12 months"),
                "type": "spark",
                "help": self.env._("Up to the end of the period."),
            },
        ]

    @api.model
    def _get_compared_row(self, source, options, row, name, values_domain, months=None):
        """Return a row of figures as the screen shows it, with what a click on each figure opens.

        :param dict row: figures of :meth:`_get_compared_figures`
        :param values_domain: the facts of the row, whatever their date; None where they cannot be told apart
        """
        model, _measure = source
        cells = {key: value for key, value in row.items() if key != "id"}
        if "change" in cells:
            cells["change"] = self.env.company.currency_id.round(cells["change"])
        if months is not None:
            cells["spark"] = {"value": months}
        documents = None
        if values_domain is not None:
            domain = self._get_chosen_domain(model, options) & values_domain
            for name_, period in self._get_periods(options).items():
                inside = list(domain & self._get_period_domain(period))
                cells[name_] = {"value": row[name_], "model": model, "domain": inside}
            if months is not None:
                inside = domain & self._get_period_domain(period_of("12months", self._get_period(options).end))
                cells["spark"] |= {"model": model, "domain": list(inside), "views": ["graph", "list", "pivot"]}
            documents = {"model": model, "domain": cells["current"]["domain"]}
        return {"id": row["id"], "name": name, "cells": cells, "documents": documents}

    @api.model
    def _get_compared_others(self, source, options, shown, hidden, keep):
        """Return the row of all that is not shown, with as many rows as it stands for."""
        model, _measure = source
        if self._is_overlapping(options["dimension"]):
            domain = None
        elif keep:
            domain = self._get_values_domain(options["dimension"], model, [row["id"] for row in hidden])
        else:
            domain = ~self._get_values_domain(options["dimension"], model, [row["id"] for row in shown])
        figures = self._add_compared(hidden, options)
        figures["share"] = sum(row["share"] or 0.0 for row in hidden)
        row = self._get_compared_row(
            source, options, figures, self.env._("%(count)s others", count=len(hidden)), domain
        )
        return {**row, "count": len(hidden), "next": False}

    @api.model
    def _get_compared_chart(self, rows, names, options):
        """Return the chart of the first rows, None where there are none."""
        labels = {"current": self.env._("This period"), "previous": self.env._("Before")}
        return (
            rows
            and {
                "type": "bar",
                "labels": [names[row["id"]] for row in rows],
                "series": [
                    {
                        "label": labels[period],
                        "values": [row[period] for row in rows],
                        "muted": period == "previous",
                    }
                    for period in self._get_periods(options)
                ],
            }
            or None
        )
