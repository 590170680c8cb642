from odoo import models

from .crm_project_batch import MachineMove


class CrmLead(models.Model):
    """Merging and converting keep the stages, documents, events and history of all deals."""

    _inherit = "crm.lead"

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        move = MachineMove(self.env._("merging"))
        merged = super(CrmLead, self.with_context(project_columns=move))._merge_opportunity(
            user_id=user_id, team_id=team_id, auto_unlink=auto_unlink, max_length=max_length
        )
        # sudo: the kept deal may be somebody else's now
        merged.sudo().filtered("project_revision")._plan_project()
        return merged.with_env(self.env)

    def _merge_dependences(self, opportunities):
        """Hand the projects of the merged deals over before core removes those deals."""
        result = super()._merge_dependences(opportunities)
        # sudo: as core, whoever may merge deals takes all that belongs to them
        head, tails = self.sudo(), opportunities.sudo()
        projects = tails.filtered("project_revision")
        if projects:
            (head | projects)._touch_project()
            head._take_stages(projects)
            head._merge_private_templates(tails)
            head._take_project_of(projects)
        tails.project_document_ids.write({"lead_id": head.id})
        tails.project_product_line_ids.write({"lead_id": head.id})
        self.env["crm.project.transition"]._move_to(tails, self)
        return result

    def _take_stages(self, projects):
        """Append the stages of merged deals; each keeps its dates, rules and origin."""
        offset = max(self.project_stage_ids.mapped("sequence"), default=0)
        stages = projects.project_stage_ids
        for position, stage in enumerate(stages, 1):
            stage._store({"lead_id": self.id, "sequence": offset + position})
        if self.won_status == "lost":
            self._cancel_stages_with_loss()
        else:
            # what was lost with a merged deal is not restored with this one
            stages.filtered("loss_state")._store({"loss_state": False, "date_loss": False})

    def _take_project_of(self, projects):
        """Take over template and start of the first merged deal that has them, where missing."""
        if not self.project_template_id:
            fitting = projects.filtered(
                lambda p: p.project_template_id and p.project_template_id._is_for_company(self.company_id)
            )[:1]
            self._store_project(
                {
                    "project_template_id": fitting.project_template_id.id,
                    "project_template_plan": fitting.project_template_plan,
                }
            )
        if not self.project_date_start:
            self._store_project({"project_date_start": projects[0].project_date_start})

    def _merge_private_templates(self, tails):
        """Bring the rules of stages made by hand into the kept deal's private template."""
        private = (
            self.env["crm.project.template"].with_context(active_test=False).search([("lead_id", "in", tails.ids)])
        )
        if private:
            private.stage_ids.write({"template_id": self._get_private_templates()[self.id].id})

    def _merge_dependences_history(self, opportunities):
        """Also keep the activities that are done, which core leaves to be deleted."""
        done = (
            self.env["mail.activity"]
            .sudo()
            .with_context(active_test=False)
            .search([("res_model", "=", self._name), ("res_id", "in", opportunities.ids), ("active", "=", False)])
        )
        done.write({"res_id": self.id})
        return super()._merge_dependences_history(opportunities)

    def convert_opportunity(self, partner, user_ids=False, team_id=False):
        move = MachineMove(self.env._("conversion to an opportunity"))
        leads = self.with_context(project_columns=move)
        return super(CrmLead, leads).convert_opportunity(partner, user_ids=user_ids, team_id=team_id)
