from odoo import models

from .crm_project_batch import STORE, MachineMove


class CrmLead(models.Model):
    """Merging and converting keep the stages, documents, events and history of all deals."""

    _inherit = "crm.lead"

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        move = MachineMove(self.env._("merging"))
        merged = super(CrmLead, self.with_context(project_columns=move))._merge_opportunity(
            user_id=user_id, team_id=team_id, auto_unlink=auto_unlink, max_length=max_length
        )
        merged = merged.with_env(self.env)
        if merged.project_revision:
            merged._plan_project()
        return merged

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "project_template_id", "project_date_start"]

    def _merge_data(self, fnames=None):
        """The kept deal takes over template and start only where it has none."""
        data = super()._merge_data(fnames)
        head = self[0]
        for fname in ("project_template_id", "project_date_start"):
            if head[fname]:
                data.pop(fname, None)
        return data

    def _merge_dependences(self, opportunities):
        """Hand the projects of the merged deals over before core removes those deals."""
        result = super()._merge_dependences(opportunities)
        # sudo: as core, whoever may merge deals takes all that belongs to them
        tails = opportunities.sudo()
        projects = tails.filtered("project_revision")
        if projects:
            (self | projects)._touch_project()
            offset = max(self.project_stage_ids.mapped("sequence"), default=0)
            stages = projects.project_stage_ids
            documents = tails.project_document_ids
            for position, stage in enumerate(stages, 1):
                stage._store({"lead_id": self.id, "sequence": offset + position})
            documents.with_context(project_store=STORE).write({"lead_id": self.id})
            self._merge_private_templates(tails)
        self.env["crm.project.transition"]._move_to(tails, self)
        return result

    def _merge_private_templates(self, tails):
        """Bring the rules of stages made by hand into the kept deal's private template."""
        private = self.env["crm.project.template"].sudo().search([("lead_id", "in", tails.ids)])
        if private:
            own = self.sudo()._get_private_templates()[self.id]
            private.with_context(active_test=False).stage_ids.write({"template_id": own.id})

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
