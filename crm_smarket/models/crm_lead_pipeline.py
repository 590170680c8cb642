from odoo import api, fields, models

from .crm_project_batch import ColumnBatch, MachineMove, use_pass, with_pass
from .crm_project_stage import OPEN_STATES


class CrmLead(models.Model):
    """Columns of the pipeline, Won and Lost, and the stages of the project."""

    _inherit = "crm.lead"

    def write(self, vals):
        """Let a person's move to a later column ask the gates of the stages before it.

        They are asked after writing, so that what is written along can satisfy them; a
        closed one takes everything back.
        """
        if not vals.get("stage_id") or use_pass(self, "project_columns"):
            return super().write(vals)
        moved = self.filtered(lambda lead: lead.project_revision and lead._is_later_column(vals["stage_id"]))
        result = super().write(vals)
        if moved:
            moved._enter_column(self.env["crm.stage"].browse(vals["stage_id"]))
        return result

    def action_set_won(self):
        """Hear the gates of all deals together, also when they go to different Won columns."""
        batch = ColumnBatch()
        result = super(CrmLead, self.with_context(project_columns=batch)).action_set_won()
        self.env["crm.lead"]._hear_gates(batch.moves)
        return result

    def _enter_column(self, column):
        """Do what these deals' entering a later column brings, depending on who moved them."""
        # sudo: what was written along may have taken the deals out of the user's sight
        leads = self.sudo().filtered(lambda lead: lead._do_columns_follow())
        cause = self.env.context.get("project_columns")
        if isinstance(cause, ColumnBatch):
            cause.moves.append((leads, column))
        elif isinstance(cause, MachineMove):
            leads._log_machine_move(column, cause)
        else:
            self._hear_gates([(leads, column)])

    @api.model
    def _hear_gates(self, moves):
        """Complete the stages that deals passed by entering columns, and start those that name these.

        :param list moves: ``[(deals, column entered), …]``
        """
        stages = self.env["crm.project.stage"].sudo()
        passed = stages.union(*(leads._get_passed_stages(column) for leads, column in moves))
        if passed:
            passed.action_complete()
        for leads, column in moves:
            named = leads.project_stage_ids.filtered(
                lambda s, column=column: s.crm_stage_id == column and s.state == "not_started"
            )
            ready = named.filtered(lambda s: not s._get_waiting_for())
            if ready:
                ready.action_start()

    def _log_machine_move(self, column, move):
        """Say which open stages were passed when merging or converting moved these deals."""
        passed = self._get_passed_stages(column)
        for lead in passed.lead_id:
            lead._log_project(
                self.env._(
                    "Moved to the column “%(column)s” by %(cause)s, without completing: %(stages)s.",
                    column=column.name,
                    cause=move.cause,
                    stages=", ".join((passed & lead.project_stage_ids).mapped("name")),
                )
            )

    def _do_columns_follow(self):
        """Whether the templates of this deal say that columns follow stages."""
        self.ensure_one()
        return all((self.project_template_id or self.project_stage_ids.template_id).mapped("columns_follow_stages"))

    def _is_later_column(self, stage_id):
        """Whether the column comes after the one in which this deal stands."""
        self.ensure_one()
        column = self.env["crm.stage"].browse(stage_id)
        return (column.sequence, column.id) > (self.stage_id.sequence, self.stage_id.id)

    def _get_passed_stages(self, column):
        """Return the open stages that moving these deals to ``column`` asks to complete.

        Those before the first stage that names the column; all of them for a Won column
        that no stage names.
        """
        passed = self.env["crm.project.stage"]
        for lead in self:
            before = lead.project_stage_ids
            naming = before.filtered(lambda s: s.crm_stage_id == column)[:1]
            if naming:
                before = before[: before.ids.index(naming.id)]
            elif not column.is_won:
                continue
            passed |= before.filtered(lambda s: s.state in OPEN_STATES)
        return passed

    def _follow_stages(self, started):
        """Move these deals to the columns that their started stages name.

        Never to an earlier column, and never out of a won one.
        """
        for lead in self:
            columns = (started & lead.project_stage_ids).crm_stage_id
            column = columns.sorted(lambda c: (c.sequence, c.id))[-1:]
            if column and not lead.stage_id.is_won and lead._is_later_column(column.id):
                with_pass(lead, "project_columns").write({"stage_id": column.id})

    # ------------------------------------------------------------
    # lost and restored
    # ------------------------------------------------------------

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        """Cancel open stages with the deal; restoring reopens exactly what the loss cancelled."""
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        lost = self.browse()
        restored = self.browse()
        # sudo: what was written along may have taken the deals out of the user's sight
        for lead in self.filtered("project_revision").sudo():
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
        now = fields.Datetime.now()
        for state in OPEN_STATES:
            stages = self.project_stage_ids.filtered(lambda s, state=state: s.state == state)
            stages._set_state("cancelled", {"loss_state": state, "date_loss": now, "date_due": False})

    def _restore_stages_after_loss(self):
        if not self:
            return
        self._touch_project()
        now = fields.Datetime.now()
        for calendar, leads in self._group_by_planning_calendar():
            for stage in leads.project_stage_ids.filtered("loss_state"):
                lost = stage.lost_seconds
                if stage.loss_state == "in_progress":
                    lost += calendar.working_seconds(stage.date_loss, now)
                stage._set_state(stage.loss_state, {"loss_state": False, "date_loss": False, "lost_seconds": lost})
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
        """Note the columns in which deals are created, unless the maker notes what happened before."""
        is_noted = use_pass(self, "project_history")
        leads = super()._create(data_list)
        if not is_noted:
            self.env["crm.project.transition"]._add_lead_entries(
                lead.id for lead, data in zip(leads, data_list, strict=True) if data["stored"].get("stage_id")
            )
        return leads
