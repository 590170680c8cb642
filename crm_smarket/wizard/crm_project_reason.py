from odoo import api, fields, models


class CrmProjectReason(models.TransientModel):
    """Asks why a stage is skipped, started early or completed against its gate.

    For a closed gate it also lists what is missing and leads to the place to mend it.
    """

    _name = "crm.project.reason"
    _description = "Reason for a Change of a Stage"

    stage_id = fields.Many2one("crm.project.stage", required=True, ondelete="cascade")
    purpose = fields.Selection(
        [("skip", "Skip"), ("start", "Start early"), ("complete", "Complete anyway")], required=True
    )
    gate_text = fields.Text(related="stage_id.gate_text", related_sudo=False)
    is_manager = fields.Boolean(compute="_compute_is_manager")
    reason = fields.Char()

    @api.depends("stage_id")
    def _compute_is_manager(self):
        for wizard in self:
            wizard.is_manager = wizard.stage_id.lead_id._is_project_manager()

    @api.model
    def _get_wizard_action(self, stage, purpose):
        """Return the action that opens this dialog for one stage."""
        titles = {
            "skip": self.env._("Skip “%s”", stage.name),
            "start": self.env._("Start “%s” Early", stage.name),
            "complete": self.env._("Complete “%s”", stage.name),
        }
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "name": titles[purpose],
            "context": {"default_stage_id": stage.id, "default_purpose": purpose},
        }

    def action_confirm(self):
        """Do what the reason was asked for."""
        self.ensure_one()
        if self.purpose == "skip":
            return self.stage_id.action_skip(self.reason)
        if self.purpose == "start":
            return self.stage_id.action_start(self.reason)
        return self.stage_id.action_complete(self.reason)

    def action_open_stage(self):
        """Go to the stage, where everything that is missing can be given."""
        self.ensure_one()
        return self.stage_id.action_open()
