from functools import partial

from odoo import api, models
from odoo.fields import Domain

from ..tools.tally import Tally
from .crm_smarket_analysis_passages import OVERLAPPING, PASSAGES

# What may have become of the deals of a customer, the best first: the customer counts by that.
BEST = ("passed", "open", "failed", "skipped")
# Figures of the earlier period that stand beside those of the chosen one.
COMPARED = ("reached", "share", "median")
BEFORE = (*(f"{key}_before" for key in COMPARED), "share_change")


class CrmSmarketAnalysis(models.AbstractModel):
    """Tallies of passages as the screen shows them: rows and cells, each with what it opens."""

    _inherit = "crm.smarket.analysis"

    # -- rows --------------------------------------------------------------------------------------------------------

    @api.model
    def _make_passage_rows(self, options, found, make_cells):
        """Return rows and others of a table of tallies.

        :param dict found: as :meth:`_count_passages` returns it
        :param function make_cells: returns the cells of a tally, given the values it is of (None: of all) and
            the domain of what it counts
        """
        values = dict.fromkeys(value for _domain, tallies in found.values() for value in tallies)
        make_row = partial(self._make_passage_row, options, found, make_cells)
        return self._cut_passage_rows(options, values, make_row, "reached")

    @api.model
    def _cut_passage_rows(self, options, values, make_row, usual):
        """Return sorted rows of values, as many as were asked for, and others of the rest.

        :param function make_row: returns the row of some values, given a name
        :param str usual: column by which to sort unless another one was chosen
        """
        names = self._get_names(options["dimension"], values)
        rows = [make_row([value], name) for value, name in names.items() if value in values]
        self._sort_passage_rows(rows, options, usual)
        start, end = options["offset"], options["offset"] + options["limit"]
        hidden = [row["id"] for row in [*rows[:start], *rows[end:]]]
        answer = {"rows": rows[start:end], "count": len(rows)}
        if hidden:
            others = make_row(hidden, self.env._("%(count)s others", count=len(hidden)))
            answer["others"] = {**others, "id": None, "count": len(hidden), "next": False}
        return answer

    @api.model
    def _make_passage_total(self, options, found, make_cells):
        """Return the row of everything together, None where there is nothing."""
        if not any(tallies for _domain, tallies in found.values()):
            return None
        return {**self._make_passage_row(options, found, make_cells, None, self.env._("Total")), "id": None}

    @api.model
    def _make_passage_row(self, options, found, make_cells, values, name):
        """Return the row of some values of the dimension, None of all."""
        cells, documents = {}, None
        for period, (domain, tallies) in found.items():
            inside = domain
            if values is not None:
                inside &= self._get_values_domain(options["dimension"], PASSAGES, values)
            counted = [tallies[value] for value in (tallies if values is None else values) if value in tallies]
            tally = counted[0] if values and len(values) == len(counted) == 1 else None
            tally = tally or (self._tally_together(options, inside, counted) if counted else Tally())
            if period == "current":
                cells = make_cells(tally, values, inside)
                documents = {"model": PASSAGES, "domain": list(inside)}
            else:
                cells |= self._make_before_cells(cells, make_cells(tally, values, inside))
        return {"id": values[0] if values else None, "name": name, "cells": cells, "documents": documents}

    @api.model
    def _sort_passage_rows(self, rows, options, usual):
        """Sort rows as was chosen, those without a figure last; stages stay in their order unless it was."""
        column, _space, way = (options["order"] or "").partition(" ")
        sign = 1 if way == "asc" else -1
        if column == "name":
            rows.sort(key=lambda row: row["name"].casefold(), reverse=sign < 0)
        elif column or options["dimension"] != "stage":
            found = [(row["cells"].get(column or usual, {}).get("value"), row) for row in rows]
            found.sort(key=lambda pair: (pair[0] is None, sign * (pair[0] or 0), pair[1]["name"]))
            rows[:] = [row for _value, row in found]

    # -- cells -------------------------------------------------------------------------------------------------------

    @api.model
    def _make_figure(self, value, domain=None, is_muted=False):
        """Return a cell: a figure, and the passages behind it."""
        cell = {"value": value, "muted": is_muted}
        if domain is not None and value:
            cell |= {"model": PASSAGES, "domain": list(domain)}
        return cell

    @api.model
    def _make_count(self, options, value, domain):
        """Return a cell: a number of deals, or of customers, who are the groups of the list that it opens."""
        cell = self._make_figure(value, domain)
        if options["reading"] == "customers" and value:
            cell["group_by"] = ["commercial_partner_id"]
        return cell

    @api.model
    def _make_outcome_cells(self, options, tally, inside, outcomes):
        """Return the cells of how many there are in all, and of each outcome."""
        return {
            "reached": self._make_count(options, tally.reached, inside & Domain("outcome", "!=", "skipped")),
            **{
                outcome: self._make_count(
                    options, tally.outcomes[outcome], self._get_outcome_domain(options, inside, outcome)
                )
                for outcome in outcomes
            },
        }

    @api.model
    def _get_outcome_domain(self, options, inside, outcome):
        """Return the domain of the passages with an outcome; of customers, of those with none that is better."""
        domain = inside & Domain("outcome", "=", outcome)
        better = BEST[: BEST.index(outcome)]
        if options["reading"] != "customers" or not better:
            return domain
        has_better = Domain("passage_ids", "any", inside & Domain("outcome", "in", better))
        is_named = Domain("commercial_partner_id", "!=", False)
        # A deal of no customer counts by itself.
        return (
            domain
            & Domain("commercial_partner_id", "not any", has_better)
            & (is_named | Domain("lead_id", "not any", has_better))
        )

    @api.model
    def _make_share_cells(self, options, tally, inside):
        """Return the cells of :meth:`_get_share_columns`."""
        few = tally.decided < self.env.company.crm_smarket_few_cases
        decided = Domain.OR(self._get_outcome_domain(options, inside, outcome) for outcome in ("passed", "failed"))
        return {
            "cases": self._make_count(options, tally.decided, decided),
            "share": {**self._make_count(options, tally.share, decided), "muted": few},
            "interval": self._make_figure(tally.interval and list(tally.interval), is_muted=few),
        }

    @api.model
    def _make_duration_cells(self, tally, inside):
        """Return the cells of :meth:`_get_duration_columns`."""
        few = tally.timed < self.env.company.crm_smarket_few_cases
        reached = inside & Domain("outcome", "!=", "skipped")
        return {
            "median": self._make_figure(tally.get_percentile(0.5), reached, few),
            "slow": self._make_figure(tally.get_percentile(0.8), reached, few),
        }

    @api.model
    def _make_before_cells(self, cells, earlier):
        """Return the cells of :meth:`_get_before_columns`, made of those of both periods."""
        now, before = cells["share"], earlier["share"]
        is_known = now["value"] is not None and before["value"] is not None
        return {
            **{f"{key}_before": earlier[key] for key in COMPARED},
            "share_change": {
                "value": now["value"] - before["value"] if is_known else None,
                "muted": now["muted"] or before["muted"],
            },
        }

    # -- columns that several reports have ---------------------------------------------------------------------------

    @api.model
    def _get_share_columns(self, label=None):
        """Return the columns of how many are passed.

        :param str label: of the share
        """
        return [
            {
                "key": "cases",
                "label": self.env._("Cases"),
                "type": "count",
                "help": self.env._("Those that are decided, on which the share rests."),
            },
            {
                "key": "share",
                "label": label or self.env._("Passing"),
                "type": "percent",
                "help": self.env._("Of those that are decided."),
            },
            {
                "key": "interval",
                "label": self.env._("Between"),
                "type": "interval",
                "help": self.env._("Where the share lies in 95 of 100 cases, by Wilson, if these deals are a sample."),
            },
        ]

    @api.model
    def _get_duration_columns(self):
        return [
            {
                "key": "median",
                "label": self.env._("Median, Days"),
                "type": "days",
                "help": self.env._(
                    "Half of them are through by then. Open ones count as lasting longer than until now, lost ones as "
                    "lasting longer than until their loss, by Kaplan and Meier; nothing while half of them are not."
                ),
            },
            {
                "key": "slow",
                "label": self.env._("80 %, Days"),
                "type": "days",
                "help": self.env._("Four of five are through by then; counted as the median."),
            },
        ]

    @api.model
    def _get_before_columns(self, options):
        """Return the columns of the earlier period, none where there is nothing to compare with."""
        if not options["compare"]:
            return []
        labels = {
            "reached": self.env._("Reached Before"),
            "share": self.env._("Passing Before"),
            "median": self.env._("Median Before, Days"),
        }
        types = {"reached": "count", "share": "percent", "median": "days"}
        text = self.env._("As many days of the earlier period.")
        return [
            *({"key": f"{key}_before", "label": labels[key], "type": types[key], "help": text} for key in COMPARED),
            {
                "key": "share_change",
                "label": self.env._("Change of Passing"),
                "type": "change",
                "help": self.env._("By how many points of per cent the share has changed."),
            },
        ]

    @api.model
    def _get_passage_notes(self, options):
        """Return what one must know of shares and durations."""
        notes = [
            self.env._("Open deals are no failures: they count in no share, and in durations up to now."),
            self._get_few_note(),
        ]
        if options["compare"]:
            notes.append(
                self.env._("Earlier deals have had more time to pass: compare shares and medians rather than counts.")
            )
        if options["reading"] == "customers":
            notes.append(
                self.env._(
                    "A customer counts once: as passed if one of their deals is, otherwise as open if one is. A figure "
                    "opens their deals by customer; durations are those of deals."
                )
            )
        return [*notes, *self._get_overlapping_notes(options)]

    @api.model
    def _get_overlapping_notes(self, options):
        if options["dimension"] not in OVERLAPPING:
            return []
        return [self.env._("Who has several of these counts in each of them, and once in the total.")]

    @api.model
    def _get_few_note(self):
        return self.env._(
            "Grey figures rest on fewer than %s cases: too few to rely on.", self.env.company.crm_smarket_few_cases
        )
