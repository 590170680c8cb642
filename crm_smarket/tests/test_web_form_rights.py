from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .web_form import WebFormCase


@tagged("post_install", "-at_install")
class TestWebFormRights(WebFormCase):
    """Who sees what of forms and submissions, and for how long."""

    def test_salesperson(self):
        """Salespeople see the submissions of leads they may see, without what only administrators need."""
        submission = self._submit(vals={"ip_address": "192.0.2.1", "body": "YQ=="})
        waiting = self._submit(process=False)
        submissions = self.env["crm.web.form.submission"]
        self.assertEqual(submissions.with_user(self.seller).search([]), submission)
        self.assertFalse(submissions.with_user(self.other).search([]))
        self.assertEqual(submissions.with_user(self.leader).search([]), submission)
        self.assertEqual(submissions.with_user(self.manager).search([]), submission | waiting)
        own = submission.with_user(self.seller)
        self.assertEqual(own.payload["name"], "Anna Nowak")
        for name in ("ip_address", "user_agent", "body"):
            with self.assertRaises(AccessError):
                own.read([name])
        with self.assertRaises(AccessError):
            own.search([("ip_address", "=", "192.0.2.1")])
        with self.assertRaises(AccessError):
            submission.with_user(self.other).read(["payload"])

    def test_nobody_writes_submissions(self):
        submission = self._submit()
        for user in (self.seller, self.manager):
            with self.assertRaises(AccessError):
                submission.with_user(user).write({"state": "received"})
            with self.assertRaises(AccessError):
                submission.with_user(user).copy()

    def test_forms(self):
        """Forms are set up by sales administrators; salespeople see which there are, not their keys."""
        self.form.with_user(self.manager).write({"name": "Renamed", "signature_secret": "s3cret"})
        self.assertTrue(self.form.with_user(self.manager).url)
        seen = self.form.with_user(self.seller)
        self.assertEqual(seen.name, "Renamed")
        for name in ("token", "url", "signature_secret"):
            with self.assertRaises(AccessError):
                seen.read([name])
        with self.assertRaises(AccessError):
            seen.write({"name": "Mine"})
        with self.assertRaises(AccessError):
            self.form.field_ids.with_user(self.seller).write({"target": "note"})

    def test_strangers(self):
        """Portal users and visitors reach nothing."""
        submission = self._submit()
        portal = new_test_user(self.env, "portal_user", groups="base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            for record in (self.form, self.form.field_ids, submission):
                with self.assertRaises(AccessError):
                    record.with_user(user).read()

    def test_companies(self):
        """Forms and submissions of a company are seen where it is switched on."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        form = self.form.copy({"company_id": other.id, "team_id": False, "user_id": False})
        submission = self._submit(form)
        for record in (form, form.field_ids, submission):
            self.assertFalse(record.with_user(self.manager).search([("id", "in", record.ids)]))
        self.manager.company_ids |= other
        here = {"allowed_company_ids": [other.id]}
        for record in (form, form.field_ids, submission):
            found = record.with_user(self.manager).with_context(**here).search([("id", "in", record.ids)])
            self.assertEqual(found, record)

    # retention

    def test_retention(self):
        """After the company's time only the counts remain of what became a lead, and of spam."""
        self.env.company.web_form_retention_days = 30
        old = fields.Datetime.now() - timedelta(days=31)
        vals = {"date_received": old, "ip_address": "192.0.2.1", "body": "YQ==", "email_normalized": "anna@example.com"}
        done = self._submit(process=False, vals=vals)
        spam = self._submit(vals={**vals, "state": "spam"})
        failed = self._submit(process=False, vals={**vals, "state": "failed"})
        new = self._submit()
        files = [self._attach(submission) for submission in (done, spam, failed)]
        done._process()
        lead = done.lead_id
        done._gc_payloads()
        for submission in (done, spam):
            self.assertRecordValues(
                submission,
                [{"payload": False, "body": False, "ip_address": False, "email_normalized": False, "is_emptied": True}],
            )
        self.assertTrue(failed.payload, "what has not become a lead is not lost")
        self.assertTrue(new.payload)
        self.assertEqual((done.lead_id, done.state, done.date_received), (lead, "done", old))
        self.assertEqual([bool(file.exists()) for file in files], [True, False, True], "the lead keeps its files")
        self.assertEqual(self.form.submission_count, 4)

    def test_no_retention(self):
        """Without a setting everything is kept."""
        old = self._submit(vals={"date_received": fields.Datetime.now() - timedelta(days=4000)})
        old._gc_payloads()
        self.assertTrue(old.payload)
