import pytz

from odoo import fields, models, tools
from odoo.fields import Domain

from .crm_web_form_submission import ANSWER_TYPE


class CrmLead(models.Model):
    """The answer that an inquiry of a web form waits for."""

    _inherit = "crm.lead"

    def write(self, vals):
        """Write; the answer that is due goes with the lead to its new salesperson."""
        result = super().write(vals)
        if vals.get("user_id"):
            # sudo: the lead may be out of the user's sight now
            waiting = self.sudo().filtered("inquiry_waiting_since")
            activities = waiting._get_answer_activities().filtered(lambda a: a.user_id.id != vals["user_id"])
            if activities:
                activities.user_id = vals["user_id"]
        return result

    def _get_waiting_submissions(self):
        """Return the submissions of these leads that nobody has answered yet."""
        waiting = self.filtered("inquiry_waiting_since")  # most leads cost no query
        return waiting._get_inquiries().filtered(lambda submission: not submission.date_answered)

    def _update_waiting_since(self):
        """Note since when somebody waits for the answer to these leads."""
        for lead in self:
            unanswered = lead._get_inquiries().filtered(lambda submission: not submission.date_answered)
            lead.inquiry_waiting_since = min(unanswered.mapped("date_received"), default=False)

    def _get_answer_activities(self):
        """Return the open activities "Answer" of these leads."""
        kind = self.env["ir.model.data"]._xmlid_to_res_id(ANSWER_TYPE)  # False once somebody has deleted it
        if not self or not kind:
            return self.env["mail.activity"]
        return self.env["mail.activity"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("activity_type_id", "=", kind)]
        )

    def _schedule_answer(self, user, due):
        """Schedule the answer for a person.

        :param datetime due: UTC; the activity's deadline is that day where the person is
        """
        self.ensure_one()
        zone = pytz.timezone(user.tz or self.company_id.partner_id.tz or "UTC")
        self.activity_schedule(
            ANSWER_TYPE, date_deadline=pytz.utc.localize(due).astimezone(zone).date(), user_id=user.id
        )

    def _escalate_answer(self):
        """Hand the answer to the team's leader if it is still overdue, and say so."""
        self.ensure_one()
        submissions = self.env["crm.web.form.submission"]
        submissions = submissions.search(submissions._get_overdue_domain() & Domain("lead_id", "=", self.id))
        if not submissions:
            return
        submissions.date_escalated = fields.Datetime.now()
        leader = self.team_id.user_id or submissions.form_id[:1].responsible_id
        activities = self._get_answer_activities()
        if not leader or leader == activities.user_id:
            return
        if activities:
            activities.user_id = leader
        else:
            self._schedule_answer(leader, min(submissions.mapped("date_answer_due")))
        self._message_log(body=self.env._("Nobody has answered in time; the answer is now up to %s.", leader.name))

    # ------------------------------------------------------------
    # the first answer
    # ------------------------------------------------------------

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        is_mail = message.message_type in ("comment", "email", "email_outgoing") and not message.is_internal
        lead = self.sudo()  # sudo: customers and colleagues without a part in sales may write as well
        if is_mail and lead.inquiry_waiting_since:
            addresses = [message.outgoing_email_to, message.incoming_email_to, message.incoming_email_cc]
            lead._note_answer_by(message, lead._get_receivers(message), ", ".join(filter(None, addresses)))
        return result

    def _message_mail_after_hook(self, mails):
        """A mail sent to several leads at once answers each of them."""
        result = super()._message_mail_after_hook(mails)
        # sudo: whoever answers need not be the one the submission belongs to
        for mail in mails:
            self.sudo().browse(mail.res_id)._note_answer_by(mail.mail_message_id, mail.recipient_ids, mail.email_to)
        return result

    def _note_answer_by(self, message, partners, addresses):
        """Count a message as the first answer if a person of ours wrote it and the customer gets it.

        :param partners: who gets it
        :param str addresses: who else gets it
        """
        self.ensure_one()
        user = message.author_id.user_ids.filtered(lambda user: user._is_internal() and not user._is_superuser())[:1]
        if not user:
            return
        waiting = self._get_waiting_submissions()
        if waiting and self._is_for_customer(partners, addresses):
            waiting._note_answer(user)

    def _get_receivers(self, message):
        """Return the partners who get a message of this lead: addressed, or following."""
        followers = self.message_follower_ids.filtered(lambda f: message.subtype_id in f.subtype_ids).partner_id
        return message.partner_ids | followers

    def _is_for_customer(self, partners, addresses):
        """Whether the customer of this lead is among these."""
        known = {*partners.mapped("email_normalized"), *tools.email_normalize_all(addresses or "")}
        return bool(self.partner_id & partners) or (bool(self.email_normalized) and self.email_normalized in known)
