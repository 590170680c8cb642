from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from odoo.exceptions import UserError
from odoo.http import Controller, Response, request, route

from ..tools.form_body import FORM, MULTIPART, is_json, is_readable, read_body
from ..tools.form_payload import PayloadError, clean_text
from ..tools.form_post import CAPTCHA_TOKENS, LANGUAGE, MAX_HEADER, TIME, Post, TooManyPosts, make_key
from .web_form_dispatcher import WebFormDispatcher

PREFLIGHT_SECONDS = 24 * 60 * 60
SENT_HEADERS = "Accept, Content-Type, Idempotency-Key"
SIGNATURE = "X-Signature-256"


def _get_pages():
    """Return the module of the pages that visitors see.

    Imported late: of routes with one address the earlier defined one gets OPTIONS, which no route
    can leave to another, and that has to be the one here.
    """
    from . import web_form_page

    return web_form_page


class Refusal(Exception):
    """A post that is not taken.

    :param int status: of the answer
    :param errors: what is wrong, ``{field: message}``, the empty name for the post as a whole
    :param dict payload: what was sent, where it could be read
    :param dict headers: of the answer
    """

    def __init__(self, status, errors, payload=None, headers=None):
        self.status = status
        self.errors = errors if isinstance(errors, dict) else {"": errors}
        self.payload = payload or {}
        self.headers = headers or {}
        super().__init__(status)


class WebForm(Controller):
    """The door of the web forms: one address per form takes posts from any site, script or service."""

    @route(
        "/crm/form/<string:token>",
        type=WebFormDispatcher.routing_type,
        auth="public",
        methods=["POST", "OPTIONS"],
        csrf=False,
        save_session=False,
    )
    def post_form(self, token):
        """Take a post, or tell a browser that it may send one."""
        # sudo within: a visitor may post to a form that they know the token of, and do nothing else with it
        form = request.env["crm.web.form"]._find_by_token(token)
        if not form:
            raise request.not_found()
        try:
            self._check_origin(form)
            if request.httprequest.method == "OPTIONS":
                response = Response(status=204)
            else:
                response = self._answer(form, self._submit(form))
        except Refusal as refusal:
            response = self._refuse(form, refusal)
        response.headers.extend(self._get_headers(form))
        return response

    # what is asked

    def _submit(self, form):
        """Take the post of this request.

        :return: the submission's receipt
        :raise Refusal: with the status that the sender gets
        """
        body = self._read_body(form)
        if not form._is_signature_right(body, request.httprequest.headers.get(SIGNATURE)):
            headers = {"WWW-Authenticate": "HMAC-SHA256"}
            raise Refusal(401, request.env._("The post is not signed with the form's secret."), headers=headers)
        post = self._make_post(form, body)
        request.update_context(lang=post.lang)
        form = form.with_env(request.env(su=True))
        try:
            errors = {} if post.spam_reason else form._get_post_errors(post)
            if errors:
                form._count_post(post.ip_address)
                raise Refusal(400, errors, post.payload)
            receipt = form._take_post(post)
        except TooManyPosts as error:
            message = request.env._("Too many messages at once. Please try again later.")
            raise Refusal(429, message, post.payload, {"Retry-After": str(error.seconds)}) from error
        if receipt.state == "refused":
            raise Refusal(409, receipt.reason, post.payload)
        return receipt

    def _check_origin(self, form):
        """Refuse pages of other sites than the form's."""
        if not form._is_origin_allowed(request.httprequest.headers.get("Origin"), request.httprequest.host):
            raise Refusal(403, request.env._("Pages of this site may not post to the form."))

    def _read_body(self, form):
        """Return the body byte by byte, never more of it than the form takes."""
        sent = request.httprequest
        if not is_readable(sent.content_type) or sent.headers.get("Content-Encoding", "identity") != "identity":
            accepted = {"Accept": f"{FORM}, {MULTIPART}, application/json"}
            raise Refusal(415, request.env._("Posts may be form-encoded, multipart or JSON."), headers=accepted)
        limit = form._get_max_bytes(has_files=sent.mimetype == MULTIPART)
        sent.max_content_length = limit
        try:
            # an older werkzeug looks at the limit only when it parses
            body = b"" if (sent.content_length or 0) > limit else sent.get_data()
            if max(sent.content_length or 0, len(body)) > limit:
                raise RequestEntityTooLarge
        except RequestEntityTooLarge as error:
            raise Refusal(413, request.env._("This is more than the form takes.")) from error
        except (HTTPException, OSError) as error:  # cut off, or in broken chunks
            raise Refusal(400, request.env._("The post did not arrive whole.")) from error
        return body

    def _make_post(self, form, body):
        """Return the post that the body and the headers make."""
        sent = request.httprequest
        try:
            read = read_body(body, sent.content_type)
        except PayloadError as error:
            too_much = error.code in ("too_deep", "too_many", "too_long")
            message = (
                request.env._("This is more than the form takes.")
                if too_much
                else request.env._("The post cannot be read as the fields of a form.")
            )
            raise Refusal(413 if too_much else 400, message) from error
        origin = self._get_header("Origin")
        post = Post(
            payload=read.payload,
            body=read.kept,
            content_type=self._get_header("Content-Type"),
            files=read.files,
            key=make_key(read.payload, read.files, self._get_header("Idempotency-Key")),
            source="webhook",
            lang=self._get_lang(form, read.payload),
            ip_address=sent.remote_addr or "",
            user_agent=self._get_header("User-Agent"),
            origin=origin,
            referrer=self._get_header("Referer"),
        )
        if TIME in post.payload or (origin and form._is_own_origin(origin, sent.host)):
            post.source = "page"
        elif origin:
            post.source = "site"
        post.spam_reason = form._get_spam_reason(post.payload) or self._check_captcha(post) or ""
        return post

    def _check_captcha(self, post):
        """Return ``captcha`` if the site has one switched on and the hosted page's visitor failed it."""
        request.params.update({name: post.payload.pop(name) for name in CAPTCHA_TOKENS if name in post.payload})
        if post.source != "page":
            return None
        try:
            request.env["ir.http"]._verify_request_recaptcha_token("crm_smarket_web_form")
        except UserError:
            return "captcha"
        return None

    def _get_header(self, name):
        """Return the text of a header, as much of it as is kept."""
        return clean_text(request.httprequest.headers.get(name, ""))[:MAX_HEADER].strip()

    def _get_lang(self, form, payload):
        """Return the code of the visitor's language: the page's, the browser's, the form's or the site's own."""
        installed = dict(request.env["res.lang"].get_installed())
        asked = [payload.get(LANGUAGE, "").replace("-", "_")]
        asked += [code.replace("-", "_") for code, _quality in request.httprequest.accept_languages]
        for code in filter(None, asked):
            short = code.partition("_")[0].lower()
            for known in (code, *installed):
                if known in installed and (known == code or known.partition("_")[0] == short):
                    return known
        return form.lang_id.code or request.env.lang

    # what is answered

    def _answer(self, form, receipt):
        """Return the answer to a post that is stored."""
        # what the other transactions have committed is not in the picture that this one took before
        request.env.cr.commit()
        submission = request.env["crm.web.form.submission"].sudo().browse(receipt.id)
        if self._wants_json():
            answer = {"id": receipt.id, "state": receipt.state}
            if receipt.state == "done":
                answer |= submission._get_answer()
            if form.redirect_url:
                answer["redirect_url"] = form.redirect_url
            return request.make_json_response(answer)
        if form.redirect_url:
            return request.redirect(form.redirect_url, code=303, local=False)
        return _get_pages().render_thank_you(form, submission)

    def _refuse(self, form, refusal):
        """Return the answer to a post that is not taken; a visitor finds what they typed still in the page."""
        if self._wants_json():
            response = request.make_json_response({"errors": refusal.errors}, status=refusal.status)
        elif refusal.status in (400, 409, 413, 429):
            response = _get_pages().render_form_page(form, refusal.payload, refusal.errors, refusal.status)
        else:
            response = Response(refusal.errors[""], status=refusal.status, content_type="text/plain; charset=utf-8")
        response.headers.extend(refusal.headers)
        return response

    def _wants_json(self):
        """Whether the sender wants JSON rather than a page; who takes both gets what it sends."""
        accepted = request.httprequest.accept_mimetypes
        json, page = accepted["application/json"], accepted["text/html"]
        return json > page or (json == page and is_json(request.httprequest.content_type))

    def _get_headers(self, form):
        """Return the headers of every answer: which pages may read it, and that nobody keeps it."""
        headers = {"Vary": "Origin", "Cache-Control": "no-store"}
        origin = request.httprequest.headers.get("Origin")
        if origin and form._is_origin_allowed(origin, request.httprequest.host):
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = "Retry-After"
            if request.httprequest.method == "OPTIONS":
                headers["Access-Control-Allow-Methods"] = "POST"
                headers["Access-Control-Allow-Headers"] = SENT_HEADERS
                headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
        return headers
