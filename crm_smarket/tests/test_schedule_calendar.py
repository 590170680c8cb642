from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, ProjectCase, day


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScheduleCalendar(ProjectCase):
    """Working hours: Monday to Friday, nine to five, in Warsaw (UTC+1, from the 29th UTC+2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": "Europe/Warsaw",
                "attendance_ids": [(5,)]
                + [
                    (0, 0, {"name": "Work", "dayofweek": str(weekday), "hour_from": 9, "hour_to": 17})
                    for weekday in range(5)
                ],
            }
        )

    def test_plan_in_working_time(self):
        """Friday the 27th, three in the afternoon: over a week-end on which the clocks change."""
        self.needs.write({"duration": 4, "duration_unit": "hours"})
        self.delivery.write({"lag": 2, "lag_unit": "hours"})
        lead = self._create_lead(project_date_start=day(27, 14))
        self.assertEqual(
            [(s.date_start, s.date_end) for s in lead.project_stage_ids],
            [
                (day(27, 14), day(30, 9)),  # Friday 15–17, Monday 9–11
                (day(30, 13), datetime(2026, 4, 2, 13)),  # a working day later, at 15 in Warsaw
                (datetime(2026, 4, 2, 13), datetime(2026, 4, 3, 13)),
                (datetime(2026, 4, 6, 7), datetime(2026, 4, 13, 7)),  # two hours later it is five: Monday at nine
            ],
        )

    def test_due_at_the_next_opening(self):
        lead = self._create_lead()
        contract = self._stage(lead, "Contract")
        with freeze_time(day(6, 20)):
            lead.project_stage_ids[:2].write({"state": "done"})
            self.assertEqual((contract.state, contract.date_due), ("not_started", day(9, 8)), "Monday at nine")

    def test_slack_and_variance_are_working_time(self):
        lead = self._create_lead(project_date_start=day(5, 8))
        offer = self._stage(lead, "Offer")
        self.assertEqual(offer.date_start, day(6, 8))
        offer.date_start = day(9, 8)
        self.assertEqual(offer.variance, 8, "one working day over the week-end")
        self.template.resource_calendar_id = False
        self.assertEqual(offer.variance, 24, "counted in the hours of the template")

    def test_lost_time_is_in_no_duration(self):
        """Eight hours of work, one done before the loss on Friday evening: seven are left."""
        self.needs.write({"duration": 8, "duration_unit": "hours"})
        with freeze_time(day(6, 15)):
            lead = self._create_lead(project_date_start=day(6, 15))
            needs = lead.project_stage_ids[0]
            needs.action_start()
        with freeze_time(day(6, 18)):
            lead.action_set_lost()
        with freeze_time(day(9, 9)):
            lead.action_restore()
            self.assertEqual(needs.lost_seconds, 3600, "Monday from nine to ten")
            self.assertEqual((needs.date_start, needs.date_end), (day(6, 15), day(9, 16)))
            needs.date_end = day(9, 13)
            self.assertEqual((needs.date_end, needs.duration, needs.duration_unit), (day(9, 13), 5, "hours"))
            self.assertEqual(needs.expected_date_start, day(6, 15))

    def test_zone_of_the_user_does_not_matter(self):
        self.seller.tz = "Asia/Vladivostok"
        lead = self._create_lead(project_date_start=day(27, 14))
        mine = self._create_lead(project_date_start=day(27, 14)).with_user(self.seller)
        mine.project_stage_ids[0].date_start = day(30, 8)
        lead.project_stage_ids[0].date_start = day(30, 8)
        self.assertEqual(mine.project_stage_ids.mapped("date_end"), lead.project_stage_ids.mapped("date_end"))

    def test_changed_hours_hold_with_the_next_event(self):
        lead = self._create_lead(project_date_start=day(6, 8))
        before = lead.project_stage_ids.mapped("date_end")
        self.template.resource_calendar_id = False
        self.assertEqual(lead.project_stage_ids.mapped("date_end"), before, "plans move on events only")
        lead.project_stage_ids[0].action_start()
        self.assertEqual(lead.project_stage_ids[0].date_end - lead.project_stage_ids[0].date_start, timedelta(2))

    def test_no_working_time(self):
        self.template.resource_calendar_id.attendance_ids.unlink()
        with self.assertRefused("no working time"):
            self._create_lead()


@tagged("post_install", "-at_install")
@freeze_time("2026-03-27 14:00:00")
class TestScheduleRoundTheClock(ProjectCase):
    """Round the clock in the company's zone: a day is the same wall time on the next date."""

    def test_days_over_the_change_of_clocks(self):
        self.env.company.resource_calendar_id.tz = "Europe/Warsaw"
        self.needs.write({"duration": 48, "duration_unit": "hours"})
        lead = self._create_lead(project_date_start=datetime(2026, 3, 27, 14))
        needs, offer, contract, _delivery = lead.project_stage_ids
        self.assertEqual(needs.date_end, datetime(2026, 3, 29, 14), "an hour is an hour")
        self.assertEqual(offer.date_start, datetime(2026, 3, 28, 14))
        self.assertEqual(offer.date_end, datetime(2026, 3, 31, 13), "15 o'clock in Warsaw, before and after")
        self.assertEqual(contract.date_end, datetime(2026, 4, 1, 13))
