from datetime import timedelta

from odoo import api, models

from ..tools.periods import Period
from .crm_smarket_analysis_dimensions import get_value
from .crm_smarket_analysis_sales import DIMENSIONS, SOURCES

ORDERED = ["customer", *(key for key in DIMENSIONS if key != "customer")]
# Which rows belong to a reading, and how they are sorted unless the user says otherwise.
READINGS = {
    "growth": (lambda row: row["current"] > row["previous"], "change desc"),
    "decline": (lambda row: row["current"] < row["previous"], "change asc"),
    "new": (lambda row: row["current"] > 0 >= row["previous"], "current desc"),
    "lost": (lambda row: row["previous"] > 0 >= row["current"], "previous desc"),
}


class CrmSmarketAnalysis(models.AbstractModel):
    """Growth and decline: whose sales changed against an earlier period, and who is lost."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _describe_growth(self):
        return {
            "title": self.env._("Growth and Decline"),
            "explanation": self.env._("Net of taxes, beside as many days of an earlier period."),
            "dimensions": ORDERED,
            "measures": self._describe_sales()["measures"],
            "readings": {
                "growth": self.env._("Growth"),
                "decline": self.env._("Decline"),
                "lost": self.env._("Lost"),
                "new": self.env._("New"),
            },
            "filters": self._describe_sales()["filters"],
            "must_compare": True,
            "orders": ["change", "change_percent", "current", "previous"],
            "defaults": {"compare": "year_ago", "order": None},
        }

    @api.model
    def _report_growth(self, options):
        source = SOURCES[options["measure"]]
        keep, order = READINGS[options["reading"]]
        options = {**options, "order": options["order"] or order}
        if options["reading"] == "lost":
            since = self._get_values_since(source, options)
            keep = lambda row: row["previous"] > 0 and row["id"] not in since  # noqa: E731
        return {
            "options": options,
            "explanation": f"{self._describe_growth()['explanation']} {self._explain_growth(options['reading'])}",
            **self._compare_by(source, options, keep),
        }

    @api.model
    def _explain_growth(self, reading):
        """Return in a sentence which rows are listed."""
        return {
            "growth": self.env._("Listed: those that brought more than then, with those that brought nothing then."),
            "decline": self.env._("Listed: those that brought less than then."),
            "lost": self.env._("Listed: those that brought something then, and nothing since."),
            "new": self.env._("Listed: those that brought something now, and nothing then."),
        }[reading]

    @api.model
    def _get_values_since(self, source, options):
        """Return the values of the dimension with any sales after the earlier period."""
        model, measure = source
        since = Period(self._get_earlier(options).end + timedelta(days=1), self._get_period(options).end)
        domain = self._get_chosen_domain(model, options) & self._get_period_domain(since)
        field = self._get_dimension_field(options["dimension"], model)
        sums = self._sum_by(model, domain, field, [measure])
        return {get_value(key) for key, (amount,) in sums.items() if amount > 0}
