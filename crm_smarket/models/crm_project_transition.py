from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .crm_project_stage import STATES

OUTCOMES = [("pending", "Pending"), ("won", "Won"), ("lost", "Lost")]


class CrmProjectTransition(models.Model):
    """One passage of a deal: out of a column, state or outcome and into the next.

    Append-only: rows are inserted by the program where the change itself is written, and
    nobody, whatever the rights, changes or removes one. Each row is a leaving and an
    entering: how long something lasted is the time until the next row of the same project
    stage, or of the same kind and deal (``origin_lead_id``, so that the columns of merged
    deals do not mix). The first row of a chain has nothing it comes from, and every deal
    begins pending without a row saying so.

    The person is the user of the request, also in sudo; OdooBot for what the clock did.
    """

    _name = "crm.project.transition"
    _description = "Project History"
    _order = "date desc, id desc"
    _access_through_lead = "lead_id"
    _log_access = False

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, readonly=True, ondelete="cascade", index=True
    )
    origin_lead_id = fields.Integer(
        string="Happened In",
        readonly=True,
        help="Id of the deal in which it happened: another one than the opportunity after a "
        "merge, 0 for a deal that was merged into it before the history was kept.",
    )
    kind = fields.Selection(
        [("pipeline", "Pipeline column"), ("stage", "Project stage"), ("outcome", "Won or lost")],
        required=True,
        readonly=True,
        index=True,
    )
    name = fields.Char(readonly=True, help="The column entered, or the project stage, as it was called then.")
    date = fields.Datetime(required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True, ondelete="set null")
    crm_stage_from_id = fields.Many2one("crm.stage", string="From Column", readonly=True, ondelete="set null")
    crm_stage_to_id = fields.Many2one(
        "crm.stage", string="To Column", readonly=True, ondelete="set null", index="btree_not_null"
    )
    project_stage_id = fields.Many2one(
        "crm.project.stage", string="Stage", readonly=True, ondelete="set null", index="btree_not_null"
    )
    template_stage_id = fields.Many2one(
        "crm.project.template.stage", readonly=True, ondelete="set null", index="btree_not_null"
    )
    state_from = fields.Selection(STATES, readonly=True)
    state_to = fields.Selection(STATES, readonly=True)
    outcome_from = fields.Selection(OUTCOMES, readonly=True)
    outcome_to = fields.Selection(OUTCOMES, readonly=True)
    is_backfilled = fields.Boolean(
        string="Before Installation", readonly=True, help="Read from what was tracked before the history was kept."
    )
    message_id = fields.Integer(
        readonly=True, help="Id of the tracked message from which a change before installation was read."
    )
    subject = fields.Char(string="Project Stage", compute="_compute_labels")
    label_from = fields.Char(string="From", compute="_compute_labels")
    label_to = fields.Char(string="To", compute="_compute_labels")

    _message_unique = models.UniqueIndex("(message_id, kind) WHERE message_id IS NOT NULL")
    _stage_idx = models.Index("(template_stage_id, state_to, date) WHERE kind = 'stage'")
    _chain_idx = models.Index("(origin_lead_id, kind, date)")

    @api.depends("kind", "name", "crm_stage_from_id.name", "crm_stage_to_id.name", "state_to", "outcome_to")
    def _compute_labels(self):
        states = dict(self._fields["state_from"]._description_selection(self.env))
        outcomes = dict(self._fields["outcome_from"]._description_selection(self.env))
        for row in self:
            row.subject = row.name if row.kind == "stage" else False
            if row.kind == "stage":
                row.label_from, row.label_to = states.get(row.state_from), states.get(row.state_to)
            elif row.kind == "outcome":
                row.label_from, row.label_to = outcomes.get(row.outcome_from), outcomes.get(row.outcome_to)
            else:
                row.label_from = row.crm_stage_from_id.name
                row.label_to = row.crm_stage_to_id.name or row.name

    # ------------------------------------------------------------
    # append-only
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Refuse: only the change itself adds to the history."""
        self._refuse_change()

    def write(self, vals):  # pylint: disable=method-required-super
        """Refuse: what happened does not change."""
        self._refuse_change()

    def unlink(self):  # pylint: disable=method-required-super
        """Refuse: what happened does not go away, unless the opportunity itself does."""
        self._refuse_change()

    @api.model
    def _refuse_change(self):
        raise UserError(
            self.env._(
                "The project history is kept by the program: it cannot be added to, changed or "
                "removed by hand. Correct the dates of the stage instead."
            )
        )

    # ------------------------------------------------------------
    # what the program adds
    # ------------------------------------------------------------

    @api.model
    def _add_lead_changes(self, columns, outcomes):
        """Note changes of deals about to be written, in one statement that reads the old values.

        :param list columns: ``[(lead id, column id or None), …]``; unchanged ones are left out
        :param list outcomes: ``[(lead id, won_status), …]``; likewise
        """
        parts = []
        if columns:
            parts.append(
                SQL(
                    """
                    SELECT l.id, 'pipeline', COALESCE(c.name ->> %(lang)s, c.name ->> 'en_US'),
                           l.stage_id, v.value, NULL, NULL
                      FROM UNNEST(%(ids)s::integer[], %(values)s::integer[]) AS v(id, value)
                      JOIN crm_lead l ON l.id = v.id
                 LEFT JOIN crm_stage c ON c.id = v.value
                     WHERE l.stage_id IS DISTINCT FROM v.value
                    """,
                    lang=self.env.lang or "en_US",
                    ids=[row[0] for row in columns],
                    values=[row[1] or None for row in columns],
                )
            )
        if outcomes:
            parts.append(
                SQL(
                    """
                    SELECT l.id, 'outcome', NULL, NULL::integer, NULL::integer,
                           COALESCE(l.won_status, 'pending'), v.value
                      FROM UNNEST(%(ids)s::integer[], %(values)s::text[]) AS v(id, value)
                      JOIN crm_lead l ON l.id = v.id
                     WHERE COALESCE(l.won_status, 'pending') <> v.value
                    """,
                    ids=[row[0] for row in outcomes],
                    values=[row[1] or "pending" for row in outcomes],
                )
            )
        if parts:
            self._insert(
                SQL(
                    """
                    INSERT INTO crm_project_transition
                           (lead_id, origin_lead_id, kind, name, crm_stage_from_id, crm_stage_to_id,
                            outcome_from, outcome_to, date, user_id)
                    SELECT c.id, c.id, c.kind, c.name, c.column_from, c.column_to,
                           c.outcome_from, c.outcome_to, %(now)s, %(uid)s
                      FROM (%(parts)s) AS c(id, kind, name, column_from, column_to, outcome_from, outcome_to)
                    """,
                    parts=SQL(" UNION ALL ").join(parts),
                    now=fields.Datetime.now(),
                    uid=self.env.uid,
                )
            )

    @api.model
    def _add_lead_entries(self, lead_ids):
        """Note the columns in which new deals begin."""
        lead_ids = list(lead_ids)
        if lead_ids:
            self._insert(
                SQL(
                    """
                    INSERT INTO crm_project_transition
                           (lead_id, origin_lead_id, kind, name, crm_stage_to_id, date, user_id)
                    SELECT l.id, l.id, 'pipeline', COALESCE(c.name ->> %(lang)s, c.name ->> 'en_US'), c.id,
                           %(now)s, %(uid)s
                      FROM crm_lead l
                      JOIN crm_stage c ON c.id = l.stage_id
                     WHERE l.id = ANY(%(ids)s)
                  ORDER BY l.id
                    """,
                    lang=self.env.lang or "en_US",
                    now=fields.Datetime.now(),
                    uid=self.env.uid,
                    ids=lead_ids,
                )
            )

    @api.model
    def _add_stage_changes(self, states):
        """Note changes of project stages about to be written; the old states are read.

        :param list states: ``[(stage id, state), …]``; unchanged ones are left out
        """
        self._add_stage_rows(
            SQL(
                """
                SELECT s.id, s.state, v.value, %(now)s, %(uid)s
                  FROM UNNEST(%(ids)s::integer[], %(values)s::text[]) AS v(id, value)
                  JOIN crm_project_stage s ON s.id = v.id
                 WHERE s.state IS DISTINCT FROM v.value
                """,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                ids=[row[0] for row in states],
                values=[row[1] for row in states],
            )
        )

    @api.model
    def _add_stage_entries(self, stage_ids):
        """Note that project stages were made, in the states in which they begin."""
        self._add_stage_rows(
            SQL(
                "SELECT id, NULL, state, %(now)s, %(uid)s FROM crm_project_stage WHERE id = ANY(%(ids)s)",
                now=fields.Datetime.now(),
                uid=self.env.uid,
                ids=list(stage_ids),
            )
        )

    @api.model
    def _add_stage_rows(self, changes):
        """Insert rows about project stages.

        :param SQL changes: a query of stage id, state before, state after, date, user id
        """
        self._insert(
            SQL(
                """
                INSERT INTO crm_project_transition
                       (lead_id, origin_lead_id, kind, name, project_stage_id, template_stage_id,
                        state_from, state_to, date, user_id)
                SELECT s.lead_id, s.lead_id, 'stage', COALESCE(s.name ->> %(lang)s, s.name ->> 'en_US'),
                       s.id, s.template_stage_id, c.state_from, c.state_to, c.date::timestamp, c.user_id
                  FROM (%(changes)s) AS c(id, state_from, state_to, date, user_id)
                  JOIN crm_project_stage s ON s.id = c.id
              ORDER BY c.date, s.lead_id, s.sequence, s.id, c.state_from IS NOT NULL, c.state_to = 'done'
                """,
                lang=self.env.lang or "en_US",
                changes=changes,
            )
        )

    @api.model
    def _insert(self, statement):
        """Insert rows."""
        self.env.cr.execute(SQL("%s RETURNING lead_id", statement))
        self._note_history({lead_id for [lead_id] in self.env.cr.fetchall()})

    @api.model
    def _note_history(self, lead_ids):
        """Take note that the histories of these deals have just changed, by SQL alone."""
        self.env["crm.lead"].invalidate_model(["project_transition_ids"], flush=False)

    @api.model
    def _move_to(self, tails, head):
        """Let the history of merged deals go on under the kept one (who merges may do so).

        The merged deals leave their columns at this moment: that is a passage, too.
        """
        tails.flush_recordset(["stage_id", "won_status"])
        self._add_lead_changes([(tail.id, None) for tail in tails], [])
        self.env.cr.execute(
            SQL(
                "UPDATE crm_project_transition SET lead_id = %(head)s WHERE lead_id IN %(tails)s",
                head=head.id,
                tails=tuple(tails.ids),
            )
        )
        self.invalidate_model(["lead_id"], flush=False)
        self._note_history({head.id, *tails.ids})
