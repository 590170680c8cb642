import json

from odoo.tests import tagged

from ..tools.form_post import BUILDER_FIELD
from .test_web_form_browser import WebFormBrowserCase
from .web_form_client import PNG

# A page as the builder saves it: the block Form, with the web form in a hidden field.
PAGE = """
<t t-name="crm_smarket.test_page">
    <t t-call="website.layout">
        <div id="wrap">
            <section class="s_website_form" data-vcss="001" data-snippet="s_website_form">
                <form action="/website/form/" method="post" data-model_name="crm.lead" data-success-mode="message">
                    <div class="s_website_form_field s_website_form_required" data-type="char">
                        <input type="text" class="s_website_form_input" name="contact_name" required="1"/>
                    </div>
                    <div class="s_website_form_field" data-type="email">
                        <input type="text" class="s_website_form_input" name="email_from"/>
                    </div>
                    <div class="s_website_form_field s_website_form_dnone">
                        <input type="hidden" class="s_website_form_input" name="crm_web_form" value="%s"/>
                    </div>
                    <div class="s_website_form_submit">
                        <span id="s_website_form_result"/>
                        <a href="#" role="button" class="btn btn-primary s_website_form_send">Submit</a>
                    </div>
                </form>
                <div class="s_website_form_end_message d-none">Sent.</div>
            </section>
        </div>
    </t>
</t>
"""


@tagged("post_install", "-at_install")
class TestWebFormBuilder(WebFormBrowserCase):
    """A form of the website builder that names a web form goes its way."""

    def _post(self, files=None, **values):
        response = self.url_open("/website/form/crm.lead", data=values, files=files)
        self.assertEqual(response.status_code, 200)
        return json.loads(response.text)

    def _fill(self, **values):
        return {"contact_name": "Anna Nowak", "email_from": "anna@example.com", BUILDER_FIELD: self.form.id, **values}

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
        self.assertNotIn(BUILDER_FIELD, lead.also_sent)

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
            self.assertNotIn(BUILDER_FIELD, lead.description)
        self.assertFalse(self.get_submissions())

    def test_a_form_that_demands_signatures_or_is_anothers_is_not_reached_from_a_page(self):
        self.form.write({"signature_required": True, "signature_secret": "secret"})
        self._post(**self._fill(name="Core's"))
        self.form.signature_required = False
        self.form.company_id = self.env["res.company"].create({"name": "Another"})
        self._post(**self._fill(name="Core's"))
        self.assertFalse(self.get_submissions())

    def test_a_tick_box_with_the_words_of_the_consent_is_the_consent(self):
        self.form.write({"consent_text": "<p>I agree that you <b>answer</b> me.</p>", "consent_required": True})
        self.assertIn("tick", self._post(**self._fill())["error"])
        words = "I agree that you answer me."
        self._post(**self._fill(**{words: "Yes"}))
        submission = self.get_submissions()
        self.assertTrue(submission.consent_given)
        self.assertEqual(submission.consent_version, self.form.consent_version)

    def test_saving_a_page_that_names_a_web_form_opens_no_field(self):
        fields = self.env["ir.model.fields"]
        self.assertTrue(fields.formbuilder_whitelist("crm.lead", ["name", BUILDER_FIELD]))
        self.assertFalse(fields.formbuilder_whitelist("crm.lead", [BUILDER_FIELD]))
        with self.assertRaises(ValueError):
            fields.formbuilder_whitelist("res.partner", [BUILDER_FIELD])

    def test_a_page_made_with_the_builder_says_what_is_wrong_and_sends(self):
        self.env["website.page"].create(
            {
                "name": "Inquire",
                "url": "/inquire",
                "type": "qweb",
                "key": "crm_smarket.test_page",
                "arch": PAGE % self.form.id,
                "is_published": True,
            }
        )
        self.run_in_page(
            "/inquire",
            """
            const button = document.querySelector(".s_website_form_send");
            input("contact_name").value = "Anna";
            input("email_from").value = "nobody";
            button.click();
            const error = await until("the error", () => document.querySelector("#s_website_form_result.text-danger"));
            check(error.textContent.includes("mail: Please enter one e-mail"), error.textContent);
            input("email_from").value = "anna@example.com";
            await until("the button", () => !button.matches(".disabled"));
            button.click();
            await until("the thanks", () => document.querySelector(".s_website_form_end_message:not(.d-none)"));
            done();
            """,
            ready="document.body.getAttribute('is-ready') === 'true'",
        )
        self.assertEqual(self.get_submissions().lead_id.contact_name, "Anna")
