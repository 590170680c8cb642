from odoo import fields, models


class CrmProjectStage(models.Model):
    """The activities that a stage brings when it starts."""

    _inherit = "crm.project.stage"

    def _schedule_activity_plans(self):
        """Schedule the activities of the stages' plans for their managers, in one batch."""
        if not self.env.context.get("mail_activity_automation_skip"):
            self.env["mail.activity"].create([vals for stage in self for vals in stage._prepare_plan_activities()])

    def _prepare_plan_activities(self):
        """Return the values of the activities that the plan of this stage brings."""
        self.ensure_one()
        lead = self.lead_id
        manager = self.user_ids[:1] or lead.user_id or lead.team_id.user_id or self.env.user
        today = fields.Date.context_today(self)
        vals_list = []
        for line in self.template_stage_id.sudo().activity_plan_id.template_ids:
            responsible = line._determine_responsible(manager, lead)["responsible"]
            for user in responsible if line.responsible_type == "other" else (self.user_ids or manager):
                vals_list.append(
                    {
                        "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                        "res_id": lead.id,
                        "activity_type_id": line.activity_type_id.id,
                        "automated": False,
                        "summary": line.summary,
                        "note": line.note,
                        "user_id": user.id,
                        "date_deadline": line._get_date_deadline(today),
                        "project_stage_id": self.id,
                        "project_plan_line_id": line.id,
                    }
                )
        return vals_list
