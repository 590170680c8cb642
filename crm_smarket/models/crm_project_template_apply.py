from collections import defaultdict

from odoo import models
from odoo.fields import Command

from ..tools.stage_order import insert_stages
from .crm_project_batch import with_pass
from .crm_project_template_change import PARTS


class CrmProjectTemplate(models.Model):
    """Taking the changes of a template over into projects that run after it."""

    _inherit = "crm.project.template"

    def action_apply_to_projects(self):
        """Show what the template's changes would do to open projects, for a manager to accept."""
        self.ensure_one()
        self.check_access("write")
        return self.env["crm.project.template.apply"]._open_for(self)

    def _get_open_projects(self):
        """Return the deals that run after this template and are neither won, lost nor archived."""
        self.ensure_one()
        return self.env["crm.lead"].search([("project_template_id", "=", self.id), ("won_status", "=", "pending")])

    def _apply_plan_changes(self, changes, start_due=True):
        """Let projects take these changes over and plan them anew; what has started keeps its facts.

        Every project is planned once, however many changes it takes over.

        :param list changes: of whole projects, as `_get_plan_changes` returned them
        :param bool start_due: also start the hard stages whose time has come with the new plan
        """
        self.ensure_one()
        by_part = defaultdict(list)
        for change in changes:
            by_part[change.part].append(change)
        leads = self.env["crm.lead"].union(*(change.lead for change in changes))
        leads._touch_project()
        added = self._add_stages(by_part["added"])
        by_vals = defaultdict(self.env["crm.project.stage"].browse)
        for part in PARTS:
            for change in by_part[part]:
                by_vals[tuple(change.value.items())] |= change.stage
        for vals, stages in by_vals.items():
            stages._store(dict(vals))
        self.env["crm.project.stage"].union(*(change.stage for change in by_part["name"]))._take_names()
        for change in by_part["links"]:
            change.stage._change_links(*change.value)
        rearranged = leads.browse(change.lead.id for change in by_part["order"])
        for lead in rearranged | added.lead_id:
            self._order_stages(lead, added, rearrange=lead in rearranged)
        left = self.env["crm.project.stage"].union(*(change.stage for change in by_part["left"]))
        reason = self.env._("No longer in the template “%s”", self.name)
        left._set_state("cancelled", {"is_skipped": True, "reason": reason})
        leads._remember_template_plan()
        leads._plan_project(start_due=start_due)

    def _add_stages(self, changes):
        """Add stages to projects and return them; the next planning gives them dates and with these a baseline."""
        if not changes:
            return self.env["crm.project.stage"]
        leads = self.env["crm.lead"].union(*(change.lead for change in changes))
        rules = self.stage_ids.union(*(change.rule for change in changes))
        contacts = leads._find_stage_contacts(rules)
        vals_list = [
            change.rule._prepare_project_stage(change.lead, change.lead.project_date_start, (False, False), contacts)
            for change in changes
        ]
        Stage = self.env["crm.project.stage"]
        stages = with_pass(Stage, "project_store").create(vals_list).with_env(self.env)
        stages._take_names()
        rules._copy_papers({(stage.lead_id.id, stage.template_stage_id.id): stage for stage in stages})
        for stage in stages:
            stage._change_links(self.stage_ids.browse(), stage.template_stage_id.predecessor_ids)
        return stages

    def _order_stages(self, lead, added, rearrange):
        """Put the stages of a project in order.

        :param added: stages just added to it
        :param bool rearrange: let those it had already change places as in the template
        """
        by_key = {}
        for stage in lead.project_stage_ids:
            rule = stage.template_stage_id
            # only the first stage of a rule: a merged project may have a second
            is_own = rule in self.stage_ids and rule.id not in by_key
            by_key[rule.id if is_own else f"stage {stage.id}"] = stage
        present = [key for key, stage in by_key.items() if stage not in added]
        order = [key for key in insert_stages(present, self.stage_ids.ids, rearrange) if key in by_key]
        for place, key in enumerate(order, 1):
            if by_key[key].sequence != place:
                by_key[key]._store({"sequence": place})


class CrmProjectStage(models.Model):
    """Following other stages of the project than before."""

    _inherit = "crm.project.stage"

    def _change_links(self, gone, come):
        """Follow the stages of some template stages no longer, and those of others from now on."""
        self.ensure_one()
        followed = (self.predecessor_ids - self._get_kin(gone)) | self._get_kin(come)
        self._store({"predecessor_ids": [Command.set(followed.ids)]})
