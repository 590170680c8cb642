import hashlib
import hmac
import ipaddress
import logging
import mimetypes
import re
import time

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import hash_sign, verify_hash_signed
from odoo.tools.mimetypes import guess_mimetype

from ..tools.form_body import MAX_FILES
from ..tools.form_post import CONSENT, TECHNICAL_NAMES, TIME, TRAP

_logger = logging.getLogger(__name__)

FIELDS_BYTES = 2**20  # room for what is typed
MEGABYTE = 2**20
# a page of any site, or a path on this one
REDIRECT_URL = re.compile(r"(https?://[^\s/?#@\[\]\\]+|/(?![/\\]))[!-\[\]-~\u00a1-\uffff]*")
TIME_SCOPE = "crm_smarket.web_form_time"


class CrmWebForm(models.Model):
    """Who may post to a form, and what may be in a post."""

    _inherit = "crm.web.form"

    @api.constrains("redirect_url")
    def _check_redirect_url(self):
        for form in self.filtered("redirect_url"):
            if not REDIRECT_URL.fullmatch(form.redirect_url):
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is no address of a page. Write it like https://www.example.com/thanks.",
                        address=form.redirect_url,
                    )
                )

    # who may post

    def _is_own_origin(self, origin, host):
        """Whether a page of this origin is one of ours.

        :param str origin: scheme, host and port, as a browser sends it
        :param str host: host and port that the post was sent to
        """
        self.ensure_one()
        # hosts only: behind a proxy that ends TLS our own scheme is another than the visitor's
        place = origin.lower().partition("://")[2]
        return bool(place) and place in (host.lower(), (self.url or "").lower().partition("://")[2].partition("/")[0])

    def _is_origin_allowed(self, origin, host):
        """Whether pages of this origin may post; senders without a browser have none."""
        self.ensure_one()
        return not origin or origin.lower() in self._get_origins() or self._is_own_origin(origin, host)

    def _is_signature_right(self, body, signature):
        """Whether the post was signed with the form's secret, where a signature is sent or demanded.

        :param bytes body: as it came
        :param str signature: HMAC-SHA256 of the body in hexadecimal, ``sha256=`` before it or not
        """
        self.ensure_one()
        if not signature:
            return not self.signature_required
        if not self.signature_secret:
            return False
        expected = hmac.new(self.signature_secret.encode(), body, hashlib.sha256).hexdigest()
        sent = signature.strip().lower().removeprefix("sha256=")
        return hmac.compare_digest(sent.encode(), expected.encode())

    def _get_network(self, ip_address):
        """Return whose posts count together: an IPv4 address, or the network that one household has in IPv6."""
        try:
            address = ipaddress.ip_address(ip_address)
        except ValueError:
            return ip_address or ""
        if address.version == 4:
            return str(address)
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))

    # what looks like spam

    def _get_time_stamp(self):
        """Return a signed note of the present moment for a page that shows the form."""
        self.ensure_one()
        return hash_sign(self.env(su=True), TIME_SCOPE, [self.id, int(time.time())])

    def _get_spam_reason(self, payload):
        """Return why a post looks like spam, None if it does not.

        :param dict payload: the fields sent
        """
        self.ensure_one()
        if payload.get(TRAP, "").strip():
            return "honeypot"
        if TIME in payload and not self._is_time_enough(payload[TIME]):
            return "too_fast"
        return None

    def _is_time_enough(self, stamp):
        """Whether a person could fill in the form since the page was made; a forged note is no proof of it."""
        try:
            form_id, shown = verify_hash_signed(self.env(su=True), TIME_SCOPE, stamp) or (None, None)
        except (ValueError, TypeError):
            return False
        return form_id == self.id and time.time() - shown >= self.minimum_seconds

    # what may be in a post

    def _get_max_bytes(self, has_files):
        """Return how long a post may be.

        :param bool has_files: whether it is of a kind that can hold files
        """
        self.ensure_one()
        files = int(self.file_max_mb * MEGABYTE) * MAX_FILES if has_files and self.allow_files else 0
        return FIELDS_BYTES + files

    def _get_post_errors(self, post):
        """Return everything that is wrong with a post, ``{field: message}`` in the language of the context.

        :param post: tools.form_post.Post
        """
        self.ensure_one()
        errors = self._get_mapping_errors(post)
        if self.consent_text and self.consent_required and not self._is_ticked(post.payload):
            errors.setdefault(CONSENT, self.env._("Please tick that you agree."))
        for file in post.files:
            message = self._get_file_error(file)
            if message:
                errors[file.field] = "\n".join(filter(None, [errors.get(file.field), message]))
        if not errors and not post.files and not self._has_content(post.payload):
            errors[""] = self.env._("Nothing was sent.")
        return errors

    def _has_content(self, payload):
        """Whether a post says anything beside how it was made."""
        return any(text.strip() for name, text in payload.items() if name not in TECHNICAL_NAMES)

    def _get_mapping_errors(self, post):
        """Return what is wrong with the fields; nothing where the mapping itself is broken.

        Such a post is taken: it will fail with its reason and can be processed again once
        the mapping is mended.
        """
        try:
            mapping = self._map_payload(post.payload, lang=post.lang)
            post.person = mapping.person
            return dict(mapping.errors)
        except Exception:
            _logger.warning("Web form %s: its mapping cannot be used", self.id, exc_info=True)
            self.env.cr.rollback()  # nothing was written
            return {}

    def _is_ticked(self, payload):
        """Whether the visitor ticked the consent."""
        return payload.get(CONSENT, "").strip().lower() not in ("", "0", "false", "off", "no")

    def _get_file_error(self, file):
        """Return why a file is not taken, None if it is."""
        self.ensure_one()
        if not self.allow_files:
            return self.env._("This form takes no files.")
        if len(file.content) > self.file_max_mb * MEGABYTE:
            return self.env._(
                "“%(file)s” is too large. A file may have up to %(size)g MB.", file=file.name, size=self.file_max_mb
            )
        if not self._is_file_type_allowed(file.content):
            return self.env._(
                "“%(file)s” is no file of a kind that may be sent: %(kinds)s.", file=file.name, kinds=self.file_types
            )
        return None

    def _is_file_type_allowed(self, content):
        """Whether a file is of an allowed type, by what is in it: anybody can give it any name."""
        found = guess_mimetype(content)
        endings = {f".{ending.strip().lstrip('.').lower()}" for ending in (self.file_types or "").split(",")}
        wanted = {mimetypes.guess_type(f"file{ending}")[0] for ending in endings} - {None}
        if found in wanted or endings & set(mimetypes.guess_all_extensions(found)):
            return True
        # plain text has no mark of its own: what it is called is as good as any other name
        return found in ("text/plain", "text/csv") and bool(wanted & {"text/plain", "text/csv"})
