from typing import NamedTuple

from odoo import models

from ..tools.network import find_circle
from .crm_project_stage import OPEN_STATES
from .translated import read_translations

# What is compared and shown together: an amount goes with its unit.
PARTS = {
    "name": ("name",),
    "dependency_type": ("dependency_type",),
    "offset": ("offset", "offset_unit"),
    "duration": ("duration", "duration_unit"),
    "lag": ("lag", "lag_unit"),
}
# What a stage in progress still takes over; the rest of its plan has become fact.
PARTS_IN_PROGRESS = ("name", "duration")


class PlanChange(NamedTuple):
    """One difference between a template's plan and a project that copied an earlier one.

    =====================  ================================================================
    part                   value
    =====================  ================================================================
    a key of ``PARTS``     values to write on the stage
    links                  template stages that it no longer follows, and that it now follows
    added, left            none: the stage comes into the project, or is left out
    order                  none: the stages change places (no stage)
    circle                 names of stages that the changes would let wait for each other;
                           the only change of its project, which cannot take them over
    =====================  ================================================================
    """

    lead: models.BaseModel
    part: str
    stage: models.BaseModel
    rule: models.BaseModel
    value: object = None


class CrmProjectTemplateStage(models.Model):
    """The plan of a template stage as projects remember it."""

    _inherit = "crm.project.template.stage"

    def _get_plans(self):
        """Return the plans of these stages in JSON's types: ``{str(id): {field: value}}``."""
        names = read_translations(self, "name")  # in whatever language somebody changes one
        return {
            str(stage.id): {
                "name": names[stage.id],
                "sequence": stage.sequence,
                **stage._get_timing(),
                "predecessors": sorted(stage.predecessor_ids.ids),
            }
            for stage in self
        }


class CrmProjectStage(models.Model):
    """What a stage lacks of the present plan of its template stage."""

    _inherit = "crm.project.stage"

    def _get_plan_changes(self, known, plan):
        """Return what this stage lacks, as PlanChanges; what has happened is not changed.

        :param dict known: the plan of its template stage that the project copied
        :param dict plan: the present one
        """
        self.ensure_one()
        lead, rule = self.lead_id, self.template_stage_id
        if self.state not in OPEN_STATES:
            return []
        if not rule.active:
            return [PlanChange(lead, "left", self, rule)] if self.state == "not_started" else []
        changes = []
        for part in PARTS if self.state == "not_started" else PARTS_IN_PROGRESS:
            vals = {fname: rule[fname] for fname in PARTS[part]}
            if any(known[f] != plan[f] for f in vals) and any(self[f] != vals[f] for f in vals):
                changes.append(PlanChange(lead, part, self, rule, vals))
        before, after = set(known["predecessors"]), set(plan["predecessors"])
        if self.state == "not_started" and before != after:
            gone, come = rule.browse(before - after), rule.browse(after - before)
            present = self.predecessor_ids.template_stage_id
            if gone & present or come - present:
                changes.append(PlanChange(lead, "links", self, rule, (gone, come)))
        return changes

    def _get_kin(self, rules):
        """Return the stages that came into the project together with this one, for these template stages.

        A merged project may have the stages of a template twice, each time with an origin of their own.
        """
        self.ensure_one()
        return self.lead_id.project_stage_ids.filtered(
            lambda s: s.template_stage_id in rules and s.date_origin == self.date_origin
        )


class CrmProjectTemplate(models.Model):
    """What has changed in a template since its projects copied its plan.

    A project remembers the plan that it copied. Only what differs from that has changed in
    the template; what somebody changed in the project itself stays.
    """

    _inherit = "crm.project.template"

    def _get_plan_changes(self, leads):
        """Return what these projects lack of the present plan of this template, as PlanChanges."""
        self.ensure_one()
        changes = []
        rules = self.with_context(active_test=False).stage_ids
        plans = rules._get_plans()
        for lead in leads:
            known = lead.project_template_plan or {}
            own = lead.project_stage_ids.filtered(lambda s: s.template_stage_id in rules)
            new = rules.filtered(lambda r, known=known: r.active and str(r.id) not in known) - own.template_stage_id
            found = [PlanChange(lead, "added", own.browse(), rule) for rule in new]
            for stage in own:
                key = str(stage.template_stage_id.id)
                if key in known:
                    found += stage._get_plan_changes(known[key], plans[key])
            common = [key for key in plans if key in known]
            if common != sorted(common, key=lambda key, known=known: known[key]["sequence"]):
                found.append(PlanChange(lead, "order", own.browse(), rules.browse()))
            changes += self._find_circle(lead, found) or found
        return changes

    def _find_circle(self, lead, changes):
        """Return the change ``circle`` alone if these changes would close one in the project.

        Its people may have linked stages by hand in a way the template's new links contradict.
        """
        stages = lead.project_stage_ids
        # a stage to be added stands for itself by its template stage
        added = self.stage_ids.union(*(change.rule for change in changes if change.part == "added"))
        links = {stage: [*stage.predecessor_ids] for stage in stages}
        for rule in added:
            followed = stages.filtered(lambda s, rule=rule: s.template_stage_id in rule.predecessor_ids)
            links[rule] = [*followed, *(rule.predecessor_ids & added)]
        for change in changes:
            if change.part == "links":
                gone, come = change.value
                kept = change.stage.predecessor_ids - change.stage._get_kin(gone)
                links[change.stage] = [*(kept | change.stage._get_kin(come)), *(come & added)]
        names = {(node._name, node.id): node.name for node in links}
        circle = find_circle(
            {(node._name, node.id): [(n._name, n.id) for n in followed] for node, followed in links.items()}
        )
        if not circle:
            return []
        return [PlanChange(lead, "circle", stages.browse(), added.browse(), [names[key] for key in circle])]
