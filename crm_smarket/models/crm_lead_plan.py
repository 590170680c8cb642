from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.local_time import HorizonError
from ..tools.network import CircleError, topological_order
from ..tools.schedule import forward
from .crm_project_stage import OPEN_STATES


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

    def _run_planner(self, function, nodes, calendar):
        """Call the planner; its complaints become words that name the deal and the stages."""
        try:
            return function(nodes, calendar)
        except CircleError as error:
            stages = self.env["crm.project.stage"].browse([key for key in error.keys if isinstance(key, int)])
            raise UserError(
                self.env._(
                    "The stages of “%(lead)s” wait for each other in a circle: %(circle)s. Remove one of these links.",
                    lead=", ".join(self.mapped("name")),
                    circle=" → ".join(stages.mapped("name")),
                )
            ) from error
        except HorizonError as error:
            raise UserError(
                self.env._(
                    "“%(lead)s” cannot be planned: the working hours of its template contain "
                    "no working time for years. Correct the working hours.",
                    lead=", ".join(self.mapped("name")),
                )
            ) from error

    def _plan_project(self, requests=None, states=None, start_due=True):
        """Plan these projects anew: every stored date, in one pass per calendar.

        :param dict requests: dates asked for, ``{stage id: {field: datetime}}``; what differs
            from the rule becomes a start set by hand or another duration
        :param dict states: ``{stage id: state}`` to bring the stages into afterwards
        :param bool start_due: also start the hard stages whose time has come
        """
        requests = {key: dates for key, dates in (requests or {}).items() if dates}
        for calendar, leads in self._group_by_planning_calendar():
            leads._plan_with_calendar(calendar, requests)
        wanted = {key: state for key, state in (states or {}).items() if state}
        if wanted:
            self.env["crm.project.stage"].browse(wanted)._bring_into_states(wanted)
        if start_due:
            self.project_stage_ids._start_due()

    def _plan_with_calendar(self, calendar, asked):
        stages = self.project_stage_ids
        for stage in stages.filtered(lambda s: s.state in ("in_progress", "done")):
            dates = asked.get(stage.id)
            if dates and (stage.state == "done" or "date_start" in dates):
                stage._correct_facts(dates)
        plan = self._run_planner(forward, [stage._get_node() for stage in stages], calendar)
        movable = stages.filtered(lambda s: s.id in asked and s.state in OPEN_STATES)
        if movable:
            order = topological_order({stage.id: stage.predecessor_ids.ids for stage in stages})
            for stage in stages.browse(key for key in order if key in movable.ids):
                vals = stage._get_asked_timing(asked[stage.id], plan[stage.id], calendar)
                if vals:
                    stage._store(vals)
                    kin = stage.lead_id.project_stage_ids
                    plan.update(self._run_planner(forward, [s._get_node() for s in kin], calendar))
        stages._store_plan(plan, calendar)

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
        calendar = self._get_planning_calendar()
        plan = self._run_planner(forward, [stage._get_node() for stage in stages], calendar)
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
        start, end = fields.Datetime.to_datetime(start), fields.Datetime.to_datetime(end)
        calendars = [calendar for calendar, _leads in leads._group_by_planning_calendar()]
        if len(calendars) != 1 or (end - start).days > 800:
            return []
        return [
            [fields.Datetime.to_string(begin), fields.Datetime.to_string(stop)]
            for begin, stop in calendars[0].closed_intervals(start, end)
        ]
