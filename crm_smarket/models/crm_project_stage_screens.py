from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..tools.wording import split_hours


class CrmProjectStage(models.Model):
    """What lists show of a stage in one cell, and the buttons of its form."""

    _inherit = "crm.project.stage"

    lead_type = fields.Selection(related="lead_id.type")
    waiting_text = fields.Char(
        string="Waiting", compute="_compute_waiting_text", help="Why the stage cannot start yet."
    )
    state_text = fields.Char(string="State in Words", compute="_compute_state_text")
    variance_text = fields.Char(string="Variance", compute="_compute_variance_text")
    document_summary = fields.Char(string="Documents on File", compute="_compute_document_summary")
    is_document_missing = fields.Boolean(compute="_compute_document_summary")
    product_summary = fields.Char(string="Planned Products", compute="_compute_product_summary")

    @api.depends("state", "predecessor_ids.state", "dependency_type", "date_due")
    def _compute_waiting_text(self):
        for stage in self:
            stage.waiting_text = stage.state == "not_started" and stage._get_waiting_for()

    @api.depends("state", "is_skipped")
    def _compute_state_text(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for stage in self:
            stage.state_text = self.env._("Skipped") if stage.is_skipped else labels.get(stage.state)

    @api.depends("variance")
    def _compute_variance_text(self):
        """The variance in days and hours of the project's calendar; empty when in time."""
        for stage in self:
            hours = stage.variance
            if not hours:
                stage.variance_text = False
                continue
            calendar = stage.lead_id.sudo().project_template_id.resource_calendar_id
            days, rest = split_hours(hours, calendar.hours_per_day or 24)
            parts = [
                self.env._("%s d", days) if days else "",
                self.env._("%s h", rest) if rest else "",
            ]
            length = " ".join(filter(None, parts))
            stage.variance_text = f"{'+' if hours > 0 else '−'}{length}" if length else False

    @api.depends(
        "state",
        "lead_id.project_document_ids.attachment_ids",
        "lead_id.project_document_ids.required",
        "lead_id.project_document_ids.stage_id",
    )
    def _compute_document_summary(self):
        """How many documents have a file: of the deal's own, as its form may be changing them."""
        counts = defaultdict(Counter)
        for document in self.lead_id.project_document_ids:
            counts[document.stage_id._get_key()].update(
                all=1, there=int(bool(document.attachment_ids)), missing=int(document.is_missing)
            )
        for stage in self:
            count = counts[stage._get_key()]
            stage.document_summary = f"{count['there']}/{count['all']}" if count else False
            stage.is_document_missing = bool(count["missing"]) and stage.state != "cancelled"

    @api.depends("lead_id.project_product_line_ids.planned_amount", "lead_id.project_product_line_ids.stage_id")
    def _compute_product_summary(self):
        counts, amounts = Counter(), Counter()
        for line in self.lead_id.project_product_line_ids:
            counts[line.stage_id._get_key()] += 1
            amounts[line.stage_id._get_key()] += line.planned_amount
        for stage in self:
            key = stage._get_key()
            if counts[key]:
                amount = formatLang(self.env, amounts[key], currency_obj=stage.currency_id)
                stage.product_summary = f"{counts[key]}: {amount}"
            else:
                stage.product_summary = False

    @api.model
    def default_get(self, fields):
        """A stage added by hand comes last and starts by itself after the one before it."""
        values = super().default_get(fields)
        lead = self.env["crm.lead"].browse(self.env.context.get("default_lead_id"))
        stages = lead.project_stage_ids
        if stages:
            values["sequence"] = stages[-1].sequence + 1
            last = stages.filtered(lambda s: s.state != "cancelled")[-1:]
            if last and "predecessor_ids" in fields:
                values.update(predecessor_ids=[(6, 0, last.ids)], dependency_type="hard")
        return values

    def action_go_on(self):
        """Bring this stage one state further: start it, or complete it."""
        self.ensure_one()
        return self.action_start() if self.state == "not_started" else self.action_ask_complete()

    def action_ask_complete(self):
        """Complete this stage; if its gate is closed, show what is missing instead."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "in_progress" and self._get_gate_misses():
            return self._get_gate_action()
        return self.action_complete()

    def action_open(self, page=None):
        """Open the stage as a form of its own.

        :param str page: name of the notebook's page to show first
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "name": self.name,
            "context": {"project_stage_page": page} if page else {},
        }

    def action_schedule_activity(self):
        """Schedule an activity of the deal that belongs to this stage."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Schedule Activity"),
            "res_model": "mail.activity.schedule",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "active_model": "crm.lead",
                "active_id": self.lead_id.id,
                "active_ids": self.lead_id.ids,
                "default_project_stage_id": self.id,
            },
        }

    def action_schedule_meeting(self):
        """Plan a meeting of the deal that belongs to this stage."""
        self.ensure_one()
        action = self.lead_id.action_schedule_meeting(smart_calendar=False)
        action["context"]["default_project_stage_id"] = self.id
        return action
