from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..tools.periods import get_change


class CrmSmarketDashboard(models.AbstractModel):
    """What of the page goes into the mail of the morning."""

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _get_mail_content(self):
        """Return ``{"date", "sentences", "totals"}`` in the language of the reader."""
        return {
            "date": format_date(self.env, self._get_today(), date_format="EEEE, d MMMM"),
            "sentences": self.get_brief(),
            "totals": self._get_mail_totals(),
        }

    @api.model
    def _get_mail_totals(self):
        """Return ``[{"label", "amount", "change"}]``: the change in words, to the same day of the previous month."""
        receipts = self._get_receipts_by_branch()["total"]
        shipments = self._get_shipment_dynamics()
        current, previous = shipments["rows"][-1], self._get_shipments_to_same_day(shipments["measures"])
        labels = {
            "amount": self.env._("Shipments this month"),
            "cost": None,
            "margin": self.env._("Margin this month"),
        }
        totals = [(self.env._("Receipts this month"), receipts["current"], receipts["change"])]
        totals += [
            (labels[name], current[name], get_change(current[name], previous[name]))
            for name in shipments["measures"]
            if labels[name]
        ]
        return [
            {
                "label": label,
                "amount": self._format_short(amount),
                "change": change,
                "percent": self._get_percent(change),
            }
            for label, amount, change in totals
        ]

    @api.model
    def _get_shipments_to_same_day(self, measures):
        """Return the shipments of the previous month up to the same day, by measure."""
        domain = self._get_period_domain(self._get_compared_periods()["same_day"])
        sums = self._sum_by("crm.shipment.fact", domain, "company_id", measures)
        return self._add(measures, list(sums.values()))

    @api.model
    def _get_percent(self, change):
        if change is None:
            return ""
        return f"{'+' if change > 0 else ''}{formatLang(self.env, 100 * change, digits=0)}%"
