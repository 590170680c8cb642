from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.periods import add_months
from .crm_passage_fact_forecast import DEALS

MONTHS = 12  # that a kept forecast looks ahead


class CrmForecastSnapshot(models.Model):
    """What was forecast at the beginning of a month, kept to be seen beside what came."""

    _name = "crm.forecast.snapshot"
    _description = "Past Forecast"
    _order = "date desc, month, company_id, team_id, user_id, id"
    _rec_name = "month"
    _log_access = False

    date = fields.Date(string="Made On", required=True, readonly=True, index=True)
    month = fields.Date(required=True, readonly=True, index=True, help="First day of the month that was forecast.")
    ahead = fields.Integer(string="Months Ahead", required=True, readonly=True, aggregator=None)
    company_id = fields.Many2one("res.company", string="Branch", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="set null")
    user_id = fields.Many2one("res.users", string="Manager", readonly=True, ondelete="set null")
    deals = fields.Integer(readonly=True)
    committed = fields.Monetary(readonly=True, help="Expected revenue of deals as good as won.")
    expected = fields.Monetary(readonly=True, help="Expected revenue times probability.")
    amount = fields.Monetary(string="Best Case", readonly=True, help="Expected revenue of all open deals.")

    @api.model
    def _cron_take(self):
        """Keep the forecast of this month, unless it was."""
        first = self._get_today().replace(day=1)
        if not self.search_count([("date", ">=", first)], limit=1):
            self._take()

    @api.model
    def _take(self, day=None):
        """Keep what is forecast now for each branch, team and manager.

        :param date day: keep instead what would have been forecast at the beginning of this earlier
            day, as far as the history of the deals tells; amounts and managers are those of today
        """
        made = day or self._get_today()
        self.search([("date", "=", made)]).unlink()
        vals_list = []
        for [company] in self.env["crm.passage.fact"]._read_group(DEALS, ["company_id"]):
            vals_list += self._prepare(company, made, is_past=bool(day))
        self.create(vals_list)

    @api.model
    def _prepare(self, company, made, is_past):
        """Return the values of a branch's forecast."""
        facts = self.env["crm.passage.fact"].with_company(company)
        outlook = facts._get_forecast_outlook(made if is_past else None)
        sums = {}
        for forecast in facts._get_forecasts(Domain("company_id", "=", company.id), outlook, "user_id"):
            if not forecast.month or forecast.month >= add_months(made.replace(day=1), MONTHS):
                continue
            found = sums.setdefault(
                (forecast.month, forecast.team_id, forecast.value),
                {"deals": 0, "committed": 0.0, "expected": 0.0, "amount": 0.0},
            )
            for name in found:
                found[name] += getattr(forecast, name)
        return [
            {
                "date": made,
                "month": month,
                "ahead": (month.year - made.year) * 12 + month.month - made.month,
                "company_id": company.id,
                "team_id": team_id,
                "user_id": user_id,
                **found,
            }
            for (month, team_id, user_id), found in sums.items()
        ]

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)
