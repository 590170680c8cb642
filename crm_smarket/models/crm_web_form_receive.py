import base64
import hashlib
import math
from contextlib import contextmanager
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.http import request
from odoo.service.model import MAX_TRIES_ON_CONCURRENCY_FAILURE, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..tools.form_post import TooManyPosts


class Receipt(NamedTuple):
    """What a sender may know of a submission: nothing that tells who is a customer, or what looks like spam.

    :param int id: the submission's
    :param str state: ``done`` when everything is made of it, ``refused`` when nothing is, else ``received``
    :param str reason: why it was refused
    """

    id: int
    state: str
    reason: str = ""


class CrmWebForm(models.Model):
    """The way of a post: stored and committed first, made into a lead afterwards.

    Both happen in cursors of their own, so that whatever happens to the request, what was
    committed stays. The transaction of the request itself writes nothing.
    """

    _inherit = "crm.web.form"

    def _take_post(self, post):
        """Store a post and do with it at once what the form wants done at once.

        :param post: tools.form_post.Post, found without errors
        :rtype: Receipt
        :raise TooManyPosts: the sender, or all together, have posted too much
        """
        self.ensure_one()
        # a request that met another one is carried out again, after its post has been taken
        receipts = getattr(request, "crm_web_form_receipts", {}) if request else {}
        if self.id not in receipts:
            values = self._prepare_submission(post)
            submission_id, state = self._receive(lambda env: self._store_post(env, post, values), post.ip_address)
            submission = self.env["crm.web.form.submission"].browse(submission_id)
            if state == "received" and self.processing == "at_once":
                state = submission._process_apart()
            elif state == "received":
                submission._wake_cron()
            receipts[self.id] = self._make_receipt(submission_id, state)
            if request:
                request.crm_web_form_receipts = receipts
        return receipts[self.id]

    def _make_receipt(self, submission_id, state):
        """Return what a sender may know of a submission."""
        if self.processing != "at_once":
            return Receipt(submission_id, "received")
        if state == "failed" and (reason := self._get_refusal(submission_id)):
            return Receipt(submission_id, "refused", reason)
        return Receipt(submission_id, "done" if state in ("done", "duplicate", "spam") else "received")

    def _get_refusal(self, submission_id):
        """Return why a submission was refused, empty if it was not."""
        # read apart: the picture that this transaction took is older than the refusal
        with self.pool.cursor() as cursor:
            submission = self.env["crm.web.form.submission"].browse(submission_id)._with_cursor(cursor)
            return (submission.is_refused and submission.error) or ""

    def _count_post(self, ip_address):
        """Count a post that is not stored, such as one with errors.

        :raise TooManyPosts: the sender, or all together, have posted too much
        """
        self.ensure_one()
        if self._is_limited():
            self._receive(lambda env: self._pass_limits(env, self._get_network(ip_address)), ip_address)

    def _receive(self, deed, ip_address):
        """Return what ``deed(env)`` returns in a transaction of its own, committed.

        The form is read outside of it: the transaction is to be as short as can be. Nobody waits
        between tries: whoever has won has committed already.
        """
        with self.pool.cursor() as cursor, self._one_by_one(cursor, ip_address):
            for tries_left in reversed(range(MAX_TRIES_ON_CONCURRENCY_FAILURE)):
                try:
                    result = deed(api.Environment(cursor, SUPERUSER_ID, {}))
                    cursor.commit()
                    return result
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    cursor.rollback()
                    if not tries_left:
                        raise

    def _store_post(self, env, post, values):
        """Store a post in the transaction of an environment.

        :param dict values: of the submission
        :return: (id, state) of the submission, an earlier one with the same key if there is one
        """
        submissions = env["crm.web.form.submission"]
        found = submissions._find_stored(self, post.key)
        if found:
            return found
        self._pass_limits(env, self._get_network(post.ip_address))
        submission_id, is_new = submissions._store(self, values)
        if not is_new:
            return submissions._find_stored(self, post.key)
        if post.files:
            submissions.browse(submission_id)._keep_files(post.files)
        return submission_id, values["state"]

    def _prepare_submission(self, post):
        """Return the values of a submission."""
        spoken = self.with_context(lang=post.lang or None)
        is_ticked = bool(self.consent_text) and self._is_ticked(post.payload)
        return {
            "idempotency_key": post.key,
            "state": "spam" if post.spam_reason else "received",
            "spam_reason": post.spam_reason or False,
            "payload": post.payload,
            "body": base64.b64encode(post.body),
            "content_type": post.content_type,
            **post.person,
            "lang": post.lang,
            "ip_address": post.ip_address,
            "user_agent": post.user_agent,
            "origin": post.origin,
            "referrer": post.referrer,
            "source": post.source,
            "consent_given": is_ticked,
            "consent_text": is_ticked and spoken.consent_text,
            "consent_version": self.consent_version if is_ticked else 0,
            "consent_date": is_ticked and fields.Datetime.now(),
        }

    # the limits

    def _is_limited(self):
        """Whether posts are counted."""
        self.ensure_one()
        return self.limit_per_address > 0 or self.limit_per_form > 0

    @contextmanager
    def _one_by_one(self, cursor, ip_address):
        """Let posts that count together pass one after another, in whatever workers they arrive.

        The lock is the session's, taken in a transaction of its own: one taken within the
        transaction that counts would come after its picture of the database.
        """
        if not self._is_limited():
            yield
            return
        place = "" if self.limit_per_form > 0 else self._get_network(ip_address)
        digest = hashlib.blake2b(f"crm.web.form/{self.id}/{place}".encode(), digest_size=8).digest()
        lock = int.from_bytes(digest, "big", signed=True)
        cursor.execute(SQL("SELECT pg_advisory_lock(%s)", lock))
        cursor.commit()
        try:
            yield
        finally:
            cursor.rollback()
            cursor.execute(SQL("SELECT pg_advisory_unlock(%s)", lock))
            cursor.commit()

    def _pass_limits(self, env, network):
        """Count one more post.

        :raise TooManyPosts: there are as many as may be within an hour; this one is not counted
        """
        if not self._is_limited():
            return
        own = SQL("AND network = %s", network)
        for limit, condition in ((self.limit_per_address, own), (self.limit_per_form, SQL())):
            self._check_limit(env, limit, condition)
        env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (form_id, network, create_uid, create_date)"
                " VALUES (%(form)s, %(network)s, %(uid)s, now() AT TIME ZONE 'UTC')",
                table=SQL.identifier(self.env["crm.web.form.rate.limit.log"]._table),
                form=self.id,
                network=network,
                uid=env.uid,
            )
        )

    def _check_limit(self, env, limit, condition):
        """Refuse one post more than the limit within an hour."""
        if limit <= 0:
            return
        waits = env.execute_query(
            SQL(
                "SELECT EXTRACT(EPOCH FROM create_date + interval '1 hour' - now() AT TIME ZONE 'UTC')"
                " FROM %(table)s WHERE form_id = %(form)s %(condition)s"
                " AND create_date > now() AT TIME ZONE 'UTC' - interval '1 hour'"
                " ORDER BY create_date DESC OFFSET %(others)s LIMIT 1",
                table=SQL.identifier(self.env["crm.web.form.rate.limit.log"]._table),
                form=self.id,
                condition=condition,
                others=limit - 1,
            )
        )
        if waits:
            raise TooManyPosts(max(1, math.ceil(waits[0][0])))
