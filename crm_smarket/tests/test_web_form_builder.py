import json

from odoo.tests import tagged

from .web_form_client import PNG, WebFormHttpCase

FORM_FIELD = "crm_web_form"


@tagged("post_install", "-at_install")
class TestWebFormBuilder(WebFormHttpCase):
    """A form of the website builder that names a web form goes its way."""

    def _post(self, files=None, **values):
        response = self.url_open("/website/form/crm.lead", data=values, files=files)
        self.assertEqual(response.status_code, 200)
        return json.loads(response.text)

    def _fill(self, **values):
        return {"contact_name": "Anna Nowak", "email_from": "anna@example.com", FORM_FIELD: self.form.id, **values}

    def test_the_post_is_a_submission_with_the_forms_mapping(self):
        self.form.field_ids[3].label = "Your Question"
        answer = self._post(
            **self._fill(**{"Your Question": "How much?", "sum": "1 234,50", "Shop size": "40 m²", "team_id": 1})
        )
        submission = self.get_submissions()
        self.assertEqual(answer, {"id": submission.id})
        self.assertEqual((submission.state, submission.source), ("done", "website"))
        lead = submission.lead_id
        self.assertEqual((lead.contact_name, lead.email_from), ("Anna Nowak", "anna@example.com"))
        self.assertEqual(lead.expected_revenue, 1234.5)
        self.assertIn("How much?", lead.description)
        self.assertIn("Shop size", lead.also_sent)
        self.assertNotIn("team_id", lead.also_sent)
        self.assertNotIn(FORM_FIELD, lead.also_sent)

    def test_what_is_wrong_is_said_and_nothing_kept(self):
        answer = self._post(**self._fill(email_from="nobody", sum="a lot"))
        self.assertNotIn("id", answer)
        self.assertIn("mail:", answer["error"])
        self.assertIn("sum:", answer["error"])
        self.assertFalse(self.get_submissions())

    def test_files_come_along_where_the_form_takes_them(self):
        file = {"Plan[0][0]": ("plan.png", PNG, "image/png")}
        self.assertIn("takes no files", self._post(files=file, **self._fill())["error"])
        self.form.allow_files = True
        self._post(files=file, **self._fill())
        attachment = self.env["ir.attachment"].search([("name", "=", "plan.png")])
        self.assertEqual((attachment.res_model, attachment.res_id), ("crm.lead", self.get_submissions().lead_id.id))

    def test_without_a_form_the_way_is_cores(self):
        self.form.active = False
        for number in (self.form.id, "", "0", "x", "9" * 30):
            answer = self._post(**self._fill(crm_web_form=number, name="Core's", description="Hello"))
            lead = self.env["crm.lead"].browse(answer["id"])
            self.assertEqual((lead.name, lead.contact_name), ("Core's", "Anna Nowak"))
            self.assertNotIn(FORM_FIELD, lead.description)
        self.assertFalse(self.get_submissions())

    def test_a_form_that_demands_signatures_or_is_anothers_is_not_reached_from_a_page(self):
        self.form.write({"signature_required": True, "signature_secret": "secret"})
        self._post(**self._fill(name="Core's"))
        self.form.signature_required = False
        self.form.company_id = self.env["res.company"].create({"name": "Another"})
        self._post(**self._fill(name="Core's"))
        self.assertFalse(self.get_submissions())
