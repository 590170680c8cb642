from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .web_form import NOW, WebFormCase

PROCESS = "odoo.addons.crm_smarket.models.crm_web_form_lead.CrmWebForm._create_lead"


@tagged("post_install", "-at_install")
class TestWebFormProcess(WebFormCase):
    """A post becomes a lead, exactly once; what cannot says why and is tried again."""

    def test_lead(self):
        """The lead has who wrote, for whom it is, and what was written."""
        submission = self._submit(phone="22 123 45 67", page="prices", vals={"lang": "en_US"})
        lead = submission.lead_id
        self.assertEqual(submission.state, "done")
        self.assertTrue(submission.date_done)
        self.assertRecordValues(
            lead,
            [
                {
                    "name": "Shop equipment: Anna Nowak",
                    "type": "lead",
                    "contact_name": "Anna Nowak",
                    "email_from": "anna@example.com",
                    "phone": "+48 22 123 45 67",
                    "team_id": self.team.id,
                    "user_id": self.seller.id,
                    "company_id": self.form.company_id.id,
                    "partner_id": False,
                    "lang_code": "en_US",
                    "medium_id": self.env.ref("utm.utm_medium_website").id,
                    "also_sent": "page: prices",
                }
            ],
        )
        self.assertEqual(lead.description, "<p><b>Message</b><br>Ten racks, please.</p>")
        self.assertEqual(lead.create_uid, self.env.ref("base.user_root"))

    def test_once(self):
        """Processing what is done does nothing."""
        submission = self._submit()
        lead = submission.lead_id
        submission._process()
        submission.action_process()
        self.assertEqual(submission.lead_id, lead)
        self.assertEqual(self.env["crm.lead"].search_count([("email_from", "=", "anna@example.com")]), 1)

    def test_as_visitor(self):
        """Whoever posts, the program makes the lead: in the form's company, with a known salesperson."""
        visitor = self.env.ref("base.public_user")
        submission = self._submit(process=False)
        submission.with_user(visitor).sudo()._process()
        self.assertEqual(submission.lead_id.user_id, self.seller)
        self.assertNotIn(visitor.partner_id, submission.lead_id.message_partner_ids)

    # whose the lead is

    def test_team_without_salesperson(self):
        """Without a salesperson the lead is its team leader's, or waits where rules assign leads."""
        self.form.user_id = False
        self.assertEqual(self._submit().lead_id.user_id, self.leader)
        self.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", True)
        lead = self._submit().lead_id
        self.assertFalse(lead.user_id)
        self.assertEqual(lead.team_id, self.team)

    def test_salesperson_without_team(self):
        self.form.team_id = False
        lead = self._submit().lead_id
        self.assertEqual((lead.user_id, lead.team_id), (self.seller, self.team))

    def test_nobody(self):
        self.form.write({"team_id": False, "user_id": False})
        lead = self._submit().lead_id
        self.assertFalse(lead.user_id)
        self.assertFalse(lead.team_id)

    def test_opportunity(self):
        """The form says lead or opportunity; a team without leads gets opportunities."""
        self.form.lead_type = "opportunity"
        self.assertEqual(self._submit().lead_id.type, "opportunity")
        self.form.lead_type = "lead"
        self.team.use_leads = False
        self.assertEqual(self._submit().lead_id.type, "opportunity")

    def test_company(self):
        """The lead belongs to the form's company, whichever one is switched on."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        form = self.form.copy({"company_id": other.id, "team_id": False, "user_id": False})
        self.assertTrue(form.token)
        self.assertNotEqual(form.token, self.form.token)
        self.assertEqual(self._submit(form).lead_id.company_id, other)

    # the same person again

    def test_added_to_open_lead(self):
        """The same person within the form's days adds to the open lead: known by the e-mail address or the phone."""
        self.form.duplicate_days = 7
        lead = self._submit(phone="22 123 45 67").lead_id
        for sent in ({"email": "ANNA@example.com"}, {"email": "other@example.com", "phone": "+48221234567"}):
            again = self._submit(message="And <b>five</b> scales", page="2", **sent)
            self.assertEqual((again.state, again.lead_id), ("duplicate", lead))
            message = lead.message_ids[0]
            self.assertIn("And &lt;b&gt;five&lt;/b&gt; scales", message.body)
            self.assertIn("<b>page</b>", message.body)

    def test_not_added(self):
        """Another person, a closed lead, another company's lead or one from long ago: a lead of its own."""
        self.form.duplicate_days = 7
        lead = self._submit().lead_id
        self.assertEqual(self._submit(email="other@example.com").state, "done")
        lead.action_set_lost()
        second = self._submit()
        self.assertEqual(second.state, "done")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        second.lead_id.write({"user_id": False, "team_id": False, "company_id": elsewhere.id})
        third = self._submit()
        self.assertEqual(third.state, "done")
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=8), third.lead_id.id],
        )
        third.date_received -= timedelta(days=8)
        self.env.invalidate_all()
        self.assertEqual(self._submit().state, "done")

    def test_window_counts_from_the_last_post(self):
        self.form.duplicate_days = 7
        lead = self._submit().lead_id
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s", [fields.Datetime.now() - timedelta(days=30), lead.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._submit().lead_id, lead)

    def test_always_a_new_lead(self):
        self.assertNotEqual(self._submit().lead_id, self._submit().lead_id)

    # failures

    def test_failure(self):
        """A failure keeps everything, says why, and tells the one who is responsible, once."""
        first, second = self._submit(process=False), self._submit(process=False)
        self._add_field("size", "lead.expected_revenue", required=True)
        with freeze_time(NOW):
            (first | second).action_process()
        self.assertEqual(set((first | second).mapped("state")), {"failed"})
        self.assertEqual(first.error, "size: Please fill this in.")
        self.assertEqual((first.tries, first.date_retry), (1, NOW + timedelta(minutes=5)))
        self.assertEqual(first.payload["message"], "Ten racks, please.")
        self.assertFalse(self.env["crm.lead"].search([("email_from", "=", "anna@example.com")]))
        self.assertEqual(len(self.form.activity_ids), 1)
        self.assertEqual(self.form.activity_ids.user_id, self.manager)

    def test_retry(self):
        """Once the mapping is mended, what failed becomes leads, and the activity is done."""
        submissions = self._submit(process=False) | self._submit(process=False)
        field = self._add_field("size", "lead.expected_revenue", required=True)
        submissions.action_process()
        field.required = False
        submissions[0].action_process()
        self.assertTrue(self.form.activity_ids, "one of them still waits")
        submissions.with_user(self.manager).action_process()
        self.assertEqual(submissions.mapped("state"), ["done", "done"])
        self.assertEqual(submissions.mapped("error"), [False, False])
        self.assertEqual(len(submissions.lead_id), 2)
        self.assertFalse(self.form.activity_ids)

    def test_retries_end(self):
        """Tries come ever more rarely, and at last somebody must look."""
        submission = self._submit(process=False)
        self._add_field("size", "lead.expected_revenue", required=True)
        pauses = []
        with freeze_time(NOW):
            for _try in range(6):
                submission.action_process()
                pauses.append(submission.date_retry and (submission.date_retry - NOW).total_seconds() / 60)
        self.assertEqual(pauses, [5, 30, 120, 480, 1440, False])

    def test_one_leaves_the_others_alone(self):
        """A post that fails takes nothing of the others along."""
        self._add_field("size", "lead.expected_revenue")
        good, bad, last = (self._submit(process=False, size=size) for size in ("1", "big", "3"))
        (good | bad | last).action_process()
        self.assertEqual((good | bad | last).mapped("state"), ["done", "failed", "done"])

    @mute_logger("odoo.addons.crm_smarket.models.crm_web_form_submission_process")
    def test_program_error(self):
        """Also an error of the program leaves nothing half done, and words that a person understands."""
        submission = self._submit(process=False)
        with patch(PROCESS, side_effect=KeyError("oops")):
            submission.action_process()
        self.assertEqual(submission.state, "failed")
        self.assertIn("could not make a lead", submission.error)
        self.assertIn("oops", submission.error)

    def test_conflict(self):
        """A mere conflict with somebody else's change is no failure."""
        submission = self._submit(process=False)
        submission._record_failure(SerializationFailure())
        self.assertEqual((submission.state, submission.tries), ("received", 0))
        with patch(PROCESS, side_effect=SerializationFailure()), self.assertRaises(SerializationFailure):
            submission.action_process()

    def test_late_failure(self):
        """What has been done meanwhile does not become a failure."""
        submission = self._submit()
        submission._record_failure(UserError("late"))
        self.assertEqual(submission.state, "done")

    # spam

    def test_spam(self):
        """Spam makes no lead, until somebody says that it is none."""
        submission = self._submit(vals={"state": "spam", "spam_reason": "honeypot"})
        self.assertFalse(submission.lead_id)
        submission.action_process()
        self.assertEqual(submission.state, "spam")
        submission.with_user(self.manager).action_mark_not_spam()
        self.assertEqual((submission.state, submission.spam_reason), ("done", False))
        self.assertTrue(submission.lead_id)

    def test_mark_spam(self):
        """A lead that came of nothing but spam is put away, and comes back."""
        submission = self._submit()
        submission.with_user(self.manager).action_mark_spam()
        self.assertEqual((submission.state, submission.spam_reason), ("spam", "person"))
        self.assertFalse(submission.lead_id.active)
        submission.action_mark_not_spam()
        self.assertEqual(submission.state, "done")
        self.assertTrue(submission.lead_id.active)

    def test_spam_in_an_open_lead(self):
        """Spam that met an open lead leaves this lead to whoever works on it."""
        self.form.duplicate_days = 7
        lead = self.env["crm.lead"].create({"name": "By hand", "email_from": "anna@example.com"})
        lead.company_id = self.form.company_id
        submission = self._submit()
        self.assertEqual((submission.state, submission.lead_id), ("duplicate", lead))
        self.assertTrue(lead.inquiry_waiting_since)
        submission.action_mark_spam()
        self.assertTrue(lead.active)
        self.assertFalse(lead.inquiry_waiting_since)

    def test_mark_failed_as_spam(self):
        submission = self._submit(process=False)
        self._add_field("size", "lead.expected_revenue", required=True)
        submission.action_process()
        submission.action_mark_spam()
        self.assertEqual((submission.state, submission.error, submission.date_retry), ("spam", False, False))
        self.assertFalse(self.form.activity_ids)

    def test_buttons_are_for_managers(self):
        submission = self._submit()
        for button in ("action_process", "action_mark_spam", "action_mark_not_spam"):
            with self.assertRaises(AccessError):
                getattr(submission.with_user(self.seller), button)()

    # files and mail

    def test_files(self):
        """Files that came with the post are the lead's, seen in its chatter."""
        submission = self._submit(process=False)
        file = self._attach(submission)
        submission._process()
        self.assertEqual((file.res_model, file.res_id), ("crm.lead", submission.lead_id.id))
        self.assertIn(file, submission.lead_id.message_ids.attachment_ids)

    def test_mail_to_the_visitor(self):
        """The visitor's mail waits in the queue, in the visitor's language, addressed to nobody else."""
        self.env["res.lang"]._activate_lang("pl_PL")
        template = self.env["mail.template"].create(
            {
                "name": "Thanks",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "subject": "Thank you, {{ object.contact_name }}",
                "body_html": "<p>We answer soon, <t t-out='object.contact_name'/>.</p>",
                "partner_to": str(self.env.company.partner_id.id),
                "auto_delete": False,
            }
        )
        template.with_context(lang="pl_PL").subject = "Dziękujemy, {{ object.contact_name }}"
        self.form.mail_template_id = template
        submission = self._submit(name="<b>Anna</b>", vals={"lang": "pl_PL"})
        mail = self.env["mail.mail"].search([("res_id", "=", submission.lead_id.id), ("model", "=", "crm.lead")])
        mail = mail.filtered("email_to")
        self.assertRecordValues(
            mail, [{"state": "outgoing", "email_to": "anna@example.com", "subject": "Dziękujemy, <b>Anna</b>"}]
        )
        self.assertFalse(mail.recipient_ids)
        self.assertIn("&lt;b&gt;Anna&lt;/b&gt;", mail.body_html)

    @mute_logger(
        "odoo.addons.crm_smarket.models.crm_web_form_submission_process", "odoo.addons.mail.models.mail_render_mixin"
    )
    def test_broken_template(self):
        """A template that cannot be rendered loses no lead; the chatter says so."""
        self.form.mail_template_id = self.env["mail.template"].create(
            {
                "name": "Broken",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "subject": "{{ object.no_such_field }}",
            }
        )
        submission = self._submit()
        self.assertEqual(submission.state, "done")
        self.assertIn("“Broken” could not be made", submission.lead_id.message_ids[0].body)

    # the form itself

    def test_find_by_token(self):
        forms = self.env["crm.web.form"].with_user(self.env.ref("base.public_user"))
        self.assertEqual(forms._find_by_token(self.form.token), self.form)
        for token in ("", None, "x", "%" * 22, self.form.token.swapcase(), f"{self.form.token}\n"):
            self.assertFalse(forms._find_by_token(token), token)
        self.form.active = False
        self.assertFalse(forms._find_by_token(self.form.token))

    def test_renew_token(self):
        token = self.form.token
        self.form.action_renew_token()
        self.assertNotEqual(self.form.token, token)
        self.assertFalse(self.env["crm.web.form"]._find_by_token(token))

    def test_consent_version(self):
        """Another text is another version; the same one is not."""
        self.form.consent_text = "<p>I agree.</p>"
        version = self.form.consent_version
        self.form.consent_text = "<p>I agree.</p>"
        self.form.name = "Renamed"
        self.assertEqual(self.form.consent_version, version)
        self.form.consent_text = "<p>I agree to everything.</p>"
        self.assertEqual(self.form.consent_version, version + 1)
