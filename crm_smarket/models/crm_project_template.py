from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.network import find_circle


class CrmProjectTemplate(models.Model):
    """The typical course of a deal: stages, their links, offsets and durations."""

    _name = "crm.project.template"
    _description = "Project Template"
    _order = "sequence, name, id"
    _access_through_lead = "lead_id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    team_ids = fields.Many2many(
        "crm.team",
        string="Sales Teams",
        check_company=True,
        help="Only these teams are offered the template. Empty: every team.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        domain="[('company_id', 'in', (company_id, False))] if company_id else []",
        help="Offsets, durations and lags count in these hours. Empty: round the clock.",
    )
    columns_follow_stages = fields.Boolean(
        default=True,
        help="Moving a deal to a later column of the pipeline, or to Won, completes the "
        "stages before it, and is refused while one of them may not be completed.",
    )
    description = fields.Text()
    stage_ids = fields.One2many("crm.project.template.stage", "template_id", copy=True)
    stage_count = fields.Integer(compute="_compute_stage_count")
    lead_id = fields.Many2one(
        "crm.lead",
        string="Private to",
        ondelete="cascade",
        index="btree_not_null",
        copy=False,
        help="The deal whose own stages this template keeps.",
    )
    lead_ids = fields.One2many("crm.lead", "project_template_id", string="Projects")
    lead_count = fields.Integer(string="Project Count", compute="_compute_lead_count")

    @api.depends("stage_ids")
    def _compute_stage_count(self):
        for template in self:
            template.stage_count = len(template.stage_ids)

    def _compute_lead_count(self):
        counts = dict(
            self.env["crm.lead"]._read_group(
                [("project_template_id", "in", self.ids)], ["project_template_id"], ["__count"]
            )
        )
        for template in self:
            template.lead_count = counts.get(template, 0)

    @api.constrains("stage_ids")
    def _check_network(self):
        """Refuse circles and links to the stages of another template."""
        for template in self:
            stages = template.with_context(active_test=False).stage_ids
            foreign = stages.predecessor_ids - stages
            if foreign:
                stage = stages.filtered(lambda s, foreign=foreign: s.predecessor_ids & foreign)[:1]
                raise ValidationError(
                    self.env._(
                        "The stage “%(stage)s” follows “%(other)s”, which belongs to the "
                        "template “%(template)s”. Choose stages of “%(own)s”.",
                        stage=stage.name,
                        other=foreign[0].name,
                        template=foreign[0].template_id.name,
                        own=template.name,
                    )
                )
            circle = find_circle({stage.id: stage.predecessor_ids.ids for stage in stages})
            if circle:
                names = [stages.browse(key).name for key in circle]
                raise ValidationError(
                    self.env._(
                        "The stages of “%(template)s” wait for each other in a circle: %(circle)s. "
                        "Remove one of these links.",
                        template=template.name,
                        circle=" → ".join([*names, names[0]]),
                    )
                )

    def _check_offered(self):
        """Raise unless the user may take these templates for a deal."""
        self.check_access("read")
        for template in self.filtered("lead_id"):
            raise UserError(
                self.env._(
                    "“%(template)s” holds the stages that “%(lead)s” has of its own. Choose another template.",
                    template=template.name,
                    lead=template.lead_id.name,
                )
            )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for template, vals in zip(self, vals_list, strict=True):
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", template.name)
        return vals_list

    def copy(self, default=None):
        """Copy the templates; links between stages lead to the copied stages."""
        copies = super().copy(default)
        for template, duplicate in zip(self, copies, strict=True):
            twin = dict(zip(template.stage_ids, duplicate.stage_ids, strict=True))
            for stage, stage_copy in twin.items():
                stage_copy.predecessor_ids = [(6, 0, [twin[p].id for p in stage.predecessor_ids if p in twin])]
        return copies

    def action_view_projects(self):
        """Open the deals that run after this template."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_opportunities")
        return {
            **action,
            "domain": [("project_template_id", "=", self.id)],
            "context": {"default_project_template_id": self.id, "active_test": False},
        }
