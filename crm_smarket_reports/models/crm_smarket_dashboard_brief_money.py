from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.periods import period_of
from .crm_smarket_dashboard_receipts import RECEIPTS
from .crm_smarket_dashboard_shipments import SHIPMENT_MONTHS, SHIPMENTS

REMARKABLE = 0.1  # by which share a branch is behind or ahead before it is spoken of
MATERIAL = 0.01  # which share of all receipts that makes at least
FIRST_DAY = 3  # of the month that can be compared: before it, one payment decides


class CrmSmarketDashboard(models.AbstractModel):
    """What the brief says of receipts and shipments."""

    _inherit = "crm.smarket.dashboard"

    # -- receipts ----------------------------------------------------------------------------------------------------

    @api.model
    def _brief_receipts(self):
        """Say which branches or teams are behind or ahead of the same day last month, the largest difference first.

        Of a salesperson, who sees their own receipts only, those are spoken of as one.
        """
        data = self._get_receipts_by_branch()
        if self._get_today().day < FIRST_DAY:
            return []
        rows = data["rows"] if data["is_company_wide"] else [{**data["total"], "id": False, "domain": []}]
        rows = [row for row in rows if row["id"] or not data["is_company_wide"]]
        least = MATERIAL * abs(data["total"]["same_day"])
        moved = [
            row
            for row in rows
            if abs(row["change"] or 0) >= REMARKABLE and abs(row["current"] - row["same_day"]) >= least
        ]
        moved.sort(key=lambda row: (-abs(row["current"] - row["same_day"]), row["id"]))
        compared = Domain(data["domains"]["current"]) | Domain(data["domains"]["same_day"])
        return [self._say_receipts(row, compared & Domain(row["domain"]), data["field"]) for row in moved]

    @api.model
    def _say_receipts(self, row, domain, field):
        values = {
            "name": row.get("name"),
            "percent": round(100 * abs(row["change"])),
            "amount": self._format_short(row["current"]),
            "before": self._format_short(row["same_day"]),
        }
        is_behind = row["change"] < 0
        if row["id"] and is_behind:
            text = self.env._(
                "%(name)s: receipts %(percent)s%% behind the same day last month, %(amount)s against %(before)s",
                **values,
            )
        elif row["id"]:
            text = self.env._(
                "%(name)s: receipts %(percent)s%% ahead of the same day last month, %(amount)s against %(before)s",
                **values,
            )
        elif is_behind:
            text = self.env._(
                "Your receipts: %(percent)s%% behind the same day last month, %(amount)s against %(before)s", **values
            )
        else:
            text = self.env._(
                "Your receipts: %(percent)s%% ahead of the same day last month, %(amount)s against %(before)s", **values
            )
        documents = self._get_documents(self.env._("Receipts"), RECEIPTS, domain, search_default_group_month=1)
        record = self.env[self.env[RECEIPTS]._fields[field].comodel_name].browse(row["id"] or [])
        kind, level, weight = ("receipts_behind", "bad", 80) if is_behind else ("receipts_ahead", "good", 40)
        return self._say(kind, text, level, weight, documents, record)

    @api.model
    def _brief_best_manager(self):
        """Say who leads by receipts, where there is somebody to lead."""
        data = self._get_leading_managers()
        rows = [row for row in data["rows"] if row["current"] > 0]
        if not data["is_company_wide"] or len(rows) < 2:
            return []
        best = rows[0]
        text = self.env._(
            "Leads by receipts this month: %(name)s, %(amount)s",
            name=best["name"],
            amount=self._format_short(best["current"]),
        )
        domain = Domain(data["domains"]["current"]) & Domain(best["domain"])
        documents = self._get_documents(best["name"], RECEIPTS, domain)
        return [self._say("best_manager", text, "good", 30, documents, self.env["res.users"].browse(best["id"]))]

    # -- shipments ---------------------------------------------------------------------------------------------------

    @api.model
    def _brief_shipment_months(self):
        """Say that this month or the previous one is the best of twelve, and which was the last that made a loss."""
        data = self._get_shipment_dynamics()
        rows = data["rows"]
        sentences = []
        best = max(reversed(rows), key=lambda row: row["amount"])
        if best in rows[-2:] and sum(row["amount"] > 0 for row in rows) > 1:
            values = {"month": self._format_month(best["start"]), "amount": self._format_short(best["amount"])}
            if data["is_company_wide"]:
                text = self.env._("Shipments, highest of twelve months: %(month)s, %(amount)s", **values)
            else:
                text = self.env._("Your shipments, highest of twelve months: %(month)s, %(amount)s", **values)
            sentences.append(self._say("record_month", text, "good", 45, self._get_month_shipments(best)))
        losses = [row for row in rows if row.get("margin", 0) < 0]
        if losses:
            last = losses[-1]
            is_recent = last in rows[-2:]
            text = self.env._(
                "Loss-making month: %(month)s, margin %(amount)s",
                month=self._format_month(last["start"]),
                amount=self._format_short(last["margin"]),
            )
            level, weight = ("bad", 90) if is_recent else ("watch", 55)
            sentences.append(self._say("loss_month", text, level, weight, self._get_month_shipments(last)))
        return sentences

    @api.model
    def _get_month_shipments(self, row):
        return self._get_documents(self._format_month(row["start"]), SHIPMENTS, row["domain"])

    @api.model
    def _brief_loss_customer(self):
        """Say to which of the leading customers goods go out below cost, the greatest loss first."""
        data = self._get_leading_companies()
        rows = sorted(
            (row for row in data["rows"] if row.get("margin", 0) < 0), key=lambda row: (row["margin"], row["id"])
        )
        return [
            self._say(
                "loss_customer",
                self.env._(
                    "%(name)s: shipped below cost this month, margin %(amount)s",
                    name=row["name"],
                    amount=self._format_short(row["margin"]),
                ),
                "bad",
                70,
                self._get_documents(row["name"], SHIPMENTS, Domain(data["domain"]) & Domain(row["domain"])),
                self.env["res.partner"].browse(row["id"]),
            )
            for row in rows
        ]

    @api.model
    def _brief_silent_customers(self):
        """Say which customers who bought more than the average one are silent, those who bought most first.

        Silent is who the contact status calls so; a customer without any order here is
        silent from the last shipment on.
        """
        domain = self._get_period_domain(period_of("12months", self._get_today()))
        sums = self._sum_by(SHIPMENT_MONTHS, domain, "commercial_partner_id", ["amount"])
        bought = {partner: amount for partner, [amount] in sums.items() if partner and amount > 0}
        if not bought:
            return []
        least = sum(bought.values()) / len(bought)
        great = self.env["res.partner"].union(*(partner for partner, amount in bought.items() if amount >= least))
        limit = self._get_today() - timedelta(days=self.env.company.contact_silent_days)
        last = self.env[SHIPMENTS]._read_group(
            domain & Domain("commercial_partner_id", "in", great.ids),
            ["commercial_partner_id"],
            ["date:max"],
            having=[("date:max", "<=", limit)],
        )
        silent = [
            (partner.sudo(), since)  # sudo: a customer of one's own facts, by name and status alone
            for partner, day in last
            if (since := self._get_silent_since(partner.sudo(), day)) and since <= limit
        ]
        silent.sort(key=lambda item: (-bought[item[0]], item[0].id))
        return [self._say_silent(partner, bought[partner], since, domain) for partner, since in silent]

    @api.model
    def _get_silent_since(self, customer, last_shipment):
        """Return the day since when a customer has been silent, None where something is open."""
        if customer.contact_status not in (False, "silent"):
            return None
        return max(filter(None, [customer.contact_silent_since, last_shipment]))

    @api.model
    def _say_silent(self, customer, amount, since, domain):
        text = self.env._(
            "%(name)s: bought for %(amount)s in twelve months, silent since %(date)s",
            name=customer.display_name,
            amount=self._format_short(amount),
            date=format_date(self.env, since, date_format="d MMMM y"),
        )
        documents = self._get_documents(
            customer.display_name, SHIPMENTS, domain & Domain("commercial_partner_id", "=", customer.id)
        )
        return self._say("silent_customer", text, "watch", 60, documents, customer)
