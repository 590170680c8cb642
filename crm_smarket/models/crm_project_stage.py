from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.network import find_circle
from .crm_project_batch import use_pass

STATES = [
    ("not_started", "Not started"),
    ("in_progress", "In progress"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("not_started", "in_progress")


class CrmProjectStage(models.Model):
    """One stage of one project, with its own dates, people, files and results.

    Creating, writing and removing is in crm_project_stage_crud, the planner bridge in
    crm_project_stage_plan, the gate in crm_project_stage_gate, the change of states in
    crm_project_stage_state.
    """

    _name = "crm.project.stage"
    _description = "Project Stage"
    _inherit = ["crm.project.timing"]
    _order = "lead_id, sequence, id"
    _access_through_lead = "lead_id"

    lead_id = fields.Many2one("crm.lead", string="Opportunity", required=True, ondelete="cascade", index=True)
    template_stage_id = fields.Many2one(
        "crm.project.template.stage",
        string="Rules From",
        required=True,
        ondelete="restrict",
        index=True,
        copy=False,
    )
    template_id = fields.Many2one(related="template_stage_id.template_id", store=True, index=True)
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="lead_id.partner_id", string="Customer")
    lead_user_id = fields.Many2one(related="lead_id.user_id", string="Salesperson")
    team_id = fields.Many2one(related="lead_id.team_id", store=True)
    state = fields.Selection(STATES, default="not_started", required=True, readonly=True, index=True, copy=False)
    is_skipped = fields.Boolean(readonly=True, copy=False)
    reason = fields.Char(readonly=True, copy=False, help="Why it was skipped, started early or completed anyway.")
    loss_state = fields.Selection(
        STATES, readonly=True, copy=False, help="The state that restoring the lost deal brings back."
    )
    date_loss = fields.Datetime(readonly=True, copy=False)
    lost_seconds = fields.Integer(
        readonly=True,
        copy=False,
        help="Working time during which the deal was lost; in no duration.",
    )

    # plan in force; once they happen, the facts
    date_origin = fields.Datetime(string="Project Start", help="The moment from which the offset of this stage counts.")
    date_not_before = fields.Datetime(
        string="Start Set by Hand",
        help="Takes the place of the offset; a hard stage can only be delayed by it.",
    )
    date_start = fields.Datetime(string="Start", index=True)
    date_end = fields.Datetime(string="End", index=True)
    date_due = fields.Datetime(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When this hard stage starts by itself, once all it follows is done.",
    )
    baseline_date_start = fields.Datetime(string="Baseline Start", readonly=True, copy=False)
    baseline_date_end = fields.Datetime(string="Baseline End", readonly=True, copy=False)
    variance = fields.Float(
        string="Variance (Hours)",
        compute="_compute_variance",
        store=True,
        help="Working hours between the end in the baseline and the end in force.",
    )
    predecessor_ids = fields.Many2many(
        "crm.project.stage",
        "crm_project_stage_link",
        "stage_id",
        "predecessor_id",
        string="Follows",
        domain="[('lead_id', '=', lead_id), ('id', '!=', id)]",
        copy=False,
    )
    successor_ids = fields.Many2many(
        "crm.project.stage",
        "crm_project_stage_link",
        "predecessor_id",
        "stage_id",
        string="Followed By",
        readonly=True,
        copy=False,
    )

    # what looks at now
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    is_critical = fields.Boolean(string="On the Critical Path", compute="_compute_outlook")
    expected_date_start = fields.Datetime(string="Expected Start", compute="_compute_outlook")
    expected_date_end = fields.Datetime(string="Expected End", compute="_compute_outlook")
    slack = fields.Float(
        string="Slack (Hours)",
        compute="_compute_outlook",
        help="Working hours this stage may slip without moving the end of the project.",
    )
    progress = fields.Integer(compute="_compute_progress", help="Per cent.")

    # people, papers, goods, events
    user_ids = fields.Many2many("res.users", string="Managers", domain="[('share', '=', False)]")
    partner_ids = fields.Many2many("res.partner", string="Contacts")
    document_ids = fields.One2many("crm.project.document", "stage_id", string="Documents")
    product_line_ids = fields.One2many("crm.project.product.line", "stage_id", string="Products")
    parameters = fields.Properties(definition="template_stage_id.parameter_definition", copy=True)
    activity_ids = fields.One2many(
        "mail.activity", "project_stage_id", string="Activities", context={"active_test": False}
    )
    calendar_event_ids = fields.One2many("calendar.event", "project_stage_id", string="Meetings")
    can_lead = fields.Boolean(compute="_compute_can_lead", help="Whether the user acts as a manager on this deal.")
    has_parameters = fields.Boolean(related="template_stage_id.has_parameters", store=True)
    require_parameters = fields.Boolean(related="template_stage_id.require_parameters")
    currency_id = fields.Many2one(related="lead_id.company_currency")
    planned_amount = fields.Monetary(compute="_compute_planned_amount")

    # rules, read from the template at all times
    actions = fields.Text(related="template_stage_id.actions")
    powers = fields.Text(related="template_stage_id.powers")
    duties = fields.Text(related="template_stage_id.duties")
    crm_stage_id = fields.Many2one(related="template_stage_id.crm_stage_id")

    _lead_idx = models.Index("(lead_id, sequence, id)")

    @api.depends("state", "date_start", "date_end")
    def _compute_progress(self):
        """Share of the duration that has passed; 100 only when done."""
        now = fields.Datetime.now()
        for stage in self:
            if stage.state == "done":
                stage.progress = 100
            elif stage.state == "in_progress" and stage.date_start and stage.date_end:
                total = (stage.date_end - stage.date_start).total_seconds()
                passed = (now - stage.date_start).total_seconds()
                stage.progress = min(99, max(0, 100 * passed / total)) if total > 0 else 99
            else:
                stage.progress = 0

    @api.depends("team_id.user_id")
    @api.depends_context("uid")
    def _compute_can_lead(self):
        for stage in self:
            stage.can_lead = bool(stage.lead_id) and stage.lead_id._is_project_manager()

    @api.depends("product_line_ids.planned_amount")
    def _compute_planned_amount(self):
        for stage in self:
            stage.planned_amount = sum(stage.product_line_ids.mapped("planned_amount"))

    @api.depends("lead_id.name", "name")
    @api.depends_context("project_stage_with_lead")
    def _compute_display_name(self):
        with_lead = self.env.context.get("project_stage_with_lead")
        for stage in self:
            stage.display_name = f"{stage.lead_id.name}: {stage.name}" if with_lead else stage.name

    @api.constrains("predecessor_ids")
    def _check_network(self):
        """Refuse links to stages of another project and circles."""
        for lead in self.lead_id:
            stages = lead.project_stage_ids
            for stage in stages & self:
                if foreign := stage.predecessor_ids - stages:
                    raise ValidationError(
                        self.env._(
                            "The stage “%(stage)s” cannot follow “%(other)s”, which belongs to the project “%(lead)s”.",
                            stage=stage.name,
                            other=foreign[0].name,
                            lead=foreign[0].lead_id.name,
                        )
                    )
            circle = find_circle({stage.id: stage.predecessor_ids.ids for stage in stages})
            if circle:
                names = [stages.browse(key).name for key in circle]
                raise ValidationError(
                    self.env._(
                        "The stages of “%(lead)s” wait for each other in a circle: %(circle)s. "
                        "Remove one of these links.",
                        lead=lead.name,
                        circle=" → ".join([*names, names[0]]),
                    )
                )

    # ------------------------------------------------------------
    # history
    # ------------------------------------------------------------

    @api.model
    def _create(self, data_list):
        """Note the states in which stages begin, unless the maker notes what happened before."""
        is_noted = use_pass(self, "project_history")
        stages = super()._create(data_list)
        if not is_noted:
            self.env["crm.project.transition"]._add_stage_entries(stages.ids)
        return stages

    def _write_multi(self, vals_list):
        """Note every change of state; all ways of writing end here."""
        rows = [(stage.id, vals["state"]) for stage, vals in zip(self, vals_list, strict=True) if "state" in vals]
        if rows:
            self.env["crm.project.transition"]._add_stage_changes(rows)
        return super()._write_multi(vals_list)
