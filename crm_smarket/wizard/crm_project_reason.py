from odoo import api, fields, models


class CrmProjectReason(models.TransientModel):
    """Asks why stages are skipped, started early or completed against their gates.

    For closed gates it also lists what is missing and leads to the places to mend it.
    """

    _name = "crm.project.reason"
    _description = "Reason for a Change of a Stage"

    stage_ids = fields.Many2many("crm.project.stage", required=True)
    purpose = fields.Selection(
        [("skip", "Skip"), ("start", "Start early"), ("complete", "Complete anyway")], required=True
    )
    gate_misses = fields.Json(compute="_compute_gate_misses", help="Per stage, as its own gate_misses.")
    is_manager = fields.Boolean(compute="_compute_is_manager")
    reason = fields.Char()

    @api.depends("stage_ids")
    def _compute_gate_misses(self):
        for wizard in self:
            wizard.gate_misses = [
                {
                    "id": stage._origin.id,
                    "title": wizard.env._("“%(stage)s” of “%(lead)s”", stage=stage.name, lead=stage.lead_id.name),
                    "misses": misses,
                }
                for stage in wizard.stage_ids
                if (misses := stage._get_gate_misses(ending=wizard.stage_ids))
            ]

    @api.depends("stage_ids")
    def _compute_is_manager(self):
        for wizard in self:
            wizard.is_manager = all(lead._is_project_manager() for lead in wizard.stage_ids.lead_id)

    @api.model
    def _get_wizard_action(self, stages, purpose):
        """Return the action that opens this dialog for some stages."""
        name = stages.name if len(stages) == 1 else self.env._("%s stages", len(stages))
        titles = {
            "skip": self.env._("Skip “%s”", name),
            "start": self.env._("Start “%s” Early", name),
            "complete": self.env._("Complete “%s”", name),
        }
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "name": titles[purpose],
            "context": {"default_stage_ids": stages.ids, "default_purpose": purpose},
        }

    def action_confirm(self):
        """Do what the reason was asked for."""
        self.ensure_one()
        if self.purpose == "skip":
            self.stage_ids.action_skip(self.reason)
        elif self.purpose == "start":
            self.stage_ids.action_start(self.reason)
        else:
            self.stage_ids.action_complete(self.reason)
        if self.env.context.get("project_reload"):
            # opened from a warning: nothing below this dialog reloads by itself
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return True
