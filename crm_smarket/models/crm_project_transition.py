from odoo import fields, models
from odoo.tools import SQL

from .crm_project_stage import STATES


class CrmProjectTransition(models.Model):
    """One passage of a deal: out of a column, state or outcome and into the next.

    Append-only: nobody has the right to change or remove rows. Each row is a leaving and
    an entering; how long something lasted is the time between two rows of the same kind,
    stage and ``origin_lead_id``.
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
        readonly=True,
        help="The deal in which it happened; another one than the opportunity after a merge.",
    )
    kind = fields.Selection(
        [("pipeline", "Pipeline column"), ("stage", "Project stage"), ("outcome", "Won or lost")],
        required=True,
        readonly=True,
        index=True,
    )
    date = fields.Datetime(required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True, ondelete="set null")
    crm_stage_from_id = fields.Many2one("crm.stage", string="From Column", readonly=True, ondelete="set null")
    crm_stage_to_id = fields.Many2one(
        "crm.stage", string="To Column", readonly=True, ondelete="set null", index="btree_not_null"
    )
    project_stage_id = fields.Many2one("crm.project.stage", readonly=True, ondelete="cascade", index="btree_not_null")
    template_stage_id = fields.Many2one(
        "crm.project.template.stage", readonly=True, ondelete="set null", index="btree_not_null"
    )
    state_from = fields.Selection(STATES, readonly=True)
    state_to = fields.Selection(STATES, readonly=True)
    outcome_from = fields.Char(readonly=True)
    outcome_to = fields.Char(readonly=True)
    tracking_value_id = fields.Integer(
        readonly=True, help="The tracked change of the time before installation it was read from."
    )

    _tracking_value_unique = models.UniqueIndex("(tracking_value_id) WHERE tracking_value_id IS NOT NULL")
    _stage_idx = models.Index("(template_stage_id, state_to, date) WHERE kind = 'stage'")

    def _add_changes(self, table, column, rows):
        """Note the changes about to be written, in one statement that reads the old values.

        :param str table: ``crm_lead`` or ``crm_project_stage``
        :param str column: ``stage_id``, ``won_status`` or ``state``
        :param list rows: ``[(record id, new value), …]``; unchanged values are left out
        """
        templates = {
            ("crm_lead", "stage_id"): (
                "lead_id, origin_lead_id, kind, crm_stage_from_id, crm_stage_to_id",
                "t.id, t.id, 'pipeline', t.stage_id, v.value::integer",
            ),
            ("crm_lead", "won_status"): (
                "lead_id, origin_lead_id, kind, outcome_from, outcome_to",
                "t.id, t.id, 'outcome', t.won_status, v.value",
            ),
            ("crm_project_stage", "state"): (
                "lead_id, origin_lead_id, kind, project_stage_id, template_stage_id, state_from, state_to",
                "t.lead_id, t.lead_id, 'stage', t.id, t.template_stage_id, t.state, v.value",
            ),
        }
        targets, values = templates[table, column]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_project_transition (%(targets)s, date, user_id)
                SELECT %(values)s, %(now)s, %(uid)s
                  FROM %(table)s t
                  JOIN UNNEST(%(ids)s::integer[], %(new)s::text[]) AS v(id, value) ON v.id = t.id
                 WHERE t.%(column)s::text IS DISTINCT FROM v.value
                """,
                targets=SQL(targets),  # pylint: disable=sql-injection
                values=SQL(values),  # pylint: disable=sql-injection
                now=fields.Datetime.now(),
                uid=self.env.uid,
                table=SQL.identifier(table),
                ids=[row[0] for row in rows],
                new=[None if row[1] in (None, False) else str(row[1]) for row in rows],
                column=SQL.identifier(column),
            )
        )

    def _add_entries(self, rows):
        """Note the columns in which new deals begin.

        :param list rows: ``[(lead id, column id), …]``
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_project_transition
                       (lead_id, origin_lead_id, kind, crm_stage_to_id, date, user_id)
                SELECT v.id, v.id, 'pipeline', v.stage, %(now)s, %(uid)s
                  FROM UNNEST(%(ids)s::integer[], %(stages)s::integer[]) AS v(id, stage)
                """,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                ids=[row[0] for row in rows],
                stages=[row[1] for row in rows],
            )
        )

    def _move_to(self, tails, head):
        """Let the history of merged deals go on under the kept one (who merges may do so)."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_project_transition SET lead_id = %(head)s WHERE lead_id IN %(tails)s",
                head=head.id,
                tails=tuple(tails.ids),
            )
        )
        self.invalidate_model(["lead_id"])
