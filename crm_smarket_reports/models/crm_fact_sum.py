from odoo import api, fields, models
from odoo.tools import SQL

from .pending_facts import PendingFacts


class CrmFactSum(models.AbstractModel):
    """Facts summed by day or month, and by what a widget asks for: for what looks at very many.

    However many goods leave, there are only so many days, people and customers. Rows are only
    added: each says by how much a sum has changed, written by the statement that changes the
    facts, so nobody waits for anybody. The nightly check makes one row of many.
    """

    _name = "crm.fact.sum"
    _description = "Sum of Facts"
    _log_access = False
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", string="Branch", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Manager", readonly=True, ondelete="set null")
    amount = fields.Monetary(readonly=True)

    # The model of the facts; by what they are summed beside branch and date; what of them is summed.
    _sum_of = None
    _sum_keys = ("user_id",)
    _sum_measures = ("amount",)
    _sum_period = "day"  # or month, dated by its first day

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Bring the sums up to date with what this transaction has changed, then search."""
        PendingFacts(self.env).settle(self._sum_of)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_change_query(self, before, after):
        """Return a statement that adds by how much the sums of some facts have changed.

        :param SQL before: a query of the facts that were, or of their sums
        :param SQL after: the same of those that are
        """
        dated = SQL("company_id, date_trunc(%s, date)::date, %s", self._sum_period, _list(self._sum_keys))
        return SQL(
            """
            INSERT INTO %(table)s (%(keys)s, %(measures)s)
            SELECT %(keys)s, %(sums)s
              FROM (SELECT %(dated)s, %(minus)s FROM (%(before)s) before
                    UNION ALL SELECT %(dated)s, %(measures)s FROM (%(after)s) after) AS change (%(keys)s, %(measures)s)
             GROUP BY %(keys)s
            HAVING %(is_something)s
            """,
            dated=dated,
            minus=_list(self._sum_measures, "-%s"),
            before=before,
            after=after,
            **self._get_query_parts(),
        )

    @api.model
    def _repair(self):
        """Make one row of many, and add what is missing from the sums of the facts.

        :return: how many sums were wrong
        """
        parts = self._get_query_parts()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH gone AS (
                         DELETE FROM %(table)s WHERE id IN (
                             SELECT id FROM (
                                 SELECT id, COUNT(*) OVER (PARTITION BY %(keys)s) AS alike FROM %(table)s
                             ) kept WHERE alike > 1
                         ) RETURNING *
                     )
                INSERT INTO %(table)s (%(keys)s, %(measures)s)
                SELECT %(keys)s, %(sums)s FROM gone GROUP BY %(keys)s HAVING %(is_something)s
                """,
                **parts,
            )
        )
        self.env.cr.execute(
            self._get_change_query(
                SQL("SELECT * FROM %(table)s", **parts),
                SQL("SELECT * FROM %s WHERE active", SQL.identifier(self.env[self._sum_of]._table)),
            )
        )
        self.invalidate_model(flush=False)
        return self.env.cr.rowcount

    @api.model
    def _get_query_parts(self):
        return {
            "table": SQL.identifier(self._table),
            "keys": _list(("company_id", "date", *self._sum_keys)),
            "measures": _list(self._sum_measures),
            "sums": _list(self._sum_measures, "SUM(%s)"),
            "is_something": SQL(" OR ").join(SQL("SUM(%s) <> 0", SQL.identifier(name)) for name in self._sum_measures),
        }


def _list(names, expression="%s"):
    return SQL(", ").join(SQL(expression, SQL.identifier(name)) for name in names)
