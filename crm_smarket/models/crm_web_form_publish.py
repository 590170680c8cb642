import secrets

from odoo import api, fields, models
from odoo.tools.mail import html_to_inner_content

from ..tools.form_snippet import curl_form, curl_json, curl_signed, html_form

SCRIPT_PATH = "/crm_smarket/static/src/web_form_snippet/web_form.js"
SIGNATURE_HEADER = "X-Signature-256"

# What a person might send, by what the field fills or how it is read.
SAMPLES = {
    "lead.contact_name": "Anna Nowak",
    "lead.partner_name": "Example Sp. z o.o.",
    "lead.city": "Kraków",
    "email": "anna@example.com",
    "phone": "+48 12 345 67 89",
    "integer": "3",
    "decimal": "1234.50",
    "date": "2030-01-31",
    "boolean": "1",
}


class CrmWebForm(models.Model):
    """What the owner of a site copies to put a form on the web."""

    _inherit = "crm.web.form"

    snippet = fields.Text(
        string="HTML for a Page",
        compute="_compute_snippet",
        groups="sales_team.group_sale_manager",
        help="Works without any script, on any page.",
    )
    snippet_script = fields.Text(
        string="HTML that Stays on the Page",
        compute="_compute_snippet",
        groups="sales_team.group_sale_manager",
        help="The same with a small script: the visitor stays on the page and sees the answer there.",
    )
    curl_line = fields.Text(string="As a Form", compute="_compute_curl_lines", groups="sales_team.group_sale_manager")
    curl_json_line = fields.Text(
        string="As JSON", compute="_compute_curl_lines", groups="sales_team.group_sale_manager"
    )
    curl_signed_line = fields.Text(
        string="Signed", compute="_compute_curl_lines", groups="sales_team.group_sale_manager"
    )

    @api.depends(
        "url",
        "lang_id",
        "thank_you",
        "consent_text",
        "consent_required",
        "allow_files",
        "file_types",
        "field_ids.source_name",
        "field_ids.label",
        "field_ids.target",
        "field_ids.transform",
        "field_ids.transform_values",
        "field_ids.required",
        "field_ids.default",
    )
    def _compute_snippet(self):
        for form in self:
            # the page speaks the language of the form, not of the person who copies
            spoken = form.with_context(lang=form.lang_id.code or form.env.lang)
            texts = {
                "send": spoken.env._("Send"),
                "files": spoken.env._("Files"),
                "trap": spoken.env._("Leave this field empty"),
                "lang": form.lang_id.code,
            }
            consent = {"text": spoken.consent_text, "required": form.consent_required} if spoken.consent_text else None
            endings = form._get_file_endings() if form.allow_files else None
            inputs = spoken._get_inputs()
            script = {
                "url": form.url.partition("/crm/form/")[0] + SCRIPT_PATH,
                "thanks": spoken._get_thanks(),
                "failed": spoken.env._("This could not be sent. Please try again."),
            }
            form.snippet = html_form(form.url, inputs, texts, consent, endings)
            form.snippet_script = html_form(form.url, inputs, texts, consent, endings, script)

    @api.depends("url", "field_ids.source_name", "field_ids.target", "field_ids.transform", "consent_required")
    def _compute_curl_lines(self):
        for form in self:
            sample = form._get_sample()
            form.curl_line = curl_form(form.url, sample)
            form.curl_json_line = curl_json(form.url, sample)
            form.curl_signed_line = curl_signed(form.url, sample, SIGNATURE_HEADER)

    @api.onchange("signature_required")
    def _onchange_signature_required(self):
        """Offer a secret that nobody can guess."""
        if self.signature_required and not self.signature_secret:
            self.signature_secret = secrets.token_urlsafe(32)

    def _get_thanks(self):
        """Return in the present language what the visitor reads after the post, as plain text."""
        self.ensure_one()
        return (
            html_to_inner_content(self.thank_you) if self.thank_you else self.env._("Thank you. We will answer soon.")
        )

    def _get_sample(self):
        """Return what a visitor might send, ``{name: text}``, a dict that the form accepts."""
        self.ensure_one()
        sample = {}
        for field in self._get_single_fields().filtered(lambda field: field._is_complete()):
            choices = field._get_input_options() if field.transform == "table" else []
            text = SAMPLES.get(field.target) or SAMPLES.get(field.transform) or self.env._("A text")
            sample[field.source_name] = choices[0] if choices else text
        if self.consent_required:
            sample["_consent"] = "1"
        return sample
