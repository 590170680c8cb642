from odoo import api, fields, models


class CrmLead(models.Model):
    """The opportunity is the project: what it shows of its stages.

    Creating and planning stages is in crm_lead_project, columns, Won and Lost in
    crm_lead_pipeline, merging in crm_lead_merge.
    """

    _inherit = "crm.lead"

    project_template_id = fields.Many2one(
        "crm.project.template",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        domain="[('lead_id', '=', False), '|', ('team_ids', '=', False), ('team_ids', '=', team_id),"
        " '|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
    )
    project_revision = fields.Integer(
        readonly=True,
        copy=False,
        help="Counts the changes of the stages; 0 while the deal has none. Changing it first "
        "makes the second of two simultaneous changes wait and see the first.",
    )
    project_stage_ids = fields.One2many("crm.project.stage", "lead_id", string="Stages", copy=False)
    project_date_start = fields.Datetime(
        string="Project Start", copy=False, help="The moment from which the offsets count."
    )
    project_date_end = fields.Datetime(string="Project End", compute="_compute_project_summary", store=True)
    project_progress = fields.Integer(
        string="Progress",
        compute="_compute_project_summary",
        store=True,
        aggregator="avg",
        help="Per cent of the stages that are done; skipped ones do not count.",
    )
    project_current_stage_id = fields.Many2one(
        "crm.project.stage",
        string="Project Stage",
        compute="_compute_project_summary",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="The first stage in progress, or the next one to start.",
    )
    project_template_stage_id = fields.Many2one(
        "crm.project.template.stage",
        string="Project Stage (Template)",
        compute="_compute_project_summary",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="The template's stage in which the deal stands; the same for all deals of a template.",
    )
    is_project_late = fields.Boolean(
        string="Project Late", compute="_compute_is_project_late", search="_search_is_project_late"
    )
    project_document_ids = fields.One2many("crm.project.document", "lead_id", string="Documents")
    project_product_line_ids = fields.One2many("crm.project.product.line", "lead_id", string="Planned Products")
    project_planned_amount = fields.Monetary(
        string="Planned Volume",
        currency_field="company_currency",
        compute="_compute_project_planned_amount",
    )
    project_transition_ids = fields.One2many("crm.project.transition", "lead_id", string="History")

    @api.depends(
        "project_revision",
        "project_stage_ids.state",
        "project_stage_ids.is_skipped",
        "project_stage_ids.date_start",
        "project_stage_ids.date_end",
        "project_stage_ids.sequence",
    )
    def _compute_project_summary(self):
        for lead in self:
            stages = lead.project_stage_ids if lead.project_revision else lead.project_stage_ids.browse()
            alive = stages.filtered(lambda s: s.state != "cancelled")
            done = alive.filtered(lambda s: s.state == "done")
            running = alive.filtered(lambda s: s.state == "in_progress")
            waiting = (alive - done - running).sorted(lambda s: (s.date_start or fields.Datetime.now(), s.sequence))
            lead.project_date_end = max((d for d in alive.mapped("date_end") if d), default=False)
            counted = stages.filtered(lambda s: not s.is_skipped)  # what a loss cancelled was not done
            lead.project_progress = 100 * len(done) / len(counted) if counted else 0
            lead.project_current_stage_id = (running or waiting)[:1]._origin
            lead.project_template_stage_id = lead.project_current_stage_id.template_stage_id

    @api.depends("project_stage_ids.is_late", "project_revision")
    def _compute_is_project_late(self):
        for lead in self:
            lead.is_project_late = bool(lead.project_revision) and any(lead.project_stage_ids.mapped("is_late"))

    @api.model
    def _search_is_project_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("project_stage_ids", "any" if True in value else "not any", [("is_late", "=", True)])]

    @api.depends("project_product_line_ids.planned_amount", "project_revision")
    def _compute_project_planned_amount(self):
        for lead in self:
            lead.project_planned_amount = (
                sum(lead.project_product_line_ids.mapped("planned_amount")) if lead.project_revision else 0.0
            )

    @api.onchange("team_id")
    def _onchange_team_project_template(self):
        if not self._origin and not self.project_template_id:
            self.project_template_id = self._get_team_template()

    def web_read(self, specification):
        """Read as core does; a deal without stages costs no query for what it has not."""
        parts = {fname for fname in specification if fname.startswith("project_")} - self._get_plain_project_fields()
        rows = super().web_read({k: v for k, v in specification.items() if k not in parts})
        if not parts:
            return rows
        if any(not lead.id or lead.project_revision for lead in self):
            more = super().web_read({k: v for k, v in specification.items() if k in parts})
        else:
            nothing = {fname: [] if self._fields[fname].type.endswith("2many") else False for fname in parts}
            more = [nothing] * len(rows)
        for row, values in zip(rows, more, strict=True):
            row.update(values)
        return rows

    @api.model
    def _get_plain_project_fields(self):
        """Return the project's fields that are columns of the lead itself."""
        return {
            "project_template_id",
            "project_revision",
            "project_date_start",
            "project_date_end",
            "project_progress",
            "project_current_stage_id",
        }
