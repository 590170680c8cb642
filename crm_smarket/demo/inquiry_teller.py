"""Lets the inquiries of the demonstration company arrive, be answered and become deals."""

from datetime import datetime, time, timedelta

import pytz

from odoo import fields

from .teller import Teller
from .working_days import add_working_days

HOME = pytz.timezone("Asia/Yekaterinburg")
HANDED_OVER = timedelta(minutes=10)  # until the leader has found a salesperson
SITES = {"russian": "site", "polish": "webhook", "english": "page"}
NOTES = {
    "call": "Called back: clarified sizes and dates, the offer follows.",
    "mail": "Answered by e-mail with the catalogue and prices.",
}


class InquiryTeller(Teller):
    """Walks through the days of the company's web forms, one event after the other."""

    def __init__(self, demo, clock):
        super().__init__(demo, clock)
        self.sellers = [demo._get_seller(login) for login in ("seller", "dmitry", "olga")]

    def tell(self, inquiries):
        """Let the inquiries happen up to the present, each event at its time."""
        events = []
        for number, inquiry in enumerate(inquiries, 1):
            moment = self._get_moment(inquiry)
            events += [(when, number, inquiry, deed) for when, deed in self._get_deeds(inquiry, moment)]
        for when, number, inquiry, deed in sorted(events, key=lambda event: event[:2]):
            if when <= self.present:
                self.clock.move_to(when)
                deed(number, inquiry)
        self.clock.move_to(self.present)

    def _get_moment(self, inquiry):
        """Return when it came, in UTC; the latest one is always there."""
        day = add_working_days(self.present.date(), -inquiry.day)
        moment = HOME.localize(datetime.combine(day, time.fromisoformat(inquiry.time)))
        return min(moment.astimezone(pytz.utc).replace(tzinfo=None), self.present - timedelta(minutes=20))

    def _get_deeds(self, inquiry, moment):
        """Yield ``(moment, method)`` of what happens to an inquiry."""
        yield moment, self._arrive
        if inquiry.spam:
            return
        if inquiry.form == "russian":
            yield moment + HANDED_OVER, self._hand_over
        if inquiry.answer:
            yield moment + timedelta(minutes=inquiry.minutes), self._answer
        else:
            yield moment + timedelta(days=1), self._escalate
        if inquiry.then:
            yield moment + timedelta(days=1), self._end

    def _arrive(self, number, inquiry):
        """Store the post as the door of the form does, and make a lead of it."""
        form = self.demo._ref(f"crm_web_form_demo_{inquiry.form}").with_env(self.env)
        is_ticked = bool(form.consent_text)
        submission = self.env["crm.web.form.submission"].create(
            {
                "form_id": form.id,
                "idempotency_key": f"demo {number}",
                "state": "spam" if inquiry.spam else "received",
                "spam_reason": inquiry.spam or False,
                "payload": inquiry.sent,
                "content_type": "application/x-www-form-urlencoded",
                "source": SITES[inquiry.form],
                "origin": "https://smarket.example.com",
                "ip_address": f"192.0.2.{number}",
                "lang": form.lang_id.code,
                "consent_given": is_ticked,
                "consent_text": is_ticked and form.consent_text,
                "consent_version": form.consent_version if is_ticked else 0,
                "consent_date": is_ticked and fields.Datetime.now(),
            }
        )
        self.demo._keep(f"crm_web_form_submission_demo_{number}", submission)
        submission.action_process()

    def _hand_over(self, number, _inquiry):
        """The leader gives the lead to a salesperson, to each in turn; later inquiries stay with them."""
        lead = self._get_lead(number)
        if lead.user_id == lead.team_id.user_id:
            lead.with_user(lead.user_id).user_id = self.sellers[number % len(self.sellers)]

    def _answer(self, number, inquiry):
        """The salesperson calls, or notes that the mail is sent."""
        lead = self._get_lead(number)
        activities = lead._get_answer_activities()
        if inquiry.answer == "call":
            activities = lead.activity_schedule("mail.mail_activity_data_call", user_id=lead.user_id.id)
        activities.with_user(lead.user_id).action_feedback(feedback=NOTES[inquiry.answer])

    def _escalate(self, number, _inquiry):
        """Nobody has answered: the scheduled action hands it to the leader."""
        for lead in self._get_lead(number):  # none when it failed
            lead._escalate_answer()

    def _end(self, number, inquiry):
        """The lead becomes a deal, or leads to nothing."""
        lead = self._get_lead(number).with_user(self._get_lead(number).user_id)
        if inquiry.then == "lost":
            lead.action_set_lost(lost_reason_id=self.env.ref("crm.lost_reason_1").id)
        else:
            lead.convert_opportunity(lead.partner_id)

    def _get_lead(self, number):
        """Return the lead of an inquiry."""
        return self.demo._ref(f"crm_web_form_submission_demo_{number}").with_env(self.env).lead_id
