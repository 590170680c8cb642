from odoo import api, fields, models
from odoo.tools import SQL

from .pending_facts import PendingFacts

KEYS = SQL("company_id, date, user_id, team_id")
MEASURES = SQL("amount, cost, margin")
SUMS = SQL("SUM(amount) AS amount, SUM(cost) AS cost, SUM(margin) AS margin")
IS_SOMETHING = SQL("SUM(amount) <> 0 OR SUM(cost) <> 0 OR SUM(margin) <> 0")
MINUS = SQL("-amount, -cost, -margin")


class CrmShipmentDay(models.Model):
    """Shipments summed by branch, day, manager and team, for what looks back over a year.

    However many goods leave, there are only so many days and people. Rows are only added: each
    says by how much the sum of its day has changed, written by the statement that changes the
    facts, so nobody waits for anybody. The nightly check makes one row of many.
    """

    _name = "crm.shipment.day"
    _description = "Shipments of a Day"
    _log_access = False
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", string="Branch", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Manager", readonly=True, ondelete="set null")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="set null")
    amount = fields.Monetary(readonly=True)
    cost = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")
    margin = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")

    _day_index = models.Index("(company_id, date) INCLUDE (user_id, team_id, amount, cost, margin)")

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Bring the sums up to date with what this transaction has changed, then search."""
        PendingFacts(self.env).settle("crm.shipment.fact")
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_change_query(self, before, after):
        """Return a statement that adds by how much the sums of some facts have changed.

        :param SQL before: a query of the columns of keys and measures, of the facts that were
        :param SQL after: the same of the facts that are
        """
        return SQL(
            """
            INSERT INTO crm_shipment_day (%(keys)s, %(measures)s)
            SELECT %(keys)s, %(sums)s
              FROM (SELECT %(keys)s, %(minus)s FROM (%(before)s) before
                    UNION ALL SELECT %(keys)s, %(measures)s FROM (%(after)s) after) AS change (%(keys)s, %(measures)s)
             GROUP BY %(keys)s
            HAVING %(is_something)s
            """,
            keys=KEYS,
            measures=MEASURES,
            sums=SUMS,
            minus=MINUS,
            is_something=IS_SOMETHING,
            before=before,
            after=after,
        )

    @api.model
    def _repair(self):
        """Make one row of many, and add what is missing from the sums of the facts.

        :return: how many sums were wrong
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH many AS (SELECT %(keys)s FROM crm_shipment_day GROUP BY %(keys)s HAVING COUNT(*) > 1),
                     gone AS (
                         DELETE FROM crm_shipment_day day USING many
                          WHERE (day.company_id, day.date) = (many.company_id, many.date)
                            AND day.user_id IS NOT DISTINCT FROM many.user_id
                            AND day.team_id IS NOT DISTINCT FROM many.team_id
                      RETURNING day.*
                     )
                INSERT INTO crm_shipment_day (%(keys)s, %(measures)s)
                SELECT %(keys)s, %(sums)s FROM gone GROUP BY %(keys)s HAVING %(is_something)s
                """,
                keys=KEYS,
                measures=MEASURES,
                sums=SUMS,
                is_something=IS_SOMETHING,
            )
        )
        self.env.cr.execute(
            self._get_change_query(
                SQL("SELECT %s, %s FROM crm_shipment_day", KEYS, MEASURES),
                SQL("SELECT %s, %s FROM crm_shipment_fact WHERE active", KEYS, MEASURES),
            )
        )
        self.invalidate_model(flush=False)
        return self.env.cr.rowcount
