from collections import Counter, defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..tools.proportion import get_interval
from .crm_passage_fact_forecast import HISTORY
from .crm_smarket_analysis_passages import PASSAGES


class CrmSmarketAnalysis(models.AbstractModel):
    """What the probabilities of the forecast rest on, said below it."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_forecast_notes(self, options, whole, domain, outlook):
        """Return what one must know: where other figures stand in, and what is late or has no date."""
        counts = Counter()
        for forecast in whole:
            counts[forecast.basis] += forecast.deals
        company = self.env.company
        stand_ins = {
            "team": self.env._("of the win rate of their sales team for %s", counts["team"]),
            "company": self.env._("of that of their branch for %s", counts["company"]),
            "deal": self.env._("of the probability that the deal itself has for %s", counts["deal"]),
        }
        used = ", ".join(words for basis, words in stand_ins.items() if counts[basis])
        notes = [
            self.env._(
                "Probability: how many were won of the deals that reached the same stage of the template in the last "
                "two years and are decided."
            )
        ]
        if used:
            notes.append(
                self.env._(
                    "Fewer than %(few)s such deals are too few; use was made %(used)s of the deals.",
                    few=company.crm_smarket_few_cases,
                    used=used,
                )
            )
        late = self.env[PASSAGES].search_count(domain & Domain("date_expected", "<", outlook.day))
        if late:
            notes.append(self.env._("%s deals should have ended by now: they count in this month.", late))
        if outlook.cycle is not None:
            notes.append(
                self.env._(
                    "Deals without any date are expected %s days after their first contact, as long as deals take.",
                    outlook.cycle,
                )
            )
        return notes

    @api.model
    def _get_forecast_blocks(self, options, whole, domain, outlook):
        """Return the tables below the forecast."""
        return [
            *self._get_past_forecasts(options, outlook),
            *self._get_chances_block(whole, domain, outlook),
        ]

    @api.model
    def _get_chances_block(self, whole, domain, outlook):
        """Return the stages at which open deals stand, with the history of each and what follows from it."""
        by_stage = defaultdict(list)
        for forecast in whole:
            by_stage[forecast.stage_id].append(forecast)
        names = self._get_names("stage", by_stage)
        names = {stage: name for stage, name in names.items() if stage in by_stage}
        if False in names:
            names[False] = self.env._("At no stage of a project")
        return names and [
            {
                "title": self.env._("What the Probabilities Rest On"),
                "columns": self._get_chances_columns(),
                "rows": [
                    self._make_chances_row(stage, name, by_stage[stage], domain, outlook)
                    for stage, name in names.items()
                ],
            }
        ]

    @api.model
    def _get_chances_columns(self):
        return [
            {"key": "name", "label": self.env._("Stage"), "type": "text"},
            {"key": "deals", "label": self.env._("Open Deals"), "type": "count"},
            {"key": "amount", "label": self.env._("Best Case"), "type": "money"},
            {
                "key": "cases",
                "label": self.env._("Decided"),
                "type": "count",
                "help": self.env._("Deals that reached this stage in the last two years and were won or lost."),
            },
            {"key": "won", "label": self.env._("Won"), "type": "percent", "help": self.env._("Won, of those decided.")},
            {
                "key": "interval",
                "label": self.env._("Between"),
                "type": "interval",
                "help": self.env._("Where the share lies in 95 of 100 cases, by Wilson, if these deals are a sample."),
            },
            {
                "key": "share",
                "label": self.env._("Probability"),
                "type": "percent",
                "help": self.env._("With which these deals are in the forecast, by their amounts."),
            },
            {"key": "basis", "label": self.env._("Based on"), "type": "text"},
        ]

    @api.model
    def _make_chances_row(self, stage, name, forecasts, domain, outlook):
        inside = domain & Domain("template_stage_id", "=", stage)
        found = self._add_forecasts(forecasts)
        amount, expected, deals = (sum(sums[key] for sums in found.values()) for key in ("amount", "expected", "deals"))
        won, cases = outlook.chances.get_history("stage", stage)
        few = cases < outlook.chances.few
        bases = dict(self.env[PASSAGES]._fields["forecast_basis"]._description_selection(self.env))
        history = self._get_history_documents(stage, outlook) if cases else {}
        return {
            "id": stage,
            "name": name,
            "cells": {
                "deals": self._make_forecast_figure(deals, inside),
                "amount": self._make_forecast_figure(self.env.company.currency_id.round(amount), inside),
                "cases": {"value": cases if stage else None, "muted": few, **history},
                "won": {"value": won / cases if cases else None, "muted": few},
                "interval": {"value": list(get_interval(won, cases)) if cases else None, "muted": few},
                "share": {"value": expected / amount if amount else None},
                "basis": ", ".join(label for key, label in bases.items() if any(key == one.basis for one in forecasts)),
            },
            "documents": self._get_forecast_documents(inside),
            "next": False,
        }

    @api.model
    def _get_history_documents(self, stage, outlook):
        """Return how to open the decided deals, for those who may see all of them."""
        companies = self.env["res.company"].sudo()  # sudo: how many there are
        sees_all = self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        if not sees_all or companies.search_count([]) > len(self.env.companies):
            return {}
        domain = (
            Domain("kind", "=", "stage")
            & Domain("template_stage_id", "=", stage)
            & Domain("outcome", "!=", "skipped")
            & Domain("won_status", "in", ("won", "lost"))
            & Domain("date", ">=", outlook.day - HISTORY)
        )
        return {"model": PASSAGES, "domain": list(domain)}
