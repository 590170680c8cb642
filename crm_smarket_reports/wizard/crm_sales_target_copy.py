from odoo import api, fields, models
from odoo.fields import Command

from ..tools.periods import add_months

# After how many months a target is made again.
OFFSETS = {"next_month": (1,), "twelve_months": range(1, 13), "next_year": (12,)}


class CrmSalesTargetCopy(models.TransientModel):
    """Makes the chosen targets again in other months, so many per cent higher or lower."""

    _name = "crm.sales.target.copy"
    _description = "Copy Sales Targets"

    target_ids = fields.Many2many("crm.sales.target", string="Targets", required=True)
    destination = fields.Selection(
        [
            ("next_month", "The month after"),
            ("twelve_months", "Each of the twelve months after"),
            ("next_year", "The same month of the next year"),
        ],
        string="Copy To",
        required=True,
        default="next_month",
    )
    increase = fields.Float(string="Change By", digits=(16, 4), help="Per cent; below zero they become lower.")
    replace = fields.Boolean(
        string="Replace Existing Targets", help="Otherwise months that have such a target keep it."
    )
    summary = fields.Char(string="Result", compute="_compute_summary")

    _increase_range = models.Constraint("CHECK (increase > -1)", "A target cannot be lowered by 100 % or more.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "target_ids" in fields and self.env.context.get("active_model") == "crm.sales.target":
            values.setdefault("target_ids", [Command.set(self.env.context.get("active_ids", []))])
        return values

    @api.depends("target_ids", "destination", "increase", "replace")
    def _compute_summary(self):
        for wizard in self:
            copies, existing = wizard._get_copies()
            numbers = {"made": len(copies) - len(existing), "existing": len(existing)}
            wizard.summary = (
                self.env._("New: %(made)s. Replaced: %(existing)s.", **numbers)
                if wizard.replace
                else self.env._("New: %(made)s. Kept, as they exist already: %(existing)s.", **numbers)
            )

    def action_copy(self):
        """Make the targets, and show them."""
        self.ensure_one()
        copies, existing = self._get_copies()
        if self.replace:
            for key, target in existing.items():
                target.amount = copies[key]
        made = self.env["crm.sales.target"].create(
            [self._prepare_copy(key, amount) for key, amount in copies.items() if key not in existing]
        )
        shown = made.union(*existing.values()) if self.replace else made
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_smarket_reports.crm_sales_target_action")
        return {**action, "domain": [("id", "in", shown.ids)], "context": {}}

    def _get_copies(self):
        """Return what is to be made, and which of it exists already.

        Where several of the chosen targets give the same one, the latest of them does. None of
        the chosen ones is replaced.

        :return: ({key: amount}, {key: target})
        """
        chosen = self.target_ids._origin.sorted("date")
        own = {_get_key(target, target.date) for target in chosen}
        copies = {}
        for target in chosen:
            for months in OFFSETS.get(self.destination, ()):
                key = _get_key(target, add_months(target.date, months))
                if key not in own:
                    copies[key] = target.currency_id.round(target.amount * (1 + self.increase))
        known = self.env["crm.sales.target"].search([("date", "in", list({key[0] for key in copies}))])
        by_key = {_get_key(target, target.date): target for target in known}
        return copies, {key: by_key[key] for key in copies if key in by_key}

    def _prepare_copy(self, key, amount):
        date, company, team, user, kind = key
        return {
            "date": date,
            "company_id": company.id,
            "team_id": team.id,
            "user_id": user.id,
            "kind": kind,
            "amount": amount,
        }


def _get_key(target, date):
    """Return what there is one target of, in a month."""
    return date, target.company_id, target.team_id, target.user_id, target.kind
