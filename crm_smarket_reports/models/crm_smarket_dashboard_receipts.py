from odoo import api, models
from odoo.fields import Domain

from ..tools.periods import get_change, month_of, previous_month, previous_to_same_day

RECEIPTS = "crm.receipt.fact"
RECEIPT_DAYS = "crm.receipt.day"
ROWS = 10


class CrmSmarketDashboard(models.AbstractModel):
    """Receipts by branch and by manager, this month beside the previous one."""

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _get_receipts_by_branch(self):
        """Return a row per branch, or per sales team where the company has no branch, and the total they sum to."""
        several = len(self.env.companies) > 1
        field = "company_id" if several else "team_id"
        sums, domains = self._get_compared_receipts(field)
        groups = self.env.companies if several else self.env["crm.team"].union(*(set().union(*sums.values())))
        rows = self._get_compared_rows(groups, field, sums)
        if not several:
            rows.sort(key=lambda row: (-row["current"], row["name"]))
            nobody = self._get_compared_row(self.env["crm.team"], self.env._("Unassigned"), field, sums)
            if any(nobody[period] for period in sums):
                rows.append(nobody)
        return {
            **self._get_frame(RECEIPTS),
            "field": field,
            "periods": {name: period._asdict() for name, period in self._get_compared_periods().items()},
            "domains": {period: list(domain) for period, domain in domains.items()},
            "rows": rows,
            "total": self._get_total_row(rows, sums),
        }

    @api.model
    def _get_leading_managers(self):
        """Return the ten managers who brought most this month, their place in the previous one, and all others."""
        sums, domains = self._get_compared_receipts("user_id")
        users = self.env["res.users"].union(*(set().union(*sums.values())))
        rows = self._get_compared_rows(users, "user_id", sums)
        before = sorted((row for row in rows if row["previous"] > 0), key=lambda row: -row["previous"])
        places = {row["id"]: place for place, row in enumerate(before, 1)}
        rows = sorted((row for row in rows if any(row[period] for period in sums)), key=_by_current)
        for place, row in enumerate(rows, 1):
            row["place"] = place
            row["place_before"] = places.get(row["id"])
        listed, others = rows[:ROWS], rows[ROWS:]
        nobody = self._get_compared_row(self.env["res.users"], self.env._("Unassigned"), "user_id", sums)
        data = {
            **self._get_frame(RECEIPTS),
            "field": "user_id",
            "periods": {name: period._asdict() for name, period in self._get_compared_periods().items()},
            "domains": {period: list(domain) for period, domain in domains.items()},
            "rows": listed,
            "total": self._get_total_row([*rows, nobody], sums),
        }
        if others:
            data["others"] = {
                **self._get_total_row(others, sums),
                "count": len(others),
                "domain": list(Domain("user_id", "in", [row["id"] for row in others])),
            }
        if any(nobody[period] for period in sums):
            data["unassigned"] = nobody
        return data

    @api.model
    def _get_compared_periods(self):
        today = self._get_today()
        return {
            "current": month_of(today),
            "previous": previous_month(today),
            "same_day": previous_to_same_day(today),
        }

    @api.model
    def _get_compared_receipts(self, field):
        """Return receipts by a field in this month, the previous one, and the previous one up to the same day.

        :return: ({period: {record: amount}}, {period: domain})
        """
        periods = self._get_compared_periods()
        domains = {name: self._get_period_domain(period) for name, period in periods.items()}
        sums = {
            name: {
                key: amount for key, [amount] in self._sum_by(RECEIPT_DAYS, domain, field, ["amount"]).items() if amount
            }
            for name, domain in domains.items()
        }
        return sums, domains

    @api.model
    def _get_compared_rows(self, records, field, sums):
        names = self._get_record_names(records)
        return [self._get_compared_row(record, names[record.id], field, sums) for record in records]

    @api.model
    def _get_compared_row(self, record, name, field, sums):
        amounts = {period: amounts.get(record, 0.0) for period, amounts in sums.items()}
        return {
            "id": record.id,
            "name": name,
            **amounts,
            "change": get_change(amounts["current"], amounts["same_day"]),
            "domain": list(Domain(field, "=", record.id)),
        }

    @api.model
    def _get_total_row(self, rows, sums):
        currency = self.env.company.currency_id
        amounts = {period: currency.round(sum(row[period] for row in rows)) for period in sums}
        return {**amounts, "change": get_change(amounts["current"], amounts["same_day"])}


def _by_current(row):
    return -row["current"], -row["previous"], row["name"]
