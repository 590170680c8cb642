from odoo import api, models
from odoo.fields import Domain


class CrmSmarketDashboard(models.AbstractModel):
    """What the brief says of deals and orders that are not where they should be."""

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _brief_late_deals(self):
        """Say at which stages deals stand that are late there, those worth most first."""
        late = Domain("project_current_stage_id", "any", [("is_late", "=", True)])
        groups = self.env["crm.lead"]._read_group(
            late & Domain("project_template_stage_id", "!=", False),
            ["project_template_stage_id", "company_id"],
            ["__count", "expected_revenue:sum"],
        )
        sums = {}
        for stage, company, count, revenue in groups:
            worth = self._convert_today(revenue, (company or self.env.company).currency_id)
            counted, so_far = sums.get(stage, (0, 0.0))
            sums[stage] = counted + count, so_far + worth
        ranked = sorted(sums.items(), key=lambda item: (-item[1][1], item[0].id))
        return [self._say_late_deals(late, stage, *values) for stage, values in ranked]

    @api.model
    def _say_late_deals(self, late, stage, count, worth):
        values = {
            "stage": stage.sudo().display_name,  # sudo: the name alone
            "count": count,
            "amount": self._format_short(worth),
        }
        if worth:
            text = self.env._("Deals late at %(stage)s: %(count)s, worth %(amount)s", **values)
        else:
            text = self.env._("Deals late at %(stage)s: %(count)s", **values)
        documents = self._get_documents(
            values["stage"],
            "crm.lead",
            late & Domain("project_template_stage_id", "=", stage.id),
            self._get_views("crm.crm_case_tree_view_oppor"),
        )
        return self._say("late_deals", text, "watch", 75, documents, stage)

    @api.model
    def _brief_late_orders(self):
        """Say how many orders should have been shipped before today, as promised to the customer."""
        late = [
            ("state", "in", ("waiting", "confirmed", "assigned")),
            ("picking_type_code", "=", "outgoing"),
            ("return_id", "=", False),
            ("date_deadline", "<", self._get_utc(self._get_today())),
        ]
        return self._say_orders(
            "late_orders",
            Domain("picking_ids", "any", late),
            lambda **values: self.env._("Orders late against the promised day: %(count)s, worth %(amount)s", **values),
            "bad",
            85,
        )

    @api.model
    def _brief_waiting_orders(self):
        """Say how many orders wait for goods that are not there to be reserved."""
        return self._say_orders(
            "waiting_orders",
            Domain("fulfilment_state", "=", "registered") & Domain("picking_ids", "!=", False),
            lambda **values: self.env._("Orders waiting for goods: %(count)s, worth %(amount)s", **values),
            "watch",
            50,
        )

    @api.model
    def _say_orders(self, kind, domain, get_text, level, weight):
        """Return the sentence about confirmed orders, if there are any.

        :param get_text: called with count and amount
        """
        domain = domain & Domain("state", "=", "sale") & self._get_company_domain()
        groups = self.env["sale.order"]._read_group(domain, ["currency_id"], ["__count", "amount_total:sum"])
        count = sum(count for _currency, count, _amount in groups)
        if not count:
            return []
        worth = sum(self._convert_today(amount, currency) for currency, _count, amount in groups)
        text = get_text(count=count, amount=self._format_short(worth))
        documents = self._get_documents(
            self.env._("Orders"), "sale.order", domain, self._get_views("sale.view_order_tree")
        )
        return [self._say(kind, text, level, weight, documents)]

    @api.model
    def _get_views(self, list_view):
        return [(self.env.ref(list_view).id, "list"), (False, "kanban"), (False, "form")]
