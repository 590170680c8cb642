import logging
from contextlib import contextmanager
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, retrying
from odoo.tools import SQL
from odoo.tools.mimetypes import fix_filename_extension, guess_mimetype

_logger = logging.getLogger(__name__)

BATCH = 100
CRON_LOCK = 0x63726D5F77666370  # any number that nobody else takes
# A form that processes at once leaves a submission to the cron only when its worker has died or given up.
AT_ONCE_MINUTES = 2


class CrmWebFormSubmission(models.Model):
    """How submissions are stored, and processed exactly once whatever dies meanwhile."""

    _inherit = "crm.web.form.submission"

    # storing

    @api.model
    def _store(self, form, values):
        """Insert a submission unless there is one with its key, in the current transaction.

        :param form: crm.web.form
        :param dict values: of the submission, without its form
        :return: (id, whether it is new); the id is None if the other one was committed too late
            to be seen by this transaction
        """
        values = {**values, "form_id": form.id, "company_id": form.company_id.id}
        stored = {}
        for name, field in self._fields.items():
            if field.store and field.column_type and (name in values or field.default):
                value = values[name] if name in values else field.default(self)
                stored[name] = field.convert_to_column_insert(value, self)
        now = fields.Datetime.now()
        stored |= {"create_uid": self.env.uid, "write_uid": self.env.uid, "create_date": now, "write_date": now}
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(columns)s) VALUES (%(values)s)"
                " ON CONFLICT (form_id, idempotency_key) DO NOTHING RETURNING id",
                table=SQL.identifier(self._table),
                columns=SQL(", ").join(map(SQL.identifier, stored)),
                values=SQL(", ").join(SQL("%s", value) for value in stored.values()),
            ),
            log_exceptions=False,
        )
        rows = self.env.cr.fetchall()
        if rows:
            return rows[0][0], True
        found = self._find_stored(form, values["idempotency_key"])
        return (found[0] if found else None), False

    @api.model
    def _find_stored(self, form, key):
        """Return (id, state) of the submission with this key, None if there is none."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id, state FROM %s WHERE form_id = %s AND idempotency_key = %s",
                SQL.identifier(self._table),
                form.id,
                key,
            )
        )
        return rows[0] if rows else None

    def _keep_files(self, files):
        """Keep the files that came with the post.

        :param files: list of tools.form_body.SentFile, of allowed types
        """
        self.ensure_one()
        values = []
        for file in files:
            mimetype = guess_mimetype(file.content)
            values.append(
                {
                    # a name that lies about the type would open with another program
                    "name": fix_filename_extension(file.name or "file", mimetype),
                    "raw": file.content,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                    "web_form_submission_id": self.id,
                }
            )
        # as they came, but never as markup
        context = {"attachments_mime_plainxml": True, "image_no_postprocess": True}
        self.env["ir.attachment"].with_context(**context).create(values)

    # processing

    def _process_apart(self, wait=True):
        """Process one submission in a transaction of its own; what goes wrong is recorded, not raised.

        :param bool wait: for whoever processes it at this moment, else leave it to them
        :return: the state afterwards
        """
        self.ensure_one()
        try:
            with self._in_turn(), self.pool.cursor() as cursor:
                submission = self._with_cursor(cursor)
                if submission._lock(wait):
                    retrying(submission._process, submission.env)
                return submission.state
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            _logger.info("Web form submission %s met others at each try and is left to the cron", self.id)
            self._apart(lambda submission: submission._call_cron(fields.Datetime.now() + timedelta(minutes=1)))
            return "received"
        except Exception as error:
            failure = error
        self._apart(lambda submission: submission._record_failure(failure))
        return "failed"

    @contextmanager
    def _in_turn(self):
        """Surround the transaction that processes these submissions, before its first statement.

        Here add-ons wait for what submissions would otherwise fight over.

        :raise psycopg2.errors.LockNotAvailable: it was not our turn for too long; the cron tries again
        """
        yield

    def _apart(self, deed):
        """Do something to this submission in a transaction of its own; a failure is logged, not raised."""
        try:
            with self.pool.cursor() as cursor:
                submission = self._with_cursor(cursor)
                retrying(lambda: deed(submission), submission.env)
        except Exception:
            _logger.exception("Web form submission %s is left as it is", self.id)

    def _with_cursor(self, cursor):
        """Return these submissions in another transaction, as the superuser: a visitor has no rights at all."""
        return self.with_env(api.Environment(cursor, SUPERUSER_ID, {}))

    def _lock(self, wait):
        """Lock the row; return whether it is ours.

        Whoever waited for another transaction begins anew, with a picture of the database that
        has what the other one made.
        """
        query = SQL(
            "SELECT id FROM %s WHERE id = %s FOR UPDATE %s",
            SQL.identifier(self._table),
            self.id,
            SQL() if wait else SQL("SKIP LOCKED"),
        )
        try:
            self.env.cr.execute(query, log_exceptions=False)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            return wait
        return bool(self.env.cr.rowcount)

    # the cron

    @api.model
    def _call_cron(self, moment=None):
        """Let the cron run as soon as this transaction is committed, or at a given moment."""
        self.env.ref("crm_smarket.ir_cron_process_web_forms")._trigger(moment)

    @api.model
    def _wake_cron(self):
        """Let the cron run for what has just been committed, unless it is running or being called.

        Calling it costs more than storing a post, and under load it is awake anyway: it gives up
        the lock *before* it looks whether something came meanwhile.
        """
        try:
            with self.pool.cursor() as cursor:
                cursor.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", CRON_LOCK))
                if cursor.fetchone()[0]:
                    self._with_cursor(cursor)._call_cron()
        except Exception:
            _logger.exception("The cron of the web forms is not called and will come by itself")

    @api.model
    def _cron_process(self):
        """Process what waits, one after another; none of them can harm the next."""
        cursor = self.env.cr
        cursor.execute(SQL("SELECT pg_advisory_lock_shared(%s)", CRON_LOCK))
        try:
            last_id = self._process_waiting()
        finally:
            # the lock is the session's: it outlives the transactions, and must not outlive this
            cursor.rollback()
            cursor.execute(SQL("SELECT pg_advisory_unlock_shared(%s)", CRON_LOCK))
            cursor.commit()
        if self.search_count(self._get_waiting_domain() & Domain("id", ">", last_id), limit=1):
            self._call_cron()

    @api.model
    def _process_waiting(self):
        """Process what waits until there is nothing left or no time.

        :return: the last id looked at: what somebody else holds, or what met others, is not tried
            twice in one run
        """
        cron = self.env["ir.cron"]
        last_id = 0
        while True:
            waiting = self.search(self._get_waiting_domain() & Domain("id", ">", last_id), order="id")
            if not cron._commit_progress(remaining=len(waiting)) or not waiting:
                return last_id
            for submission in waiting[:BATCH]:
                last_id = submission.id
                submission._process_apart(wait=False)
                if not cron._commit_progress(1):
                    return last_id

    @api.model
    def _get_waiting_domain(self):
        """Return which submissions the cron has to process now."""
        now = fields.Datetime.now()
        received = Domain("form_id.processing", "=", "background") | Domain(
            "date_received", "<=", now - timedelta(minutes=AT_ONCE_MINUTES)
        )
        retry = Domain("state", "=", "failed") & Domain("date_retry", "<=", now)
        return (Domain("state", "=", "received") & received) | retry
