import secrets

from odoo.http import Controller, request, route

from ..tools.form_post import CONSENT, LANGUAGE, TIME


class WebFormPage(Controller):
    """The hosted page of a web form, in the look of its site."""

    @route(
        "/crm/form/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        save_session=False,
    )
    def show_form(self, token, **values):
        """Show the form; what stands in the address behind the question mark is filled in."""
        form = request.env["crm.web.form"]._find_by_token(token)
        if not form:
            # the site's own page; raised, core would look up the address, which fails for some of them
            return request.render("http_routing.404", {"status_code": 404}, status=404)
        return render_form_page(form, values)


def render_form_page(form, values=None, errors=None, status=200):
    """Return the page with the form.

    :param form: crm.web.form in sudo
    :param dict values: what was typed, ``{name: text}``
    :param dict errors: what is wrong with it, ``{name: message}``
    """
    values, errors = values or {}, errors or {}
    form = _enter_website(form, values.get(LANGUAGE))
    inputs = form._get_inputs(values, errors)
    shown = {field["name"] for field in inputs}
    return _render(
        "crm_smarket.web_form_page",
        {
            "form": form,
            "inputs": inputs,
            "values": values,
            "errors": errors,
            # of what has no input of its own, such as the consent or the files
            "other_errors": [message for name, message in errors.items() if name not in shown],
            "first_wrong": next((field["name"] for field in inputs if field["error"]), None),
            "is_agreed": CONSENT in values,
            "key": secrets.token_urlsafe(16),
            # a person who mends a field is quicker than one who fills in all of them
            "stamp": values.get(TIME) or form._get_time_stamp(),
            "lang": request.env.lang,
        },
        status,
    )


def render_thank_you(form, submission):
    """Return the page after the post.

    :param form: crm.web.form in sudo
    :param submission: crm.web.form.submission in sudo, empty for what only looks like a success
    """
    form = _enter_website(form, submission.lang)
    return _render("crm_smarket.web_form_thank_you", {"form": form, "submission": submission})


def _render(template, values, status=200):
    # not the template, which would lend the page its technical name
    values["main_object"] = request.env["ir.ui.view"]
    response = request.render(template, values, status=status)
    response.flatten()
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _enter_website(form, lang=None):
    """Make the request one of the form's site, as ``ir.http`` does for routes of a website.

    :param str lang: code of the language that the visitor reads, if known
    :return: the form in the language of the page
    """
    website = form.website_id or request.env["website"].sudo().get_current_website()
    languages = request.env["ir.http"].with_context(website_id=website.id)
    request.is_frontend = request.is_frontend_multilang = True
    # a form that has a language speaks it to everybody
    asked = (form.lang_id.code, lang, request.env.context.get("lang"))
    spoken = filter(None, map(languages.get_nearest_lang, asked))
    request.lang = request.env["res.lang"]._get_data(code=next(spoken, website.default_lang_id.code))
    request.update_context(lang=request.lang.code, website_id=website.id, allowed_company_ids=website.company_id.ids)
    request.website = website.with_env(request.env)
    return form.with_context(lang=request.lang.code)
