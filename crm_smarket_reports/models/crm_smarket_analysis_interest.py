from odoo import api, models
from odoo.fields import Domain

from ..tools.periods import get_change
from .crm_smarket_analysis_dimensions import get_value

INTEREST = "crm.interest"
SIGNS = {"inquiries": "inquiry", "projects": "project", "quotations": "quotation"}
DIMENSIONS = ["product", "categ", "user", "team", "source", "country", "state", "city"]
CHARTED = 10


class CrmSmarketAnalysis(models.AbstractModel):
    """Interest: which products and services customers ask about, plan to buy, and have quoted."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _describe_interest(self):
        return {
            "title": self.env._("Interest"),
            "explanation": self.env._(
                "How many customers, each once in the period, have asked about a product or a service in an inquiry, "
                "have it among the products of their project, or in a quotation, confirmed or not."
            ),
            "dimensions": DIMENSIONS,
            "filters": [
                "product",
                "categ",
                "customer",
                "customer_tag",
                "user",
                "team",
                "company",
                "industry",
                "country",
                "state",
                "city",
                "source",
                "campaign",
            ],
            "orders": ["customers", *SIGNS, "previous", "change_percent"],
        }

    @api.model
    def _report_interest(self, options):
        found = {name: self._get_interested(period, options) for name, period in self._get_periods(options).items()}
        values = dict.fromkeys(value for signs in found.values() for sets in signs.values() for value in sets)
        rows = [self._get_interest_figures([value], found) for value in values]
        self._sort(rows, {**options, "order": options["order"] or "customers desc"})
        start, end = options["offset"], options["offset"] + options["limit"]
        shown, hidden = rows[start:end], rows[:start] + rows[end:]
        names = self._get_names(options["dimension"], [row["id"] for row in shown])
        everything = self._get_interest_figures(list(values), found)
        return {
            "columns": self._get_interest_columns(options),
            "rows": [self._show_interest(row, names[row["id"]], options, [row["id"]]) for row in shown],
            "total": self._show_interest({**everything, "id": None}, self.env._("Customers in all"), options, None),
            "others": self._get_interest_others([row["id"] for row in hidden], found, options),
            "chart": self._get_interest_chart(shown[:CHARTED], names),
            "count": len(rows),
            "notes": [
                self.env._("A customer counts in each row that they have shown interest in, and once in the total."),
                self.env._("An opportunity for which no customer is named yet counts as one of its own."),
            ],
        }

    # -- figures -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_interested(self, period, options):
        """Return ``{sign: {value of the dimension: set of customers}}`` of a period."""
        field = self._need_dimension_field(options["dimension"], INTEREST)
        domain = self._get_interest_domain(period, options)
        nameless = domain & Domain("commercial_partner_id", "=", False)
        interest = self.env[INTEREST]
        keys = {kind: sign for sign, kind in SIGNS.items()}
        interested = {sign: {} for sign in SIGNS}
        # Any order but that of the names, for which their tables would be read.
        for kind, value, customer, _count in interest._read_group(
            domain & Domain("commercial_partner_id", "!=", False),
            ["kind", field, "commercial_partner_id"],
            ["__count"],
            order="__count desc",
        ):
            interested[keys[kind]].setdefault(get_value(value), set()).add(customer.id)
        # Without a customer each deal stands for one; its number is less than nothing, so that both can be told apart.
        for kind, value, leads in interest._read_group(nameless, ["kind", field], ["lead_id:array_agg"], order="kind"):
            interested[keys[kind]].setdefault(get_value(value), set()).update(-lead for lead in leads)
        return interested

    @api.model
    def _get_interest_domain(self, period, options):
        """Return the domain of the interest of a period; what belongs to no branch yet is everybody's."""
        branches = Domain("company_id", "in", [*self.env.companies.ids, False])
        return branches & self._get_choice_domain(INTEREST, options) & self._get_days_domain(INTEREST, "date", period)

    @api.model
    def _get_interest_figures(self, values, found):
        """Return how many customers are interested in any of some values, by sign and in all, now and before."""
        row = {"id": values[0] if values else None}
        counts = {}
        for period, signs in found.items():
            customers = {sign: set().union(*(sets.get(value, ()) for value in values)) for sign, sets in signs.items()}
            if period == "current":
                row.update({sign: len(some) for sign, some in customers.items()})
            counts[period] = len(set().union(*customers.values()))
        row["customers"] = counts["current"]
        if "previous" in counts:
            row["previous"] = counts["previous"]
            row["change_percent"] = get_change(counts["current"], counts["previous"])
        return row

    # -- what is shown -----------------------------------------------------------------------------------------------

    @api.model
    def _get_interest_columns(self, options):
        label = self._get_dimensions()[options["dimension"]].label
        columns = [
            {"key": "name", "label": label, "type": "text"},
            *({"key": key, "label": label, "type": "count"} for key, label in self._get_sign_labels().items()),
            {
                "key": "customers",
                "label": self.env._("Customers"),
                "type": "count",
                "help": self.env._("With any of these, each once."),
            },
        ]
        if options["compare"]:
            previous = {"key": "previous", "label": self.env._("Before"), "type": "count"}
            label, parts = self.env._("Change, %"), [columns[-1], previous]
            columns += [previous, {"key": "change_percent", "label": label, "type": "change", "parts": parts}]
        return columns

    @api.model
    def _get_sign_labels(self):
        return {
            "inquiries": self.env._("Inquiries"),
            "projects": self.env._("Projects"),
            "quotations": self.env._("Quotations"),
        }

    @api.model
    def _show_interest(self, row, name, options, values):
        """Return a row as the screen shows it; a figure opens what its customers were interested in, by customer.

        :param list values: of the dimension, those of the row; None for all
        """
        cells = {key: {"value": value} for key, value in row.items() if key != "id"}
        domains = {}
        for period_name, period in self._get_periods(options).items():
            domain = self._get_interest_domain(period, options)
            if values is not None:
                domain &= self._get_values_domain(options["dimension"], INTEREST, values)
            domains["customers" if period_name == "current" else period_name] = domain
        for key, kind in SIGNS.items():
            domains[key] = domains["customers"] & Domain("kind", "=", kind)
        for key, domain in domains.items():
            if row[key]:
                cells[key] |= {"model": INTEREST, "domain": list(domain), "group_by": ["commercial_partner_id"]}
        documents = cells["customers"] if row["customers"] else None
        return {"id": row["id"], "name": name, "cells": cells, "documents": documents}

    @api.model
    def _get_interest_others(self, values, found, options):
        """Return the row of what is not shown, None where all is."""
        if not values:
            return None
        row = {**self._get_interest_figures(values, found), "id": None}
        name = self.env._("%(count)s others", count=len(values))
        return {**self._show_interest(row, name, options, values), "count": len(values), "next": False}

    @api.model
    def _get_interest_chart(self, rows, names):
        """Return the chart of the first rows, None where there are none."""
        if not rows:
            return None
        return {
            "type": "bar",
            "labels": [names[row["id"]] for row in rows],
            "series": [
                {"label": label, "values": [row[key] for row in rows]} for key, label in self._get_sign_labels().items()
            ],
        }
