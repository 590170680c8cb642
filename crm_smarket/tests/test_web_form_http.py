import base64
import hashlib
import hmac
import json
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .web_form_client import GOOD, PAGE, WebFormHttpCase

FORM = "application/x-www-form-urlencoded"


@tagged("post_install", "-at_install")
class TestWebFormHttp(WebFormHttpCase):
    """Every answer that a sender can get."""

    def test_a_post_is_stored_and_becomes_a_lead(self):
        response = self.post(GOOD)
        self.assertEqual(response.status_code, 200)
        submission = self.get_submissions()
        self.assertEqual(response.json(), {"id": submission.id, "state": "done"})
        self.assertEqual(submission.state, "done")
        self.assertEqual(submission.payload, GOOD)
        self.assertEqual(submission.lead_id.email_from, "anna@example.com")
        self.assertEqual(submission.source, "webhook")

    def test_the_body_is_kept_as_it_came(self):
        body = b"mail=anna@example.com&text=a+%00b%FF&text=%F0%9F%98%80"
        self.assertEqual(self.post(body, {"Content-Type": FORM}).status_code, 200)
        submission = self.get_submissions()
        self.assertEqual(base64.b64decode(submission.body), body)
        self.assertEqual(submission.payload["text"], "a b\ufffd")

    def test_a_form_can_send_the_visitor_on(self):
        self.form.redirect_url = "https://shop.example/thanks"
        response = self.post(GOOD, PAGE)
        self.assertEqual(response.status_code, 303)
        self.assertEqual(response.headers["Location"], "https://shop.example/thanks")
        self.assertEqual(self.post(GOOD).json()["redirect_url"], "https://shop.example/thanks")
        self.form.redirect_url = "/thanks?from=form"
        self.assertTrue(self.post(GOOD, PAGE).headers["Location"].endswith("/thanks?from=form"))
        for address in (
            "javascript:alert(1)",
            "//evil.example",
            "thanks",
            "https://",
            "https://a.example/\r\nX: y",
            "http://[",
        ):
            with self.assertRaises(ValidationError):
                self.form.redirect_url = address

    def test_all_errors_come_at_once(self):
        response = self.post({"mail": "nobody", "sum": "much"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(set(response.json()["errors"]), {"mail", "sum"})
        self.assertFalse(self.get_submissions())

    def test_nothing_is_no_inquiry(self):
        self.form.field_ids.required = False
        self.form.minimum_seconds = 0
        for data in ({}, {"name": " "}, {"_key": "page", "_time": self.form._get_time_stamp(), "_consent": "1"}):
            self.assertEqual(self.post(data).status_code, 400)
        self.assertFalse(self.get_submissions())

    def test_no_form_no_difference(self):
        archived = self.form.copy()
        archived.active = False
        answers = set()
        for token in (archived.token, "A" * 22, "x", "%00", "a%20b", "ż" * 30, "1" * 5000):
            response = self.url_open(f"/crm/form/{token}", {"a": "b"})
            answers.add((response.status_code, response.text))
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers.pop()[0], 404)

    def test_other_methods(self):
        for method in ("PUT", "DELETE", "PATCH"):
            self.assertEqual(self.post(GOOD, method=method).status_code, 405)

    def test_too_much(self):
        self.assertEqual(self.post({"mail": "a@example.com", "text": "x" * 1_100_000}).status_code, 413)
        chunks = (b"x" * 10_000 for _chunk in range(120))
        self.assertEqual(self.post(chunks, {"Content-Type": FORM}).status_code, 413)
        many = "&".join(f"f{number}=1" for number in range(10_000))
        self.assertEqual(self.post(many, {"Content-Type": FORM}).status_code, 413)
        self.assertFalse(self.get_submissions())

    def test_chunks_that_fit(self):
        chunks = iter([b"mail=anna@ex", b"ample.com"])
        self.assertEqual(self.post(chunks, {"Content-Type": FORM}).status_code, 200)
        self.assertEqual(self.get_submissions().payload, {"mail": "anna@example.com"})

    def test_unknown_content_types(self):
        for content_type in ("text/plain", "application/xml", "", "nonsense", "multipart/mixed; boundary=x"):
            self.assertEqual(self.post(b"mail=anna@example.com", {"Content-Type": content_type}).status_code, 415)
        self.assertEqual(self.post(b"x", {"Content-Type": FORM, "Content-Encoding": "gzip"}).status_code, 415)

    def test_json(self):
        body = {"mail": "anna@example.com", "items": [{"sku": "A-1"}, {"sku": "A-2"}], "sum": 12.50}
        response = self.post(json.dumps(body), {"Content-Type": "application/json", "Accept": "*/*"})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json()["state"], "done")
        self.assertEqual(self.get_submissions().payload["items.1.sku"], "A-2")
        for broken in (b"{", b"", b"[[[[", b"3", b"[" * 100_000):
            self.assertIn(self.post(broken, {"Content-Type": "application/json"}).status_code, (400, 413))

    def test_signature(self):
        self.form.write({"signature_required": True, "signature_secret": "secret"})
        body = b"mail=anna@example.com"
        right = hmac.new(b"secret", body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": FORM}
        self.assertEqual(self.post(body, headers).status_code, 401)
        for wrong in ("sha256=" + "0" * 64, "ż".encode().decode("latin-1"), right[:-1]):
            self.assertEqual(self.post(body, {**headers, "X-Signature-256": wrong}).status_code, 401)
        self.assertEqual(self.post(body + b"m", {**headers, "X-Signature-256": right}).status_code, 401)
        self.assertEqual(self.post(body, {**headers, "X-Signature-256": f"sha256={right}"}).status_code, 200)
        self.form.signature_secret = False
        self.assertEqual(self.post(body, {**headers, "X-Signature-256": f"sha256={right}"}).status_code, 401)

    def test_origins(self):
        for origin in ("https://evil.example", "http://shop.example", "null", "https://shop.example.evil.example"):
            response = self.post(GOOD, {"Origin": origin})
            self.assertEqual(response.status_code, 403, origin)
            self.assertNotIn("Access-Control-Allow-Origin", response.headers)
            self.assertEqual(response.headers["Vary"], "Origin")
        self.assertFalse(self.get_submissions())
        response = self.post(GOOD, {"Origin": "https://shop.example"})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Access-Control-Allow-Origin"], "https://shop.example")
        self.assertEqual(self.get_submissions().source, "site")
        self.assertEqual(self.post({}, {"Origin": "https://shop.example"}).headers["Vary"], "Origin")
        self.assertEqual(self.post(GOOD, {"Origin": self.base_url()}).status_code, 200)
        self.assertEqual(self.get_submissions()[1].source, "page")

    def test_preflight(self):
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "idempotency-key"}
        response = self.post(None, {"Origin": "https://shop.example", **asked}, method="OPTIONS")
        self.assertEqual(response.status_code, 204)
        self.assertEqual(response.headers["Access-Control-Allow-Origin"], "https://shop.example")
        self.assertEqual(response.headers["Access-Control-Allow-Methods"], "POST")
        self.assertIn("Idempotency-Key", response.headers["Access-Control-Allow-Headers"])
        response = self.post(None, {"Origin": "https://evil.example", **asked}, method="OPTIONS")
        self.assertEqual(response.status_code, 403)
        self.assertNotIn("Access-Control-Allow-Origin", response.headers)

    def test_the_same_key(self):
        first = self.post(GOOD, {"Idempotency-Key": "order 7"})
        again = self.post(GOOD, {"Idempotency-Key": "order 7"})
        other = self.post(GOOD, {"Idempotency-Key": "order 8"})
        self.assertEqual(first.json(), again.json())
        self.assertNotEqual(first.json(), other.json())
        self.post(GOOD)
        self.post(GOOD)
        self.assertEqual(len(self.get_submissions()), 4)
        self.assertEqual(len(self.get_submissions().lead_id), 4)

    def test_the_key_of_a_page(self):
        first = self.post({**GOOD, "_key": "page"})
        again = self.post({**GOOD, "_key": "page"})
        self.assertEqual(first.json(), again.json())
        # the visitor went back and asked something else
        other = self.post({**GOOD, "text": "And one more thing", "_key": "page"})
        self.assertNotEqual(first.json(), other.json())
        self.assertEqual(len(self.get_submissions()), 2)

    def test_a_form_that_processes_in_the_background(self):
        self.form.processing = "background"
        cron = self.env.ref("crm_smarket.ir_cron_process_web_forms")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        response = self.post(GOOD, {"Idempotency-Key": "1"})
        self.assertEqual(response.json()["state"], "received")
        self.assertEqual(self.get_submissions().state, "received")
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), triggers + 1)
        self.run_cron()
        self.assertEqual(self.get_submissions().state, "done")
        self.assertEqual(self.post(GOOD, {"Idempotency-Key": "1"}).json(), response.json())

    def test_what_cannot_be_processed_is_kept(self):
        submissions = self.env.registry["crm.web.form.submission"]
        with patch.object(submissions, "_process", side_effect=UserError("No such team")):
            response = self.post(GOOD)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json()["state"], "received")
        submission = self.get_submissions()
        self.assertEqual(submission.state, "failed")
        self.assertIn("No such team", submission.error)

    def test_consent(self):
        self.form.write({"consent_text": "<p>I agree.</p>", "consent_required": True})
        self.assertEqual(set(self.post(GOOD).json()["errors"]), {"_consent"})
        self.assertEqual(self.post({**GOOD, "_consent": "1"}).status_code, 200)
        submission = self.get_submissions()
        self.assertTrue(submission.consent_given)
        self.assertEqual(submission.consent_text, "<p>I agree.</p>")
        self.assertEqual(submission.consent_version, self.form.consent_version)
        self.assertTrue(submission.consent_date)
