from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.periods import get_change, last_months, like_for_like, period_of

MONTHS = 12
LISTED = 20
SOLD = "crm.sold.fact"


class CrmCustomerStory(models.AbstractModel):
    """How things stand with some customers: what they buy, their deals, and who they are."""

    _inherit = "crm.customer.story"

    @api.model
    @api.readonly
    def get_overview(self, partner_domain):
        """Return how things stand with some customers.

        :param list partner_domain: of commercial customers
        :return: a dict of ``count`` and ``name``; ``turnover``, a row as of an analysis; ``receipts``, ``deals``
            and ``last_order``, figures with the domains behind them; ``statuses`` of the contacts;
            ``open_deals``, the largest ones; ``customers``, a table of those with the highest turnover where there are
            several; ``lead_domain`` for a funnel; ``customer_ids`` for an analysis, None for too many;
            ``currency_id``, ``is_converted`` and ``as_of``
        :raise AccessError: for people who do not sell, and for companies that are not the user's
        """
        self._check_reader()
        customers = self._find_customers(partner_domain)
        count = len(customers.records)
        single = customers.records if count == 1 else customers.records.browse()
        sums = self._get_turnover_sums(customers)
        return {
            **self._get_frame(SOLD),
            "as_of": fields.Datetime.now(),
            "count": count,
            "name": single.display_name or "",
            "customer_id": single.id,
            "customer_ids": customers.records.ids if customers.is_named else None,
            "periods": {name: period._asdict() for name, period in self._get_periods().items()},
            "turnover": self._get_turnover(customers, sums),
            "receipts": self._get_receipts(customers),
            "deals": self._get_deals(customers),
            "open_deals": self._get_open_deals(customers),
            "last_order": self._get_last_order(customers),
            "statuses": self._get_statuses(customers),
            "customers": None if single else self._get_customer_table(sums),
            "lead_domain": list(self._get_leads_domain(customers)),
        }

    # -- turnover ----------------------------------------------------------------------------------------------------

    @api.model
    def _get_periods(self):
        """Return this year, and as many days of the year before."""
        today = self._get_today()
        year = period_of("year", today)
        return {"current": year, "previous": like_for_like(year, period_of("year", today, -1), today)}

    @api.model
    def _get_year_domain(self):
        """Return the domain of facts of the twelve months up to this one."""
        return self._get_period_domain(period_of("12months", self._get_today()))

    @api.model
    def _get_turnover_sums(self, customers):
        """Return ``{"current": {customer: amount}, "previous": …}`` of what was sold."""
        domain = self._get_facts_domain(customers)
        return {
            name: {
                customer: amount
                for customer, [amount] in self._sum_by(
                    SOLD, domain & self._get_period_domain(period), "commercial_partner_id", ["amount"]
                ).items()
            }
            for name, period in self._get_periods().items()
        }

    @api.model
    def _get_turnover(self, customers, sums):
        """Return what all customers together bought, month by month too."""
        months = last_months(self._get_today(), MONTHS)
        domain = self._get_facts_domain(customers)
        year = domain & self._get_year_domain()
        amounts = self._sum_by(SOLD, year, "date:month", ["amount"])
        totals = {name: sum(by_customer.values()) for name, by_customer in sums.items()}
        spark = [amounts.get(month.start, [0.0])[0] for month in months]
        return self._get_turnover_cells(totals, domain, spark)

    @api.model
    def _get_turnover_cells(self, amounts, domain, spark):
        """Return amounts of both periods as cells of an analysis.

        :param dict amounts: ``{"current", "previous"}``
        :param domain: the facts behind them, of whatever date
        """
        current, previous = (self.env.company.currency_id.round(amounts[name]) for name in ("current", "previous"))
        figures = {"current": current, "previous": previous}
        return {
            **{
                name: {
                    "value": figures[name],
                    "model": SOLD,
                    "domain": list(domain & self._get_period_domain(period)),
                }
                for name, period in self._get_periods().items()
            },
            "change_percent": get_change(current, previous),
            "spark": {
                "value": spark,
                "model": SOLD,
                "domain": list(domain & self._get_year_domain()),
                "views": ["graph", "list", "pivot"],
            },
        }

    @api.model
    def _get_customer_table(self, sums, limit=LISTED):
        """Return those of several customers who bought most, as a table of an analysis."""
        totals = {
            customer: {name: by_customer.get(customer, 0.0) for name, by_customer in sums.items()}
            for customer in {**sums["current"], **sums["previous"]}
        }
        ranked = sorted(totals, key=lambda one: (-totals[one]["current"], -totals[one]["previous"], one.id))
        shown = self.env["res.partner"].union(*ranked[:limit])
        months = last_months(self._get_today(), MONTHS)
        starts = {month.start: number for number, month in enumerate(months)}
        sparks = {customer: [0.0] * MONTHS for customer in shown}
        domain = Domain("commercial_partner_id", "in", shown.ids)
        year = domain & self._get_year_domain()
        by_month = self._sum_by(SOLD, year, ["commercial_partner_id", "date:month"], ["amount"])
        for (customer, start), [amount] in by_month.items():
            sparks[customer][starts[start]] = amount
        return {
            "columns": self._get_customer_columns(),
            "rows": [
                {
                    "id": customer.id,
                    "name": customer.display_name,
                    "next": True,
                    "cells": self._get_turnover_cells(
                        totals[customer],
                        Domain("commercial_partner_id", "=", customer.id) & self._get_company_domain(),
                        sparks[customer],
                    ),
                }
                for customer in shown
            ],
            "count": len(ranked),
        }

    @api.model
    def _get_customer_columns(self):
        parts = [
            {"key": "current", "label": self.env._("This year"), "type": "money"},
            {
                "key": "previous",
                "label": self.env._("Before"),
                "type": "money",
                "help": self.env._("As many days of the earlier period."),
            },
        ]
        return [
            {"key": "name", "label": self.env._("Customer"), "type": "text"},
            *parts,
            {"key": "change_percent", "label": self.env._("Change, %"), "type": "change", "parts": parts},
            {"key": "spark", "label": self.env._("12 months"), "type": "spark"},
        ]

    @api.model
    def _get_receipts(self, customers):
        """Return what came in this year."""
        domain = self._get_facts_domain(customers) & self._get_period_domain(self._get_periods()["current"])
        sums = self._sum_by("crm.receipt.fact", domain, "company_id", ["amount"])
        amount = self.env.company.currency_id.round(sum(amount for [amount] in sums.values()))
        return {"value": amount, "model": "crm.receipt.fact", "domain": list(domain)}

    # -- deals and orders --------------------------------------------------------------------------------------------

    @api.model
    def _get_deals(self, customers):
        """Return how many opportunities are open, won and lost, and what the open ones are expected to bring."""
        deals = self._get_leads_domain(customers) & Domain("type", "=", "opportunity")
        rows = (
            self.env["crm.lead"]
            .with_context(active_test=False)
            ._read_group(deals, ["won_status", "active", "company_id"], ["__count", "expected_revenue:sum"])
        )
        found = {
            "open": {"count": 0, "amount": 0.0, "domain": list(deals & self._get_open_domain())},
            **{
                status: {"count": 0, "domain": list(deals & self._get_closed_domain(status))}
                for status in ("won", "lost")
            },
        }
        for status, is_active, company, count, revenue in rows:
            if status == "pending" and is_active:
                found["open"]["count"] += count
                found["open"]["amount"] += revenue * self._get_rate(company or self.env.company)
            elif status != "pending":
                found[status]["count"] += count
        found["open"]["amount"] = self.env.company.currency_id.round(found["open"]["amount"])
        return found

    @api.model
    def _get_open_domain(self):
        return Domain("won_status", "=", "pending") & Domain("active", "=", True)

    @api.model
    def _get_closed_domain(self, status):
        """Return the domain of what was won or lost; lost deals are archived."""
        return Domain("won_status", "=", status) & Domain("active", "in", [True, False])

    @api.model
    def _get_open_deals(self, customers, limit=LISTED):
        """Return the largest open opportunities, each with the stage where it stands."""
        domain = self._get_leads_domain(customers) & Domain("type", "=", "opportunity") & self._get_open_domain()
        leads = self.env["crm.lead"].search(domain, order="expected_revenue desc, id desc", limit=limit)
        return [
            {
                "id": lead.id,
                "name": lead.name,
                "customer": self._get_customer_name(lead.partner_id),
                "person": lead.user_id.name or "",
                "column": lead.stage_id.name or "",
                "stage": lead.project_current_stage_id.name or "",
                "is_late": lead.is_project_late,
                "progress": lead.project_progress,
                "has_project": bool(lead.project_current_stage_id),
                "date_deadline": lead.date_deadline,
                "amount": lead.expected_revenue,
                "currency_id": lead.company_currency.id,
            }
            for lead in leads
        ]

    @api.model
    def _get_last_order(self, customers):
        """Return the latest confirmed order, None where there is none."""
        order = self.env["sale.order"].search(
            self._get_orders_domain(customers) & Domain("state", "=", "sale"), order="date_order desc, id desc", limit=1
        )
        if not order:
            return None
        return {"id": order.id, "name": order.name, "date": self._get_local_day(order.date_order)}

    @api.model
    def _get_statuses(self, customers):
        """Return how many customers are in which status of contact."""
        partners = self.env["res.partner"].with_context(active_test=False)
        domain = customers.get_domain("id")
        rows = partners._read_group(domain & Domain("contact_status", "!=", False), ["contact_status"], ["__count"])
        labels = partners._fields["contact_status"]._description_selection(self.env)
        counts = dict(rows)
        return [
            {
                "key": key,
                "label": label,
                "count": counts[key],
                "domain": list(domain & Domain("contact_status", "=", key) & Domain("active", "in", [True, False])),
            }
            for key, label in labels
            if key in counts
        ]
