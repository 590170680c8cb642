from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.fields import Domain

# Which column of passages a funnel over stages of a model reads, and their kind.
LEVELS = {
    "crm.stage": ("crm_stage_id", "pipeline"),
    "crm.project.template.stage": ("template_stage_id", "stage"),
}
# Measures of which passages keep the amount.
PASSAGE_MEASURES = {"amount", "expected_revenue"}


class CrmSmarketFunnel(models.AbstractModel):
    """The two readings of a funnel.

    Both return ``{"levels": {stage id: figures}, "empty": figures of a level without records, "model": name of
    the model behind the domains}``, that of passages their ``kind``, too.
    """

    _inherit = "crm.smarket.funnel"

    # -- snapshot ----------------------------------------------------------------------------------------------------

    @api.model
    def _read_snapshot(self, records, domain, period, options):
        """Return where records are: what is at each stage now."""
        domain &= self._get_date_domain(records, options["date"], period)
        stage, measure = options["stage"], options["measure"]
        sums = self._sum_levels(records, domain & Domain(stage, "!=", False), [stage], measure)
        total = sum(sums.values())
        return {
            "model": records._name,
            "empty": {"value": 0, "share": 0, "domain": False},
            "levels": {
                level: {
                    "value": value,
                    "share": value / total if total else 0,
                    "domain": list(domain & Domain(stage, "=", level)),
                }
                for [level], value in sums.items()
            },
        }

    @api.model
    def _get_date_domain(self, records, name, period):
        """Return the domain of records of the days of a period, in the user's time zone where there is a time."""
        if not period:
            return Domain.TRUE
        start, end = period.start, period.end + timedelta(days=1)
        if records._fields[name].type == "datetime":
            zone = pytz.timezone(self.env.user.tz or "UTC")
            start, end = (
                zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
                for day in (start, end)
            )
        return Domain(name, ">=", start) & Domain(name, "<", end)

    @api.model
    def _sum_levels(self, records, domain, keys, measure):
        """Return ``{(value of each key): number of records, or sum of a measure in the current currency}``.

        Records become their ids. Companies of another currency are converted at today's rate.
        """
        aggregate = f"{measure}:sum" if measure else "__count"
        by_company = (
            measure
            and records._fields[measure].type == "monetary"
            and "company_id" in records
            and len(self.env.companies.currency_id) > 1
        )
        sums = defaultdict(float if measure else int)
        for row in records._read_group(domain, [*keys, *(["company_id"] if by_company else [])], [aggregate]):
            key = tuple(value.id if isinstance(value, models.BaseModel) else value for value in row[: len(keys)])
            rate = self._get_rate(row[-2] or self.env.company) if by_company else 1
            sums[key] += (row[-1] or 0) * rate
        return dict(sums)

    # -- passage -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_level_field(self, records, options):
        """Return the column of passages that is about the stages of this funnel, None without one."""
        return LEVELS.get(records._fields[options["stage"]].comodel_name, [None])[0]

    @api.model
    def _read_passage(self, records, domain, period, options):
        """Return what became of the deals that reached each stage, and how long that took."""
        level_field, kind = LEVELS[records._fields[options["stage"]].comodel_name]
        passages = self.env["crm.passage.fact"]
        domain = records._get_funnel_passages(domain) & Domain("kind", "=", kind)
        domain &= self._get_date_domain(passages, "date", period)
        measure = "amount" if options["measure"] in PASSAGE_MEASURES else False
        tallies = passages._get_tallies(domain, level_field)
        sums = self._sum_levels(passages, domain, [level_field, "outcome"], measure) if measure else {}
        levels = {}
        for level, tally in tallies.items():
            values = {
                outcome: sums.get((level, outcome), 0.0) if measure else tally.outcomes[outcome]
                for outcome in ("passed", "failed", "open")
            }
            here = domain & Domain(level_field, "=", level)
            levels[level] = {
                **values,
                "value": sum(values.values()),
                "share": _get_share(values),
                # that of a share of deals; of a share of their amounts it says nothing
                "interval": None if measure else tally.interval,
                "cases": tally.decided,
                "skipped": tally.outcomes["skipped"],
                "revisited": tally.revisited,
                "median": tally.get_percentile(0.5),
                "percentile80": tally.get_percentile(0.8),
                "domain": list(here & Domain("outcome", "!=", "skipped")),
                "failed_domain": list(here & Domain("outcome", "=", "failed")),
            }
        return {"model": passages._name, "kind": kind, "empty": _EMPTY_PASSAGE, "levels": levels}


def _get_share(values):
    """Return which share of what is decided was passed, None while nothing is."""
    decided = values["passed"] + values["failed"]
    return values["passed"] / decided if decided else None


_EMPTY_PASSAGE = {
    **dict.fromkeys(("value", "passed", "failed", "open", "cases", "skipped", "revisited"), 0),
    **dict.fromkeys(("share", "interval", "median", "percentile80")),
    **dict.fromkeys(("domain", "failed_domain"), False),
}
