from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .web_form_client import GOOD, PNG, WebFormHttpCase

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


@tagged("post_install", "-at_install")
class TestWebFormHttpAbuse(WebFormHttpCase):
    """What looks like spam, what comes too often, and files."""

    def assertSpam(self, response, reason):
        """It is kept without a lead, and the sender does not learn of it."""
        submission = self.get_submissions()[-1]
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json(), {"id": submission.id, "state": "done"})
        self.assertEqual((submission.state, submission.spam_reason), ("spam", reason))
        self.assertFalse(submission.lead_id)

    def test_the_trap(self):
        self.assertSpam(self.post({**GOOD, "_url": "https://spam.example"}), "honeypot")
        self.post({**GOOD, "_url": " "})
        self.assertEqual(self.get_submissions()[-1].state, "done")

    def test_faster_than_a_person(self):
        stamp = self.form._get_time_stamp()
        self.assertSpam(self.post({**GOOD, "_time": stamp}), "too_fast")
        self.assertSpam(self.post({**GOOD, "_time": "forged"}), "too_fast")
        self.assertSpam(self.post({**GOOD, "_time": self.form.copy()._get_time_stamp()}), "too_fast")
        self.form.minimum_seconds = 0
        self.post({**GOOD, "_time": self.form._get_time_stamp()})
        self.assertEqual(self.get_submissions()[-1].state, "done")

    def test_captcha(self):
        def verify(self, action):
            raise UserError(action)

        with patch.object(self.env.registry["ir.http"], "_verify_request_recaptcha_token", verify):
            self.assertSpam(self.post(GOOD, {"Origin": self.base_url()}), "captcha")
            self.post(GOOD)  # a webhook has no captcha
        self.assertEqual(self.get_submissions()[-1].state, "done")

    def test_too_often_from_one_address(self):
        self.form.limit_per_address = 2
        key = {"Idempotency-Key": "first"}
        first = self.post(GOOD, key)
        self.assertEqual(self.post({}).status_code, 400)
        response = self.post(GOOD)
        self.assertEqual(response.status_code, 429)
        self.assertTrue(0 < int(response.headers["Retry-After"]) <= 3600)
        # what is stored already is answered
        self.assertEqual(self.post(GOOD, key).json(), first.json())
        self.env.cr.execute("UPDATE crm_web_form_rate_limit_log SET create_date = create_date - interval '61 minutes'")
        self.assertEqual(self.post(GOOD).status_code, 200)

    def test_too_often_altogether(self):
        self.form.limit_per_form = 1
        self.assertEqual(self.post(GOOD).status_code, 200)
        self.env.cr.execute("UPDATE crm_web_form_rate_limit_log SET network = '192.0.2.1'")
        self.assertEqual(self.post(GOOD).status_code, 429)

    def test_files_where_there_should_be_none(self):
        response = self.post(GOOD, files={"photo": ("a.png", PNG)})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(set(response.json()["errors"]), {"photo"})
        # an input without a choice is no file
        self.assertEqual(self.post(GOOD, files={"photo": ("", b"")}).status_code, 200)

    def test_files(self):
        self.form.write({"allow_files": True, "file_types": "png, txt", "file_max_mb": 0.5})
        files = [("photo", ("../photo.exe", PNG)), ("paper", ("żółć.txt", "Zażółć".encode()))]
        self.assertEqual(self.post(GOOD, files=files).status_code, 200)
        submission = self.get_submissions()
        attachments = submission.attachment_ids.sorted("id")
        self.assertEqual(attachments.mapped("raw"), [PNG, "Zażółć".encode()])
        self.assertEqual(attachments.mapped("name"), ["photo.exe.png", "żółć.txt"])
        self.assertEqual(attachments.mapped("mimetype"), ["image/png", "text/plain"])
        self.assertNotIn(PNG, submission.body)
        self.assertEqual(submission.payload, GOOD)
        self.assertEqual(set(attachments.mapped("res_model")), {"crm.lead"})
        self.assertEqual(set(attachments.mapped("res_id")), set(submission.lead_id.ids))

    def test_files_of_other_types(self):
        self.form.write({"allow_files": True, "file_types": "png", "file_max_mb": 0.5})
        for content in (HTML, SVG, b"MZ\x90"):
            response = self.post(GOOD, files={"photo": ("photo.png", content, "image/png")})
            self.assertEqual(response.status_code, 400)
            self.assertEqual(set(response.json()["errors"]), {"photo"})
        large = PNG + bytes(600_000)
        self.assertEqual(self.post(GOOD, files={"photo": ("photo.png", large)}).status_code, 400)
        many = [("photo", (f"{number}.png", PNG)) for number in range(11)]
        self.assertEqual(self.post(GOOD, files=many).status_code, 413)
        self.assertEqual(self.post(GOOD, files={"photo": ("photo.png", PNG + bytes(7_000_000))}).status_code, 413)
        self.assertFalse(self.get_submissions())

    def test_files_are_never_shown_as_pages_of_the_site(self):
        self.form.write({"allow_files": True, "file_types": "svg, html, png", "file_max_mb": 0.5})
        files = [("a", ("a.svg", SVG)), ("b", ("b.png", PNG)), ("c", ("c.html", HTML))]
        self.assertEqual(self.post(GOOD, files=files).status_code, 200)
        self.authenticate("admin", "admin")
        attachments = self.get_submissions().attachment_ids
        self.assertEqual(len(attachments), 3)
        for attachment in attachments:
            for options in ("", "?mimetype=text/html"):
                response = self.url_open(f"/web/content/{attachment.id}{options}")
                self.assertEqual(response.status_code, 200)
                self.assertIn("attachment", response.headers["Content-Disposition"])
            self.assertNotIn(attachment.mimetype, ("image/svg+xml", "text/html"))

    def test_a_stranger_reads_nothing_back(self):
        public = self.env.ref("base.public_user")
        for model in ("crm.web.form", "crm.web.form.submission", "crm.web.form.rate.limit.log"):
            self.assertFalse(self.env[model].with_user(public).has_access("read"), model)

    def test_no_other_field_is_filled(self):
        data = {**GOOD, "user_id": "2", "lead.user_id": "2", "probability": "100", "partner_id": "1"}
        self.assertEqual(self.post(data).status_code, 200)
        lead = self.get_submissions().lead_id
        self.assertFalse(lead.partner_id)
