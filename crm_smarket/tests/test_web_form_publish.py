import json
import shlex
from urllib.parse import parse_qsl

from lxml import html

from odoo.tests import tagged

from .web_form import WebFormCase


@tagged("post_install", "-at_install")
class TestWebFormPublish(WebFormCase):
    """What the owner of a site copies posts what the form takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_field("region", "note", transform="table", transform_values="North = N\n* = S")
        cls._add_field("call", "note", transform="boolean", label="Call me <back>")
        cls._add_field("utm_source", "utm.source")

    def _parse(self, text):
        return html.fragments_fromstring(text)

    def test_the_snippet_is_a_plain_form_with_all_fields(self):
        (form,) = self._parse(self.form.snippet)
        self.assertEqual(form.get("action"), self.form.url)
        self.assertEqual(form.method, "POST")
        self.assertEqual(form.inputs["email"].type, "email")
        self.assertEqual(form.inputs["phone"].type, "tel")
        self.assertEqual(form.inputs["message"].tag, "textarea")
        self.assertEqual(form.inputs["region"].value_options, ["", "North"])
        self.assertEqual(form.inputs["utm_source"].type, "hidden")
        self.assertIsNotNone(form.inputs["name"].get("required"))
        self.assertIn("Call me <back>", form.text_content())
        self.assertIn("_url", form.inputs.keys())
        self.assertNotIn("files", form.inputs.keys())
        self.assertNotIn("script", self.form.snippet)

    def test_the_snippet_has_what_the_form_allows_and_demands(self):
        self.form.write(
            {
                "allow_files": True,
                "file_types": "PDF, .jpg",
                "consent_text": "<p>I <b>agree</b>.</p>",
                "consent_required": True,
                "thank_you": "<p>Many <b>thanks</b></p>",
            }
        )
        form, script = self._parse(self.form.snippet_script)
        self.assertEqual(form.get("enctype"), "multipart/form-data")
        self.assertEqual(form.inputs["files"].get("accept"), ".pdf,.jpg")
        self.assertIsNotNone(form.inputs["_consent"].get("required"))
        self.assertEqual(form.get("data-thanks"), "Many thanks")
        self.assertTrue(script.get("src").endswith("/web_form_snippet/web_form.js"))

    def test_the_snippet_speaks_the_language_of_the_form(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        field = self.form.field_ids[0]
        field.label = "Your name"
        field.with_context(lang="pl_PL").label = "Imię"
        self.form.lang_id = self.env["res.lang"]._lang_get("pl_PL")
        self.assertIn("Imię *", self.form.snippet)
        self.assertIn('name="_lang" value="pl_PL"', self.form.snippet)

    def test_the_lines_for_a_shell_send_what_the_form_takes(self):
        words = shlex.split(self.form.curl_line)
        self.assertEqual(words[1], self.form.url)
        sent = dict(parse_qsl("&".join(word.replace("+", "%2B") for word in words if "=" in word)))
        self.assertFalse(self.form._map_payload(sent).errors)
        words = shlex.split(self.form.curl_json_line)
        self.assertFalse(self.form._map_payload(json.loads(words[-1])).errors)

    def test_a_field_half_typed_breaks_nothing(self):
        draft = self.form.new({"field_ids": [(0, 0, {"target": "parameter"})]}, origin=self.form)
        self.assertIn("<form", draft.snippet)
        draft.sample = "a=1"
        self.assertIn("not complete", draft.trial)
