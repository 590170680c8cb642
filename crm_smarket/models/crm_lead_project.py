from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.schedule import forward
from .crm_project_batch import STORE, ProjectBatch
from .crm_project_stage import OPEN_STATES


class CrmLead(models.Model):
    """Making a project out of a template."""

    _inherit = "crm.lead"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create leads; a template, chosen or the team's own, brings its stages at once."""
        leads = super().create(vals_list)
        for lead, vals in zip(leads, vals_list, strict=True):
            if "project_template_id" not in vals and lead.team_id.project_template_id:
                lead._store_project({"project_template_id": lead.team_id.project_template_id.id})
        leads.filtered("project_template_id")._create_project_stages()
        return leads

    def write(self, vals):
        """Write; stages edited in the form are planned once, a new template brings its stages."""
        if self.env.context.get("project_store") is STORE:
            return super().write(vals)
        if "project_revision" in vals:
            vals = {k: v for k, v in vals.items() if k != "project_revision"}
        if "project_template_id" in vals:
            changed = self.filtered(lambda lead: lead.project_template_id.id != vals["project_template_id"])
        starts = {lead: lead.project_date_start for lead in self} if "project_date_start" in vals else {}
        userless = self.filtered(lambda lead: not lead.team_id) if vals.get("team_id") else self.browse()
        managers = {lead: lead.user_id for lead in self} if "user_id" in vals else {}

        batch = ProjectBatch()
        in_batch = self.with_context(project_batch=batch) if "project_stage_ids" in vals else self
        result = super(CrmLead, in_batch).write(vals)

        if "project_template_id" in vals:
            changed._replace_project_stages()
        for lead in userless.filtered(lambda lead: not lead.project_template_id):
            if lead.team_id.project_template_id:
                lead.write({"project_template_id": lead.team_id.project_template_id.id})
        for lead, user in managers.items():
            lead._hand_over_stages(user)
        if starts:
            self._move_project_start(starts)
        if batch.requests or batch.states:
            self._plan_project(batch.requests, batch.states)
        return result

    def _store_project(self, vals):
        """Write a field of the project without what a person's change of it would bring."""
        return self.with_context(project_store=STORE).write(vals)

    def _touch_project(self):
        """Count a change of the stages.

        Must come first in every change: this UPDATE makes the second of two simultaneous
        changes of one project fail on its snapshot, be retried and so see the first.
        """
        ids = tuple(sorted(i for i in self.ids if i))
        if not ids:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET project_revision = COALESCE(project_revision, 0) + 1 WHERE id IN %(ids)s",
                ids=ids,
            )
        )
        self.invalidate_recordset(["project_revision"], flush=False)
        self.modified(["project_revision"])

    # ------------------------------------------------------------
    # from template to stages
    # ------------------------------------------------------------

    def _create_project_stages(self):
        """Give these deals the stages of their templates, planned from their start.

        A fixed number of queries per batch, however many deals there are.
        """
        if not self:
            return self.env["crm.project.stage"]
        self.check_access("write")
        self._touch_project()
        now = fields.Datetime.now()
        self.filtered(lambda lead: not lead.project_date_start)._store_project({"project_date_start": now})
        # sudo: whoever may have the deal may have its template's stages copied
        template_stages = self.sudo().project_template_id.stage_ids
        vals_list, keys = [], []
        contacts = self._find_stage_contacts(template_stages)
        for calendar, leads in self._group_by_planning_calendar():
            plans = {}  # many deals of one batch start at the same moment
            for lead in leads:
                rules = lead.sudo().project_template_id.stage_ids
                origin = lead.project_date_start
                plan = plans.get((lead.project_template_id, origin))
                if plan is None:
                    plan = lead._run_planner(forward, rules._get_nodes(origin), calendar)
                    plans[lead.project_template_id, origin] = plan
                for rule in rules:
                    keys.append((lead.id, rule.id))
                    vals_list.append(rule._prepare_project_stage(lead, origin, plan[rule.id], contacts))
        stages = self.env["crm.project.stage"].with_context(project_store=STORE).create(vals_list)
        stages = stages.with_env(self.env)
        by_key = dict(zip(keys, stages, strict=True))
        stages._link_like_templates(by_key)
        template_stages._copy_papers(by_key)
        return stages

    def _find_stage_contacts(self, template_stages):
        """Return the customers' contacts who hold a job position that a template names.

        :return: ``{commercial partner id: [(partner id, position in lower case), …]}``
        """
        contacts = defaultdict(list)
        if not any(template_stages.mapped("partner_functions")):
            return contacts
        customers = self.partner_id.commercial_partner_id
        for partner in self.env["res.partner"].search(
            [("commercial_partner_id", "in", customers.ids), ("function", "!=", False)]
        ):
            contacts[partner.commercial_partner_id.id].append((partner.id, partner.function.strip().lower()))
        return contacts

    def _replace_project_stages(self, keep="started"):
        """Replace the stages after another template was chosen.

        :param str keep: ``started`` keeps what has begun or ended, ``all`` keeps every stage
            there is, ``nothing`` removes them all
        """
        for lead in self:
            lead._check_project_open()
        if keep != "all":
            old = self.project_stage_ids
            if keep == "started":
                old = old.filtered(lambda s: s.state == "not_started")
            else:
                for lead in old.lead_id:
                    lead._check_project_manager(self.env._("remove stages that have started"))
            old.unlink()
        self.filtered("project_template_id")._create_project_stages()

    def _move_project_start(self, old_starts):
        """Let stages that counted from the old start of the project count from the new one."""
        for lead, old_start in old_starts.items():
            if lead.project_date_start == old_start:
                continue
            if not lead.project_date_start:
                lead._store_project({"project_date_start": old_start})
                continue
            lead._touch_project()
            stages = lead.project_stage_ids.filtered(lambda s, old=old_start: s.date_origin == old)
            stages._store({"date_origin": lead.project_date_start})
            lead._plan_project()

    def _hand_over_stages(self, old_user):
        """Let open stages that were the old salesperson's by role become the new one's."""
        self.ensure_one()
        if not self.project_revision or self.user_id == old_user:
            return
        for stage in self.project_stage_ids.filtered(lambda s: s.state in OPEN_STATES):
            rule = stage.template_stage_id.sudo()
            by_role = rule.with_salesperson or not (rule.user_ids or rule.with_team_leader)
            if by_role and old_user in stage.user_ids | old_user:
                stage.user_ids = (stage.user_ids - old_user) | self.user_id

    def _get_private_templates(self):
        """Return ``{lead id: template}``: the private templates of these deals, made if missing."""
        Template = self.env["crm.project.template"]
        templates = {template.lead_id.id: template for template in Template.search([("lead_id", "in", self.ids)])}
        missing = self.filtered(lambda lead: lead.id not in templates)
        for lead, template in zip(
            missing,
            Template.create(
                [
                    {
                        "name": lead.name,
                        "lead_id": lead.id,
                        "company_id": lead.company_id.id,
                        "resource_calendar_id": lead.project_template_id.resource_calendar_id.id,
                    }
                    for lead in missing
                ]
            ),
            strict=True,
        ):
            templates[lead.id] = template
        return templates
