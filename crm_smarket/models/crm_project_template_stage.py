import ast
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.network import contract
from ..tools.schedule import Node, forward


class CrmProjectTemplateStage(models.Model):
    """One stage of a template. Projects copy its plan and read its rules at all times."""

    _name = "crm.project.template.stage"
    _description = "Template Stage"
    _inherit = ["crm.project.timing"]
    _order = "sequence, id"
    _access_through_lead = "template_id.lead_id"
    _check_company_auto = True

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
    relative_start = fields.Float(
        compute="_compute_relative", help="Hours from the start of the project to this stage."
    )
    relative_end = fields.Float(compute="_compute_relative")

    # people
    user_ids = fields.Many2many(
        "res.users",
        string="Managers",
        domain="[('share', '=', False)]",
        help="Empty: the salesperson of the opportunity.",
    )
    with_salesperson = fields.Boolean(string="Salesperson", help="The salesperson of the deal is among the managers.")
    with_team_leader = fields.Boolean(
        string="Team Leader", help="The leader of the deal's sales team is among the managers."
    )
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
        check_company=True,
        help="Its activities are scheduled for the managers when the stage starts.",
    )
    parameter_definition = fields.PropertiesDefinition("Parameters")
    has_parameters = fields.Boolean(compute="_compute_has_parameters", store=True)
    actions = fields.Text(help="What the people of this stage do.")
    powers = fields.Text(help="What they may decide on their own.")
    duties = fields.Text(help="What they must do.")

    # gate
    completion_group_ids = fields.Many2many(
        "res.groups",
        string="May Complete",
        help="Only members of one of these groups complete the stage. Empty: everybody.",
    )
    completion_domain = fields.Char(string="Condition", help="What must hold of the opportunity to complete the stage.")
    completion_message = fields.Char(string="Message", help="What a person reads when the condition does not hold.")
    require_parameters = fields.Boolean(help="Every mandatory parameter has a value.")
    require_documents = fields.Boolean(help="Every required document has its file.")
    require_activities = fields.Boolean(help="All activities of the plan are done.")
    require_products = fields.Boolean(help="There is a product with quantity and price.")

    _template_idx = models.Index("(template_id, sequence, id)")

    @api.depends(
        "sequence",
        "dependency_type",
        "offset",
        "offset_unit",
        "duration",
        "duration_unit",
        "lag",
        "lag_unit",
        "predecessor_ids",
        "template_id.resource_calendar_id",
        "template_id.stage_ids.duration",
        "template_id.stage_ids.duration_unit",
        "template_id.stage_ids.offset",
        "template_id.stage_ids.offset_unit",
        "template_id.stage_ids.lag",
        "template_id.stage_ids.lag_unit",
        "template_id.stage_ids.dependency_type",
        "template_id.stage_ids.predecessor_ids",
    )
    def _compute_relative(self):
        """Plan the template from the opening of a Monday, in hours on the wall clock."""
        self.relative_start = self.relative_end = 0
        for template in self.template_id:
            calendar = self.env["crm.project.stage"]._get_planning_calendar(
                template.resource_calendar_id, self.env.company
            )
            today = fields.Date.context_today(self)
            monday = datetime.combine(today - timedelta(days=today.weekday()), time())
            origin = calendar.opening(
                pytz.timezone(calendar.tz).localize(monday).astimezone(pytz.utc).replace(tzinfo=None)
            )
            try:
                plan = forward(template.stage_ids._get_nodes(origin), calendar)
            except ValueError:
                continue  # a circle or a negative time: saving says so
            for stage in template.stage_ids & self:
                start, end = plan[stage.id]
                stage.relative_start = (start - origin).total_seconds() / 3600
                stage.relative_end = (end - origin).total_seconds() / 3600

    @api.depends("parameter_definition")
    def _compute_has_parameters(self):
        for stage in self:
            stage.has_parameters = bool(stage.parameter_definition)

    def _get_nodes(self, origin):
        """Return planner nodes of these stages for a project that starts at ``origin`` (UTC)."""
        predecessors = self._get_predecessors()
        return [
            Node(
                key=stage.id,
                predecessors=predecessors[stage.id],
                dependency=stage.dependency_type,
                origin=origin,
                offset=stage._get_delay("offset"),
                duration=stage._get_delay("duration"),
                lag=stage._get_delay("lag"),
            )
            for stage in self
        ]

    def _get_predecessors(self):
        """Return ``{id: ids of those it follows}`` among these stages.

        What follows an archived stage follows its predecessors.
        """
        all_stages = self.template_id.with_context(active_test=False).stage_ids
        return contract({stage.id: stage.predecessor_ids.ids for stage in all_stages}, (all_stages - self).ids)

    @api.constrains("predecessor_ids", "template_id")
    def _check_network(self):
        self.template_id._check_network()

    @api.constrains("dependency_type", "predecessor_ids")
    def _check_hard_has_predecessor(self):
        for stage in self:
            if stage.dependency_type == "hard" and not stage.predecessor_ids:
                raise ValidationError(
                    self.env._(
                        "The stage “%(stage)s” is hard but follows no other stage, so it would "
                        "never start. Choose what it follows or make it soft.",
                        stage=stage.name,
                    )
                )

    @api.constrains("completion_domain")
    def _check_completion_domain(self):
        leads = self.env["crm.lead"]
        for stage in self.filtered("completion_domain"):
            try:
                stage._get_completion_domain().validate(leads)
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition of the stage “%(stage)s” is no valid filter on opportunities: %(error)s",
                        stage=stage.name,
                        error=error,
                    )
                ) from error

    def _get_completion_domain(self):
        """Return the condition on the opportunity as a Domain (everything when empty)."""
        self.ensure_one()
        return Domain(ast.literal_eval(self.completion_domain or "[]"))

    # ------------------------------------------------------------
    # from template to project
    # ------------------------------------------------------------

    def _prepare_project_stage(self, lead, origin, dates, contacts):
        """Return the values of the project stage that copies this stage's plan.

        :param lead: the deal
        :param datetime origin: start of the project, UTC
        :param tuple dates: planned start and end, UTC
        :param dict contacts: as ``crm.lead._find_stage_contacts`` returns them
        """
        self.ensure_one()
        start, end = dates
        return {
            "lead_id": lead.id,
            "template_stage_id": self.id,
            "sequence": self.sequence,
            "name": self.name,
            "dependency_type": self.dependency_type,
            "offset": self.offset,
            "offset_unit": self.offset_unit,
            "duration": self.duration,
            "duration_unit": self.duration_unit,
            "lag": self.lag,
            "lag_unit": self.lag_unit,
            "date_origin": origin,
            "date_start": start,
            "date_end": end,
            "baseline_date_start": start,
            "baseline_date_end": end,
            "user_ids": [(6, 0, self._get_managers(lead).ids)],
            "partner_ids": [(6, 0, self._get_contact_ids(lead, contacts))],
        }

    def _get_managers(self, lead):
        """Return the managers of this stage in a deal, its roles filled in."""
        managers = self.user_ids
        if self.with_salesperson or not (self.user_ids or self.with_team_leader):
            managers |= lead.user_id
        if self.with_team_leader:
            managers |= lead.team_id.user_id
        return managers

    def _get_contact_ids(self, lead, contacts):
        """Return the customer's contacts whose job position this stage names."""
        wanted = {name.strip().lower() for name in (self.partner_functions or "").split(",")} - {""}
        own = contacts.get(lead.partner_id.commercial_partner_id.id, ())
        return [partner_id for partner_id, function in own if function in wanted]

    def _copy_papers(self, stage_by_key):
        """Copy planned products and documents, with their blanks, to new project stages.

        :param dict stage_by_key: ``{(lead id, template stage id): project stage}``
        """
        if not (self.product_line_ids or self.document_ids):
            return
        blanks = {
            attachment.res_id: attachment
            for attachment in self.env["ir.attachment"].search(
                [
                    ("res_model", "=", "crm.project.template.document"),
                    ("res_field", "=", "file"),
                    ("res_id", "in", self.document_ids.ids),
                ]
            )
        }
        lines, documents, sources, files = [], [], [], []
        for (lead_id, rule_id), stage in stage_by_key.items():
            rule = self.browse(rule_id)
            owner = {"lead_id": lead_id, "stage_id": stage.id}
            lines += [
                {
                    **owner,
                    "product_id": line.product_id.id,
                    "sequence": line.sequence,
                    "quantity": line.quantity,
                    "price_unit": line.price_unit,
                }
                for line in rule.product_line_ids
            ]
            for document in rule.document_ids:
                sources.append(document)
                if blank := blanks.get(document.id):
                    files.append(
                        {
                            "name": document.file_name or document.name,
                            "raw": blank.raw,
                            "mimetype": blank.mimetype,
                            "res_model": "crm.lead",
                            "res_id": lead_id,
                        }
                    )
                documents.append(
                    {
                        **owner,
                        "name": document.name,
                        "required": document.required,
                        "sequence": document.sequence,
                    }
                )
        self.env["crm.project.product.line"].create(lines)
        copied = iter(self.env["ir.attachment"].create(files))
        for document, source in zip(documents, sources, strict=True):
            if source.id in blanks:
                document["template_attachment_id"] = next(copied).id
        self.env["crm.project.document"].create(documents)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.env["crm.project.stage"].sudo().search([("template_stage_id", "in", self.ids)], limit=1)
        if used:
            raise ValidationError(
                self.env._(
                    "The stage “%(stage)s” is used by the project “%(lead)s”. "
                    "Archive it: running projects keep it, new ones leave it out.",
                    stage=used.template_stage_id.name,
                    lead=used.lead_id.name,
                )
            )
