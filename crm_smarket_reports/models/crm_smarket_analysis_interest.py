from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz

from odoo import api, models
from odoo.fields import Domain

from ..tools.periods import get_change

CHARTED = 10


class Sign(NamedTuple):
    """Documents by which customers show interest in products."""

    model: str
    product: str  # field
    date: str  # field, of a moment or of a day
    deal: str  # path to what has customer, manager, team and company, with a dot at its end
    deal_id: str  # field of it
    deal_model: str
    link: str  # field of the deal with these documents; empty where the deal itself is one


SIGNS = {
    "inquiries": Sign("crm.lead", "interest_product_ids", "create_date", "", "id", "crm.lead", ""),
    "projects": Sign(
        "crm.project.product.line",
        "product_id",
        "create_date",
        "lead_id.",
        "lead_id",
        "crm.lead",
        "project_product_line_ids",
    ),
    "quotations": Sign(
        "sale.order.line", "product_id", "order_id.date_order", "order_id.", "order_id", "sale.order", "order_line"
    ),
}
FILTERS = {
    "customer": "partner_id.commercial_partner_id",
    "user": "user_id",
    "team": "team_id",
    "company": "company_id",
    "source": "source_id",
    "campaign": "campaign_id",
}


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
            "dimensions": ["product", "categ"],
            "filters": ["product", "categ", *FILTERS],
            "orders": ["customers", *SIGNS, "previous", "change_percent"],
        }

    @api.model
    def _report_interest(self, options):
        periods = self._get_periods(options)
        found = {name: self._get_interested(period, options) for name, period in periods.items()}
        values = {value for signs in found.values() for sets in signs.values() for value in sets}
        rows = [self._get_interest_row(value, found) for value in values]
        self._sort(rows, {**options, "order": options["order"] or "customers desc"})
        start, end = options["offset"], options["offset"] + options["limit"]
        shown, hidden = rows[start:end], rows[:start] + rows[end:]
        names = self._get_names(options["dimension"], [row["id"] for row in shown])
        total = self._get_interest_row(None, found)
        return {
            "columns": self._get_interest_columns(options),
            "rows": [self._get_interest_cells(row, names[row["id"]], options) for row in shown],
            "total": {"id": None, "name": self.env._("Customers in all"), "cells": total, "documents": None},
            "others": hidden and self._get_interest_others(hidden) or None,
            "chart": self._get_interest_chart(shown[:CHARTED], names),
            "count": len(rows),
            "notes": [
                self.env._("A customer counts in each row that they have shown interest in, and once in the total.")
            ],
        }

    # -- figures -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_interested(self, period, options):
        """Return ``{sign: {value of the dimension: set of customers}}`` of a period."""
        interested = {}
        for key, sign in SIGNS.items():
            sets = interested[key] = {}
            domain = self._get_interest_domain(sign, period, options)
            rows = self._with_lost(sign)._read_group(
                domain, [sign.product, f"{sign.deal}partner_id.commercial_partner_id"], [f"{sign.deal_id}:array_agg"]
            )
            for product, customer, deals in rows:
                if product:
                    # Without a customer each deal stands for one.
                    customers = {customer.id} if customer else {(sign.deal_model, deal) for deal in deals}
                    value = product.sudo().categ_id.id if options["dimension"] == "categ" else product.id
                    sets.setdefault(value, set()).update(customers)
        return interested

    @api.model
    def _with_lost(self, sign):
        """Return the model of a sign; deals that were lost have shown interest, too."""
        return self.env[sign.model].with_context(active_test=False)

    @api.model
    def _get_interest_domain(self, sign, period, options, values=None):
        """Return the domain of the documents of a sign in a period.

        :param list values: of the dimension; of all without them
        """
        zone = pytz.timezone(self.env.user.tz or self.env.context.get("tz") or "UTC")
        start, end = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (period.start, period.end + timedelta(days=1))
        )
        domain = (
            Domain(sign.date, ">=", start)
            & Domain(sign.date, "<", end)
            & Domain(sign.product, "!=", False)
            & Domain(f"{sign.deal}company_id", "in", [*self.env.companies.ids, False])
        )
        paths = {"product": sign.product, "categ": f"{sign.product}.categ_id"}
        for key, ids in options["filters"].items():
            path = paths.get(key) or f"{sign.deal}{FILTERS[key]}"
            domain &= Domain(path, "child_of" if key == "categ" else "in", ids)
        for step in options["trail"]:
            domain &= Domain(paths[step["dimension"]], "in", [step["id"]])
        if values is not None:
            domain &= Domain(paths[options["dimension"]], "in", values)
        return domain

    @api.model
    def _get_interest_row(self, value, found):
        """Return the figures of a value of the dimension; of all of them for None."""
        row = {"id": value}
        counts = {}
        for period, signs in found.items():
            everybody = set()
            for key, sets in signs.items():
                customers = set().union(*sets.values()) if value is None else sets.get(value, set())
                if period == "current":
                    row[key] = len(customers)
                everybody |= customers
            counts[period] = len(everybody)
        row["customers"] = counts["current"]
        if "previous" in counts:
            row["previous"] = counts["previous"]
            row["change_percent"] = get_change(counts["current"], counts["previous"])
        return row

    # -- what is shown -----------------------------------------------------------------------------------------------

    @api.model
    def _get_interest_columns(self, options):
        label = self._get_dimensions()[options["dimension"]].label
        compared = [
            {"key": "previous", "label": self.env._("Before"), "type": "count"},
            {"key": "change_percent", "label": self.env._("Change, %"), "type": "change"},
        ]
        return [
            {"key": "name", "label": label, "type": "text"},
            *({"key": key, "label": label, "type": "count"} for key, label in self._get_sign_labels().items()),
            {
                "key": "customers",
                "label": self.env._("Customers"),
                "type": "count",
                "help": self.env._("With any of these, each once."),
            },
            *(compared if options["compare"] else []),
        ]

    @api.model
    def _get_sign_labels(self):
        return {
            "inquiries": self.env._("Inquiries"),
            "projects": self.env._("Projects"),
            "quotations": self.env._("Quotations"),
        }

    @api.model
    def _get_interest_cells(self, row, name, options):
        """Return a row as the screen shows it, with the documents behind each figure."""
        cells = {key: value for key, value in row.items() if key != "id"}
        period = self._get_period(options)
        for key, sign in SIGNS.items():
            if row[key]:
                domain = self._get_deal_domain(sign, self._get_interest_domain(sign, period, options, [row["id"]]))
                cells[key] = {"value": row[key], "model": sign.deal_model, "domain": list(domain)}
        first = next((cells[key] for key in SIGNS if row[key]), None)
        return {"id": row["id"], "name": name, "cells": cells, "documents": first}

    @api.model
    def _get_deal_domain(self, sign, domain):
        """Return the domain of the deals or orders that documents belong to, lost deals included."""
        if sign.link:
            domain = Domain(sign.link, "any", domain)
        return domain & Domain("active", "in", [True, False]) if sign.deal_model == "crm.lead" else domain

    @api.model
    def _get_interest_others(self, rows):
        return {
            "id": None,
            "name": self.env._("%(count)s others", count=len(rows)),
            "cells": {},
            "count": len(rows),
            "documents": None,
            "next": False,
        }

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
