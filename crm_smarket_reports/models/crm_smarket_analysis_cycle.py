from odoo import api, models

from .crm_smarket_analysis_passages import DIMENSIONS, FILTERS
from .crm_smarket_analysis_passages_rows import BEFORE

OUTCOMES = ("passed", "failed", "open")


class CrmSmarketAnalysis(models.AbstractModel):
    """Length of the whole cycle: from the first contact to won, and how many get there."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_report_keys(self):
        return [*super()._get_report_keys(), "cycle"]

    @api.model
    def _describe_cycle(self):
        return {
            "title": self.env._("Length of the Cycle"),
            "explanation": self.env._(
                "How long deals take from their first contact, which was in this period, to won."
            ),
            "dimensions": [*DIMENSIONS, "campaign"],
            "filters": FILTERS,
            "readings": {"deals": self.env._("Deals"), "customers": self.env._("Customers")},
            "orders": ["reached", *OUTCOMES, "cases", "share", "median", "slow", *BEFORE],
            "defaults": {"compare": None},
        }

    @api.model
    def _report_cycle(self, options):
        found = self._count_passages(options, "deal")

        def make_cells(tally, _values, inside):
            return {
                **self._make_outcome_cells(options, tally, inside, OUTCOMES),
                **self._make_share_cells(options, tally, inside),
                **self._make_duration_cells(tally, inside),
            }

        answer = self._make_passage_rows(options, found, make_cells)
        return {
            **answer,
            "total": self._make_passage_total(options, found, make_cells),
            "columns": self._get_cycle_columns(options),
            "chart": self._make_cycle_chart(answer["rows"]),
            "notes": self._get_passage_notes(options),
        }

    @api.model
    def _get_cycle_columns(self, options):
        counts = {
            "reached": self._describe_cycle()["readings"][options["reading"]],
            "passed": self.env._("Won"),
            "failed": self.env._("Lost"),
            "open": self.env._("Open"),
        }
        return [
            {"key": "name", "label": self._get_dimensions()[options["dimension"]].label, "type": "text"},
            *({"key": key, "label": label, "type": "count"} for key, label in counts.items()),
            *self._get_share_columns(self.env._("Won, %")),
            *self._get_duration_columns(),
            *self._get_before_columns(options),
        ]

    @api.model
    def _make_cycle_chart(self, rows):
        """Return the length of each row: when half of the deals are won, and when four of five are."""
        if not rows:
            return None
        return {
            "type": "bar",
            "labels": [row["name"] for row in rows],
            "series": [
                {
                    "label": column["label"],
                    "values": [row["cells"][column["key"]]["value"] for row in rows],
                    "muted": column["key"] == "slow",
                }
                for column in self._get_duration_columns()
            ],
        }
