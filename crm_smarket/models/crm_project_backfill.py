from odoo import api, fields, models
from odoo.tools import SQL

DEALS_PER_BATCH = 2000


class CrmProjectBackfill(models.Model):
    """Reads the time before installation into the history, newest deals first.

    Core has tracked every change of a column, and says in the chatter what was won, lost
    and restored. A scheduled action reads this deal by deal, in batches that are committed
    with the place to go on from, so that it may be killed at any moment. Where something
    was changed without being tracked (imports), the present column and outcome are
    believed. What is read of a deal:

    - its first column, since it was created;
    - every tracked change of the column. Columns that were deleted meanwhile keep the name
      they had; changes of other fields and models, or of fields removed since, are no
      changes of the column;
    - won, lost and restored, by the type of the message, which does not depend on anybody's
      language.

    When deals are merged, core moves the messages of all to the one that is kept and writes
    in their subject where they are from. Their changes of column are read with 0 as the deal
    in which they happened: kept, but in no duration, since which of the merged deals it was
    cannot be told. Their outcomes are not read.
    """

    _name = "crm.project.backfill"
    _description = "Reading of the Past"

    message_limit_id = fields.Integer(readonly=True, help="The last message before installation.")
    next_lead_id = fields.Integer(readonly=True, help="Deals up to this id are still to be read; 0 when all are.")
    change_count = fields.Integer(readonly=True, help="Tracked changes of the column before installation.")
    change_done_count = fields.Integer(readonly=True)

    @api.model
    def _begin(self):
        """Note where the past ends, and let the reading begin as soon as this is committed."""
        self.env.cr.execute(
            SQL(
                """
                SELECT (SELECT MAX(id) FROM mail_message) AS message_limit_id,
                       (SELECT MAX(id) FROM crm_lead) AS next_lead_id,
                       (SELECT COUNT(*)
                          FROM mail_tracking_value
                         WHERE field_id = %(field)s
                           AND old_value_integer IS DISTINCT FROM new_value_integer) AS change_count
                """,
                field=self._get_column_field_id(),
            )
        )
        [limits] = self.env.cr.dictfetchall()
        reading = self.create(limits)
        self.env.ref("crm_smarket.ir_cron_read_past")._trigger()
        return reading

    @api.model
    def get_progress(self):
        """Return how far the past is read: ``{"done": int, "total": int}``, False when it is."""
        self.env["crm.project.transition"].check_access("read")
        reading = self.sudo().search([("next_lead_id", "!=", 0)], limit=1)  # sudo: figures only
        return reading and {"done": reading.change_done_count, "total": reading.change_count}

    @api.model
    def _cron_read(self):
        """Read batch after batch; at the end the scheduled action switches itself off."""
        reading = self.search([("next_lead_id", "!=", 0)], limit=1)
        while reading.next_lead_id:
            reading._read_batch()
            left = int(bool(reading.next_lead_id))
            if not self.env["ir.cron"]._commit_progress(1, remaining=left, deactivate=not left):
                break
        if not reading:
            self.env["ir.cron"]._commit_progress(deactivate=True)

    def _read_batch(self, size=DEALS_PER_BATCH):
        """Read the next deals, and note where to go on: all of it or nothing."""
        self.ensure_one()
        self.env["crm.lead"].flush_model()
        self.env["mail.message"].flush_model()
        self.env["mail.tracking.value"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT l.id,
                       EXISTS (SELECT FROM crm_project_transition t WHERE t.lead_id = l.id AND t.is_backfilled)
                  FROM crm_lead l
                 WHERE l.id <= %(next)s
              ORDER BY l.id DESC
                 LIMIT %(size)s
                """,
                next=self.next_lead_id,
                size=size,
            )
        )
        found = self.env.cr.fetchall()
        unread = [lead_id for lead_id, is_read in found if not is_read]
        count = self._read_columns(unread)
        self._read_outcomes(unread)
        is_last = len(found) < size
        self.write(
            {
                "next_lead_id": 0 if is_last else found[-1][0] - 1,
                "change_done_count": self.change_count if is_last else self.change_done_count + count,
            }
        )
        self.env["crm.project.transition"]._note_history(unread)

    def _read_columns(self, lead_ids):
        """Read the changes of column of these deals.

        :return: number of tracked changes
        """
        self.env.cr.execute(
            SQL(
                """
                WITH change AS (
                    SELECT m.res_id AS lead_id,
                           CASE WHEN COALESCE(m.subject, '') = '' THEN m.res_id ELSE 0 END AS origin_id,
                           m.id AS message_id,
                           COALESCE(m.date, v.create_date) AS date,
                           COALESCE(%(author)s, v.create_uid) AS user_id,
                           c_from.id AS from_id,
                           NULLIF(v.old_value_char, '') AS from_name,
                           c_to.id AS to_id,
                           COALESCE(NULLIF(v.new_value_char, ''), c_to.name ->> 'en_US') AS to_name
                      FROM mail_message m
                      JOIN mail_tracking_value v ON v.mail_message_id = m.id
                 LEFT JOIN crm_stage c_from ON c_from.id = v.old_value_integer
                 LEFT JOIN crm_stage c_to ON c_to.id = v.new_value_integer
                     WHERE %(tracked)s
                       AND v.field_id + 0 = %(field)s  -- by its message, never by the index of the field
                       AND v.old_value_integer IS DISTINCT FROM v.new_value_integer
                ),
                -- what the deal's column was when the history itself began to be kept
                kept AS (
                    SELECT DISTINCT ON (origin_lead_id) origin_lead_id AS lead_id, crm_stage_from_id AS column_id
                      FROM crm_project_transition
                     WHERE origin_lead_id = ANY(%(ids)s) AND kind = 'pipeline' AND is_backfilled IS NOT TRUE
                  ORDER BY origin_lead_id, id
                ),
                deal AS (
                    SELECT l.id AS lead_id, l.create_date, l.create_uid, l.date_last_stage_update,
                           c.id AS column_id, c.name ->> 'en_US' AS column_name
                      FROM crm_lead l
                 LEFT JOIN kept k ON k.lead_id = l.id
                 LEFT JOIN crm_stage c ON c.id = CASE WHEN k.lead_id IS NULL THEN l.stage_id ELSE k.column_id END
                     WHERE l.id = ANY(%(ids)s)
                ),
                own AS (
                    SELECT *, ROW_NUMBER() OVER (PARTITION BY lead_id ORDER BY date, message_id) AS number,
                           ROW_NUMBER() OVER (PARTITION BY lead_id ORDER BY date DESC, message_id DESC) AS from_end
                      FROM change
                     WHERE origin_id <> 0
                ),
                passage AS (
                    SELECT lead_id, origin_id, message_id, date, user_id, from_id, to_id, to_name, 1 AS place
                      FROM change
                 UNION ALL
                    SELECT f.lead_id, f.lead_id, NULL, LEAST(l.create_date, f.date), l.create_uid, NULL,
                           f.from_id, f.from_name, 0
                      FROM own f
                      JOIN crm_lead l ON l.id = f.lead_id
                     WHERE f.number = 1 AND f.from_name IS NOT NULL
                 UNION ALL
                    SELECT lead_id, lead_id, NULL, create_date, create_uid, NULL, column_id, column_name, 0
                      FROM deal
                     WHERE column_id IS NOT NULL AND lead_id NOT IN (SELECT lead_id FROM own)
                 UNION ALL
                    SELECT d.lead_id, d.lead_id, NULL, GREATEST(d.date_last_stage_update, e.date), NULL, e.to_id,
                           d.column_id, d.column_name, 2
                      FROM deal d
                      JOIN own e ON e.lead_id = d.lead_id AND e.from_end = 1
                     WHERE d.column_id IS DISTINCT FROM e.to_id AND d.column_id IS NOT NULL
                ),
                added AS (
                    INSERT INTO crm_project_transition
                           (lead_id, origin_lead_id, kind, name, crm_stage_from_id, crm_stage_to_id,
                            date, user_id, is_backfilled, message_id)
                    SELECT lead_id, origin_id, 'pipeline', to_name, from_id, to_id,
                           COALESCE(date, %(now)s), user_id, TRUE, message_id
                      FROM passage
                  ORDER BY lead_id, date, place, message_id
               ON CONFLICT DO NOTHING
                 RETURNING message_id
                )
                SELECT COUNT(message_id) FROM added
                """,
                **self._get_statement_parts(lead_ids),
            )
        )
        [[count]] = self.env.cr.fetchall()
        return count

    def _read_outcomes(self, lead_ids):
        """Read from the messages of these deals when they were won, lost and restored."""
        self.env.cr.execute(
            SQL(
                """
                WITH event AS (
                    SELECT m.res_id AS lead_id, m.id AS message_id, COALESCE(m.date, m.create_date) AS date,
                           COALESCE(%(author)s, m.create_uid) AS user_id,
                           CASE m.subtype_id WHEN %(won)s THEN 'won' WHEN %(lost)s THEN 'lost'
                                WHEN %(restored)s THEN 'pending' ELSE 'moved' END AS outcome
                      FROM mail_message m
                     WHERE %(tracked)s
                       AND m.subtype_id IN (%(won)s, %(lost)s, %(restored)s, %(moved)s)
                       AND COALESCE(m.subject, '') = ''
                ),
                -- moving to another column matters only where it takes a deal out of a won one
                change AS (
                    SELECT lead_id, message_id, date, user_id,
                           CASE outcome WHEN 'moved' THEN 'pending' ELSE outcome END AS outcome
                      FROM (SELECT *, LAG(outcome) OVER (PARTITION BY lead_id ORDER BY date, message_id) AS before
                              FROM event) AS e
                     WHERE outcome <> 'moved' OR before = 'won'
                ),
                kept AS (
                    SELECT DISTINCT ON (origin_lead_id) origin_lead_id AS lead_id, outcome_from AS outcome
                      FROM crm_project_transition
                     WHERE origin_lead_id = ANY(%(ids)s) AND kind = 'outcome' AND is_backfilled IS NOT TRUE
                  ORDER BY origin_lead_id, id
                ),
                passage AS (
                    SELECT lead_id, message_id, date, user_id, outcome FROM change
                 UNION ALL
                    SELECT l.id, NULL, GREATEST(
                               COALESCE(l.date_closed, l.date_last_stage_update, l.write_date, l.create_date), c.date
                           ), NULL, COALESCE(k.outcome, l.won_status, 'pending')
                      FROM crm_lead l
                 LEFT JOIN kept k ON k.lead_id = l.id
                 LEFT JOIN (SELECT lead_id, MAX(date) AS date FROM change GROUP BY lead_id) c ON c.lead_id = l.id
                     WHERE l.id = ANY(%(ids)s)
                ),
                chain AS (
                    SELECT *, COALESCE(LAG(outcome) OVER w, 'pending') AS before
                      FROM passage
                    WINDOW w AS (PARTITION BY lead_id ORDER BY date, message_id NULLS LAST)
                )
                INSERT INTO crm_project_transition
                       (lead_id, origin_lead_id, kind, outcome_from, outcome_to,
                        date, user_id, is_backfilled, message_id)
                SELECT lead_id, lead_id, 'outcome', before, outcome, COALESCE(date, %(now)s), user_id, TRUE, message_id
                  FROM chain
                 WHERE outcome <> before
              ORDER BY lead_id, date, message_id NULLS LAST
           ON CONFLICT DO NOTHING
                """,
                **self._get_statement_parts(lead_ids),
            )
        )

    def _get_statement_parts(self, lead_ids):
        """Return what both statements need: ids, and the pieces of SQL that they share."""
        return {
            "ids": lead_ids,
            "tracked": SQL(
                "m.model = 'crm.lead' AND m.res_id = ANY(%s) AND m.id <= %s", lead_ids, self.message_limit_id
            ),
            "author": SQL("(SELECT MIN(u.id) FROM res_users u WHERE u.partner_id = m.author_id)"),
            "field": self._get_column_field_id(),
            "now": fields.Datetime.now(),
            **{
                outcome: self.env["ir.model.data"]._xmlid_to_res_id(f"crm.mt_lead_{name}") or 0
                for outcome, name in (("won", "won"), ("lost", "lost"), ("restored", "restored"), ("moved", "stage"))
            },
        }

    @api.model
    def _get_column_field_id(self):
        return self.env["ir.model.fields"]._get("crm.lead", "stage_id").id
