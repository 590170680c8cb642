import logging

from odoo import api, fields, models
from odoo.service.model import retrying

from .crm_project_batch import FOLLOW, MachineMove
from .crm_project_stage import OPEN_STATES

_logger = logging.getLogger(__name__)


class CrmLead(models.Model):
    """Columns of the pipeline, Won and Lost, and the stages of the project."""

    _inherit = "crm.lead"

    def write(self, vals):
        """Let a person's move to a later column ask the gates of the stages before it."""
        if not vals.get("stage_id"):
            return super().write(vals)
        cause = self.env.context.get("project_columns")
        moved = self.filtered(lambda lead: lead.project_revision and lead._is_later_column(vals["stage_id"]))
        if cause is FOLLOW or not moved:
            return super().write(vals)
        column = self.env["crm.stage"].browse(vals["stage_id"])
        passed = moved.filtered("project_template_id.columns_follow_stages")._get_passed_stages(column)
        if isinstance(cause, MachineMove):
            for lead in passed.lead_id:
                stages = passed.filtered(lambda s, lead=lead: s.lead_id == lead)
                lead._log_project(
                    self.env._(
                        "Moved to the column “%(column)s” by %(cause)s, without completing: %(stages)s.",
                        column=column.name,
                        cause=cause.cause,
                        stages=", ".join(stages.mapped("name")),
                    )
                )
            return super().write(vals)
        if passed:
            passed.with_context(project_columns=FOLLOW).action_complete()
        result = super().write(vals)
        named = moved.project_stage_ids.filtered(lambda s: s.crm_stage_id == column and s.state == "not_started")
        ready = named.filtered(lambda s: not s._get_waiting_for())
        if ready:
            ready.with_context(project_columns=FOLLOW).action_start()
        return result

    def _is_later_column(self, stage_id):
        """Whether the column comes after the one in which this deal stands."""
        self.ensure_one()
        column = self.env["crm.stage"].browse(stage_id)
        return (column.sequence, column.id) > (self.stage_id.sequence, self.stage_id.id)

    def _get_passed_stages(self, column):
        """Return the open stages that moving these deals to ``column`` asks to complete.

        Those before the first stage that names the column; all of them for a Won column.
        """
        passed = self.env["crm.project.stage"]
        for lead in self:
            stages = lead.project_stage_ids
            if not column.is_won:
                naming = stages.filtered(lambda s: s.crm_stage_id == column)[:1]
                if not naming:
                    continue
                before = [stage.id for stage in stages]
                stages = stages.browse(before[: before.index(naming.id)])
            passed |= stages.filtered(lambda s: s.state in OPEN_STATES)
        return passed

    def _follow_stages(self, started):
        """Move these deals to the columns that their started stages name.

        Never to an earlier column, and never out of a won one.
        """
        for lead in self:
            columns = started.filtered(lambda s, lead=lead: s.lead_id == lead).crm_stage_id
            column = columns.sorted(lambda c: (c.sequence, c.id))[-1:]
            if column and not lead.stage_id.is_won and lead._is_later_column(column.id):
                lead.with_context(project_columns=FOLLOW).write({"stage_id": column.id})

    # ------------------------------------------------------------
    # lost and restored
    # ------------------------------------------------------------

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        """Cancel open stages with the deal; restoring reopens exactly what the loss cancelled."""
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        lost = self.browse()
        restored = self.browse()
        for lead in self.filtered("project_revision"):
            was_lost = old_status_by_lead.get(lead.id, {}).get("is_lost", False)
            is_lost = new_status_by_lead.get(lead.id, {}).get("is_lost", False)
            if is_lost and not was_lost:
                lost |= lead
            elif was_lost and not is_lost:
                restored |= lead
        lost._cancel_stages_with_loss()
        restored._restore_stages_after_loss()
        return result

    def _cancel_stages_with_loss(self):
        if not self:
            return
        self._touch_project()
        stages = self.project_stage_ids.filtered(lambda s: s.state in OPEN_STATES)
        now = fields.Datetime.now()
        for state in OPEN_STATES:
            stages.filtered(lambda s, state=state: s.state == state)._set_state(
                "cancelled", {"loss_state": state, "date_loss": now, "date_due": False}
            )

    def _restore_stages_after_loss(self):
        if not self:
            return
        self._touch_project()
        now = fields.Datetime.now()
        for stage in self.project_stage_ids.filtered("loss_state"):
            lost = (now - stage.date_loss).total_seconds() if stage.loss_state == "in_progress" else 0
            stage._set_state(
                stage.loss_state,
                {
                    "loss_state": False,
                    "date_loss": False,
                    "lost_seconds": stage.lost_seconds + int(lost),
                },
            )
        self._plan_project()

    # ------------------------------------------------------------
    # history
    # ------------------------------------------------------------

    def _write_multi(self, vals_list):
        """Note every change of column and outcome, recomputed ones included."""
        changes = [
            [(lead.id, vals[column]) for lead, vals in zip(self, vals_list, strict=True) if column in vals]
            for column in ("stage_id", "won_status")
        ]
        self.env["crm.project.transition"]._add_lead_changes(*changes)
        return super()._write_multi(vals_list)

    @api.model
    def _create(self, data_list):
        """Note the column in which a deal is created."""
        leads = super()._create(data_list)
        self.env["crm.project.transition"]._add_lead_entries(
            lead.id for lead, data in zip(leads, data_list, strict=True) if data["stored"].get("stage_id")
        )
        return leads

    # ------------------------------------------------------------
    # by the clock
    # ------------------------------------------------------------

    def _start_due_stages(self):
        """Start what is due, looking again: another transaction may have been first."""
        self._touch_project()
        self.invalidate_recordset()
        self.project_stage_ids.invalidate_recordset()
        self.project_stage_ids._start_due()

    def _run_guarded(self, function):
        """Run ``function`` for this deal, retried on conflicts; a failure is logged, not raised.

        For scheduled actions: core switches one off that keeps failing.
        """
        self.ensure_one()
        try:
            retrying(function, self.env)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Project of opportunity %s could not go on", self.id)
