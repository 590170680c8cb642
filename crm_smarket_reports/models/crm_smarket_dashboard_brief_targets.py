from odoo import api, models
from odoo.fields import Domain

from ..tools.periods import month_of


class CrmSmarketDashboard(models.AbstractModel):
    """What the brief says of sales targets: those that are behind, and those that the month has reached."""

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _brief_targets(self):
        """Say which branches are behind their targets or have reached them, the largest difference first.

        A salesperson reads of the own targets instead.
        """
        is_company_wide = self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        field = "company_id" if is_company_wide else "user_id"
        month = month_of(self._get_today())
        kinds = ["receipts", "shipments"]
        if "margin" in self._get_shipment_measures():
            kinds.append("margin")
        standings = [
            (kind, record, progress)
            for kind in kinds
            for record, progress in self.env["crm.sales.target"]._get_progress(kind, month, field).items()
            if is_company_wide or record == self.env.user
        ]
        standings.sort(key=lambda one: (-abs(one[2]["actual"] - one[2]["to_date"]), one[0], one[1].id))
        domain = self._get_period_domain(month)
        return [
            self._say_target(kind, record, progress, domain & Domain(field, "=", record.id))
            for kind, record, progress in standings
            if progress["actual"] >= progress["target"] or progress["state"] in ("watch", "bad")
        ]

    @api.model
    def _say_target(self, kind, record, progress, domain):
        targets = self.env["crm.sales.target"]
        values = {
            "name": record.sudo().display_name,  # sudo: the name alone
            "kind": dict(targets._fields["kind"]._description_selection(self.env))[kind],
            "amount": self._format_short(progress["actual"]),
        }
        documents = self._get_documents(values["name"], targets._get_measure(kind)[0], domain)
        if progress["actual"] >= progress["target"]:
            text = self.env._(
                "%(name)s, %(kind)s: the target of the month is reached, %(amount)s of %(target)s",
                target=self._format_short(progress["target"]),
                **values,
            )
            sentence = self._say("target_reached", text, "good", 42, documents, record)
            return {**sentence, "key": f"target_reached-{kind}-{record.id}"}
        text = self.env._(
            "%(name)s, %(kind)s: %(percent)s%% of the target due to date, %(amount)s of %(due)s",
            percent=round(100 * progress["ratio"]),
            due=self._format_short(progress["to_date"]),
            **values,
        )
        weight = 65 if progress["state"] == "bad" else 48
        sentence = self._say("target_behind", text, progress["state"], weight, documents, record)
        return {**sentence, "key": f"target_behind-{kind}-{record.id}"}
