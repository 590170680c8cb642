import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

KIND = "receipts"  # of the targets to which a forecast is compared
# Whose target it is, the nearest to the deal first: level, and the field that facts and targets have.
LEVELS = {"user": "user_id", "team": "team_id", "branch": None}


class CrmLead(models.Model):
    """A delay in money: which volume it moves to another month, and what that leaves of the month."""

    _inherit = "crm.lead"

    def _describe_project_move(self, date_end):
        return [*super()._describe_project_move(date_end), *self._describe_volume_move(date_end)]

    def _describe_volume_move(self, date_end):
        """Return what to say of the expected revenue of this deal; nothing where it stays in its month."""
        facts = self.env["crm.passage.fact"]
        if not (self.project_date_end and date_end and facts.has_access("read")):
            return []
        before, after = map(self._get_forecast_day, (self.project_date_end, date_end))
        if before.replace(day=1) == after.replace(day=1):
            return []
        fact = facts.search([("lead_id", "=", self.id), ("kind", "=", "deal"), ("outcome", "=", "open")], limit=1)
        if not fact.amount:
            return []
        words = self.env["crm.smarket.dashboard"].with_company(fact.company_id)
        sentence = self.env._(
            "Moves %(amount)s from %(before)s to %(after)s.",
            amount=words._format_short(fact.amount),
            before=self._format_forecast_month(before),
            after=self._format_forecast_month(after),
        )
        return [sentence, *self._describe_target_without(fact, before)]

    def _describe_target_without(self, fact, day):
        """Return how the month of a day stands against its target without this deal; nothing without a target."""
        target = self._get_nearest_target(fact, day)
        if not target:
            return []
        facts = self.env["crm.passage.fact"].with_company(fact.company_id)
        outlook = facts._get_forecast_outlook()
        field = LEVELS[target.level]
        domain = Domain("company_id", "=", fact.company_id.id) & Domain("lead_id", "!=", self.id)
        domain &= Domain(field, "=", target[field].id) if field else Domain.TRUE
        domain &= facts._get_expected_domain(target.date, outlook)
        expected = sum(forecast.expected for forecast in facts._get_forecasts(domain, outlook))
        actual = self.env["crm.sales.target.report"]._get_actuals(target).get(target, 0.0)
        return [
            self.env._(
                "%(month)s then stands at %(share)s %% of the target of %(whose)s.",
                month=self._format_forecast_month(day),
                share=round(100 * (actual + expected) / target.amount),
                whose=(target.user_id or target.team_id or target.company_id).display_name,
            )
        ]

    @api.model
    def _get_nearest_target(self, fact, day):
        """Return the target of a month nearest to a deal that the user may read: manager's, team's or branch's."""
        whose = Domain("level", "=", "branch")
        for field in filter(None, LEVELS.values()):
            whose |= Domain(field, "=", fact[field].id) if fact[field] else Domain.FALSE
        targets = self.env["crm.sales.target"].search(
            Domain("date", "=", day.replace(day=1))
            & Domain("company_id", "=", fact.company_id.id)
            & Domain("kind", "=", KIND)
            & whose
        )
        return targets.sorted(lambda target: list(LEVELS).index(target.level))[:1]

    def _get_forecast_day(self, moment):
        """Return the day on which a forecast expects what ends at a moment, by the zone of the company."""
        company = (self.company_id or self.team_id.company_id or self.env.company).sudo()  # sudo: its time zone alone
        zone = pytz.timezone(company.resource_calendar_id.tz or company.partner_id.tz or "UTC")
        return max(pytz.utc.localize(moment).astimezone(zone).date(), fields.Date.context_today(self))

    @api.model
    def _format_forecast_month(self, day):
        return format_date(self.env, day, date_format="LLLL yyyy")
