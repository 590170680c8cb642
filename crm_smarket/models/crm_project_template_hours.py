from datetime import datetime, time

from odoo import api, fields, models

from ..tools.local_time import to_datetime, to_seconds

LONGEST_HOURS = 24 * 800


class CrmProjectTemplate(models.Model):
    """The time in which a template counts before it has a date: from the opening of a Monday."""

    _inherit = "crm.project.template"

    @api.model
    def _get_relative_time(self, resource_calendar, company):
        """Return the planner's calendar without holidays, and the opening of a Monday (UTC).

        :raise ValueError: when these hours never open
        """
        calendar = self.env["crm.project.stage"]._get_planning_calendar(resource_calendar, company, holidays=False)
        monday = datetime.combine(fields.Date.start_of(fields.Date.context_today(self), "week"), time())
        midnight = calendar.local_time.moment(to_seconds(monday))
        return calendar, calendar.opening(to_datetime(midnight))

    @api.model
    @api.readonly
    def get_closed_hours(self, resource_calendar_id, hours):
        """Return the non-working time of a template, for its diagram.

        :param int resource_calendar_id: working hours, maybe not saved yet with the template;
            False: round the clock
        :param float hours: until how long after the start of the project
        :return: list of ``[from, to]`` in hours from the start of the project
        """
        self.check_access("read")
        hours = min(hours, LONGEST_HOURS)
        try:
            calendar, origin = self._get_relative_time(
                self.env["resource.calendar"].browse(resource_calendar_id).exists(), self.env.company
            )
            closed = calendar.closed_intervals(origin, fields.Datetime.add(origin, hours=hours))
        except ValueError:
            return []
        return [[(moment - origin).total_seconds() / 3600 for moment in interval] for interval in closed]
