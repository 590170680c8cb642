from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.periods import month_of
from ..tools.targets import get_due_share, judge

STATES = [("good", "Good"), ("watch", "Watch"), ("bad", "Bad")]
# By what facts are grouped, and of which level the targets are that stand beside them.
LEVELS = {"date:month": "branch", "company_id": "branch", "team_id": "team", "user_id": "user"}
# What of which facts a kind of target is about.
MEASURES = {
    "receipts": ("crm.receipt.fact", "amount"),
    "shipments": ("crm.shipment.fact", "amount"),
    "margin": ("crm.shipment.fact", "margin"),
}


class CrmSalesTarget(models.Model):
    """How a month stands against its target.

    Of the current month that share is due which its working days up to today have, by the
    calendar of the branch; of a month that is over, everything; of one that is to come, nothing.
    """

    _inherit = "crm.sales.target"

    actual = fields.Monetary(compute="_compute_progress", help="What the documents of the month add up to.")
    due = fields.Monetary(
        string="Due to Date",
        compute="_compute_progress",
        help="The share of the target that the working days up to today have.",
    )
    ratio = fields.Float(
        string="% of Due",
        compute="_compute_progress",
        aggregator=None,
        help="What has come in, of what is due to date.",
    )
    state = fields.Selection(STATES, compute="_compute_progress", help="By the thresholds in the settings.")

    @api.depends("date", "company_id", "team_id", "user_id", "kind", "amount")
    def _compute_progress(self):
        actuals = self.env["crm.sales.target.report"]._get_actuals(self)
        for target in self:
            company = target.company_id
            target.actual = actuals.get(target._origin, 0.0)
            target.due = target.currency_id.round(target.amount * target._get_due_share()) if target.date else 0.0
            ratio, state = judge(
                target.actual, target.due, company.sudo().sales_target_good, company.sudo().sales_target_watch
            )  # sudo: two numbers of a company whose targets one may read
            target.ratio, target.state = ratio or 0.0, state

    @api.model
    def _get_progress(self, kind, period, groupby, actuals=None):
        """Return how the targets of a period stand, in the current company's currency.

        :param str kind: receipts, shipments or margin
        :param Period period: whole months
        :param str groupby: company_id, team_id or user_id for targets of that level; date:month for
            those of all companies that are switched on together, as far as each of them has one
        :param dict actuals: ``{key: amount}`` of what has come in, where the caller knows it
        :return: ``{key: {"target", "to_date", "actual", "ratio", "state", "domain"}}`` of what has a
            target: a record, or the first day of a month; ratio is None and state False while
            nothing is due
        """
        targets = self.search(
            Domain("kind", "=", kind)
            & Domain("level", "=", LEVELS[groupby])
            & Domain("date", ">=", period.start)
            & Domain("date", "<=", period.end)
            & Domain("company_id", "in", self.env.companies.ids),
            order="date, id",
        )
        groups = targets.grouped(groupby.partition(":")[0])
        if groupby == "date:month":
            everybody = set(self.env.companies)
            groups = {month: group for month, group in groups.items() if set(group.company_id) == everybody}
        if groups and actuals is None:
            actuals = self._get_actuals(kind, period, groupby)
        return {key: group._add_up(actuals.get(key, 0.0)) for key, group in groups.items()}

    @api.model
    def _get_measure(self, kind):
        """Return the model of the facts that a kind of target is about, and which of their fields."""
        return MEASURES[kind]

    @api.model
    def _get_actuals(self, kind, period, groupby):
        model, measure = self._get_measure(kind)
        dashboard = self.env["crm.smarket.dashboard"]
        sums = dashboard._sum_by(model, dashboard._get_period_domain(period), groupby, [measure])
        return {key: amount for key, (amount,) in sums.items()}

    def _add_up(self, actual):
        """Return how these targets together stand, by what has come in for them."""
        company = self.env.company
        currency = company.currency_id
        target = due = 0.0
        for one in self:
            amount = one.currency_id._convert(one.amount, currency, company, self._get_today(), round=False)
            target += amount
            due += amount * one._get_due_share()
        due = currency.round(due)
        ratio, state = judge(actual, due, company.sales_target_good, company.sales_target_watch)
        return {
            "target": currency.round(target),
            "to_date": due,
            "actual": actual,
            "ratio": ratio,
            "state": state,
            "domain": [("id", "in", self.ids)],
        }

    # -- what is due -------------------------------------------------------------------------------------------------

    def _get_due_share(self):
        """Return which share of the target is due up to and with today."""
        month, today = month_of(self.date), self._get_today()
        is_current = month.start <= today <= month.end
        return get_due_share(month, today, self._get_working_days(month) if is_current else set())

    def _get_working_days(self, month):
        """Return the days of a month on which the branch works, by its calendar and its public holidays.

        They are asked for once in a request, for all widgets.
        """
        calendar = self.company_id.sudo().resource_calendar_id  # sudo: which days are worked, no more
        known = self.env.cr.cache.setdefault("crm_smarket_reports.working_days", {})
        key = calendar.id, month
        if key not in known:
            zone = pytz.timezone(calendar.tz or "UTC")
            start = zone.localize(datetime.combine(month.start, time.min))
            end = zone.localize(datetime.combine(month.end + timedelta(days=1), time.min))
            intervals = calendar and calendar._work_intervals_batch(start, end)[False]
            known[key] = {begin.astimezone(zone).date() for begin, _end, _attendances in intervals}
        return known[key]

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)
