from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

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
        waiting = {stage: [words] for stage in stages if (words := stage._get_waiting_for(starting=self))}
        reason = (reason or "").strip()
        if waiting and not reason:
            raise UserError(
                "\n".join(
                    self.env._(
                        "“%(stage)s” of “%(lead)s” cannot start yet: %(why)s",
                        stage=stage.name,
                        lead=stage.lead_id.name,
                        why=words,
                    )
                    for stage, [words] in waiting.items()
                )
                + "\n"
                + self.env._("A manager may start it earlier by giving a reason.")
            )
        self._override(waiting, reason, self.env._("start a stage early"), self.env._("started early"))
        stages._start()
        stages._schedule_activity_plans()
        stages.lead_id._plan_project()
        return True

    def action_complete(self, reason=None):
        """Complete these stages, starting those that have not started.

        :param str reason: lets a manager complete against a closed gate
        :raise RedirectWarning: naming everything that is missing, of all stages
        """
        stages = self._begin_change(*OPEN_STATES)
        closed = stages._get_closed_gates()
        reason = (reason or "").strip()
        if closed and not reason:
            self._raise_closed(closed)
        self._override(
            closed, reason, self.env._("complete a stage against its gate"), self.env._("completed against its gate")
        )
        stages.filtered(lambda s: s.state == "not_started")._start()
        stages._set_state("done", {"date_end": fields.Datetime.now(), "date_due": False})
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
            stage._log_reason(self.env._("skipped"), reason)
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
        labels = dict(self._fields["state"]._description_selection(self.env))
        unfit = self.filtered(lambda s: s.state not in states)
        if unfit:
            raise UserError(
                "\n".join(
                    self.env._(
                        "“%(stage)s” of “%(lead)s” is %(state)s, so this cannot be done. "
                        "Reload the page to see where it stands.",
                        stage=stage.name,
                        lead=stage.lead_id.name,
                        state=labels[stage.state].lower(),
                    )
                    for stage in unfit
                )
            )
        return self

    def _override(self, hindered, reason, what, done):
        """Let a manager pass what hinders a change, and log why.

        :param dict hindered: ``{stage: [messages]}``
        :param str what: what a manager may do, in words
        :param str done: what was done to the stage, in words
        """
        for stage, messages in hindered.items():
            stage.lead_id._check_project_manager(what)
            stage._store({"reason": reason})
            stage._log_reason(done, reason, messages)

    def _get_waiting_for(self, starting=(), ending=()):
        """Return in words what this stage waits for by its links, False when it may start.

        A hard stage waits for the end of what it follows, and its lag; a soft one for the
        start. The offset is plan, not prohibition: who is ahead of it may start.

        :param starting: stages that are started in the same change
        :param ending: stages that are completed in the same change
        """
        self.ensure_one()
        followed = self._get_live_predecessors().filtered(lambda s: s not in ending)
        if self.dependency_type == "soft":
            unstarted = followed.filtered(lambda s: s.state == "not_started" and s not in starting)
            if unstarted:
                return self.env._("%(stages)s must start first.", stages=self._quote_names(unstarted))
            return False
        unfinished = followed.filtered(lambda s: s.state in OPEN_STATES)
        if unfinished:
            return self.env._("%(stages)s must be done first.", stages=self._quote_names(unfinished))
        date_due = self._get_due(self.lead_id._get_planning_calendar(), ending)
        if date_due and date_due > fields.Datetime.now():
            return self.env._(
                "it starts by itself on %(date)s.", date=format_datetime(self.env, date_due, dt_format="short")
            )
        return False

    def _is_behind_others(self):
        """Tell quickly whether a stage that this one names keeps it from starting.

        If none does, it may still wait for its lag or for what a cancelled stage follows:
        that is `_get_waiting_for`.
        """
        self.ensure_one()
        hindering = OPEN_STATES if self.dependency_type == "hard" else ("not_started",)
        return any(stage.state in hindering for stage in self.predecessor_ids)

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
        """Set these stages in progress from now on, and move their deals to their columns."""
        self._set_state("in_progress", {"date_start": fields.Datetime.now(), "date_due": False})
        self.lead_id._follow_stages(self)

    def _has_started(self):
        """Whether this stage was in progress before it was skipped."""
        self.ensure_one()
        return bool(
            self.env["crm.project.transition"]
            .sudo()
            .search_count([("project_stage_id", "=", self.id), ("state_to", "=", "in_progress")], limit=1)
        )

    def _start_due(self):
        """Start the hard stages whose time has come."""
        now = fields.Datetime.now()
        due = self.filtered(lambda s: s.state == "not_started" and s.date_due and s.date_due <= now)
        if due:
            due._start()
            due._schedule_activity_plans()
            due.lead_id._plan_project()

    @api.model
    def _cron_start_due(self):
        """Start every hard stage that is due; one deal that fails leaves the others alone."""
        stages = self.search(
            [
                ("date_due", "<=", fields.Datetime.now()),
                ("state", "=", "not_started"),
                ("lead_id.active", "=", True),
            ]
        )
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
        changes = {
            ("not_started", "in_progress"): {"start"},
            ("not_started", "done"): {"complete"},
            ("in_progress", "done"): {"complete"},
            ("done", "in_progress"): {"reopen"},
            ("cancelled", "not_started"): {"reopen"},
            ("cancelled", "in_progress"): {"reopen", "start"},
            ("cancelled", "done"): {"reopen", "complete"},
        }
        change = {}
        for stage in self:
            wanted = states[stage.id]
            if wanted == "cancelled":
                raise UserError(self.env._("To leave “%(stage)s” out, use Skip and give a reason.", stage=stage.name))
            if (stage.state, wanted) not in changes:
                raise UserError(
                    self.env._(
                        "“%(stage)s” has already started; it cannot become “not started” again.", stage=stage.name
                    )
                )
            change[stage] = changes[stage.state, wanted]

        def open_ones(name):
            # what another change has brought there by itself needs no more
            return self.filtered(lambda s: name in change[s] and s.state != states[s.id])

        if stages := open_ones("reopen"):
            stages.action_reopen()
        starting = open_ones("start")
        if stages := starting.filtered(lambda s: not s._get_waiting_for(starting)):
            stages.action_start()
        if stages := open_ones("complete"):
            stages.action_complete()
        if stages := open_ones("start"):
            stages.action_start()

    def _log_reason(self, what, reason, messages=()):
        """Say in the deal's chatter what was done, why, and against what."""
        self.ensure_one()
        title = self.env._("Stage “%(stage)s” %(what)s: %(reason)s", stage=self.name, what=what, reason=reason)
        self.lead_id._log_project("\n".join([title, *(f"• {message}" for message in messages)]))
