from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from ..tools.network import find_circle


class CrmProjectTemplate(models.Model):
    """The typical course of a deal: stages, their links, offsets and durations."""

    _name = "crm.project.template"
    _description = "Project Template"
    _order = "sequence, name, id"
    _access_through_lead = "lead_id"
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    team_ids = fields.Many2many(
        "crm.team",
        string="Sales Teams",
        help="Only these teams are offered the template. Empty: every team.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)] if company_id else []",
        help="Offsets, durations and lags count in these hours. Empty: round the clock.",
    )
    columns_follow_stages = fields.Boolean(
        default=True,
        help="Moving a deal to a later column of the pipeline, or to Won, completes the "
        "stages before it, and is refused while one of them may not be completed.",
    )
    description = fields.Text(translate=True)
    stage_ids = fields.One2many("crm.project.template.stage", "template_id", string="Stages")
    stage_count = fields.Integer(compute="_compute_stage_count")
    archived_stage_count = fields.Integer(compute="_compute_archived_stage_count")
    total_length = fields.Char(
        "Length", compute="_compute_total_length", help="From the start of the project to the end of its last stage."
    )
    revision = fields.Integer(
        readonly=True,
        copy=False,
        help="Counts the changes of the stages. Changing it first makes the second of two "
        "simultaneous changes wait and see the first.",
    )
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

    def _compute_archived_stage_count(self):
        counts = dict(
            self.env["crm.project.template.stage"]._read_group(
                [("template_id", "in", self.ids), ("active", "=", False)], ["template_id"], ["__count"]
            )
        )
        for template in self:
            template.archived_stage_count = counts.get(template, 0)

    @api.depends("stage_ids.relative_end")
    def _compute_total_length(self):
        for template in self:
            template.total_length = template.stage_ids._get_length()

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

    @api.constrains("company_id", "team_ids", "resource_calendar_id")
    def _check_companies(self):
        """Refuse teams, working hours and activity plans of a company that has nothing to do with the template's."""
        for template in self.filtered("company_id"):
            company = template.company_id
            for record in [*template.team_ids, *template.resource_calendar_id, *template.stage_ids.activity_plan_id]:
                other = record.sudo().company_id  # sudo: also of a company that is not switched on
                if other and other not in company.parent_ids and company not in other.parent_ids:
                    raise ValidationError(
                        self.env._(
                            "The template “%(template)s” belongs to %(company)s, but “%(record)s” to %(other)s. "
                            "Choose another, or leave the company of the template empty.",
                            template=template.name,
                            company=company.name,
                            record=record.display_name,
                            other=other.name,
                        )
                    )

    @api.onchange("stage_ids", "resource_calendar_id")
    def _onchange_stage_ids(self):
        """Show the moved times of all stages before anything is saved."""
        self.stage_ids._plan_relative()
        for stage in self.stage_ids:
            stage.predecessor_hint = stage._get_predecessor_hint()

    def write(self, vals):
        """Write; removing the line of a stage that projects use archives that stage."""
        if isinstance(vals.get("stage_ids"), list):
            vals = {**vals, "stage_ids": self._archive_used_lines(vals["stage_ids"])}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: what projects of other teams and companies use is in use
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        used = leads.search([("project_template_id", "in", self.ids)]).project_template_id
        used |= self.with_context(active_test=False).stage_ids._get_used().template_id
        if used:
            raise UserError(
                self.env._(
                    "Projects run after these templates, so they cannot be deleted: %(templates)s. "
                    "Archive them: running projects go on, new ones are not offered them.",
                    templates=", ".join(f"“{template.name}”" for template in used),
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
            stages = template.stage_ids
            places = {stage.id: place for place, stage in enumerate(stages)}
            stages._create_linked(
                stages.copy_data({"template_id": duplicate.id}),
                [[places[p.id] for p in stage.predecessor_ids if p.id in places] for stage in stages],
            )
        return copies

    def action_view_projects(self):
        """Open the deals that run after this template."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_opportunities")
        return {
            **action,
            "domain": [("project_template_id", "=", self.id)],
            "context": {"default_project_template_id": self.id},
        }

    def action_view_archived_stages(self):
        """Open the archived stages, to look at their rules or take them back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Archived Stages of “%s”", self.name),
            "res_model": "crm.project.template.stage",
            "view_mode": "list,form",
            "domain": [("template_id", "=", self.id), ("active", "=", False)],
            "context": {"active_test": False, "create": False},
        }

    def _touch(self):
        """Count a change of the stages.

        Must come first in every change: this UPDATE makes the second of two simultaneous
        changes of one template fail on its snapshot, be retried and so see the first.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_project_template SET revision = COALESCE(revision, 0) + 1 WHERE id IN %(ids)s",
                    ids=tuple(sorted(self.ids)),
                )
            )
            self.invalidate_recordset(["revision"], flush=False)
            self.modified(["revision"])

    def _archive_used_lines(self, commands):
        """Return the commands of a form with used stages archived instead of deleted."""
        removing = (Command.DELETE, Command.UNLINK)
        removed = [command[1] for command in commands if command[0] in removing]
        used = set(self.env["crm.project.template.stage"].browse(removed)._get_used().ids)
        return [
            Command.update(command[1], {"active": False}) if command[0] in removing and command[1] in used else command
            for command in commands
        ]

    def _is_for_company(self, company):
        """Whether deals of ``company`` may run after this template; an empty company is any."""
        self.ensure_one()
        own = self.sudo().company_id  # sudo: also of a company that is not switched on
        return not own or not company or own in company.sudo().parent_ids
