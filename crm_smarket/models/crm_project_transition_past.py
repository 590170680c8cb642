from odoo import api, models
from odoo.tools import SQL


class CrmProjectTransition(models.Model):
    """What the program adds to the history of deals and stages that were made after the fact."""

    _inherit = "crm.project.transition"

    @api.model
    def _add_past_lead_changes(self, columns, outcomes):
        """Note changes of deals that happened before, for deals made after the fact.

        :param list columns: ``[(lead id, column id or None, column id, datetime, user id or None), …]``
        :param list outcomes: ``[(lead id, outcome, outcome, datetime, user id or None), …]``
        """
        rows = [(lead, "pipeline", old, new, None, None, *when) for lead, old, new, *when in columns]
        rows += [(lead, "outcome", None, None, old, new, *when) for lead, old, new, *when in outcomes]
        if rows:
            values = [list(column) for column in zip(*rows, strict=True)]
            self._insert(
                SQL(
                    """
                    INSERT INTO crm_project_transition
                           (lead_id, origin_lead_id, kind, name, crm_stage_from_id, crm_stage_to_id,
                            outcome_from, outcome_to, date, user_id)
                    SELECT v.id, v.id, v.kind, COALESCE(c.name ->> %(lang)s, c.name ->> 'en_US'), v.column_from,
                           v.column_to, v.outcome_from, v.outcome_to, v.date, v.user_id
                      FROM UNNEST(%(values)s)
                        AS v(id, kind, column_from, column_to, outcome_from, outcome_to, date, user_id)
                 LEFT JOIN crm_stage c ON c.id = v.column_to
                  ORDER BY v.date, v.id
                    """,
                    lang=self.env.lang or "en_US",
                    values=SQL(
                        "%s::integer[], %s::text[], %s::integer[], %s::integer[], %s::text[], %s::text[], "
                        "%s::timestamp[], %s::integer[]",
                        *values,
                    ),
                )
            )

    @api.model
    def _add_past_stage_changes(self, rows):
        """Note changes of project stages that happened before, for stages made after the fact.

        :param list rows: ``[(stage id, state or None, state, datetime, user id or None), …]``
        """
        if rows:
            ids, froms, tos, dates, users = (list(column) for column in zip(*rows, strict=True))
            self._add_stage_rows(
                SQL(
                    "SELECT * FROM UNNEST(%s::integer[], %s::text[], %s::text[], %s::timestamp[], %s::integer[])",
                    ids,
                    froms,
                    tos,
                    dates,
                    users,
                )
            )
