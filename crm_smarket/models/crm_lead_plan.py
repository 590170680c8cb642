import logging
from collections import defaultdict
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

from ..tools.errors import CircleError, HorizonError, PlanError
from ..tools.network import topological_order
from ..tools.schedule import forward
from .crm_project_stage import OPEN_STATES

_logger = logging.getLogger(__name__)

MOST_SHADED_DAYS = 800  # of one diagram


class CrmLead(models.Model):
    """Planning projects: the stages of whole batches of deals, in one pass per calendar."""

    _inherit = "crm.lead"

    def _get_planning_calendar(self):
        """Return the calendar in which this project counts its times."""
        return self.env["crm.project.stage"]._get_planning_calendar(
            self.sudo().project_template_id.resource_calendar_id,
            self.company_id or self.env.company,
        )

    def _group_by_planning_calendar(self):
        """Yield ``(calendar, leads)`` so that each calendar is fetched once per batch."""
        groups = defaultdict(self.browse)
        for lead in self:
            hours = lead.sudo().project_template_id.resource_calendar_id
            groups[hours, lead.company_id or self.env.company] |= lead
        for (hours, company), leads in groups.items():
            calendar = self.env["crm.project.stage"]._get_planning_calendar(hours, company)
            yield calendar, leads

    def _run_planner(self, stages, calendar):
        """Return the plan in force of these stages: ``{key: (start, end)}``."""
        with self._planner_errors(stages):
            return forward(stages._get_nodes(calendar), calendar)

    @contextmanager
    def _planner_errors(self, stages):
        """Turn the planner's complaints into words that name the deals and the stages."""
        try:
            yield
        except PlanError as error:
            names = {stage._origin.id or stage.id: stage.name for stage in stages}
            culprits = [names.get(key) or "?" for key in error.keys]
            words = {"lead": ", ".join(self.mapped("name")), "stages": ", ".join(culprits)}
            if isinstance(error, CircleError):
                words["stages"] = " → ".join([*culprits, culprits[0]])
                message = self.env._(
                    "The stages of “%(lead)s” wait for each other in a circle: %(stages)s. Remove one of these links.",
                    **words,
                )
            elif isinstance(error, HorizonError):
                message = self.env._(
                    "“%(lead)s” cannot be planned: a date of “%(stages)s” lies too far away, or the working hours of "
                    "the template contain no working time for years. Correct the dates or the working hours.",
                    **words,
                )
            else:
                message = self.env._(
                    "“%(lead)s” cannot be planned: correct durations, lags, links and dates of “%(stages)s”.", **words
                )
            raise UserError(message) from error

    def _plan_project(self, requests=None, states=None, start_due=True):
        """Plan these projects anew: every stored date, in one pass per calendar.

        :param dict requests: dates asked for, ``{stage id: {field: datetime}}``; what differs
            from the rule becomes a start set by hand or another duration
        :param dict states: ``{stage id: state}`` to bring the stages into; their dates then
            tell when that happened
        :param bool start_due: also start the hard stages whose time has come
        """
        # sudo: what follows from a change that was allowed follows also where the change
        # itself took the deal out of the user's sight
        leads = self.sudo()
        requests = {key: dates for key, dates in (requests or {}).items() if dates}
        states = {key: state for key, state in (states or {}).items() if state}
        changing = leads.env["crm.project.stage"].browse(states).filtered(lambda s: s.state != states[s.id])
        facts = {key: requests.pop(key) for key in changing.ids if key in requests}
        leads._plan_in_calendars(requests)
        if changing:
            changing._bring_into_states(states)
        if facts:
            leads._plan_in_calendars(facts)
        if start_due:
            leads.project_stage_ids._start_due()

    def _plan_in_calendars(self, requests):
        for calendar, leads in self._group_by_planning_calendar():
            leads._plan_with_calendar(calendar, requests)

    def _plan_with_calendar(self, calendar, requests):
        stages = self.project_stage_ids
        asked = stages.filtered(lambda s: s.id in requests)
        for stage in asked.filtered(lambda s: s.state in ("in_progress", "done")):
            if stage.state == "done" or "date_start" in requests[stage.id]:
                stage._correct_facts(requests[stage.id])
        plan = self._run_planner(stages, calendar)
        movable = asked.filtered(lambda s: s.state in OPEN_STATES)
        if movable:
            order = topological_order({stage.id: stage.predecessor_ids.ids for stage in stages})
            for stage in movable.sorted(lambda s: order.index(s.id)):
                kin = stage.lead_id.project_stage_ids
                for get_vals in (stage._get_asked_start, stage._get_asked_duration):
                    vals = get_vals(requests[stage.id], plan[stage.id], calendar)
                    if vals:
                        stage._store(vals)
                        plan.update(self._run_planner(kin, calendar))
        stages._store_plan(plan, calendar)

    def _set_project_start(self):
        """Let these projects begin now, unless they have a start."""
        self.filtered(lambda lead: not lead.project_date_start)._store_project(
            {"project_date_start": fields.Datetime.now()}
        )

    def _move_project_start(self, old_starts):
        """Let stages that counted from the old start of the project count from the new one.

        :param dict old_starts: ``{lead: datetime or False}``
        """
        moved = self.browse()
        for lead in self.filtered("project_revision"):
            old = old_starts[lead]
            if not lead.project_date_start:
                lead._store_project({"project_date_start": old})
            elif lead.project_date_start != old:
                moved |= lead
        if not moved:
            return
        moved._touch_project()
        for lead in moved:
            stages = lead.project_stage_ids.filtered(lambda s, old=old_starts[lead]: s.date_origin == old)
            stages._store({"date_origin": lead.project_date_start})
        moved._plan_project()

    @api.onchange("project_stage_ids", "project_date_start")
    def _onchange_project_stage_ids(self):
        """Show the moved dates of all later stages before anything is saved."""
        stages = self.project_stage_ids
        if not stages:
            return
        if self._origin and self.project_date_start != self._origin.project_date_start:
            for stage in stages:
                if stage.date_origin == self._origin.project_date_start:
                    stage.date_origin = self.project_date_start
        plan = self._run_planner(stages, self._get_planning_calendar())
        for stage in stages:
            dates = plan.get(stage._get_key())
            if dates and stage.state == "not_started":
                stage.date_start, stage.date_end = dates
            elif dates and stage.state == "in_progress":
                stage.date_end = dates[1]

    @api.model
    def get_project_closed_intervals(self, lead_ids, start, end):
        """Return the non-working time of the projects' calendar, for shading a diagram.

        :param list lead_ids: deals; their calendar if they share one, else the company's
        :param str start: from, UTC
        :param str end: until, UTC
        :return: list of ``[start, end]``, UTC strings; empty when planned round the clock
        """
        leads = self.browse(lead_ids).exists()
        leads.check_access("read")
        calendars = [calendar for calendar, _leads in leads._group_by_planning_calendar()]
        return self._get_closed_intervals(calendars[0], start, end) if len(calendars) == 1 else []

    @api.readonly
    def get_project_outlook(self, start, end):
        """Return what only the diagram of a project shows: one call after its form is there.

        :param str start: from when to return non-working time, UTC
        :param str end: until when, UTC
        :return: ``{"closed": [[start, end], …], "critical": [stage id, …]}``, see
            `get_project_closed_intervals` and ``is_critical`` of a stage
        """
        self.ensure_one()
        self.check_access("read")
        calendar = self._get_planning_calendar()
        outlook = self.project_stage_ids._get_outlook(calendar)
        return {
            "critical": [key for key, found in outlook.items() if found.critical],
            "closed": self._get_closed_intervals(calendar, start, end),
        }

    @api.model
    def _get_closed_intervals(self, calendar, start, end):
        """Return a calendar's non-working time between two moments, all as UTC strings."""
        start, end = fields.Datetime.to_datetime(start), fields.Datetime.to_datetime(end)
        if (end - start).days > MOST_SHADED_DAYS:
            return []
        to_string = fields.Datetime.to_string
        return [[to_string(begin), to_string(stop)] for begin, stop in calendar.closed_intervals(start, end)]

    # ------------------------------------------------------------
    # by the clock
    # ------------------------------------------------------------

    def _start_due_stages(self):
        """Start what is due, looking again: another transaction may have been first."""
        self._touch_project()
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
