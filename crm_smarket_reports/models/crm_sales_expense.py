from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

ORIGINS = [("typed", "Typed"), ("imported", "Imported"), ("bill", "Vendor Bill")]
# What an expense tells of its opportunity where nothing else is said.
FROM_LEAD = ("campaign_id", "source_id", "medium_id", "team_id")
# The same of where it counts, all of it from the one or from the other.
TERRITORY = ("country_id", "state_id", "city")


class CrmSalesExpense(models.Model):
    """Money spent to win deals: on a campaign, a fair, a trip to a customer.

    It is typed, imported, or made of a line of a posted vendor bill, see
    :mod:`.crm_sales_expense_bill`.
    """

    _name = "crm.sales.expense"
    _description = "Sales Expense"
    _inherit = ["mail.thread.main.attachment"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="What For", required=True)
    active = fields.Boolean(
        default=True,
        readonly=True,
        help="Not set: the bill does not count at present, as one that was set back to draft; what people have said "
        "of the expense is kept for when it counts again.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    company_id = fields.Many2one(
        "res.company", string="Branch", required=True, ondelete="cascade", default=lambda self: self.env.company
    )
    amount = fields.Monetary(required=True, tracking=True, help="Without taxes; less than zero where money came back.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    amount_company = fields.Monetary(
        string="Spent",
        currency_field="company_currency_id",
        compute="_compute_amount_company",
        store=True,
        help="In the currency of the branch, at the rate of the day; of a bill at the bill's own rate.",
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Branch")
    user_id = fields.Many2one(
        "res.users",
        string="Manager",
        check_company=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="set null",
        help="Who spent it, and in whose result it counts.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", check_company=True, index=True, ondelete="set null")
    campaign_id = fields.Many2one("utm.campaign", index=True, ondelete="set null")
    source_id = fields.Many2one("utm.source", index=True, ondelete="set null")
    medium_id = fields.Many2one("utm.medium", ondelete="set null")
    categ_id = fields.Many2one("product.category", string="Product Category", ondelete="set null")
    country_id = fields.Many2one(
        "res.country", ondelete="set null", help="Where it is to bring customers; nothing where that is everywhere."
    )
    state_id = fields.Many2one(
        "res.country.state",
        string="Region",
        domain="[('country_id', '=?', country_id)]",
        ondelete="set null",
    )
    city = fields.Char()
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="Spent for this one deal.",
    )
    project_stage_id = fields.Many2one(
        "crm.project.stage",
        domain="[('lead_id', '=', lead_id)]",
        index="btree_not_null",
        ondelete="set null",
        help="Spent in this stage of its project.",
    )
    note = fields.Text()
    origin = fields.Selection(
        ORIGINS,
        required=True,
        readonly=True,
        default=lambda self: "imported" if self.env.context.get("import_file") else "typed",
    )

    _day_index = models.Index("(company_id, date)")

    @api.depends("amount", "currency_id", "date", "company_id")
    def _compute_amount_company(self):
        for expense in self:
            expense.amount_company = expense._get_amount_in_company_currency()

    def _get_amount_in_company_currency(self):
        own, day = self.company_id.currency_id, self.date or fields.Date.context_today(self)
        return self.currency_id._convert(self.amount, own, self.company_id, day) if own and self.currency_id else 0.0

    @api.constrains("lead_id", "project_stage_id")
    def _check_project_stage(self):
        for expense in self:
            if expense.project_stage_id.lead_id not in (expense.lead_id, self.env["crm.lead"]):
                lead = expense.lead_id.sudo().display_name or self.env._("none")
                raise ValidationError(
                    self.env._(
                        "The stage “%(stage)s” is not one of the opportunity “%(lead)s”: choose one of its own.",
                        stage=expense.project_stage_id.sudo().display_name,
                        lead=lead,
                    )
                )  # sudo: two names, of what the writer has chosen

    @api.onchange("lead_id")
    def _onchange_lead_id(self):
        self.update(self._get_values_of_lead(self.lead_id, {name: self[name] for name in (*FROM_LEAD, *TERRITORY)}))
        if self.project_stage_id.lead_id != self.lead_id:
            self.project_stage_id = False

    @api.onchange("user_id")
    def _onchange_user_id(self):
        team = self.user_id.sale_team_id
        if not self.lead_id and team.company_id in (self.company_id, self.env["res.company"]):
            self.team_id = team

    @api.onchange("state_id")
    def _onchange_state_id(self):
        if self.state_id:
            self.country_id = self.state_id.country_id

    @api.onchange("country_id")
    def _onchange_country_id(self):
        if self.country_id and self.country_id != self.state_id.country_id:
            self.state_id = False

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._complete(vals) for vals in vals_list])

    def write(self, vals):
        if not self.env.su and not {"amount", "currency_id", "date", "company_id"}.isdisjoint(vals):
            self._check_not_from_bill()
        result = super().write(vals)
        if "user_id" in vals:
            self.check_access("write")  # nobody puts an expense into the result of somebody else
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_from_bill(self):
        if not self.env.su:
            self._check_not_from_bill()

    @api.model
    def get_import_templates(self):
        """Offer a workbook with the columns of an expense."""
        return [
            {
                "label": self.env._("Import Template for Sales Expenses"),
                "template": "/crm_smarket_reports/static/xls/crm_sales_expense.xlsx",
            }
        ]

    def _check_not_from_bill(self):
        if "bill" in self.mapped("origin"):
            raise UserError(
                self.env._(
                    "Date and amount of this expense are those of its vendor bill. Change them there; to have it "
                    "removed, clear the mark “Sales Expense” or the analytic account of the bill's line."
                )
            )

    @api.model
    def _complete(self, vals):
        """Return values of a new expense with what an imported line leaves empty, and what its opportunity tells."""
        own = () if self.env.su or self.env.user.has_group("sales_team.group_sale_manager") else ("user_id",)
        defaulted = ("company_id", "currency_id", *own)
        vals = {name: value for name, value in vals.items() if value or name not in defaulted}
        if "company_id" in vals and "currency_id" not in vals:
            vals["currency_id"] = self.env["res.company"].browse(vals["company_id"]).currency_id.id
        if vals.get("project_stage_id") and not vals.get("lead_id"):
            vals["lead_id"] = self.env["crm.project.stage"].browse(vals["project_stage_id"]).lead_id.id
        if vals.get("state_id") and not vals.get("country_id"):
            vals["country_id"] = self.env["res.country.state"].browse(vals["state_id"]).country_id.id
        known = {name: vals.get(name) for name in (*FROM_LEAD, *TERRITORY)}
        vals.update(self._get_values_of_lead(self.env["crm.lead"].browse(vals.get("lead_id")), known))
        return vals

    @api.model
    def _get_values_of_lead(self, lead, known):
        """Return what an opportunity tells of campaign, source, medium, team and territory, as far as not known."""
        names = [name for name in FROM_LEAD if not known[name]]
        if not any(known[name] for name in TERRITORY):
            names += TERRITORY
        told = lead._convert_to_write({name: lead[name] for name in names})
        return {name: value for name, value in told.items() if value}
