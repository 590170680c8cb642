from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

LEVELS = [("branch", "Branch"), ("team", "Sales Team"), ("user", "Manager")]
KINDS = [("receipts", "Receipts"), ("shipments", "Shipments"), ("margin", "Margin")]


class CrmSalesTarget(models.Model):
    """What a month should bring a branch, a sales team or a manager.

    A target is of exactly the level at which it was typed: those of managers are not added up
    into one of their team, nor those of teams into one of their branch. So a branch may expect
    less than the sum of what it asks of its people.
    """

    _name = "crm.sales.target"
    _description = "Sales Target"
    _order = "date desc, company_id, level, team_id, user_id, kind desc, id"
    _check_company_auto = True

    date = fields.Date(
        string="Month",
        required=True,
        index=True,
        default=lambda self: self._get_first_day(fields.Date.context_today(self)),
        help="Any day of the month; its first day is kept.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Branch",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", check_company=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users",
        string="Manager",
        check_company=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    level = fields.Selection(LEVELS, compute="_compute_level", store=True, precompute=True)
    kind = fields.Selection(KINDS, required=True, default="receipts")
    amount = fields.Monetary(string="Target", required=True, help="In the currency of the branch.")
    currency_id = fields.Many2one(related="company_id.currency_id")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A target is more than zero.")
    _first_day = models.Constraint("CHECK (EXTRACT(DAY FROM date) = 1)", "The month of a target is its first day.")
    _one_level = models.Constraint(
        "CHECK (team_id IS NULL OR user_id IS NULL)",
        "A target is that of a sales team or of a manager, not of both: make two of them.",
    )
    _month_unique = models.UniqueIndex(
        "(date, company_id, COALESCE(team_id, 0), COALESCE(user_id, 0), kind)",
        "This month has such a target already: there is one of a kind for a branch, a sales team or a manager. "
        "Change that one.",
    )

    @api.depends("team_id", "user_id")
    def _compute_level(self):
        for target in self:
            target.level = "user" if target.user_id else "team" if target.team_id else "branch"

    @api.depends("date", "company_id", "team_id", "user_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for target in self:
            whose = target.user_id or target.team_id or target.company_id
            month = target.date and format_date(self.env, target.date, date_format="LLLL yyyy")
            target.display_name = ", ".join(filter(None, [whose.display_name, month, kinds.get(target.kind)]))

    @api.onchange("date")
    def _onchange_date(self):
        self.date = self._get_first_day(self.date)

    @api.model_create_multi
    def create(self, vals_list):
        # An imported line that leaves the branch empty is that of the current one.
        own = {"company_id": self.env.company.id}
        return super().create(
            [self._keep_first_day(vals if vals.get("company_id") else {**vals, **own}) for vals in vals_list]
        )

    def write(self, vals):
        return super().write(self._keep_first_day(vals))

    def copy_data(self, default=None):
        """Let a duplicate be that of the next month: this one has its target."""
        vals_list = super().copy_data(default)
        if not (default and "date" in default):
            for target, vals in zip(self, vals_list, strict=True):
                vals["date"] = target.date + relativedelta(months=1)
        return vals_list

    @api.model
    def get_import_templates(self):
        """Offer a workbook with the columns of a target."""
        return [
            {
                "label": self.env._("Import Template for Sales Targets"),
                "template": "/crm_smarket_reports/static/xls/crm_sales_target.xlsx",
            }
        ]

    @api.model
    def _keep_first_day(self, vals):
        return {**vals, "date": self._get_first_day(vals["date"])} if vals.get("date") else vals

    @api.model
    def _get_first_day(self, day):
        day = fields.Date.to_date(day)
        return day and day.replace(day=1)
