import logging
from datetime import timedelta

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ..tools.markup import paragraph

_logger = logging.getLogger(__name__)

OPEN_STATES = ("received", "failed")
RETRY_MINUTES = (5, 30, 120, 480, 1440)  # after the first, the second, … failure; then a person must look


class CrmWebFormSubmission(models.Model):
    """From what was stored to a lead: exactly once, or a readable reason why not."""

    _inherit = "crm.web.form.submission"

    # ------------------------------------------------------------
    # what people do
    # ------------------------------------------------------------

    def action_process(self):
        """Make leads of these submissions, each on its own: one that fails leaves the others alone."""
        # sudo: nobody may change submissions but through such buttons
        submissions = self._check_manager().sudo()
        with submissions._in_turn():
            for submission in submissions:
                submission._process_or_fail()
        return True

    def _process_or_fail(self):
        """Process this submission within the transaction of a request; what goes wrong with it alone is recorded."""
        try:
            with self.env.cr.savepoint():
                self._process()
        except (ConcurrencyError, OperationalError):
            raise  # the whole request is tried again
        except Exception as error:
            self._record_failure(error)

    def action_mark_spam(self):
        """Put submissions aside that are no inquiries, and archive leads that came from nothing else."""
        # sudo: nobody may change submissions but through such buttons
        submissions = self._check_manager().sudo().filtered(lambda s: s.state != "spam")
        made = submissions.filtered(lambda s: s.state == "done").lead_id
        submissions.write({"state": "spam", "spam_reason": "person", "error": False, "date_retry": False})
        submissions.lead_id._update_waiting_since()
        made.filtered(lambda lead: not lead._get_inquiries()).action_archive()
        submissions.form_id._forget_failures()
        return True

    def action_mark_not_spam(self):
        """Make leads of submissions that only looked like spam; bring back those that were archived with them."""
        # sudo: nobody may change submissions but through such buttons
        submissions = self._check_manager().sudo().filtered(lambda s: s.state == "spam")
        submissions.spam_reason = False
        known = submissions.filtered("lead_id")
        known.state = "done"
        known.lead_id._update_waiting_since()
        known.lead_id.action_unarchive()
        (submissions - known).state = "received"
        return (submissions - known).with_env(self.env).action_process()

    def _check_manager(self):
        """Return these submissions; raise unless the user administers sales."""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("sales_team.group_sale_manager")):
            raise AccessError(self.env._("Only a sales administrator processes submissions. Ask one of them."))
        return self

    # ------------------------------------------------------------
    # from a post to a lead
    # ------------------------------------------------------------

    def _process(self):
        """Make a lead of this submission, or add it to the open lead of the same person.

        Whoever posts or presses the button, the program does it: as its own user, in the
        company and the language of the form. Raises whatever goes wrong; never commits.
        """
        self.ensure_one()
        submission = self._as_program()
        if not submission._lock_open():
            return
        form = submission.form_id
        mapping = form._map_payload(submission.payload or {}, form.lang_id.code)
        if mapping.errors:
            raise UserError("\n".join(f"{name}: {error}" if name else error for name, error in mapping.errors.items()))
        lead = submission._find_open_lead(mapping.person)
        state = "duplicate" if lead else "done"
        if lead:
            submission._add_to_lead(lead, mapping)
        else:
            lead = form._create_lead(mapping, submission.lang)
            submission._attach_files(lead)
        failed = submission.state == "failed"
        submission.write(
            {
                **mapping.person,
                "state": state,
                "lead_id": lead.id,
                "date_done": fields.Datetime.now(),
                "date_retry": False,
                "error": False,
                "is_refused": False,
                "spam_reason": False,
            }
        )
        submission._make_more(mapping)
        submission._await_answer()
        submission._send_receipt()
        if failed:
            form._forget_failures()

    def _as_program(self):
        """Return this submission in the environment in which leads are made of posts."""
        # superuser: the visitor may do nothing of what follows
        form = self.sudo().form_id
        kept = {key: value for key, value in self.env.context.items() if key.startswith(("mail_", "tracking_"))}
        context = {
            **kept,
            "allowed_company_ids": form.company_id.ids,
            "lang": form._get_lang(),
            "mail_create_nosubscribe": True,
            "mail_notify_force_send": False,  # mails wait for their queue: no mail server keeps a visitor waiting
            "tz": form.company_id.partner_id.tz,
        }
        return self.with_env(self.env(user=SUPERUSER_ID, su=True, context=context))

    def _lock_open(self):
        """Lock this submission and tell whether it still has to be processed.

        If the form adds to open leads, what the same person has sent is locked as well:
        whoever comes second waits, is tried again, and then sees the lead of the first.
        """
        self.flush_model(["state", "email_normalized", "phone_sanitized"])
        same_person = SQL("FALSE")
        if self.form_id.duplicate_days > 0:
            same_person = SQL(
                "company_id = %(company)s AND state IN %(states)s"
                " AND (email_normalized = %(email)s OR phone_sanitized = %(phone)s)",
                company=self.company_id.id,
                states=(*OPEN_STATES, "done"),
                email=self.email_normalized or None,
                phone=self.phone_sanitized or None,
            )
        rows = self.env.execute_query(
            SQL(
                "SELECT id, state FROM crm_web_form_submission WHERE id = %s OR (%s) ORDER BY id FOR UPDATE",
                self.id,
                same_person,
            )
        )
        self.invalidate_recordset(["state"], flush=False)
        return dict(rows).get(self.id) in OPEN_STATES

    def _make_more(self, mapping):
        """Make what a post of this kind of form becomes beside its lead.

        :param FormMapping mapping: without errors
        """

    def _attach_files(self, lead):
        """Give the files that were sent to the lead."""
        files = self.attachment_ids
        if files:
            files.write({"res_model": lead._name, "res_id": lead.id})
            lead._message_log(body=self.env._("Files sent with the inquiry"), attachment_ids=files.ids)

    # ------------------------------------------------------------
    # the same person again
    # ------------------------------------------------------------

    def _find_open_lead(self, person):
        """Return the open lead of the same person, if the form adds to it.

        :param dict person: of the mapping
        """
        form, leads = self.form_id, self.env["crm.lead"]
        if form.duplicate_days <= 0:
            return leads
        same_person = Domain.OR(Domain(fname, "=", value) for fname, value in person.items() if value)
        since = fields.Datetime.now() - timedelta(days=form.duplicate_days)
        recent = Domain("create_date", ">=", since) | Domain("web_form_submission_ids.date_received", ">=", since)
        still_open = Domain("won_status", "=", "pending") & Domain("company_id", "=", form.company_id.id)
        return leads.search(same_person & recent & still_open, order="id desc", limit=1)

    def _add_to_lead(self, lead, mapping):
        """Say in the lead's chatter what its person has written this time."""
        parts = [
            paragraph(row.field._get_label(), row.shown or row.text) for row in mapping.rows if row.text is not None
        ]
        parts += [paragraph(name, text) for name, text in mapping.also_sent.items()]
        files = self.attachment_ids
        files.write({"res_model": lead._name, "res_id": lead.id})
        lead.message_post(
            body=Markup("<p>%s</p>") % self.env._("Wrote again through “%s”:", self.form_id.name)
            + Markup().join(parts),
            author_id=lead.partner_id.id or None,
            email_from=lead.email_from if not lead.partner_id else None,
            attachment_ids=files.ids,
            subtype_xmlid="mail.mt_note",
        )

    # ------------------------------------------------------------
    # mail to the visitor
    # ------------------------------------------------------------

    def _send_receipt(self):
        """Queue the form's e-mail to the visitor, in the visitor's language; a broken template loses no lead."""
        form, lead = self.form_id, self.lead_id
        template, address = form.mail_template_id, email_normalize(lead.email_from) if lead.email_from else False
        if not template or not address:
            return
        try:
            with self.env.cr.savepoint():
                template.with_context(template_preview_lang=form._get_lang(self.lang)).send_mail(
                    lead.id, email_values={"email_to": address, "recipient_ids": []}
                )
                self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        except (UserError, ValueError) as error:
            _logger.warning("Web form %s: its answer could not be made", form.id, exc_info=True)
            lead._message_log(
                body=self.env._(
                    "The answer by e-mail “%(template)s” could not be made: %(error)s",
                    template=template.name,
                    error=str(error),
                )
            )

    # ------------------------------------------------------------
    # failures
    # ------------------------------------------------------------

    def _record_failure(self, error):
        """Note why no lead was made and when that is tried again, and tell the one responsible.

        After a mere conflict with somebody else's change the submission stays as it is: it
        will be tried again.

        :param Exception error: what `_process` raised
        """
        self.ensure_one()
        if isinstance(error, (ConcurrencyError, OperationalError)):
            return
        if not isinstance(error, UserError):
            _logger.error("Web form submission %s failed", self.id, exc_info=error)
        submission = self._as_program()
        if not submission._lock_open():
            return
        is_refused = submission._is_refusal(error)
        is_retried = not is_refused and submission.tries < len(RETRY_MINUTES)
        minutes = RETRY_MINUTES[submission.tries] if is_retried else None
        submission.write(
            {
                "state": "failed",
                "error": submission._explain(error),
                "is_refused": is_refused,
                "tries": submission.tries + 1,
                "date_retry": minutes and fields.Datetime.now() + timedelta(minutes=minutes),
            }
        )
        submission.form_id._report_failure(submission)

    def _is_refusal(self, _error):
        """Whether a failure is the form's answer to the visitor, which no retry may change behind their back."""
        return False

    def _explain(self, error):
        """Return in plain words why no lead was made."""
        if isinstance(error, UserError):
            return str(error)
        return self.env._(
            "The program could not make a lead of this: %(error)s. Try again, and tell your administrator if it stays.",
            error=f"{type(error).__name__}: {error}",
        )
