from odoo import api, models
from odoo.fields import Domain

from .crm_smarket_analysis_passages import FILTERS, PASSAGES

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
            "dimensions": [
                "template",
                "user",
                "source",
                "campaign",
                "team",
                "company",
                "customer_tag",
                "industry",
                "product",
                "country",
                "state",
                "city",
            ],
            "filters": FILTERS,
            "compares": False,
            "orders": ["reached", *OUTCOMES, "share", "median", "slow"],
        }

    @api.model
    def _report_cycle(self, options):
        domain = self._get_passage_domain(options, "deal")
        field = self._get_dimension_field(options["dimension"], PASSAGES)
        tallies = self.env[PASSAGES]._get_tallies(domain, field)

        def make_cells(tally, _values, inside):
            return {
                "reached": self._make_figure(tally.reached, inside),
                **{
                    key: self._make_figure(tally.outcomes[key], inside & Domain("outcome", "=", key))
                    for key in OUTCOMES
                },
                **self._make_share_cells(tally, inside),
                **self._make_duration_cells(tally),
            }

        answer = self._make_passage_rows(options, tallies, domain, make_cells)
        if tallies and options["dimension"] not in ("customer_tag", "product"):
            answer["total"] = self._make_passage_total(tallies, domain, make_cells)
        return {
            **answer,
            "columns": self._get_cycle_columns(options),
            "chart": self._make_cycle_chart(answer["rows"]),
            "notes": [
                self.env._("Open deals are no failures: they count in no share, and in the length up to now."),
                self._get_few_note(),
            ],
        }

    @api.model
    def _get_cycle_columns(self, options):
        counts = {
            "reached": self.env._("Deals"),
            "passed": self.env._("Won"),
            "failed": self.env._("Lost"),
            "open": self.env._("Open"),
        }
        return [
            {"key": "name", "label": self._get_dimensions()[options["dimension"]].label, "type": "text"},
            *({"key": key, "label": label, "type": "count"} for key, label in counts.items()),
            *self._get_share_columns(),
            *self._get_duration_columns(),
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
                {"label": column["label"], "values": [row["cells"][column["key"]]["value"] for row in rows]}
                for column in self._get_duration_columns()
            ],
        }
