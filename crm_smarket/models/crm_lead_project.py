from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.schedule import forward
from .crm_project_batch import ProjectBatch, use_pass, with_pass
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
        self._check_project_values(vals_list)
        leads = super().create(vals_list)
        unasked = self.browse(
            lead.id
            for lead, vals in zip(leads, vals_list, strict=True)
            if "project_template_id" not in vals and not lead.project_template_id
        )
        unasked._take_team_template()
        leads.filtered("project_template_id")._create_project_stages()
        leads.filtered(lambda lead: lead.project_revision and lead.won_status == "lost")._cancel_stages_with_loss()
        return leads

    def write(self, vals):
        """Write; stages edited in the form are planned once, a new template brings its stages."""
        if use_pass(self, "project_store"):
            return super().write(vals)
        self._check_project_values([vals])
        before = self._get_before_write(vals)
        batch = ProjectBatch()
        in_batch = self.with_context(project_batch=batch) if "project_stage_ids" in vals else self
        result = super(CrmLead, in_batch).write(vals)
        self._follow_write(vals, before)
        if batch.requests or batch.states:
            stages = self.env["crm.project.stage"].browse([*batch.requests, *batch.states])
            (self | stages.exists().lead_id)._plan_project(batch.requests, batch.states)
        return result

    def unlink(self):
        """Remove deals with their stages and the rules that were private to them."""
        self.check_access("unlink")
        projects = self.filtered("project_revision").sudo()  # sudo: parts of what is removed
        with_pass(projects.project_stage_ids, "project_store").unlink()
        return super().unlink()

    @api.model
    def _check_project_values(self, vals_list):
        """Raise when somebody sets what is not theirs to set, or takes a template that is not for them."""
        if any("project_revision" in vals for vals in vals_list):
            raise UserError(self.env._("The changes of a project are counted by the program. Leave the count out."))
        template_ids = {vals["project_template_id"] for vals in vals_list if vals.get("project_template_id")}
        if template_ids:
            self.env["crm.project.template"].browse(template_ids)._check_offered()

    def _get_before_write(self, vals):
        """Return what `_follow_write` compares with: values before this write, by kind of change."""
        before = {}
        if "project_template_id" in vals:
            before["template"] = {lead: lead.project_template_id for lead in self}
        if "project_date_start" in vals:
            before["start"] = {lead: lead.project_date_start for lead in self}
        if vals.keys() & {"user_id", "team_id"}:
            before["teamless"] = self.filtered(lambda lead: not lead.team_id)
            before["roles"] = self._get_stage_roles()
        return before

    def _follow_write(self, vals, before):
        """Do what the changes just written bring for the projects of these deals."""
        # sudo: handing a deal over may take it out of the user's sight
        leads = self.sudo()
        if "template" in before:
            leads.filtered(lambda lead: lead.project_template_id != before["template"][lead])._replace_project_stages()
        if "start" in before:
            leads._move_project_start(before["start"])
        if "teamless" in before and "project_template_id" not in vals:
            started = before["teamless"].sudo().filtered(lambda lead: not lead.project_template_id)
            started._take_team_template()
            started.filtered("project_template_id")._create_project_stages()
        if "roles" in before:
            leads._hand_over_stages(before["roles"])
        if "active" in vals:
            leads.filtered("project_revision")._plan_project()

    def _store_project(self, vals):
        """Write a field of the project without what a person's change of it would bring."""
        return with_pass(self, "project_store").write(vals)

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

    def _create_project_stages(self, facts=None):
        """Give these deals the stages of their templates, planned from their start.

        A fixed number of queries per batch, however many deals there are.

        :param dict facts: what has happened already, ``{lead id: {template stage id: Fact}}``;
            the caller notes it in the history
        """
        if not self:
            return self.env["crm.project.stage"]
        self.check_access("write")
        self._touch_project()
        self._set_project_start()
        # sudo: whoever may have the deal may have its template's stages copied
        template_stages = self.sudo().project_template_id.stage_ids.filtered("active")
        vals_list, keys = [], []
        contacts = self._find_stage_contacts(template_stages)
        for calendar, leads in self._group_by_planning_calendar():
            plans = {}  # many deals of one batch start at the same moment
            for lead in leads:
                rules = lead.sudo().project_template_id.stage_ids & template_stages
                origin = lead.project_date_start
                known = (facts or {}).get(lead.id, {})
                plan = None if known else plans.get((lead.project_template_id, origin))
                if plan is None:
                    nodes = rules._get_nodes(origin)
                    for node in nodes:
                        if fact := known.get(node.key):
                            node.state, node.date_start, node.date_end = fact
                    with lead._planner_errors(rules):
                        plan = forward(nodes, calendar)
                    if not known:
                        plans[lead.project_template_id, origin] = plan
                for rule in rules:
                    keys.append((lead.id, rule.id))
                    vals = rule._prepare_project_stage(lead, origin, plan[rule.id], contacts)
                    if rule.id in known:
                        vals["state"] = known[rule.id].state
                    vals_list.append(vals)
        new = with_pass(self.env["crm.project.stage"], "project_store")
        if facts:
            new = with_pass(new, "project_history")
        stages = new.create(vals_list).with_env(self.env)
        by_key = dict(zip(keys, stages, strict=True))
        stages._take_names()
        stages._link_like_templates(by_key, template_stages._get_predecessors())
        # what is done needs no papers any more
        template_stages._copy_papers({key: stage for key, stage in by_key.items() if stage.state != "done"})
        self._remember_template_plan()
        return stages

    def _take_team_template(self):
        """Take the default template of the deal's team, if it has one."""
        for lead in self:
            if template := lead._get_team_template():
                lead._store_project({"project_template_id": template.id})

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

        :param str keep: ``started`` keeps what has begun or ended, and what was added by hand;
            ``all`` keeps every stage there is; ``nothing`` removes them all (managers)
        """
        self._check_project_open()
        if keep == "started":
            old = self.project_stage_ids.filtered(lambda s: s.state == "not_started" and not s.template_id.lead_id)
        else:
            old = self.project_stage_ids.browse() if keep == "all" else self.project_stage_ids
        if old:
            old.unlink()
        self.filtered("project_template_id")._create_project_stages()

    def _get_stage_roles(self):
        """Return who manages the open stages by the roles that their rules name: ``{stage: users}``."""
        # sudo: rules hold also for whoever cannot read them
        stages = self.filtered("project_revision").sudo().project_stage_ids
        return {
            stage: stage.template_stage_id._get_managers(stage.lead_id)
            for stage in stages
            if stage.state in OPEN_STATES
        }

    def _hand_over_stages(self, old_roles):
        """Let open stages pass from those who had a role in the deal to those who have it now.

        Where somebody else was put in by hand, the stage stays with them.
        """
        for stage, roles in self._get_stage_roles().items():
            old = old_roles.get(stage, roles)
            gone, come = old - roles, roles - old
            if come and not gone or gone & stage.user_ids:
                stage.user_ids = (stage.user_ids - gone) | come

    def _get_private_templates(self):
        """Return ``{lead id: template}``: the private templates of these deals, made if missing."""
        Template = self.env["crm.project.template"].with_context(active_test=False)
        templates = Template.search([("lead_id", "in", self.ids)])
        missing = self - templates.lead_id
        # of no company: whoever sees the deal sees them, also after it moves to another company
        templates |= Template.create([{"name": lead.name, "lead_id": lead.id} for lead in missing])
        return {template.lead_id.id: template for template in templates}
