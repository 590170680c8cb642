from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from .crm_smarket_analysis_passages import FILTERS, PASSAGES

OUTCOMES = ("passed", "failed", "open", "skipped")


class CrmSmarketAnalysis(models.AbstractModel):
    """Stage analysis: which share of deals passes each stage, and how long it takes, plan beside fact."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_report_keys(self):
        return [*super()._get_report_keys(), "stages"]

    @api.model
    def _describe_stages(self):
        return {
            "title": self.env._("Stage Analysis"),
            "explanation": self.env._(
                "What became of the deals or customers that entered a stage in this period, each counted once per "
                "stage, and how long the stage took."
            ),
            "dimensions": [
                "stage",
                "template",
                "user",
                "team",
                "company",
                "source",
                "customer_tag",
                "product",
                "country",
                "state",
                "city",
            ],
            "filters": FILTERS,
            "readings": {"deals": self.env._("Deals"), "customers": self.env._("Customers")},
            "compares": False,
            "orders": ["reached", *OUTCOMES, "share", "median", "slow", "planned", "variance", "amount"],
            "defaults": {"order": None},
        }

    @api.model
    def _report_stages(self, options):
        domain = self._get_passage_domain(options, "stage")
        tallies = self._get_stage_tallies(options, domain)
        planned = self._get_planned_there(options)

        def make_cells(tally, values, inside):
            return {
                **self._make_stage_cells(tally, inside),
                "amount": self._make_planned_cell(options, planned, values),
            }

        answer = self._make_passage_rows(options, tallies, domain, make_cells)
        return {
            **answer,
            "columns": self._get_stage_columns(options),
            "chart": self._make_stage_chart(answer["rows"]),
            "notes": self._get_stage_notes(options),
        }

    @api.model
    def _get_stage_tallies(self, options, domain):
        """Return ``{value: Tally}``; for customers with their numbers in the place of those of deals."""
        facts = self.env[PASSAGES]
        field = self._get_dimension_field(options["dimension"], PASSAGES)
        tallies = facts._get_tallies(domain, field)
        if options["reading"] == "customers":
            for value, outcomes in facts._count_customers(domain, field).items():
                tallies[value].outcomes.clear()
                tallies[value].outcomes.update(outcomes)
        return tallies

    @api.model
    def _make_stage_cells(self, tally, inside):
        return {
            "reached": self._make_figure(tally.reached, inside & Domain("outcome", "!=", "skipped")),
            **{key: self._make_figure(tally.outcomes[key], inside & Domain("outcome", "=", key)) for key in OUTCOMES},
            **self._make_share_cells(tally, inside),
            **self._make_duration_cells(tally),
            "planned": self._make_figure(tally.planned.value),
            "variance": self._make_figure(tally.variance.value),
        }

    @api.model
    def _get_open_domain(self, options):
        """Return the domain of the open deals that stand at a stage today, whenever they began."""
        return (
            self._get_passage_domain(options, "deal", is_dated=False)
            & Domain("outcome", "=", "open")
            & Domain("template_stage_id", "!=", False)
        )

    @api.model
    def _get_planned_there(self, options):
        """Return ``{value: expected revenue of the open deals there}``."""
        field = self._get_dimension_field(options["dimension"], PASSAGES)
        sums = defaultdict(float)
        for (value, _month), amount in self._sum_amounts(self._get_open_domain(options), field).items():
            sums[value] += amount
        return sums

    @api.model
    def _make_planned_cell(self, options, planned, values):
        amount = self.env.company.currency_id.round(sum(planned.get(value, 0.0) for value in values))
        inside = self._get_values_domain(options["dimension"], PASSAGES, values)
        return self._make_figure(amount, self._get_open_domain(options) & inside)

    @api.model
    def _get_stage_columns(self, options):
        counts = {
            "reached": (self.env._("Reached"), self.env._("Passed, not passed and open together.")),
            "passed": (self.env._("Passed"), self.env._("The stage is done.")),
            "failed": (
                self.env._("Not Passed"),
                self.env._("Lost during the stage; or right before it, when no other stage was in progress."),
            ),
            "open": (self.env._("Open"), self.env._("Still in the stage.")),
            "skipped": (self.env._("Skipped"), self.env._("Left out, with a reason; in no share and no duration.")),
        }
        return [
            {"key": "name", "label": self._get_dimensions()[options["dimension"]].label, "type": "text"},
            *({"key": key, "label": label, "type": "count", "help": text} for key, (label, text) in counts.items()),
            *self._get_share_columns(),
            *self._get_duration_columns(),
            {
                "key": "planned",
                "label": self.env._("Planned, Days"),
                "type": "days",
                "help": self.env._("How long the stage should last by the baseline, on average."),
            },
            {
                "key": "variance",
                "label": self.env._("Variance, Days"),
                "type": "days",
                "help": self.env._("How much longer than planned it lasted where it is done, on average."),
            },
            {
                "key": "amount",
                "label": self.env._("Planned There"),
                "type": "money",
                "help": self.env._("Expected revenue of the open deals that stand there today, whenever they began."),
            },
        ]

    @api.model
    def _make_stage_chart(self, rows):
        """Return a bar per row of what was passed, not passed and still open."""
        labels = {"passed": self.env._("Passed"), "failed": self.env._("Not Passed"), "open": self.env._("Open")}
        if not rows:
            return None
        return {
            "type": "stack",
            "labels": [row["name"] for row in rows],
            "series": [
                {"label": label, "values": [row["cells"][key]["value"] for row in rows]}
                for key, label in labels.items()
            ],
        }

    @api.model
    def _get_stage_notes(self, options):
        notes = [
            self.env._("Open deals are no failures: they count in no share, and in durations up to now."),
            self._get_few_note(),
        ]
        if options["reading"] == "customers":
            notes.append(
                self.env._(
                    "A customer counts once: as passed if one of their deals is, otherwise as open if one is. "
                    "The documents are their deals, and so are durations."
                )
            )
        if options["dimension"] != "stage":
            notes.append(self.env._("Counted are passages of stages: a deal counts in each stage that it reached."))
        if options["dimension"] in ("customer_tag", "product"):
            notes.append(self.env._("Who has several of these counts in each of them."))
        return notes
