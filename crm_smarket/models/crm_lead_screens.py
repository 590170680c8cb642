from odoo import api, fields, models
from odoo.tools.misc import format_datetime

from ..tools.schedule import forward


class CrmLead(models.Model):
    """What the screens of an opportunity show of its project, and their buttons."""

    _inherit = "crm.lead"

    project_next_label = fields.Char(compute="_compute_project_next")
    project_other_count = fields.Integer(
        compute="_compute_project_next", help="How many other stages could be completed or started now."
    )
    project_has_parameters = fields.Boolean(compute="_compute_project_has_parameters")
    project_preview = fields.Html(
        compute="_compute_project_preview", help="The stages that the chosen template will bring when saved."
    )

    @api.depends(
        "project_revision",
        "project_stage_ids.state",
        "project_stage_ids.name",
        "project_stage_ids.sequence",
        "project_stage_ids.predecessor_ids",
        "project_stage_ids.dependency_type",
    )
    def _compute_project_next(self):
        for lead in self:
            stages = lead._get_next_stages()
            stage = stages[:1]
            if not stage:
                lead.project_next_label = False
            elif stage.state == "in_progress":
                lead.project_next_label = self.env._("Complete: %(stage)s", stage=stage.name)
            else:
                lead.project_next_label = self.env._("Start: %(stage)s", stage=stage.name)
            lead.project_other_count = max(len(stages) - 1, 0)

    @api.depends("project_stage_ids.has_parameters", "project_revision")
    def _compute_project_has_parameters(self):
        for lead in self:
            lead.project_has_parameters = any(lead.project_stage_ids.mapped("has_parameters"))

    @api.depends("project_template_id", "project_date_start", "project_revision", "user_id", "team_id")
    def _compute_project_preview(self):
        for lead in self:
            lead.project_preview = (
                lead._render_project_preview(lead.project_template_id, lead.project_date_start)
                if lead.project_template_id and not lead.project_revision
                else False
            )

    def _get_next_stages(self):
        """Return what can be done now, the next thing first.

        First to be completed is what is in progress, in the order of the stages; then what
        may start comes in the order of the plan.
        """
        self.ensure_one()
        stages = self.project_stage_ids if self.project_revision and self.active else self.project_stage_ids.browse()
        running = stages.filtered(lambda s: s.state == "in_progress")
        ready = stages.filtered(
            lambda s: s.state == "not_started" and not s._is_behind_others() and not s._get_waiting_for()
        )
        return running + ready.sorted(lambda s: (s.date_start or fields.Datetime.now(), s.sequence))

    def _render_project_preview(self, template, date_start):
        """Return as HTML the stages that ``template`` would give this deal."""
        self.ensure_one()
        origin = date_start or fields.Datetime.now()
        template = template.sudo()  # sudo: as when the stages are made
        rules = template.stage_ids
        calendar = self.env["crm.project.stage"]._get_planning_calendar(
            template.resource_calendar_id, self.company_id or self.env.company
        )
        with self._planner_errors(rules):
            plan = forward(rules._get_nodes(origin), calendar)
        rows = [
            {
                "name": rule.name,
                "people": ", ".join(rule._get_managers(self).mapped("name")),
                "start": format_datetime(self.env, plan[rule.id][0], dt_format="short"),
                "end": format_datetime(self.env, plan[rule.id][1], dt_format="short"),
            }
            for rule in rules
        ]
        return self.env["ir.qweb"]._render("crm_smarket.project_preview", {"rows": rows})

    def action_project_next(self):
        """Do the next thing: complete the stage in progress, or start the one that waits."""
        self.ensure_one()
        return self._get_next_stages()[:1].action_go_on()

    def action_project_others(self):
        """Show the other stages that could be completed or started now."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Can Be Done Now"),
            "res_model": "crm.project.stage",
            "views": [(self.env.ref("crm_smarket.crm_project_stage_view_list_next").id, "list")],
            "domain": [("id", "in", self._get_next_stages().ids)],
            "target": "new",
        }

    def get_project_other_files(self):
        """Return the files of this deal that belong to none of its documents, newest first.

        :return: list of ``{"id": int, "name": str, "mimetype": str, "create_date": str}``
        """
        self.ensure_one()
        documents = self.project_document_ids
        return self.env["ir.attachment"].search_read(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", False),
                ("id", "not in", (documents.attachment_ids | documents.template_attachment_id).ids),
            ],
            ["name", "mimetype", "create_date"],
            order="create_date desc, id desc",
        )

    def action_take_planned_amount(self):
        """Take the planned volume of the products over as the expected revenue."""
        for lead in self:
            lead.expected_revenue = lead.project_planned_amount

    def action_choose_template(self):
        """Ask for a template, and what to keep of the stages there are."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.project.template.assign",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Choose a Project Template"),
            "context": {"default_lead_ids": self.ids},
        }
