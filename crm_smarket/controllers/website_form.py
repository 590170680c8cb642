import json

from odoo.http import request

from odoo.addons.website_crm.controllers.website_form import WebsiteForm as CrmWebsiteForm

from ..tools.form_body import SentFile
from ..tools.form_payload import PayloadError, flatten
from ..tools.form_post import BUILDER_FIELD, MAX_HEADER, Post, TooManyPosts

# What the builder adds by itself; the web form has its own team and salesperson.
OWN_FIELDS = {"context", "csrf_token", "team_id", "user_id", "website_form_signature"}


class WebsiteForm(CrmWebsiteForm):
    """Forms of the website builder that name a web form go its way: same mapping, same journal."""

    def _handle_website_form(self, model_name, **kwargs):
        """Take the post as a submission of the web form that it names; all others are core's.

        A web form that is archived or another company's is none: no inquiry is lost for it.
        """
        chosen = kwargs.pop(BUILDER_FIELD, None)
        request.params.pop(BUILDER_FIELD, None)
        form = self._get_web_form(chosen) if model_name == "crm.lead" else None
        if not form:
            return super()._handle_website_form(model_name, **kwargs)
        try:
            return json.dumps(self._take_builder_post(form, kwargs))
        except PayloadError:
            return json.dumps({"error": request.env._("This is more than the form takes.")})
        except TooManyPosts:
            return json.dumps({"error": request.env._("Too many messages at once. Please try again later.")})

    def _get_web_form(self, chosen):
        """Return the web form that a page of this site may name.

        :param str chosen: its id, as the builder stores it
        :return: crm.web.form in sudo, None for none
        """
        if not (chosen or "").isdecimal() or len(chosen) > 9:
            return None
        # sudo: a visitor may post to a form, but read none
        form = request.env["crm.web.form"].sudo().browse(int(chosen)).exists()
        is_ours = form.website_id == request.website or form.company_id == request.website.company_id
        # a page cannot sign what it sends
        return form if form.active and is_ours and not form.signature_required else None

    def _take_builder_post(self, form, values):
        """Store and process a post; return the answer that the builder's script understands."""
        post = self._make_builder_post(form, values)
        errors = form._get_post_errors(post)
        if errors:
            form._count_post(post.ip_address)
            labels = {field.source_name: field.label or field.source_name for field in form.field_ids}
            named = ((labels.get(name, name), text) for name, text in errors.items())
            return {"error": " ".join(f"{label}: {text}" if label else text for label, text in named)}
        receipt = form._take_post(post)
        return {"error": receipt.reason} if receipt.state == "refused" else {"id": receipt.id}

    def _make_builder_post(self, form, values):
        """Return the post that the values of a builder's form make."""
        texts, files = [], []
        for name, value in values.items():
            name = name.replace("&quot;", '"')  # as the builder encodes it
            if hasattr(value, "filename"):
                # the builder numbers its files: name[0][1]
                files.append(SentFile(name.partition("[")[0], value.filename, value.read()))
            elif name not in OWN_FIELDS:
                texts.append((form._get_builder_name(name), value))
        headers = request.httprequest.headers
        return Post(
            payload=flatten(texts),
            files=files,
            source="website",
            lang=request.env.lang,
            ip_address=request.httprequest.remote_addr or "",
            user_agent=headers.get("User-Agent", "")[:MAX_HEADER],
            origin=headers.get("Origin", "")[:MAX_HEADER],
            referrer=headers.get("Referer", "")[:MAX_HEADER],
        )
