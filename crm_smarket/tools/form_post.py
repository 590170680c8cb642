"""One post on its way through the door of a web form: nothing of it is stored yet."""

import hashlib
import secrets
from dataclasses import dataclass, field

# Hidden fields of the hosted page and the snippet, and those of captchas and frameworks: they say how a post was
# made, not what is asked.
KEY, TIME, TRAP, CONSENT, LANGUAGE = "_key", "_time", "_url", "_consent", "_lang"
# Hidden field in which Odoo's website builder keeps the web form that was chosen there.
BUILDER_FIELD = "crm_web_form"
CAPTCHA_TOKENS = (
    "cf-turnstile-response",
    "g-recaptcha-response",
    "h-captcha-response",
    "recaptcha_token_response",
    "turnstile_captcha",
)
TECHNICAL_NAMES = {KEY, TIME, TRAP, CONSENT, LANGUAGE, "csrf_token", *CAPTCHA_TOKENS}

MAX_KEY = 200
MAX_HEADER = 2000


@dataclass
class Post:
    """What was sent, and what is known of the sender.

    :param dict payload: ``{dotted name: text}``
    :param bytes body: the post byte by byte, but for its files
    :param str content_type: of the body
    :param list files: `form_body.SentFile`
    :param str key: posts with the same key are one submission, see `make_key`
    :param str source: ``page``, ``site``, ``webhook`` or ``website``
    :param str lang: code of the visitor's language
    :param str spam_reason: why it looks like spam; empty: it does not
    :param dict person: by what whoever sent it is known again, once it is mapped
    """

    payload: dict
    body: bytes = b""
    content_type: str = ""
    files: list = field(default_factory=list)
    key: str = field(default_factory=lambda: make_key({}))
    source: str = "webhook"
    lang: str = ""
    ip_address: str = ""
    user_agent: str = ""
    origin: str = ""
    referrer: str = ""
    spam_reason: str = ""
    person: dict = field(default_factory=dict)


class TooManyPosts(Exception):
    """The form takes no more posts for now.

    :param int seconds: after which it takes one again
    """

    def __init__(self, seconds):
        self.seconds = seconds
        super().__init__(seconds)


def make_key(payload, files=(), header=None):
    """Return the key of a post: what has the same key is the same submission.

    A sender's own key is taken as it is. The key of a page counts together with what was typed:
    a visitor who goes back and asks something else has not sent the same twice. Without any key
    each post is a submission of its own.

    :param dict payload: the fields sent
    :param files: the files sent, `form_body.SentFile`
    :param str header: the sender's own key
    """
    if header:
        return header if len(header) <= MAX_KEY else hashlib.sha256(header.encode()).hexdigest()
    if not payload.get(KEY):
        return f"random:{secrets.token_urlsafe(16)}"
    digest = hashlib.sha256()
    for name, text in sorted(payload.items()):
        if name not in TECHNICAL_NAMES or name == KEY:
            digest.update(repr((name, text)).encode())
    for file in files:
        digest.update(repr((file.field, file.name, hashlib.sha256(file.content).digest())).encode())
    return f"page:{digest.hexdigest()}"
