from odoo import api, models
from odoo.fields import Domain

from ..tools.periods import last_months, month_of, period_of

SHIPMENTS = "crm.shipment.fact"
SHIPMENT_DAYS = "crm.shipment.day"
SHIPMENT_MONTHS = "crm.shipment.month"
ROWS = 10
MONTHS = 12


class CrmSmarketDashboard(models.AbstractModel):
    """Leading customers by shipments, and twelve months of shipments with their cost."""

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _get_shipment_measures(self):
        """Return what of a shipment the user may see."""
        costs = ["cost", "margin"] if self.env.user.has_group("crm_smarket_reports.group_margin") else []
        return ["amount", *costs]

    @api.model
    def _get_leading_companies(self):
        """Return the ten customers to whom most was shipped this month, and all others."""
        measures = self._get_shipment_measures()
        month = month_of(self._get_today())
        domain = self._get_period_domain(month)
        sums, count, total, nobody = self._rank_by(SHIPMENT_MONTHS, domain, "commercial_partner_id", measures, ROWS)
        total, nobody = (dict(zip(measures, values, strict=True)) for values in (total, nobody))
        names = self._get_record_names(self.env["res.partner"].union(*sums))
        data = {
            **self._get_frame(SHIPMENTS),
            "field": "commercial_partner_id",
            "measures": measures,
            "periods": {"current": month._asdict()},
            "domain": list(domain),
            "rows": [
                {
                    "id": partner.id,
                    "name": names[partner.id],
                    **dict(zip(measures, values, strict=True)),
                    "share": values[0] / total["amount"] if total["amount"] else None,
                    "domain": list(Domain("commercial_partner_id", "=", partner.id)),
                }
                for partner, values in sums.items()
            ],
            "total": total,
        }
        if count > len(sums):
            listed = self._add(measures, [*sums.values(), nobody.values()])
            data["others"] = {
                **self._add(measures, [total.values(), [-amount for amount in listed.values()]]),
                "count": count - len(sums),
                "domain": list(
                    Domain("commercial_partner_id", "not in", list(names))
                    & Domain("commercial_partner_id", "!=", False)
                ),
            }
        if any(nobody.values()):
            data["unassigned"] = {**nobody, "domain": list(Domain("commercial_partner_id", "=", False))}
        return data

    @api.model
    def _get_shipment_dynamics(self):
        """Return shipments of twelve months, with cost and margin for those who may see them."""
        measures = self._get_shipment_measures()
        periods = last_months(self._get_today(), MONTHS)
        domain = self._get_period_domain(period_of("12months", self._get_today()))
        sums = self._sum_by(SHIPMENT_DAYS, domain, "date:month", measures)
        rows = [
            {
                "start": period.start,
                **dict(zip(measures, sums.get(period.start, [0.0] * len(measures)), strict=True)),
                "domain": list(self._get_period_domain(period)),
            }
            for period in periods
        ]
        return {
            **self._get_frame(SHIPMENTS),
            "measures": measures,
            "domain": list(domain),
            "rows": rows,
            "total": self._add(measures, list(sums.values())),
        }

    @api.model
    def _add(self, measures, rows):
        currency = self.env.company.currency_id
        columns = zip(*([0.0] * len(measures), *rows), strict=True)
        return dict(zip(measures, map(currency.round, map(sum, columns)), strict=True))
