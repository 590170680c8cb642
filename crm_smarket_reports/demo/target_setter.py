"""Gives the demonstration company its sales targets, thirteen months of them and three more."""

import random

from ..tools.periods import add_months, last_months

MONTHS = 13
COMING = 3  # months that are planned already
ACHIEVED = (0.78, 0.86, 0.94, 0.97, 1.02, 1.05, 1.1, 1.18)  # of a target: bad, watch, good
# What the present month shows at first sight, one after the other.
PRESENT = (1.08, 0.93, 0.74)
FIELDS = {"branch": "company_id", "team": "team_id", "user": "user_id"}
KINDS = {"branch": ("receipts", "shipments", "margin"), "team": ("receipts",), "user": ("receipts",)}


class TargetSetter:
    """Sets targets so that some were reached and others not.

    :param demo: the record set of ``crm.smarket.demo``
    :param companies: head office and branches
    """

    def __init__(self, demo, companies):
        self.companies = companies
        self.env = demo.env(context={**demo.env.context, "allowed_company_ids": companies.ids})
        self.targets = self.env["crm.sales.target"]
        self.today = self.targets._get_today()
        self.random = random.Random("targets")  # the same company every time

    def set_all(self):
        """Make the targets of each level and kind."""
        months = last_months(self.today, MONTHS)
        vals_list = []
        for level, kinds in KINDS.items():
            for kind in kinds:
                for number, (key, past) in enumerate(self._get_past(level, kind, months).items()):
                    present = PRESENT[number % len(PRESENT)]
                    vals_list += self._prepare(level, kind, key, past, present, months)
        self.targets.create(vals_list)

    def _get_past(self, level, kind, months):
        """Return ``{(branch, whose): {first day: what came in}}`` of those for whom anything did."""
        model, measure = self.targets._get_measure(kind)
        field = FIELDS[level]
        groupby = list(dict.fromkeys(["company_id", field])) + ["date:month"]
        past = {}
        for *keys, month, amount in self.env[model]._read_group(
            [("company_id", "in", self.companies.ids), ("date", ">=", months[0].start), (field, "!=", False)],
            groupby,
            [f"{measure}:sum"],
        ):
            past.setdefault((keys[0], keys[-1]), {})[month] = amount
        return past

    def _prepare(self, level, kind, key, past, present, months):
        """Return the targets of one branch, team or manager."""
        company, record = key
        usual = sum(past.values()) / len(months)
        if usual <= 0:
            return []
        starts = [month.start for month in months]
        amounts = {}
        for start in [*starts, *(add_months(starts[-1], number + 1) for number in range(COMING))]:
            came = past.get(start, 0)
            base = came if came > usual / 3 else usual
            amounts[start] = base / self.random.choice(ACHIEVED)
        share = self.targets.new({"date": starts[-1], "company_id": company.id})._get_due_share()
        came = past.get(starts[-1], 0)
        if came > 0 and share:
            amounts[starts[-1]] = came / share / present
        whose = {} if level == "branch" else {FIELDS[level]: record.id}
        return [
            {"date": start, "company_id": company.id, "kind": kind, "amount": _round(amount), **whose}
            for start, amount in amounts.items()
        ]


def _round(amount):
    """Return an amount as people plan: two figures, then zeros.

    >>> _round(1_234_567)
    1200000.0
    """
    return float(f"{amount:.1e}")
