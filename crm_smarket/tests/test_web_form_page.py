from lxml import html

from odoo.tests import tagged

from .web_form_client import PAGE, WebFormHttpCase


@tagged("post_install", "-at_install")
class TestWebFormPage(WebFormHttpCase):
    """The hosted page: what a visitor sees before and after the post."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.polish = cls.env["res.lang"]._lang_get("pl_PL")
        cls.website = cls.env["website"].search([("company_id", "=", cls.form.company_id.id)], limit=1)
        cls.website.language_ids |= cls.polish
        cls.form.write(
            {
                "introduction": "<p>Tell us what you need.</p>",
                "consent_text": "<p>I agree.</p>",
                "consent_required": True,
                "minimum_seconds": 0,
                "field_ids": [
                    cls.make_field("region", "note", transform="table", transform_values="North = N\nSouth = S"),
                    cls.make_field("when", "note", transform="date", label="Opening on"),
                    cls.make_field("utm_source", "utm.source"),
                ],
            }
        )

    def _open(self, path="", **options):
        response = self.url_open(f"/crm/form/{self.form.token}{path}", **options)
        self.assertEqual(response.status_code, 200)
        return response, self._read(response)

    def _read(self, response):
        """Return the form in a page."""
        (form,) = html.fromstring(response.content).find_class("o_crm_smarket_form")
        return form

    def test_the_page_has_an_input_of_the_right_kind_for_each_field(self):
        response, form = self._open("?utm_source=newsletter&name=Anna")
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex")
        self.assertNotIn("session_id", response.headers.get("Set-Cookie", ""))
        self.assertIn("Tell us what you need.", response.text)
        self.assertIn("<title>Inquiry |", response.text)
        self.assertEqual(form.inputs["mail"].type, "email")
        self.assertIsNotNone(form.inputs["mail"].get("required"))
        self.assertEqual(form.inputs["sum"].get("inputmode"), "decimal")
        self.assertEqual(form.inputs["when"].type, "date")
        self.assertEqual(form.inputs["region"].value_options, ["", "North", "South"])
        self.assertEqual(form.inputs["utm_source"].value, "newsletter")
        self.assertEqual(form.inputs["name"].value, "Anna")
        self.assertIsNotNone(form.inputs["_consent"].get("required"))
        self.assertTrue(form.inputs["_key"].value and form.inputs["_time"].value)
        labelled = {label.get("for") for label in form.iter("label")}
        shown = [field for field in form.inputs if field.get("id")]
        self.assertLessEqual({field.get("id") for field in shown}, labelled)

    def test_what_stands_in_the_address_is_never_markup(self):
        response, form = self._open("?name=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        self.assertEqual(form.inputs["name"].value, '"><script>alert(1)</script>')
        self.assertNotIn("<script>alert(1)", response.text)

    def test_a_post_with_errors_keeps_what_was_typed(self):
        _response, form = self._open()
        sent = {**self._fill(form), "name": "Anna <b>", "mail": "nobody", "sum": "a lot", "region": "South"}
        response = self.post(sent, headers=PAGE)
        self.assertEqual(response.status_code, 400)
        mended = self._read(response)
        self.assertEqual(mended.inputs["name"].value, "Anna <b>")
        self.assertEqual(mended.inputs["region"].value, "South")
        self.assertTrue(mended.inputs["_consent"].checked)
        self.assertEqual(mended.inputs["_time"].value, sent["_time"])
        for name in ("mail", "sum"):
            field = mended.inputs[name]
            self.assertEqual(field.get("aria-invalid"), "true")
            (message,) = mended.xpath(f"//*[@id='{field.get('aria-describedby')}']")
            self.assertIn("Please", message.text_content())
        self.assertIsNotNone(mended.inputs["mail"].get("autofocus"))
        self.assertIsNone(mended.inputs["sum"].get("autofocus"))

    def test_a_missing_tick_is_asked_for(self):
        _response, form = self._open()
        sent = {**self._fill(form), "mail": "anna@example.com"}
        del sent["_consent"]
        response = self.post(sent, headers=PAGE)
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self._read(response).inputs["_consent"].get("aria-invalid"), "true")

    def test_a_good_post_is_thanked_with_its_number(self):
        _response, form = self._open()
        response = self.post({**self._fill(form), "mail": "anna@example.com"}, headers=PAGE)
        self.assertEqual(response.status_code, 200)
        submission = self.get_submissions()
        (number,) = html.fromstring(response.content).find_class("o_crm_smarket_number")
        self.assertEqual(number.text_content(), str(submission.id))
        self.assertEqual((submission.state, submission.source), ("done", "page"))
        self.assertTrue(submission.consent_given)
        self.assertNotIn("Set-Cookie", response.headers)

    def test_the_page_and_its_answer_speak_the_visitors_language(self):
        self.form.field_ids[0].with_context(lang="pl_PL").label = "Imię"
        self.form.with_context(lang="pl_PL").thank_you = "<p>Dziękujemy!</p>"
        response = self.url_open(f"/pl/crm/form/{self.form.token}")
        form = self._read(response)
        self.assertIn("Imię", form.text_content())
        self.assertEqual(form.inputs["_lang"].value, "pl_PL")
        response = self.post({**self._fill(form), "mail": "anna@example.com"}, headers=PAGE)
        self.assertIn("Dziękujemy!", response.text)
        self.assertEqual(self.get_submissions().lang, "pl_PL")

    def test_a_form_with_a_language_speaks_it_to_everybody(self):
        self.form.field_ids[0].with_context(lang="pl_PL").label = "Imię"
        self.form.lang_id = self.polish
        response, form = self._open()
        self.assertIn("Imię", form.text_content())
        self.assertEqual(form.inputs["_lang"].value, "pl_PL")
        self.assertIn('lang="pl-PL"', response.text)

    def test_unknown_archived_and_malformed_addresses_are_the_sites_own_404(self):
        token = self.form.token
        self.form.active = False
        for address in (token, "a" * 22, "%00", "..", "x" * 3000):
            with self.subTest(address=address[:30]):
                response = self.url_open(f"/crm/form/{address}")
                self.assertEqual(response.status_code, 404)
                self.assertNotIn("o_crm_smarket", response.text)
                self.assertIn("<header", response.text)

    def test_files_are_offered_where_the_form_takes_them(self):
        self.form.write({"allow_files": True, "file_types": "pdf, PNG", "file_max_mb": 2.5})
        response, form = self._open()
        self.assertEqual(form.get("enctype"), "multipart/form-data")
        self.assertEqual(form.inputs["files"].get("accept"), ".pdf,.png")
        self.assertIn("2.5 MB", response.text)

    def test_the_page_has_the_look_of_the_forms_site(self):
        other = self.env["website"].create({"name": "Another Shop", "company_id": self.form.company_id.id})
        self.form.website_id = other
        _response, form = self._open()
        response = self.post({**self._fill(form), "mail": "nobody"}, headers=PAGE)
        self.assertIn(f'data-website-id="{other.id}"', response.text)

    def _fill(self, form):
        """Return what a browser would send of the form, ticked."""
        form.inputs["_consent"].checked = True
        return {name: value for name, value in form.form_values() if name != "region"}
