from dataclasses import replace

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.schedule import Node, analyse, due, variance
from ..tools.work_calendar import Delay, RoundTheClock, WorkingTime
from .crm_project_batch import ProjectBatch
from .crm_project_stage import OPEN_STATES


class CrmProjectStage(models.Model):
    """The bridge between the stages and the planner, which knows no ORM."""

    _inherit = "crm.project.stage"

    # ------------------------------------------------------------
    # calendars and nodes
    # ------------------------------------------------------------

    @api.model
    def _get_planning_calendar(self, resource_calendar, company, holidays=True, **options):
        """Return the planner's calendar: working hours, or round the clock when empty.

        Working intervals are fetched when first asked for, in long pieces: a whole batch
        of projects costs a bounded number of queries.

        :param bool holidays: leave out the closing days of the working hours
        :param options: of tools.working_intervals
        """
        if not resource_calendar:
            tz = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
            return RoundTheClock(tz)
        # sudo: everybody's plan keeps to the hours, also of those who may not read leaves
        hours = resource_calendar.sudo()

        def fetch(start, end):
            intervals = hours._work_intervals_batch(
                pytz.utc.localize(start), pytz.utc.localize(end), compute_leaves=holidays
            )
            return [
                (
                    begin.astimezone(pytz.utc).replace(tzinfo=None),
                    stop.astimezone(pytz.utc).replace(tzinfo=None),
                )
                for begin, stop, _meta in intervals[False]
            ]

        return WorkingTime(hours.tz or "UTC", fetch, **options)

    def _get_key(self):
        """Return the planner's key of this stage: its id, in a form's memory its virtual id."""
        return self._origin.id or self.id

    def _get_nodes(self, calendar):
        """Return the planner's nodes of these stages.

        In a form's memory this includes the stages that are removed but not yet gone: what
        followed them will follow their predecessors.

        :param calendar: in which their project is planned
        """
        nodes = [stage._get_node(calendar) for stage in self]
        if not all(self._ids):
            removed = self.lead_id._origin.project_stage_ids - self._origin
            nodes += [replace(stage._get_node(calendar), state="cancelled") for stage in removed]
        return nodes

    def _get_node(self, calendar):
        self.ensure_one()
        ended = self.date_end if self.state == "done" else None
        if self.state == "in_progress" and self.lost_seconds:
            # it runs on for as long as the deal was lost
            ended = calendar.add(calendar.add(self.date_start, self._get_delay("duration")), self._get_lost_time())
        return Node(
            key=self._get_key(),
            predecessors=tuple(stage._get_key() for stage in self.predecessor_ids),
            dependency=self.dependency_type,
            origin=self.date_origin or self.lead_id.project_date_start or fields.Datetime.now(),
            offset=self._get_delay("offset"),
            duration=self._get_delay("duration"),
            lag=self._get_delay("lag"),
            not_before=self.date_not_before or None,
            state=self.state,
            date_start=self.date_start if self.state != "not_started" else None,
            date_end=ended,
            project=self.lead_id._origin.id or self.lead_id.id,
        )

    def _get_lost_time(self, sign=1):
        """Return the working time during which the deal was lost, as a delay; it is in no duration."""
        return Delay(sign * self.lost_seconds / 3600, "hours")

    # ------------------------------------------------------------
    # planning
    # ------------------------------------------------------------

    def _plan_after_change(self, requests, states):
        """Plan the projects of these stages anew after somebody changed something.

        Within one save of an opportunity this only collects; the opportunity plans once.

        :param dict requests: ``{stage id: {"date_start": datetime, "date_end": datetime}}``
        :param dict states: ``{stage id: state}`` to bring the stages into, through the gate
        """
        batch = self.env.context.get("project_batch")
        if isinstance(batch, ProjectBatch):
            batch.requests.update(requests)
            batch.states.update(states)
            return
        self.lead_id._plan_project(requests, states)

    def _correct_facts(self, request):
        """Set the dates of what has happened, as somebody corrects them, and say so."""
        self.ensure_one()
        now = fields.Datetime.now()
        facts = {fname: self[fname] for fname in ("date_start", "date_end")} | request
        if self.state == "in_progress":
            del facts["date_end"]  # still plan
        problem = False
        if not all(facts.values()):
            problem = self.env._("needs the dates on which it really began and ended")
        elif max(facts.values()) > now:
            problem = self.env._("has happened, so its dates cannot lie in the future")
        elif self.state == "done" and facts["date_end"] < facts["date_start"]:
            problem = self.env._("would end before it started")
        if problem:
            raise UserError(
                self.env._(
                    "The stage “%(stage)s” of “%(lead)s” %(problem)s. Correct its start or its end.",
                    stage=self.name,
                    lead=self.lead_id.name,
                    problem=problem,
                )
            )
        facts = {fname: value for fname, value in facts.items() if value != self[fname]}
        if facts:
            self._store(facts)
            self.lead_id._log_project(self.env._("Dates of stage “%(stage)s” corrected.", stage=self.name))

    @api.onchange("date_start")
    def _onchange_date_start(self):
        """A start typed before the stage has begun is a start set by hand."""
        if self.state == "not_started":
            self.date_not_before = self.date_start

    @api.onchange("date_end")
    def _onchange_date_end(self):
        """An end typed before the stage is done is another duration."""
        if self.state in OPEN_STATES and self.date_start and self.date_end:
            calendar = self.lead_id._get_planning_calendar()
            end = max(self.date_start, self.date_end)
            self.duration, self.duration_unit = self._measure_duration(self.date_start, end, calendar)

    def _measure_duration(self, start, end, calendar):
        """Return how long this stage takes from ``start`` to ``end``, lost time left out."""
        self.ensure_one()
        if self.lost_seconds and self.state == "in_progress":
            end = max(start, calendar.add(end, self._get_lost_time(-1)))
        return calendar.measure(start, end)

    def _get_asked_start(self, request, planned, calendar):
        """Turn a start that somebody asks for into a start set by hand.

        :param dict request: the dates asked for
        :param tuple planned: the start and end that the planner found
        :return: values to write; empty when the planner already found this start
        """
        if self.state != "not_started" or "date_start" not in request:
            return {}
        start = request["date_start"]
        if start and start == planned[0]:
            return {}
        return {"date_not_before": start} if start != self.date_not_before else {}

    def _get_asked_duration(self, request, planned, calendar):
        """Turn an end that somebody asks for into another duration; see `_get_asked_start`."""
        end = request.get("date_end")
        if not end or end == planned[1]:
            return {}
        if end < planned[0]:
            raise UserError(
                self.env._(
                    "The stage “%(stage)s” of “%(lead)s” would end before it starts. "
                    "Choose a later end or an earlier start.",
                    stage=self.name,
                    lead=self.lead_id.name,
                )
            )
        length = self._measure_duration(planned[0], end, calendar)
        return {"duration": length.amount, "duration_unit": length.unit}

    def _store_plan(self, plan, calendar):
        """Write the dates that the planner found, and call the cron for stages that are due later."""
        later = set()
        for stage in self.filtered(lambda s: s.state != "cancelled"):
            start, end = plan[stage._get_key()]
            vals = {}
            if stage.state == "not_started":
                vals = {"date_start": start, "date_end": end}
            elif stage.state == "in_progress":
                vals = {"date_end": end}
            if not stage.baseline_date_end and stage.state in OPEN_STATES:
                vals.update(baseline_date_start=start, baseline_date_end=end)
            vals["date_due"] = stage.lead_id.active and stage._get_due(calendar)
            vals = {fname: value for fname, value in vals.items() if stage[fname] != value}
            if vals:
                stage._store(vals)
            if vals.get("date_due"):
                later.add(vals["date_due"])
        if later:
            self.env.ref("crm_smarket.ir_cron_start_due_stages")._trigger(at=later)

    def _get_due(self, calendar, ending=()):
        """Return when this stage starts by itself, False unless all that it follows is done.

        :param calendar: in which its project is planned
        :param ending: stages that are being completed at this moment
        :return: ``opening(max(latest end + lag, start set by hand))``, or False
        """
        self.ensure_one()
        if self.state != "not_started" or self.dependency_type != "hard":
            return False
        now = fields.Datetime.now()
        ends = {}
        for stage in self._get_live_predecessors():
            if stage in ending:
                ends[stage._get_key()] = (now, now)
            elif stage.state == "done":
                ends[stage._get_key()] = (stage.date_start, stage.date_end)
            else:
                return False
        return due(replace(self._get_node(calendar), predecessors=tuple(ends)), ends, calendar) if ends else False

    def _get_live_predecessors(self):
        """Return what this stage follows; cancelled stages hand on what they follow."""
        self.ensure_one()
        live = self.browse()
        seen = self.browse()
        queue = self.predecessor_ids
        while queue:
            seen |= queue
            cancelled = queue.filtered(lambda s: s.state == "cancelled")
            live |= queue - cancelled
            queue = cancelled.predecessor_ids - seen
        return live

    @api.depends("state", "date_end", "baseline_date_end", "lead_id.project_template_id.resource_calendar_id")
    def _compute_variance(self):
        """Measure what has moved; what keeps to its baseline needs no calendar."""
        moved = self.filtered(
            lambda s: (
                s.state != "cancelled" and s.baseline_date_end and s.date_end and s.date_end != s.baseline_date_end
            )
        )
        (self - moved).variance = 0.0
        by_lead = moved.grouped("lead_id")
        for calendar, leads in moved.lead_id._group_by_planning_calendar():
            for lead in leads:
                for stage in by_lead[lead]:
                    stage.variance = variance(stage.baseline_date_end, stage.date_end, calendar) / 3600

    # ------------------------------------------------------------
    # what looks at now
    # ------------------------------------------------------------

    @api.depends("state", "date_start", "date_end", "lead_id.active")
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        late.is_late = True
        (self - late).is_late = False

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_late_domain() if True in value else ~self._get_late_domain()

    @api.model
    def _get_late_domain(self):
        """A stage is late when by the plan in force it should have ended, or have started before today.

        It has the whole day of its planned start: a deal made a minute ago is not late yet.
        """
        now = fields.Datetime.now()
        midnight = fields.Datetime.context_timestamp(self, now).replace(hour=0, minute=0, second=0, microsecond=0)
        today = midnight.astimezone(pytz.utc).replace(tzinfo=None)
        return Domain("lead_id.active", "=", True) & (
            (Domain("state", "=", "not_started") & Domain("date_start", "<", today))
            | (Domain("state", "=", "in_progress") & Domain("date_end", "<", now))
        )

    @api.depends(
        "state", "date_start", "date_end", "duration", "duration_unit", "predecessor_ids", "lead_id.project_revision"
    )
    def _compute_outlook(self):
        """Expectation, slack and critical path, project by project, calendars in batch."""
        blank = {
            "is_critical": False,
            "expected_date_start": False,
            "expected_date_end": False,
            "slack": 0.0,
        }
        for calendar, leads in self.lead_id._group_by_planning_calendar():
            mine = self.filtered(lambda s, leads=leads: s.lead_id in leads)
            stages = (leads.project_stage_ids - mine._origin) | mine
            outlook = stages._get_outlook(calendar)
            for stage in stages & self:
                found = outlook.get(stage._get_key())
                if not found:
                    stage.update(blank)
                    continue
                stage.is_critical = found.critical
                stage.expected_date_start = found.start
                stage.expected_date_end = found.end
                stage.slack = found.slack / 3600
        (self - self.lead_id.project_stage_ids).filtered(lambda s: not s.lead_id).update(blank)

    def _get_outlook(self, calendar):
        """Return what the planner says about whole projects by now: ``{key: Analysis}``.

        Cancelled stages are not in it, and nothing is while there is a circle that nobody
        has saved yet; saving says so.
        """
        try:
            return analyse(self._get_nodes(calendar), calendar, fields.Datetime.now())
        except ValueError:
            return {}

    def preview_move(self, date_start=None, date_end=None):
        """Return what moving this stage would do, without doing it.

        :param str date_start: start asked for, UTC
        :param str date_end: end asked for, UTC
        :return: ``{"moved": list of {"id", "name", "lead", "old_start", "old_end", "date_start",
            "date_end"}, "words": list of sentences}``: every stage that would move, this one first,
            dates as UTC strings; and what the new end of the project means
        """
        self.ensure_one()
        self.check_access("write")
        lead = self.lead_id
        before = {stage.id: (stage.date_start, stage.date_end) for stage in lead.project_stage_ids}
        request = self._pop_requested_dates(
            {k: v for k, v in (("date_start", date_start), ("date_end", date_end)) if v}
        )
        moved = []
        with self.env.cr.savepoint() as savepoint:
            lead._plan_project({self.id: request}, start_due=False)
            stages = self | (lead.project_stage_ids - self)
            moved = [
                {
                    "id": stage.id,
                    "name": stage.name,
                    "lead": lead.name,
                    "old_start": fields.Datetime.to_string(before[stage.id][0]),
                    "old_end": fields.Datetime.to_string(before[stage.id][1]),
                    "date_start": fields.Datetime.to_string(stage.date_start),
                    "date_end": fields.Datetime.to_string(stage.date_end),
                }
                for stage in stages
                if before[stage.id] != (stage.date_start, stage.date_end)
            ]
            date_end = lead.project_date_end
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return {"moved": moved, "words": lead._describe_project_move(date_end)}

    def action_rebaseline(self):
        """Make the plan in force the new baseline (managers; logged)."""
        self.check_access("write")
        for lead in self.lead_id:
            lead._check_project_manager(self.env._("set a new baseline"))
            stages = self & lead.project_stage_ids
            for stage in stages:
                stage._store(
                    {
                        "baseline_date_start": stage.date_start,
                        "baseline_date_end": stage.date_end,
                    }
                )
            lead._log_project(self.env._("New baseline for: %(stages)s.", stages=", ".join(stages.mapped("name"))))
