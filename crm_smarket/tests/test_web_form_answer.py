from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .web_form import NOW, WebFormCase

FRIDAY = datetime(2026, 3, 6, 16, 0)


@tagged("post_install", "-at_install")
class TestWebFormAnswer(WebFormCase):
    """The time to the first answer: promised, watched, measured in working hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "9 to 17",
                "tz": "UTC",
                "attendance_ids": [
                    (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 9, "hour_to": 17}) for day in range(5)
                ],
            }
        )
        cls.form.response_hours = 2

    def _submit_at(self, moment, **sent):
        with freeze_time(moment):
            return self._submit(vals={"date_received": moment}, **sent)

    def _get_activities(self, lead, active=True):
        kind = self.env.ref("crm_smarket.mail_activity_type_answer")
        activities = lead.with_context(active_test=False).activity_ids
        return activities.filtered(lambda a: a.activity_type_id == kind and a.active == active)

    def _answer(self, lead, user=None, **vals):
        customer = self.env["res.partner"].create({"name": "Anna", "email": "anna@example.com"})
        vals = {"subtype_xmlid": "mail.mt_comment", "partner_ids": customer.ids, **vals}
        return lead.with_user(user or self.seller).message_post(body="Hello", message_type="comment", **vals)

    def test_activity(self):
        """The salesperson is to answer within the form's working hours."""
        submission = self._submit_at(NOW)
        activity = self._get_activities(submission.lead_id)
        self.assertEqual(submission.date_answer_due, NOW + timedelta(hours=2))
        self.assertRecordValues(activity, [{"user_id": self.seller.id, "date_deadline": NOW.date()}])
        self.assertEqual(submission.lead_id.inquiry_waiting_since, NOW)

    def test_weekend(self):
        """What comes on Friday evening is due on Monday morning."""
        submission = self._submit_at(FRIDAY)
        self.assertEqual(submission.date_answer_due, datetime(2026, 3, 9, 10, 0))
        self.assertEqual(self._get_activities(submission.lead_id).date_deadline, date(2026, 3, 9))

    def test_team_hours(self):
        """A team with working hours of its own answers in these."""
        self.team.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Saturdays",
                "tz": "UTC",
                "attendance_ids": [(0, 0, {"name": "Sat", "dayofweek": "5", "hour_from": 10, "hour_to": 14})],
            }
        )
        self.assertEqual(self._submit_at(FRIDAY).date_answer_due, datetime(2026, 3, 7, 12, 0))

    def test_no_working_time(self):
        """Working hours without any working time keep no inquiry from becoming a lead."""
        self.team.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Never", "attendance_ids": [(5,)]}
        )
        submission = self._submit_at(NOW)
        self.assertEqual(submission.date_answer_due, NOW + timedelta(hours=2))
        self._answer(submission.lead_id)
        self.assertEqual(submission.answered_by_id, self.seller)

    def test_whose(self):
        """Without a salesperson it is the leader's, without a leader the one's who is responsible for the form."""
        self.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", True)
        self.form.user_id = False
        self.assertEqual(self._get_activities(self._submit_at(NOW).lead_id).user_id, self.leader)
        self.team.user_id = False
        self.assertEqual(self._get_activities(self._submit_at(NOW).lead_id).user_id, self.manager)

    def test_no_promise(self):
        """Without a response time nothing is scheduled, but the time is measured."""
        self.form.response_hours = 0
        submission = self._submit_at(NOW)
        self.assertFalse(self._get_activities(submission.lead_id))
        with freeze_time(NOW + timedelta(hours=1)):
            self._answer(submission.lead_id)
        self.assertEqual(submission.hours_to_answer, 1)

    def test_message(self):
        """The first message that the customer gets is the answer; later ones change nothing."""
        submission = self._submit_at(NOW)
        with freeze_time(NOW + timedelta(hours=3)):
            self._answer(submission.lead_id)
        with freeze_time(NOW + timedelta(hours=5)):
            self._answer(submission.lead_id, self.leader)
        self.assertRecordValues(
            submission,
            [
                {
                    "date_answered": NOW + timedelta(hours=3),
                    "answered_by_id": self.seller.id,
                    "hours_to_answer": 3,
                }
            ],
        )
        self.assertFalse(self._get_activities(submission.lead_id))
        self.assertTrue(self._get_activities(submission.lead_id, active=False))
        self.assertFalse(submission.lead_id.inquiry_waiting_since)

    def test_night_does_not_count(self):
        submission = self._submit_at(FRIDAY)
        with freeze_time(datetime(2026, 3, 9, 9, 30)):
            self._answer(submission.lead_id)
        self.assertEqual(submission.hours_to_answer, 1.5)

    def test_no_answer(self):
        """Notes, messages to colleagues, the program's own and the customer's are no answer."""
        lead = self._submit_at(NOW).lead_id
        self._answer(lead, subtype_xmlid="mail.mt_note", partner_ids=[])
        self._answer(lead, partner_ids=self.leader.partner_id.ids)
        self._answer(lead, self.env.ref("base.user_root"))
        lead.message_post(
            body="Still waiting", email_from="anna@example.com", message_type="email", subtype_xmlid="mail.mt_comment"
        )
        self.assertFalse(lead.web_form_submission_ids.date_answered)
        self.assertTrue(self._get_activities(lead))

    def test_message_to_followers(self):
        """A customer who follows the lead gets what is sent to its followers."""
        lead = self._submit_at(NOW).lead_id
        lead.partner_id = self.env["res.partner"].create({"name": "Anna", "email": "anna@example.com"})
        lead.message_subscribe(lead.partner_id.ids)
        self._answer(lead, partner_ids=[])
        self.assertEqual(lead.web_form_submission_ids.answered_by_id, self.seller)

    def test_reply_from_a_mail_program(self):
        """A salesperson who answers from a mail program, the customer among the receivers, has answered."""
        lead = self._submit_at(NOW).lead_id
        lead.message_post(
            body="Hello",
            author_id=self.seller.partner_id.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            incoming_email_to='"Anna" <anna@example.com>, sales@example.com',
        )
        self.assertEqual(lead.web_form_submission_ids.answered_by_id, self.seller)

    def test_mail_composer(self):
        """A mail sent to many leads at once answers each of them."""
        leads = self._submit_at(NOW).lead_id | self._submit_at(NOW, email="jan@example.com").lead_id
        composer = self.env["mail.compose.message"].with_user(self.leader)
        composer.create(
            {
                "model": "crm.lead",
                "res_ids": leads.ids,
                "composition_mode": "mass_mail",
                "subject": "Hello",
                "body": "<p>Hello</p>",
                "use_exclusion_list": False,
            }
        )._action_send_mail()
        self.assertEqual(leads.web_form_submission_ids.answered_by_id, self.leader)
        self.assertEqual(len(leads.web_form_submission_ids.filtered("date_answered")), 2)

    def test_call(self):
        """A call that is logged is an answer, by whoever made it."""
        lead = self._submit_at(NOW).lead_id
        call = lead.activity_schedule("mail.mail_activity_data_call", user_id=self.leader.id)
        with freeze_time(NOW + timedelta(hours=1)):
            call.with_user(self.leader).action_feedback(feedback="Talked to Anna")
        self.assertRecordValues(
            lead.web_form_submission_ids, [{"answered_by_id": self.leader.id, "hours_to_answer": 1}]
        )
        self.assertFalse(self._get_activities(lead))

    def test_activity_done(self):
        """Whoever ticks the activity says that it is answered."""
        lead = self._submit_at(NOW).lead_id
        self._get_activities(lead).with_user(self.seller).action_done()
        self.assertEqual(lead.web_form_submission_ids.answered_by_id, self.seller)

    def test_other_activity(self):
        """Other things that are done for the lead answer nobody."""
        lead = self._submit_at(NOW).lead_id
        lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.seller.id).action_done()
        self.assertFalse(lead.web_form_submission_ids.date_answered)

    def test_new_salesperson(self):
        """The answer goes along with the lead."""
        lead = self._submit_at(NOW).lead_id
        lead.user_id = self.other
        self.assertEqual(self._get_activities(lead).user_id, self.other)

    def test_second_inquiry(self):
        """Another inquiry of the same person waits for one and the same answer."""
        self.form.duplicate_days = 7
        lead = self._submit_at(NOW).lead_id
        self._submit_at(NOW + timedelta(hours=1))
        self.assertEqual(len(self._get_activities(lead)), 1)
        with freeze_time(NOW + timedelta(hours=3)):
            self._answer(lead)
        self.assertEqual(lead.web_form_submission_ids.sorted("id").mapped("hours_to_answer"), [3, 2])

    def test_inquiry_after_the_answer(self):
        """Whoever writes again after the answer waits again."""
        self.form.duplicate_days = 7
        lead = self._submit_at(NOW).lead_id
        self._answer(lead)
        self._submit_at(NOW + timedelta(hours=1))
        self.assertTrue(self._get_activities(lead))
        self.assertEqual(lead.inquiry_waiting_since, NOW + timedelta(hours=1))

    # overdue

    def _escalate(self, moment):
        cron = self.env.ref("crm_smarket.ir_cron_escalate_answers")
        with self.enter_registry_test_mode(), freeze_time(moment):
            cron.method_direct_trigger()

    def test_overdue(self):
        """What nobody answers in time becomes the leader's, once."""
        submission = self._submit_at(NOW)
        lead = submission.lead_id
        self._escalate(NOW + timedelta(hours=1))
        self.assertEqual(self._get_activities(lead).user_id, self.seller)
        self._escalate(NOW + timedelta(hours=2))
        self.assertEqual(self._get_activities(lead).user_id, self.leader)
        self.assertIn("up to leader", lead.message_ids.filtered(lambda m: "in time" in m.body).body)
        self._get_activities(lead).user_id = self.seller
        self._escalate(NOW + timedelta(hours=3))
        self.assertEqual(self._get_activities(lead).user_id, self.seller)

    def test_overdue_without_activity(self):
        """Removing the activity does not make the inquiry go away."""
        lead = self._submit_at(NOW).lead_id
        self._get_activities(lead).unlink()
        self._escalate(NOW + timedelta(hours=3))
        self.assertEqual(self._get_activities(lead).user_id, self.leader)

    def test_not_overdue(self):
        """Answered or closed deals bother nobody."""
        answered, lost = self._submit_at(NOW), self._submit_at(NOW)
        self._answer(answered.lead_id)
        lost.lead_id.action_set_lost()
        self._escalate(NOW + timedelta(days=1))
        self.assertFalse((answered | lost).filtered("date_escalated"))

    def test_merged(self):
        """Who wrote the merged lead still waits."""
        first, second = self._submit_at(NOW), self._submit_at(NOW)
        merged = (first.lead_id | second.lead_id).merge_opportunity()
        self.assertEqual(merged.inquiry_waiting_since, NOW)
        with freeze_time(NOW + timedelta(hours=1)):
            self._answer(merged)
        self.assertEqual((first | second).mapped("hours_to_answer"), [1, 1])
