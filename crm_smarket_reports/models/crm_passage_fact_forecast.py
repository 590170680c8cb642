from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.chances import BASES, Chance, Chances
from ..tools.periods import month_of
from ..tools.tally import Tally

HISTORY = relativedelta(months=24)  # how long deals tell the chances of others
FIELDS = {"stage": "template_stage_id", "team": "team_id", "company": "company_id"}
DEALS = Domain("kind", "=", "deal")
OPEN = DEALS & Domain("outcome", "=", "open")


class Outlook(NamedTuple):
    """What a forecast follows from.

    :param date day: on which it is made
    :param bool is_past: made now for a day that is over
    :param Chances chances: by what became of earlier deals
    :param int cycle: days from the first contact until half of the deals are won; None where nobody knows
    """

    day: date
    is_past: bool
    chances: Chances
    cycle: int | None


class Forecast(NamedTuple):
    """What open deals with the same chance may bring in a month, in the currency of their company."""

    value: object
    month: date | bool
    stage_id: int | bool
    team_id: int | bool
    company_id: int
    basis: str
    deals: int
    amount: float
    expected: float
    committed: float


class CrmPassageFact(models.Model):
    """Open deals, how likely each is won, and when.

    The chance of a deal is the share of won ones among the decided deals that reached the stage
    at which it stands, in the last two years. Of too few cases nothing follows: then it is the
    share of its team, or of its company, and at last the probability that the deal itself has.
    This is nobody's figure alone: everybody gets the same, whatever deals they may see.

    It ends with its project by the plan in force, but not before today; without a project when
    the deal says, and where it says nothing as long after its first contact as deals usually take.
    """

    _inherit = "crm.passage.fact"

    probability = fields.Float(
        related="lead_id.probability", string="Probability Entered", aggregator=None, help="As the deal says."
    )
    forecast_date = fields.Date(
        string="Expected On", compute="_compute_forecast", help="By the plan in force, but not before today."
    )
    forecast_share = fields.Float(
        string="Probability",
        compute="_compute_forecast",
        help="How many of the decided deals that reached this stage were won.",
    )
    forecast_basis = fields.Selection(
        [("stage", "This stage"), ("team", "Sales team"), ("company", "Branch"), ("deal", "The deal itself")],
        string="Based on",
        compute="_compute_forecast",
        help="Whose decided deals tell the probability: those that reached this stage, else those of the team or "
        "of the branch; where there are too few of all, the deal says it itself.",
    )
    forecast_amount = fields.Monetary(
        string="Expected Amount", compute="_compute_forecast", help="Expected revenue times probability."
    )

    @api.depends("amount", "date_expected", "team_id", "template_stage_id", "probability", "outcome")
    def _compute_forecast(self):
        deals = self.filtered_domain(OPEN)
        outlook = self._get_forecast_outlook() if deals else None
        for fact in self - deals:
            fact.forecast_date = fact.forecast_basis = False
            fact.forecast_share = fact.forecast_amount = 0.0
        for fact in deals:
            chance = outlook.chances.find(**{basis: fact[name].id for basis, name in FIELDS.items()})
            chance = chance or Chance(fact.probability / 100, 0, "deal")
            day = fact.date_expected or (outlook.cycle is not None and fact.date + timedelta(days=outlook.cycle))
            fact.forecast_date = day and max(day, outlook.day)
            fact.forecast_share = chance.share
            fact.forecast_basis = chance.basis
            fact.forecast_amount = fact.currency_id.round(fact.amount * chance.share)

    @api.model
    def _get_forecast_outlook(self, day=None):
        """Return the :class:`Outlook` of today, or what it was at the beginning of an earlier day."""
        is_past = bool(day)
        day = day or fields.Date.context_today(self)
        facts = self.sudo()  # sudo: shares and a median, the same for everybody
        known = Domain("date", ">=", day - HISTORY)
        if is_past:
            known &= Domain("date", "<", day) & Domain("lead_id.date_closed", "<", day)
        chances = Chances(self.env.company.crm_smarket_few_cases)
        for kind, stage, team, company, status, count in facts._read_group(
            known
            & Domain("kind", "in", ("stage", "deal"))
            & Domain("outcome", "!=", "skipped")
            & Domain("won_status", "in", ("won", "lost")),
            ["kind", "template_stage_id", "team_id", "company_id", "won_status"],
            ["__count"],
            order="__count",
        ):
            keys = {"stage": stage.id} if kind == "stage" else {"team": team.id, "company": company.id}
            for basis, key in keys.items():
                chances.add(basis, key, status == "won", count)
        return Outlook(day, is_past, chances, self._get_usual_cycle(known))

    @api.model
    def _get_usual_cycle(self, known):
        """Return how many days deals usually take, as the length of the cycle says; None where no open deal asks."""
        facts = self.sudo()
        if not facts.search_count(OPEN & Domain("date_expected", "=", False), limit=1):
            return None
        total = Tally()
        for tally in facts._get_tallies(DEALS & known, "company_id").values():
            total.merge(tally)
        days = total.get_percentile(0.5)
        return None if days is None else round(days)

    # -- sums --------------------------------------------------------------------------------------------------------

    @api.model
    def _get_forecasts(self, domain, outlook, field=None):
        """Return what open deals may bring, by month, by chance and by a field: list of :class:`Forecast`.

        :param Domain domain: which deals; rights apply
        :param Outlook outlook: what their chances are
        :param str field: see :meth:`_get_value_expression`
        """
        query = self._search(domain & self._get_open_domain(outlook))
        parts = {name: self._field_to_sql(self._table, name, query) for name in ("amount", "probability")}
        parts |= self._get_past_parts(outlook) if outlook.is_past else self._get_present_parts(query)
        threshold = self.env.company.crm_smarket_committed
        key = self._get_value_expression(query, field) if field else SQL("false")
        query.groupby = SQL("1, 2, 3, 4, 5")
        rows = self.env.execute_query(
            query.select(
                key,
                SQL(
                    "DATE_TRUNC('month', CASE WHEN %(expected)s IS NOT NULL THEN GREATEST(%(expected)s, %(day)s) END)",
                    expected=SQL(
                        "COALESCE(%s, %s + %s::integer)",
                        parts["expected"],
                        SQL.identifier(self._table, "date"),
                        outlook.cycle,
                    ),
                    day=outlook.day,
                ),
                parts["stage"],
                SQL.identifier(self._table, "team_id"),
                SQL.identifier(self._table, "company_id"),
                SQL("COUNT(*)"),
                SQL("SUM(%s)", parts["amount"]),
                SQL("SUM(%(amount)s * %(probability)s) / 100", **parts),
                SQL(
                    "SUM(%(amount)s) FILTER (WHERE %(probability)s >= %(threshold)s)",
                    amount=parts["amount"],
                    probability=parts["probability"],
                    threshold=threshold,
                ),
            )
        )
        return [self._make_forecast(row, outlook, threshold / 100) for row in rows]

    @api.model
    def _make_forecast(self, row, outlook, threshold):
        value, month, stage_id, team_id, company_id, deals, amount, own_expected, own_committed = row
        amount = amount or 0.0
        chance = outlook.chances.find(stage=stage_id, team=team_id, company=company_id)
        return Forecast(
            value=value or False,
            month=month.date() if month else False,
            stage_id=stage_id or False,
            team_id=team_id or False,
            company_id=company_id,
            basis=chance.basis if chance else "deal",
            deals=deals,
            amount=amount,
            expected=amount * chance.share if chance else own_expected or 0.0,
            committed=(amount if chance.share >= threshold else 0.0) if chance else own_committed or 0.0,
        )

    @api.model
    def _get_open_domain(self, outlook):
        """Return the domain of the deals that are open on the day of an outlook."""
        if not outlook.is_past:
            return OPEN
        left = Domain("date_left", "=", False) | Domain("date_left", ">=", outlook.day)
        return DEALS & Domain("date", "<", outlook.day) & left

    @api.model
    def _get_present_parts(self, query):
        """Return as SQL where a deal stands and when it is expected."""
        return {
            "stage": self._field_to_sql(self._table, "template_stage_id", query),
            "expected": self._field_to_sql(self._table, "date_expected", query),
        }

    @api.model
    def _get_past_parts(self, outlook):
        """Return as SQL the last stage that a deal had entered before a day, and when it was first planned to end.

        Which probability the deal had then nobody knows any more; that of today would know how it ended.
        """
        lead = SQL.identifier(self._table, "lead_id")
        return {
            "stage": SQL(
                """(SELECT entered.template_stage_id FROM crm_passage_fact entered
                     WHERE entered.lead_id = %s AND entered.kind = 'stage' AND entered.outcome <> 'skipped'
                       AND entered.date_entered < %s
                     ORDER BY entered.date_entered DESC, entered.sequence DESC LIMIT 1)""",
                lead,
                outlook.day,
            ),
            "probability": SQL("50.0"),
            "expected": SQL(
                """COALESCE((SELECT MAX(planned.baseline_date_end)::date FROM crm_project_stage planned
                              WHERE planned.lead_id = %s), %s)""",
                lead,
                SQL.identifier(self._table, "date_expected"),
            ),
        }

    # -- what is behind a figure -------------------------------------------------------------------------------------

    @api.model
    def _get_committed_domain(self, outlook):
        """Return the domain of the open deals that are as good as won."""
        threshold = self.env.company.crm_smarket_committed
        domain = Domain("probability", ">=", threshold)
        for basis in reversed(BASES):
            sure = outlook.chances.get_known(basis, threshold / 100)
            known = outlook.chances.get_known(basis)
            domain = Domain(FIELDS[basis], "in", sure) | (Domain(FIELDS[basis], "not in", known) & domain)
        return domain

    @api.model
    def _get_expected_domain(self, month, outlook):
        """Return the domain of the open deals that are expected in a month.

        :param date month: its first day; a false one: of those that nobody expects at any time
        """
        undated = Domain("date_expected", "=", False)
        if not month:
            return undated if outlook.cycle is None else Domain.FALSE
        period = month_of(month)
        is_present = period.start <= outlook.day  # what is late counts now

        def get_domain(name, shift):
            domain = Domain(name, "<=", period.end - shift)
            return domain if is_present else domain & Domain(name, ">=", period.start - shift)

        domain = get_domain("date_expected", timedelta())
        if outlook.cycle is not None:
            domain |= undated & get_domain("date", timedelta(days=outlook.cycle))
        return domain
