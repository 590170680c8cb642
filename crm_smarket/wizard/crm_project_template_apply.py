from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.crm_project_template_change import PARTS


class CrmProjectTemplateApply(models.TransientModel):
    """Shows what the changes of a template would do to open projects, and does it when accepted."""

    _name = "crm.project.template.apply"
    _description = "Apply a Template to Open Projects"

    template_id = fields.Many2one("crm.project.template", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("crm.project.template.apply.line", "wizard_id", string="Projects")

    @api.model
    def _open_for(self, template):
        """Return the action that shows the list of what would change, a notice if there is nothing."""
        leads = template._get_open_projects()
        changes = template._get_plan_changes(leads)
        if not changes:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "message": self.env._("All open projects follow “%s” as it is now.", template.name),
                    "type": "info",
                },
            }
        wizard = self.create({"template_id": template.id})
        wizard.line_ids = wizard._prepare_lines(changes)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Apply “%s” to Open Projects", template.name),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _prepare_lines(self, changes):
        """Return commands for one line a project: its changes in words and its end before and after."""
        words = self._describe(changes)
        blocked = {change.lead for change in changes if change.part == "circle"}
        before = {lead: lead.project_date_end for lead in words}
        after = self._preview_ends([change for change in changes if change.lead not in blocked])
        return [
            fields.Command.create(
                {
                    "lead_id": lead.id,
                    "changes": text,
                    "is_blocked": lead in blocked,
                    "is_included": lead not in blocked,
                    "date_end_before": before[lead],
                    "date_end_after": after.get(lead, before[lead]),
                }
            )
            for lead, text in words.items()
        ]

    def _preview_ends(self, changes):
        """Return ``{lead: end}`` as it would be after the changes, by making them and taking them back."""
        leads = self.env["crm.lead"].union(*(change.lead for change in changes))
        with self.env.cr.savepoint() as savepoint:
            self.template_id._apply_plan_changes(changes, start_due=False)
            ends = {lead: lead.project_date_end for lead in leads}
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return ends

    def action_apply(self):
        """Let the projects that are still ticked take the changes over, and say so in their chatter."""
        self.ensure_one()
        self.template_id.check_access("write")
        lines = self.line_ids.filtered(lambda line: line.is_included and not line.is_blocked)
        leads = lines.lead_id
        leads._touch_project()
        leads &= self.template_id._get_open_projects()
        changes = self.template_id._get_plan_changes(leads)
        words = self._describe(changes)
        if any(words.get(line.lead_id) != line.changes for line in lines):
            raise UserError(
                self.env._(
                    "The template or some of these projects have changed since you opened this list. "
                    "Close it and apply the template again to see what would change now."
                )
            )
        self.template_id._apply_plan_changes(changes)
        title = self.env._("Changes of the template “%s” taken over:", self.template_id.name)
        for lead, text in words.items():
            lead._log_project(f"{title}\n{text}")
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------
    # words
    # ------------------------------------------------------------

    def _describe(self, changes):
        """Return ``{lead: text}``: what would change in each project, a line each, old → new."""
        lines = {}
        for change in sorted(changes, key=lambda c: (c.stage or c.rule)[:1].sequence):
            lines.setdefault(change.lead, []).append(self._describe_change(change))
        return {lead: "\n".join(texts) for lead, texts in lines.items()}

    def _describe_change(self, change):
        """Return one change in words."""
        name = change.stage.name or change.rule.name
        if change.part == "added":
            return self.env._("%(stage)s: added", stage=name)
        if change.part == "left":
            return self.env._("%(stage)s: left out", stage=name)
        if change.part == "order":
            return self.env._("Order of the stages: as in the template")
        if change.part == "circle":
            return self.env._(
                "Cannot take the changes over, since its stages would wait for each other in a circle: %(circle)s. "
                "Remove one of the links made by hand.",
                circle=" → ".join([*change.value, change.value[0]]),
            )
        if change.part == "links":
            field, before, after = change.stage._fields["predecessor_ids"], *self._describe_links(change)
        else:
            fnames = PARTS[change.part]
            field = change.stage._fields[fnames[0]]
            before = self._describe_values(change.stage, {fname: change.stage[fname] for fname in fnames})
            after = self._describe_values(change.stage, change.value)
        return self.env._(
            "%(stage)s: %(field)s %(before)s → %(after)s",
            stage=name,
            field=field._description_string(self.env).lower(),
            before=before,
            after=after,
        )

    def _describe_links(self, change):
        """Return the names of what a stage follows, before and after a change of its links."""
        gone, come = change.value
        stage = change.stage
        nothing = self.env._("nothing")
        after = [s.name for s in stage.predecessor_ids - stage._get_kin(gone)]
        known = stage.lead_id.project_stage_ids.template_stage_id
        after += [s.name for s in stage._get_kin(come) - stage.predecessor_ids]
        after += [rule.name for rule in come - known]
        return ", ".join(stage.predecessor_ids.mapped("name")) or nothing, ", ".join(after) or nothing

    def _describe_values(self, stage, vals):
        """Return the values of one part of a plan in words, for example “3 days”."""
        words = []
        for fname, value in vals.items():
            field = stage._fields[fname]
            if field.type == "selection":
                value = dict(field._description_selection(self.env)).get(value, value).lower()
            words.append(f"{value:g}" if isinstance(value, float) else str(value))
        return " ".join(words)
