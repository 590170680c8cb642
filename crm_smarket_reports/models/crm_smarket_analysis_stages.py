from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from .crm_smarket_analysis_passages import DIMENSIONS, FILTERS, OVERLAPPING, PASSAGES
from .crm_smarket_analysis_passages_rows import BEFORE

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
            "dimensions": ["stage", *DIMENSIONS],
            "filters": FILTERS,
            "readings": {"deals": self.env._("Deals"), "customers": self.env._("Customers")},
            "orders": [
                "reached",
                *OUTCOMES,
                "cases",
                "share",
                "median",
                "slow",
                *BEFORE,
                "planned",
                "variance",
                "amount",
            ],
            "defaults": {"compare": None, "order": None},
        }

    @api.model
    def _report_stages(self, options):
        found = self._count_passages(options, "stage")
        planned = self._get_planned_there(options)

        def make_cells(tally, values, inside):
            return {
                **self._make_stage_cells(options, tally, inside),
                "amount": self._make_planned_cell(options, planned, values),
            }

        answer = self._make_passage_rows(options, found, make_cells)
        return {
            **answer,
            "columns": self._get_stage_columns(options),
            "chart": self._make_stage_chart(answer["rows"]),
            "notes": self._get_stage_notes(options),
            "links": [self._get_who_is_where(options)],
        }

    @api.model
    def _make_stage_cells(self, options, tally, inside):
        passed = inside & Domain("outcome", "=", "passed")
        cells = {
            **self._make_outcome_cells(options, tally, inside, OUTCOMES),
            **self._make_share_cells(options, tally, inside),
            **self._make_duration_cells(tally, inside),
            "planned": self._make_figure(tally.planned.value, inside & Domain("planned_days", "!=", False)),
            "variance": self._make_figure(tally.variance.value, passed & Domain("planned_days", "!=", False)),
        }
        if options["reading"] == "deals" and tally.outcomes["open"]:
            is_open = inside & Domain("outcome", "=", "open")
            cells["open"] |= self._get_plan_documents(is_open)
        return cells

    @api.model
    def _get_plan_documents(self, passages):
        """Return what opens the stages of passages on the time axis of all projects, where late ones are marked."""
        return {
            "model": "crm.project.stage",
            "domain": list(Domain("passage_ids", "any", passages)),
            "views": ["smarket_plan", "list", "form"],
        }

    @api.model
    def _get_who_is_where(self, options):
        """Return the link to the stages that are open today, whenever they began, of what was chosen."""
        passages = self._get_passage_domain(options, "stage", is_dated=False) & Domain("outcome", "=", "open")
        return {"label": self.env._("Who Is Where"), **self._get_plan_documents(passages)}

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
        inside = self._get_open_domain(options) & self._get_values_domain(options["dimension"], PASSAGES, values)
        amounts = [planned.get(value, 0.0) for value in values]
        if len(values) > 1 and options["dimension"] in OVERLAPPING:
            amounts = self._sum_amounts(inside, "kind").values()
        return self._make_figure(self.env.company.currency_id.round(sum(amounts)), inside)

    @api.model
    def _get_stage_columns(self, options):
        counts = {
            "reached": (self.env._("Reached"), self.env._("Passed, not passed and open together.")),
            "passed": (self.env._("Passed"), self.env._("The stage is done.")),
            "failed": (
                self.env._("Not Passed"),
                self.env._("Lost during the stage; or right before it, when no other stage was in progress."),
            ),
            "open": (self.env._("Open"), self.env._("Still in the stage; opens who is where.")),
            "skipped": (self.env._("Skipped"), self.env._("Left out, with a reason; in no share and no duration.")),
        }
        return [
            {"key": "name", "label": self._get_dimensions()[options["dimension"]].label, "type": "text"},
            *({"key": key, "label": label, "type": "count", "help": text} for key, (label, text) in counts.items()),
            *self._get_share_columns(),
            *self._get_duration_columns(),
            *self._get_before_columns(options),
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
                {"label": label, "values": [row["cells"][key]["value"] for row in rows], "muted": key == "open"}
                for key, label in labels.items()
            ],
        }

    @api.model
    def _get_stage_notes(self, options):
        notes = self._get_passage_notes(options)
        if options["dimension"] != "stage":
            notes.append(self.env._("Counted are passages of stages: a deal counts in each stage that it reached."))
        return notes
