from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

LISTED = 5
NEAREST = 10
WHOLE_WEEK = "week"


class CrmSmarketDashboard(models.AbstractModel):
    """What is planned and done this week, and what comes next.

    An event is a meeting or an activity; an activity that has its meeting is one event with
    it. Records are read with the rights of the user: a private meeting of somebody else is
    "Busy" and has no customer.
    """

    _inherit = "crm.smarket.dashboard"

    # -- this week ---------------------------------------------------------------------------------------------------

    @api.model
    def _get_week_events(self):
        """Return the working days of this week with what was planned for each and what was done on it.

        Five events of a day are listed, and all of the day that the context's ``smarket_whole_day`` names
        (of every day: :const:`WHOLE_WEEK`), of which ``smarket_counted`` may ask for the ``planned`` or the
        ``done`` ones alone.
        """
        today = self._get_today()
        monday = today - timedelta(days=today.weekday())
        days = [day for day in (monday + timedelta(days=number) for number in range(7)) if self._is_working_day(day)]
        whole_day, counted = (self.env.context.get(name) for name in ("smarket_whole_day", "smarket_counted"))
        planned, done_elsewhere = defaultdict(list), defaultdict(list)
        for event in [
            *self._get_week_activities(monday, monday + timedelta(days=6)),
            *self._get_week_meetings(monday, monday + timedelta(days=6)),
        ]:
            planned[event["day"]].append(event)
            if event["is_done"] and event["done_day"] != event["day"]:
                done_elsewhere[event["done_day"]].append({**event, "is_from_other_day": True})
        data = []
        for day in days:
            done = [event for event in planned[day] if event["is_done"] and event["done_day"] == day]
            events = {
                "planned": planned[day],
                "done": [*done, *done_elsewhere[day]],
                False: [*planned[day], *done_elsewhere[day]],
            }
            is_whole = whole_day in (str(day), WHOLE_WEEK)
            chosen = counted if is_whole and counted in events else False
            listed = sorted(events[chosen], key=_by_time)
            data.append(
                {
                    "date": day,
                    "is_today": day == today,
                    "planned_count": len(events["planned"]),
                    "done_count": len(events["done"]),
                    "counted": chosen,
                    "events": listed if is_whole else listed[:LISTED],
                    "more_count": 0 if is_whole else max(len(listed) - LISTED, 0),
                }
            )
        return {"days": data}

    @api.model
    def _is_working_day(self, day):
        """Tell whether the user's calendar has working time on this weekday."""
        calendar = self.env.user.resource_calendar_id or self.env.company.resource_calendar_id
        weekdays = set(calendar.sudo().attendance_ids.mapped("dayofweek"))  # sudo: which days are worked, no more
        return str(day.weekday()) in weekdays if weekdays else day.weekday() < 5

    @api.model
    def _get_week_activities(self, start, end):
        day = timedelta(days=1)  # the day of the user may be the one before or after that of UTC
        domain = Domain.OR(
            [
                Domain("date_deadline", ">=", start) & Domain("date_deadline", "<=", end),
                Domain("date_done", ">=", start - day) & Domain("date_done", "<=", end + day),
            ]
        )
        activities = (
            self.env["mail.activity"].with_context(active_test=False).search(domain & self._get_mine("user_id"))
        )
        return [
            {
                **self._get_activity(activity),
                "day": activity.date_deadline,
                "is_done": not activity.active,
                "done_day": self._get_done_day(activity),
            }
            for activity in activities
        ]

    @api.model
    def _get_done_day(self, activity):
        """Return the user's day on which an activity was ticked: core keeps the one of UTC.

        The moment is that of the last change, unless something was changed on a later day.
        """
        is_moment_known = activity.date_done == activity.write_date.date()
        return self._get_local(activity.write_date).date() if is_moment_known else activity.date_done

    @api.model
    def _get_week_meetings(self, start, end):
        """Return meetings without an activity; what is over counts as done unless its owner has declined."""
        domain = Domain.OR(
            [
                Domain("allday", "=", False)
                & Domain("start", ">=", self._get_utc(start))
                & Domain("start", "<", self._get_utc(end + timedelta(days=1))),
                Domain("allday", "=", True) & Domain("start_date", ">=", start) & Domain("start_date", "<=", end),
            ]
        )
        meetings = self.env["calendar.event"].search(
            domain & Domain("activity_ids", "=", False) & self._get_mine("partner_ids", self.env.user.partner_id)
        )
        now = fields.Datetime.now()
        events = []
        for meeting in meetings:
            event = self._get_meeting(meeting)
            day = meeting.start_date if meeting.allday else self._get_local(meeting.start).date()
            owner = meeting.attendee_ids.filtered(lambda one, owner=meeting.user_id: one.partner_id == owner.partner_id)
            is_done = meeting.stop < now and "declined" not in owner.mapped("state")
            events.append({**event, "day": day, "is_done": is_done, "done_day": day})
        return events

    # -- what comes next ---------------------------------------------------------------------------------------------

    @api.model
    def _get_nearest_events(self):
        """Return ten events that are going on or come next, all-day ones after timed ones of the same moment."""
        today, now = self._get_today(), fields.Datetime.now()
        # Each kind by itself: fairs that last for weeks would leave no place to the meetings of today.
        mine = self._get_mine("partner_ids", self.env.user.partner_id)
        meetings = self.env["calendar.event"].union(
            *(
                self.env["calendar.event"].search(domain & mine, order="start, id", limit=NEAREST)
                for domain in (
                    Domain("allday", "=", False) & Domain("stop", ">=", now),
                    Domain("allday", "=", True) & Domain("stop_date", ">=", today),
                )
            )
        )
        activities = self.env["mail.activity"].search(
            Domain("date_deadline", ">=", today)
            & Domain("calendar_event_id", "not in", meetings.ids)
            & self._get_mine("user_id"),
            order="date_deadline, id",
            limit=NEAREST,
        )
        events = []
        for meeting in meetings:
            first = meeting.start_date if meeting.allday else self._get_local(meeting.start).date()
            events.append(
                {
                    **self._get_meeting(meeting),
                    "day": max(first, today) if meeting.allday else first,
                    "is_now": first <= today if meeting.allday else meeting.start <= now,
                }
            )
        events += [
            {**self._get_activity(activity), "day": activity.date_deadline, "is_now": False} for activity in activities
        ]
        return {"events": sorted(events, key=_by_day_and_time)[:NEAREST]}

    # -- one event ---------------------------------------------------------------------------------------------------

    @api.model
    def _get_activity(self, activity):
        lead = activity.res_model == "crm.lead" and self.env["crm.lead"].browse(activity.res_id)
        customer = activity.res_id if activity.res_model == "res.partner" else False
        return {
            "model": activity.res_model,
            "id": activity.res_id,
            "icon": activity.icon or "fa-check",
            "kind": activity.activity_type_id.display_name,
            "name": activity.summary or activity.activity_type_id.display_name or "",
            "time": False,
            "person": activity.user_id.display_name or "",
            **self._get_customer(lead, self.env["res.partner"].browse(customer)),
        }

    @api.model
    def _get_meeting(self, meeting):
        return {
            "model": "calendar.event",
            "id": meeting.id,
            "icon": "fa-calendar",
            "kind": self.env._("Meeting"),
            "name": meeting.display_name,
            "time": False if meeting.allday else self._get_local(meeting.start).strftime("%H:%M"),
            "person": meeting.user_id.display_name or "",
            **self._get_customer(meeting.opportunity_id, self.env["res.partner"]),
        }

    @api.model
    def _get_customer(self, lead, partner):
        """Return customer and stage of an event's deal, as far as the user may see it."""
        lead = lead._filtered_access("read") if lead else self.env["crm.lead"]
        customer = lead.partner_id.commercial_partner_id or partner.commercial_partner_id
        return {
            "customer": customer.display_name or lead.partner_name or lead.contact_name or "",
            "stage": lead.project_current_stage_id.display_name or lead.stage_id.display_name or "",
        }

    # -- whose, and when ---------------------------------------------------------------------------------------------

    @api.model
    def _get_mine(self, field, record=None):
        """Return the domain of the user's own events where the page shows "mine", of all otherwise."""
        if not self.env.context.get("smarket_mine"):
            return Domain.TRUE
        return Domain(field, "in", (record or self.env.user).ids)

    @api.model
    def _get_zone(self):
        return pytz.timezone(self.env.user.tz or "UTC")

    @api.model
    def _get_local(self, moment):
        return pytz.utc.localize(moment).astimezone(self._get_zone())

    @api.model
    def _get_utc(self, day):
        """Return when a day begins for the user, in UTC."""
        return self._get_zone().localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)


def _by_time(event):
    return not event["time"], event["time"] or "", event["name"]


def _by_day_and_time(event):
    return event["day"], not event["time"], event["time"] or "", event["name"]
