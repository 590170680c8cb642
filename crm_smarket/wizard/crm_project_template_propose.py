from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.passages import Passage, as_person_would_say, typical_times


class CrmProjectTemplatePropose(models.TransientModel):
    """Makes a template from the deals that were won: one stage per column, as long as its median."""

    _name = "crm.project.template.propose"
    _description = "Propose a Template from Won Deals"

    name = fields.Char(compute="_compute_name", store=True, readonly=False, required=True)
    team_ids = fields.Many2many("crm.team", string="Sales Teams", help="Empty: the deals of all teams.")
    date_from = fields.Date(
        string="Won From", default=lambda self: fields.Date.context_today(self) - relativedelta(years=1)
    )
    date_to = fields.Date(string="Won Until")
    line_ids = fields.One2many(
        "crm.project.template.propose.line",
        "wizard_id",
        compute="_compute_lines",
        compute_sudo=False,  # stored fields are computed in sudo otherwise, past the rules of companies
        store=True,
        readonly=False,
    )
    deal_count = fields.Integer(string="Won Deals", compute="_compute_deal_count")
    is_past_unread = fields.Boolean(compute="_compute_deal_count")

    @api.depends("team_ids")
    def _compute_name(self):
        for wizard in self:
            teams = ", ".join(wizard.team_ids.mapped("name"))
            wizard.name = self.env._("Typical course: %s", teams) if teams else self.env._("Typical course")

    @api.depends("team_ids", "date_from", "date_to")
    def _compute_deal_count(self):
        for wizard in self:
            wizard.deal_count = self.env["crm.lead"].search_count(wizard._get_won_domain())
            wizard.is_past_unread = bool(self.env["crm.project.backfill"].get_progress())

    @api.depends("team_ids", "date_from", "date_to")
    def _compute_lines(self):
        for wizard in self:
            times = typical_times(wizard._get_passages())
            # columns that were deleted have no id any more
            columns = self.env["crm.stage"].browse(filter(None, times)).filtered(lambda column: not column.is_won)
            lines = []
            for column in columns.sorted(lambda column: (column.sequence, column.id)):
                found = times[column.id]
                length = as_person_would_say(found.seconds)
                lines.append(
                    Command.create(
                        {
                            "crm_stage_id": column.id,
                            "deal_count": found.deals,
                            "duration": length.amount,
                            "duration_unit": length.unit,
                            # a column that most deals skip is not typical
                            "is_included": 2 * found.deals >= wizard.deal_count,
                        }
                    )
                )
            wizard.line_ids = [Command.clear(), *lines]

    def _get_won_domain(self):
        """Return which deals the proposal is made from."""
        domain = Domain("won_status", "=", "won")
        if self.team_ids:
            domain &= Domain("team_id", "in", self.team_ids.ids)
        if self.date_from:
            domain &= Domain("date_closed", ">=", self.date_from)
        if self.date_to:
            domain &= Domain("date_closed", "<", self.date_to + relativedelta(days=1))
        return domain

    def _get_passages(self):
        """Return the passages of the won deals; those of deals merged into them are not theirs."""
        leads = self.env["crm.lead"].search(self._get_won_domain())
        rows = self.env["crm.project.transition"].search_fetch(
            [("lead_id", "in", leads.ids), ("kind", "in", ("pipeline", "outcome"))],
            ["lead_id", "origin_lead_id", "kind", "date", "crm_stage_to_id", "outcome_to"],
            order="date, id",
        )
        return [
            Passage(row.lead_id.id, row.date, row.crm_stage_to_id.id)
            if row.kind == "pipeline"
            else Passage(row.lead_id.id, row.date, None, row.outcome_to)
            for row in rows
            if row.origin_lead_id == row.lead_id.id
        ]

    def action_make(self):
        """Make the template and open it."""
        self.ensure_one()
        if len(self.team_ids.company_id) > 1:
            raise UserError(self.env._("These teams belong to several companies. Make a template for each company."))
        template = self.env["crm.project.template"].create(
            {
                "name": self.name,
                "team_ids": [Command.set(self.team_ids.ids)],
                "company_id": self.team_ids.company_id.id,
                "description": self._get_origin_text(),
            }
        )
        before = self.env["crm.project.template.stage"]
        for number, line in enumerate(self.line_ids.filtered("is_included"), 1):
            before = before.create(
                {
                    "template_id": template.id,
                    "sequence": 10 * number,
                    "name": line.crm_stage_id.name,
                    "crm_stage_id": line.crm_stage_id.id,
                    "duration": line.duration,
                    "duration_unit": line.duration_unit,
                    "predecessor_ids": [Command.set(before.ids)],
                    "dependency_type": "hard" if before else "soft",
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": template._name,
            "res_id": template.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _get_origin_text(self):
        """Return in words what the template was made from."""
        return self.env._(
            "Made from %(count)s won deals. Each stage lasts as long as half of them took, at most.",
            count=self.deal_count,
        )
