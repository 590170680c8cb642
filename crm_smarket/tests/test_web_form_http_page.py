from odoo.tests import tagged

from .web_form_client import GOOD, PAGE, WebFormHttpCase


@tagged("post_install", "-at_install")
class TestWebFormHttpPage(WebFormHttpCase):
    """What a browser without any script of ours gets."""

    def test_a_browser_gets_the_thank_you_page(self):
        response = self.post(GOOD, PAGE)
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/html", response.headers["Content-Type"])

    def test_what_was_typed_is_still_in_the_page(self):
        response = self.post({"name": "<b>Anna</b>", "sum": "much"}, PAGE)
        self.assertEqual(response.status_code, 400)
        self.assertIn("text/html", response.headers["Content-Type"])
        self.assertIn("&lt;b&gt;Anna&lt;/b&gt;", response.text)
        self.assertNotIn("<b>Anna</b>", response.text)

    def test_no_cookies(self):
        for headers in ({}, PAGE, {"Origin": "https://evil.example"}):
            for data in (GOOD, {}):
                self.opener.cookies.pop("session_id", None)
                response = self.post(data, headers)
                self.assertNotIn("Set-Cookie", response.headers)

    def test_a_stranger_gets_nothing_back(self):
        self.post(GOOD)
        submission = self.get_submissions()
        for address in (f"/web/content/crm.web.form.submission/{submission.id}/body", f"/crm/form/{submission.id}"):
            self.opener.cookies.pop("session_id", None)
            self.assertIn(self.url_open(address, allow_redirects=False).status_code, (303, 403, 404))
