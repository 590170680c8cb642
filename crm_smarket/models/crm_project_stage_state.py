from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_project_stage import OPEN_STATES


class CrmProjectStage(models.Model):
    """The states of a stage: ``not_started → in_progress → done``, or ``cancelled``.

    Nothing else writes ``state``: every way in, from a button to an import, ends here.
    """

    _inherit = "crm.project.stage"

    # ------------------------------------------------------------
    # what people do
    # ------------------------------------------------------------

    def action_start(self, reason=None):
        """Start these stages.

        :param str reason: lets a manager start before the links allow it
        :raise UserError: naming what each stage still waits for
        """
        stages = self._begin_change("not_started")
        waiting = {stage: words for stage in stages if (words := stage._get_waiting_for())}
        if waiting and not (reason or "").strip():
            raise UserError(
                "\n".join(
                    self.env._(
                        "“%(stage)s” of “%(lead)s” cannot start yet: %(why)s",
                        stage=stage.name,
                        lead=stage.lead_id.name,
                        why=words,
                    )
                    for stage, words in waiting.items()
                )
                + "\n"
                + self.env._("A manager may start it earlier by giving a reason.")
            )
        for stage in waiting:
            stage.lead_id._check_project_manager(self.env._("start a stage early"))
            stage._store({"reason": reason})
            stage._log_reason(self.env._("Stage “%s” started early", stage.name), reason)
        stages._start()
        stages.lead_id._plan_project()
        return True

    def action_complete(self, reason=None):
        """Complete these stages, starting those that have not started.

        :param str reason: lets a manager complete against a closed gate
        :raise RedirectWarning: naming everything that is missing, of all stages
        """
        stages = self._begin_change(*OPEN_STATES)
        reason = (reason or "").strip()
        if reason:
            for stage in stages:
                misses = stage._get_gate_misses()
                if not misses:
                    continue
                stage.lead_id._check_project_manager(self.env._("complete a stage against its gate"))
                stage._store({"reason": reason})
                stage._log_reason(
                    self.env._("Stage “%s” completed against its gate", stage.name),
                    reason,
                    [miss["message"] for miss in misses],
                )
        else:
            stages._check_gate()
        unstarted = stages.filtered(lambda s: s.state == "not_started")
        for stage in unstarted:
            words = stage._get_waiting_for(besides=stages)
            if words:
                raise UserError(
                    self.env._(
                        "“%(stage)s” of “%(lead)s” has not started, because %(why)s",
                        stage=stage.name,
                        lead=stage.lead_id.name,
                        why=words,
                    )
                )
        unstarted._start()
        stages._complete()
        stages.lead_id._plan_project()
        return True

    def action_skip(self, reason=None):
        """Leave these stages out; what follows them follows their predecessors.

        :param str reason: required, shown with the skipped stage
        """
        stages = self._begin_change(*OPEN_STATES)
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the stage is skipped: give a reason."))
        stages._set_state("cancelled", {"is_skipped": True, "reason": reason})
        for stage in stages:
            stage._log_reason(self.env._("Stage “%s” skipped", stage.name), reason)
        stages.lead_id._plan_project()
        return True

    def action_reopen(self):
        """Take completing or skipping back; stages that have started since keep their facts."""
        stages = self._begin_change("done", "cancelled")
        done = stages.filtered(lambda s: s.state == "done")
        done._set_state("in_progress", {"date_end": False, "reason": False})
        begun = (stages - done).filtered(lambda s: s.date_start and s._has_started())
        begun._set_state("in_progress", {"is_skipped": False, "reason": False})
        (stages - done - begun)._set_state("not_started", {"is_skipped": False, "reason": False})
        for stage in stages:
            stage.lead_id._log_project(self.env._("Stage “%s” reopened.", stage.name))
        stages.lead_id._plan_project()
        return True

    def action_ask_reason(self):
        """Open the dialog that asks for a reason; ``reason_for`` in the context says for what."""
        self.ensure_one()
        purpose = self.env.context.get("reason_for", "skip")
        return self.env["crm.project.reason"]._get_wizard_action(self, purpose)

    # ------------------------------------------------------------
    # rules
    # ------------------------------------------------------------

    def _begin_change(self, *states):
        """Check the right to change these stages, mark the change, and see that states fit."""
        self.check_access("write")
        self.lead_id._touch_project()
        self.lead_id._check_project_open()
        self.invalidate_recordset(["state"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        for stage in self:
            if stage.state not in states:
                raise UserError(
                    self.env._(
                        "“%(stage)s” of “%(lead)s” is %(state)s, so this cannot be done. "
                        "Reload the page to see where it stands.",
                        stage=stage.name,
                        lead=stage.lead_id.name,
                        state=labels[stage.state].lower(),
                    )
                )
        return self

    def _get_waiting_for(self, besides=None):
        """Return in words what this stage waits for by its links, False when it may start.

        A hard stage waits for the end of what it follows, and its lag; a soft one for the
        start. The offset is plan, not prohibition: who is ahead of it may start.

        :param besides: stages that are completed in the same change
        """
        self.ensure_one()
        besides = besides if besides is not None else self.browse()
        followed = self._get_live_predecessors() - besides
        if self.dependency_type == "soft":
            unstarted = followed.filtered(lambda s: s.state == "not_started")
            if unstarted:
                return self.env._("%(stages)s must start first.", stages=self._quote_names(unstarted))
            return False
        unfinished = followed.filtered(lambda s: s.state in OPEN_STATES)
        if unfinished:
            return self.env._("%(stages)s must be done first.", stages=self._quote_names(unfinished))
        now = fields.Datetime.now()
        if not besides and self.date_due and self.date_due > now:
            local = fields.Datetime.context_timestamp(self, self.date_due)
            return self.env._("it starts by itself on %(date)s.", date=local.strftime("%d.%m.%Y %H:%M"))
        return False

    @api.model
    def _quote_names(self, stages):
        return ", ".join(f"“{stage.name}”" for stage in stages)

    # ------------------------------------------------------------
    # change
    # ------------------------------------------------------------

    def _set_state(self, state, vals=None):
        """Write the state; the history notes it, see crm.project.transition."""
        if self:
            self._store({"state": state, **(vals or {})})
            # at once, so that the history sees each of several changes in one transaction
            self.flush_recordset(["state"])

    def _start(self):
        """Set these stages in progress from now on, with all that belongs to a start."""
        if not self:
            return
        self._set_state("in_progress", {"date_start": fields.Datetime.now(), "date_due": False})
        self.lead_id._follow_stages(self)
        self._schedule_activity_plans()

    def _complete(self):
        self._set_state("done", {"date_end": fields.Datetime.now(), "date_due": False})

    def _has_started(self):
        """Whether this stage was in progress before it was skipped."""
        self.ensure_one()
        return bool(
            self.env["crm.project.transition"]
            .sudo()
            .search_count([("project_stage_id", "=", self.id), ("state_to", "=", "in_progress")], limit=1)
        )

    def _start_due(self):
        """Start the hard stages whose time has come; the cron is called for the others."""
        now = fields.Datetime.now()
        waiting = self.filtered(lambda s: s.state == "not_started" and s.date_due)
        due = waiting.filtered(lambda s: s.date_due <= now)
        if due:
            due._start()
            due.lead_id._plan_project()
        later = {stage.date_due for stage in waiting - due}
        if later:
            self.env.ref("crm_smarket.ir_cron_start_due_stages")._trigger(at=later)

    @api.model
    def _cron_start_due(self):
        """Start every hard stage that is due; one deal that fails leaves the others alone."""
        stages = self.search([("date_due", "<=", fields.Datetime.now()), ("state", "=", "not_started")])
        leads = stages.lead_id
        self.env["ir.cron"]._commit_progress(remaining=len(leads))
        for lead in leads:
            lead._run_guarded(lambda lead=lead: lead._start_due_stages())
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _bring_into_states(self, states):
        """Bring stages into the states that a list, an import or a call asked for.

        :param dict states: ``{stage id: state}``
        """
        by_change = defaultdict(self.browse)
        for stage in self:
            wanted = states[stage.id]
            if wanted == stage.state:
                continue
            if wanted == "cancelled":
                raise UserError(self.env._("To leave “%(stage)s” out, use Skip and give a reason.", stage=stage.name))
            by_change[stage.state, wanted] |= stage
        for (present, wanted), stages in by_change.items():
            if wanted == "done":
                if present == "cancelled":
                    stages.action_reopen()
                stages.action_complete()
            elif wanted == "in_progress":
                stages.action_reopen() if present == "done" else stages.action_start()
            elif present == "cancelled":
                stages.action_reopen()
            else:
                raise UserError(
                    self.env._(
                        "“%(stage)s” has already started; it cannot become “not started” again.",
                        stage=stages[0].name,
                    )
                )

    # ------------------------------------------------------------
    # what a start brings
    # ------------------------------------------------------------

    def _schedule_activity_plans(self):
        """Schedule the activities of the stages' plans for their managers."""
        for stage in self:
            plan = stage.template_stage_id.sudo().activity_plan_id
            manager = stage.user_ids[:1] or stage.lead_id.user_id or self.env.user
            today = fields.Date.context_today(stage)
            for line in plan.template_ids:
                responsible = line._determine_responsible(manager, stage.lead_id)["responsible"]
                for user in responsible if line.responsible_type == "other" else (stage.user_ids or manager):
                    stage.lead_id.activity_schedule(
                        activity_type_id=line.activity_type_id.id,
                        automated=False,
                        summary=line.summary,
                        note=line.note,
                        user_id=user.id,
                        date_deadline=line._get_date_deadline(today),
                        project_stage_id=stage.id,
                        project_plan_line_id=line.id,
                    )

    def _log_reason(self, what, reason, misses=()):
        """Say in the deal's chatter what was done and why."""
        self.ensure_one()
        lines = [f"{what}: {reason}", *(f"• {miss}" for miss in misses)]
        self.lead_id._log_project("\n".join(lines))
