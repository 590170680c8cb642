import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class CrmProjectTemplateStage(models.Model):
    """One stage of a template. Projects copy its plan and read its rules at all times.

    Links and the plan in days are in crm_project_template_stage_link, what a project copies
    in crm_project_template_stage_project.
    """

    _name = "crm.project.template.stage"
    _description = "Template Stage"
    _inherit = ["crm.project.timing"]
    _order = "sequence, id"
    _access_through_lead = "template_id.lead_id"
    _check_company_domain = models.check_company_domain_parent_of

    template_id = fields.Many2one("crm.project.template", required=True, ondelete="cascade", index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(related="template_id.company_id")
    crm_stage_id = fields.Many2one(
        "crm.stage",
        string="Pipeline Column",
        ondelete="set null",
        help="The deal moves to this column when the stage starts.",
    )
    predecessor_ids = fields.Many2many(
        "crm.project.template.stage",
        "crm_project_template_stage_link",
        "stage_id",
        "predecessor_id",
        string="Follows",
        domain="[('template_id', '=', template_id), ('id', '!=', id)]",
        copy=False,
    )

    # people
    user_ids = fields.Many2many(
        "res.users",
        string="Managers",
        domain="[('share', '=', False)]",
        help="Empty: the salesperson of the opportunity.",
    )
    with_salesperson = fields.Boolean(string="The Salesperson of the Deal")
    with_team_leader = fields.Boolean(string="The Leader of the Sales Team")
    partner_functions = fields.Char(
        string="Customer's People",
        help="Job positions, separated by commas. The customer's contacts who hold one of "
        "them become the contacts of the stage, for example: Buyer, Director.",
    )

    # work
    product_line_ids = fields.One2many(
        "crm.project.template.product", "template_stage_id", string="Products", copy=True
    )
    document_ids = fields.One2many("crm.project.template.document", "template_stage_id", string="Documents", copy=True)
    activity_plan_id = fields.Many2one(
        "mail.activity.plan",
        domain="[('res_model', '=', 'crm.lead')]",
        help="Its activities are scheduled for the managers when the stage starts.",
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", help="Lets parameters hold amounts of money."
    )
    parameter_definition = fields.PropertiesDefinition("Parameters")
    has_parameters = fields.Boolean(compute="_compute_has_parameters", store=True)
    actions = fields.Text(translate=True, help="What the people of this stage do.")
    powers = fields.Text(translate=True, help="What they may decide on their own.")
    duties = fields.Text(translate=True, help="What they must do.")

    # gate
    completion_group_ids = fields.Many2many(
        "res.groups",
        string="May Complete",
        help="Only members of one of these groups complete the stage. Empty: everybody.",
    )
    completion_domain = fields.Char(string="Condition", help="What must hold of the opportunity to complete the stage.")
    completion_message = fields.Char(
        string="Message", translate=True, help="What a person reads when the condition does not hold."
    )
    require_parameters = fields.Boolean(string="Every Mandatory Parameter Has a Value")
    require_documents = fields.Boolean(string="Every Required Document Has Its File")
    require_activities = fields.Boolean(string="All Activities of the Plan Are Done")
    require_products = fields.Boolean(string="There Is a Product with Quantity and Price")

    _template_idx = models.Index("(template_id, sequence, id)")

    @api.depends("template_id.company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for stage in self:
            stage.currency_id = (stage.template_id.company_id or self.env.company).currency_id

    @api.depends("parameter_definition")
    def _compute_has_parameters(self):
        for stage in self:
            stage.has_parameters = bool(stage.parameter_definition)

    @api.constrains("predecessor_ids", "template_id")
    def _check_network(self):
        # A stage that moves to another template may leave successors behind.
        successors = self.with_context(active_test=False).search([("predecessor_ids", "in", self.ids)])
        (self | successors).template_id._check_network()

    @api.constrains("dependency_type", "predecessor_ids", "active")
    def _check_hard_has_predecessor(self):
        for stage in self:
            if stage.active and stage.dependency_type == "hard" and not stage.predecessor_ids:
                raise ValidationError(
                    self.env._(
                        "The stage “%(stage)s” is hard but follows no other stage, so it would "
                        "never start. Choose what it follows or make it soft.",
                        stage=stage.name,
                    )
                )

    @api.constrains("activity_plan_id")
    def _check_activity_plan_company(self):
        self.template_id._check_companies()

    @api.constrains("completion_domain")
    def _check_completion_domain(self):
        for stage in self:
            fault = stage._find_condition_fault()
            if fault:
                raise ValidationError(
                    self.env._(
                        "The condition of the stage “%(stage)s” is no valid filter on opportunities: %(fault)s\n"
                        "Build it with the filter editor. It compares fields with fixed values or with dates like "
                        "“today -7d”; names like “uid” cannot be used: who may complete is said by “May Complete”.",
                        stage=stage.name,
                        fault=fault,
                    )
                )

    def _find_condition_fault(self):
        """Return what is wrong with the condition, None when it can be used.

        It is used once on a deal in memory and once as a query that is not run.
        """
        leads = self.env["crm.lead"].sudo()  # sudo: the gate, too, looks past the rights of the person
        try:
            domain = self._get_completion_domain()
            domain.validate(leads)
            leads.new({}).filtered_domain(domain)
            leads._search(domain)
        except (ValueError, SyntaxError, TypeError, AttributeError, RecursionError, MemoryError) as error:
            return str(error) or type(error).__name__
        return None

    def _get_completion_domain(self):
        """Return the condition on the opportunity as a Domain (everything when empty)."""
        self.ensure_one()
        return Domain(ast.literal_eval((self.completion_domain or "[]").strip()))

    def _get_used(self):
        """Return those of these stages that some project has, whoever may see it."""
        # sudo: what projects of other teams and companies use is in use
        groups = (
            self.env["crm.project.stage"]
            .sudo()
            ._read_group([("template_stage_id", "in", self.ids)], ["template_stage_id"])
        )
        return self.browse(stage.id for (stage,) in groups)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self._get_used()
        if used:
            raise UserError(
                self.env._(
                    "These stages are used by projects and cannot be deleted: %(stages)s. "
                    "Archive them: running projects keep them, new ones leave them out.",
                    stages=", ".join(f"“{stage.name}”" for stage in used),
                )
            )
