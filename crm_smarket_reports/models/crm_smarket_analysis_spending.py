from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_date

from ..tools.spending import get_cost, get_return, judge_return
from .crm_smarket_analysis_spending_figures import COUNTED, FIGURES, TERRITORY

DIMENSIONS = ["campaign", "source", "medium", "team", "user", "categ", *TERRITORY, "month"]
CHARTED = 10


class Column(NamedTuple):
    """A column of the table; see the analysis."""

    key: str
    label: str
    type: str
    help: str = ""


class CrmSmarketAnalysis(models.AbstractModel):
    """Return on spending: what campaigns cost, and what they brought."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_report_keys(self):
        return [*super()._get_report_keys(), "spending"]

    @api.model
    def _describe_spending(self):
        return {
            "title": self.env._("Return on Spending"),
            "explanation": self.env._(
                "Leads that came, deals that were won, money that came in and margin of what was sold in the period, "
                "each for its own campaign and source, beside what was spent. "
                "Return = (margin or receipts − spent) ÷ spent."
            ),
            "dimensions": DIMENSIONS,
            "measures": {
                **({"margin": self.env._("Return from Margin")} if self._sees_margins() else {}),
                "receipts": self.env._("Return from Receipts"),
            },
            "filters": [key for key in DIMENSIONS if key != "month"],
            "compares": False,
            "orders": [column.key for column in self._get_spending_columns()],
        }

    @api.model
    def _report_spending(self, options):
        """Return a row for each value for which anything was spent or came in, and the managers' ranking."""
        figures = [name for name in FIGURES if name != "margin" or self._sees_margins()]
        found, total = self._get_spending_figures(options, figures)
        rows = [
            self._get_spending_row(value, {**dict.fromkeys(total, 0), **counted}, options)
            for value, counted in found.items()
            if any(counted.values())
        ]
        self._sort(rows, options)
        start, end = options["offset"], options["offset"] + options["limit"]
        shown, hidden = rows[start:end], rows[:start] + rows[end:]
        names = self._get_names(options["dimension"], [row["id"] for row in shown])
        return {
            "columns": self._describe_spending_columns(options),
            "rows": [self._show_spending(row, names[row["id"]], options, [row["id"]]) for row in shown],
            "total": self._show_spending(
                self._get_spending_sum(total, rows, options), self.env._("Total"), options, None
            ),
            "others": self._get_spending_others(hidden, options),
            "chart": self._get_spending_chart(shown[:CHARTED], names, options),
            "count": len(rows),
            "notes": self._get_spending_notes(rows, options),
            "blocks": self._get_spending_ranking(options),
        }

    @api.model
    def _sees_margins(self):
        return self.env.su or self.env.user.has_group("crm_smarket_reports.group_margin")

    # -- figures -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_spending_row(self, value, counted, options):
        """Return the figures of a row with what follows from them; a figure that is not known is missing.

        What belongs to none of the campaigns, say, is not what the money for none of them has brought.
        """
        if value is False:
            return {"id": value, **counted, "state": False}
        return {
            "id": value,
            **counted,
            "lead_cost": get_cost(counted["spent"], counted.get("leads")) if "spent" in counted else None,
            "customer_cost": get_cost(counted["spent"], counted.get("customers")) if "spent" in counted else None,
            **self._get_spending_return(counted, options),
        }

    @api.model
    def _get_spending_return(self, counted, options):
        """Return the return of figures with what it is made of, and how good it is."""
        if not {"spent", options["measure"]} <= set(counted):
            return {"return": None, "state": False}
        invested, brought = counted["spent"], counted[options["measure"]]
        result = get_return(invested, brought)
        company = self.env.company
        good, watch = company.sales_expense_return_good, company.sales_expense_return_watch
        state = judge_return(result, good, watch)
        return {"return": result, "invested": invested, "brought": brought, "state": state}

    @api.model
    def _get_spending_sum(self, counted, rows, options):
        """Return the figures of several rows, whose return is that of those that can be judged."""
        judged = self._add_spending([row for row in rows if row["id"] is not False])
        return {**self._get_spending_row(None, counted, options), **self._get_spending_return(judged, options)}

    @api.model
    def _add_spending(self, rows):
        names = [name for name in COUNTED if rows and name in rows[0]]
        sums = {name: sum(row[name] for row in rows) for name in names}
        currency = self.env.company.currency_id
        return {name: currency.round(value) if name in FIGURES else value for name, value in sums.items()}

    # -- what is shown -----------------------------------------------------------------------------------------------

    @api.model
    def _get_spending_columns(self):
        """Return the columns after the name."""
        columns = [
            Column("spent", self.env._("Spent"), "money", self.env._("Sales expenses without taxes.")),
            Column(
                "leads", self.env._("Leads"), "count", self.env._("Leads and opportunities that came in the period.")
            ),
            Column(
                "won", self.env._("Won"), "count", self.env._("Deals that were won in the period, whenever they came.")
            ),
            Column("receipts", self.env._("Receipts"), "money", self.env._("Money that came in for orders of deals.")),
            Column(
                "margin",
                self.env._("Margin"),
                "money",
                self.env._("Of what was sold in the period, services included."),
            ),
            Column("lead_cost", self.env._("Cost per Lead"), "money"),
            Column(
                "customer_cost",
                self.env._("Cost per Customer"),
                "money",
                self.env._("Customers of the won deals, each of them once."),
            ),
            Column(
                "return",
                self.env._("Return, %"),
                "percent",
                self.env._("What came in beyond what was spent, of what was spent."),
            ),
        ]
        return [column for column in columns if column.key != "margin" or self._sees_margins()]

    @api.model
    def _describe_spending_columns(self, options):
        columns = {column.key: column for column in self._get_spending_columns()}
        spent, brought = columns["spent"], columns[options["measure"]]
        customers = Column("customers", self.env._("Customers"), "count")
        parts = {
            "lead_cost": [spent._asdict(), columns["leads"]._asdict()],
            "customer_cost": [spent._asdict(), customers._asdict()],
            "return": [brought._replace(key="brought")._asdict(), spent._replace(key="invested")._asdict()],
        }
        return [
            {"key": "name", "label": self._get_dimensions()[options["dimension"]].label, "type": "text"},
            *({**column._asdict(), "parts": parts.get(column.key)} for column in columns.values()),
            {"key": "state", "label": self.env._("State"), "type": "state", "help": self._get_target_words()},
        ]

    @api.model
    def _get_target_words(self):
        company = self.env.company
        return self.env._(
            "Good from %(good)s %% of return on, watch from %(watch)s %% on, bad below: see Settings.",
            good=company.sales_expense_return_good,
            watch=company.sales_expense_return_watch,
        )

    @api.model
    def _show_spending(self, row, name, options, values):
        """Return a row as the screen shows it, each figure with what it counts.

        :param list values: of the dimension, those of the row; None for all
        """
        cells, documents = {}, None
        for key in (column.key for column in self._get_spending_columns()):
            cells[key] = cell = {"value": row.get(key), "muted": not row.get(key)}
            if key in FIGURES:
                found = self._get_spending_documents(key, row.get(key), options, values)
                cell.update(found)
                documents = documents or found or None
        if row.get("customers"):
            by_customer = {"value": row["customers"], "group_by": ["commercial_partner_id"]}
            cells["customers"] = {**cells["won"], **by_customer}
        if row.get("return") is not None:
            for key, figure in (("invested", "spent"), ("brought", options["measure"])):
                found = self._get_spending_documents(figure, row[key], options, values, is_judged=True)
                cells[key] = {"value": row[key], **found}
        cells["state"] = row["state"]
        return {"id": row["id"], "name": name, "cells": cells, "documents": documents}

    @api.model
    def _get_spending_documents(self, name, value, options, values, is_judged=False):
        """Return model and domain behind a figure, nothing where it is none.

        :param bool is_judged: those alone that have a return, and not what belongs to none of the campaigns, say
        """
        domain = self._get_spending_domain(name, options, values) if value else None
        if domain is None:
            return {}
        if is_judged:
            domain &= ~self._get_spending_values_domain(name, options["dimension"], [False])
        return {"model": FIGURES[name].model, "domain": list(domain)}

    @api.model
    def _get_spending_others(self, hidden, options):
        if not hidden:
            return None
        values, figures = [one["id"] for one in hidden], self._add_spending(hidden)
        for key in {"leads", "won"} & set(figures):
            # Whoever is in several of the rows counts once, as in the total.
            figures.update(self._count_spending(key, self._get_spending_domain(key, options, values))[False])
        row = self._get_spending_sum(figures, hidden, options)
        name = self.env._("%(count)s others", count=len(hidden))
        shown = self._show_spending(row, name, options, values)
        return {**shown, "count": len(hidden), "next": False}

    @api.model
    def _get_spending_chart(self, rows, names, options):
        """Return the chart of what was spent beside what came in, None where nothing was spent."""
        rows = [row for row in rows if row.get("spent") and row["id"] is not False]
        if not rows or options["measure"] not in rows[0]:
            return None
        labels = {column.key: column.label for column in self._get_spending_columns()}
        return {
            "type": "bar",
            "labels": [names[row["id"]] for row in rows],
            "series": [
                {"label": labels[name], "values": [row[name] for row in rows]} for name in ("spent", options["measure"])
            ],
        }

    @api.model
    def _get_names(self, key, values):
        if key != "month":
            return super()._get_names(key, values)
        return {
            value: format_date(self.env, date.fromisoformat(value), date_format="LLLL yyyy") if value else ""
            for value in values
        }
