from odoo import api, fields, models
from odoo.tools import SQL

from .crm_sales_target import KINDS, LEVELS
from .pending_facts import PendingFacts

FACTS = ("crm.receipt.fact", "crm.shipment.fact")


class CrmSalesTargetReport(models.Model):
    """Targets beside what the facts say: two rows for each target, for graph and pivot.

    Who may read a target may read what it is measured by, and no other facts are in it: for a
    salesperson those are the own ones, as everywhere.
    """

    _name = "crm.sales.target.report"
    _description = "Targets and Facts"
    _auto = False
    _order = "date desc, id"
    _depends = {
        "crm.sales.target": ["date", "company_id", "team_id", "user_id", "level", "kind", "amount"],
    }

    target_id = fields.Many2one("crm.sales.target", string="Sales Target", readonly=True)
    series = fields.Selection([("target", "Target"), ("actual", "Actual")], string="Target or Actual", readonly=True)
    date = fields.Date(string="Month", readonly=True)
    company_id = fields.Many2one("res.company", string="Branch", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    user_id = fields.Many2one("res.users", string="Manager", readonly=True)
    level = fields.Selection(LEVELS, readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True, help="What is expected, or what has come in.")
    target = fields.Monetary(readonly=True)
    actual = fields.Monetary(readonly=True, help="What the documents of the month add up to.")
    ratio = fields.Float(
        string="% of Target", readonly=True, aggregator="avg", help="What has come in, of the whole target."
    )

    @property
    def _table_query(self):
        """Return the query of both rows of each target."""
        return SQL(
            """
            SELECT 2 * target.id AS id, 'target' AS series, target.amount AS amount,
                   target.amount AS target, 0 AS actual, %(columns)s
              FROM crm_sales_target target
             UNION ALL
            SELECT 2 * target.id + 1, 'actual', fact.amount, 0, fact.amount, %(columns)s
              FROM crm_sales_target target
             CROSS JOIN LATERAL (
                   SELECT COALESCE(CASE target.kind WHEN 'receipts' THEN (%(receipts)s) ELSE (%(shipments)s) END, 0)
                          AS amount
                   ) fact
            """,
            columns=SQL(
                "target.id AS target_id, target.date, target.company_id, target.team_id, target.user_id, "
                "target.level, target.kind, NULL::float8 AS ratio"
            ),
            receipts=self._get_sum_query(SQL("crm_receipt_fact"), SQL("fact.amount")),
            # Amount less cost is the margin; unlike the margin, both are in the index.
            shipments=self._get_sum_query(
                SQL("crm_shipment_fact"),
                SQL("fact.amount - CASE target.kind WHEN 'margin' THEN fact.cost ELSE 0 END"),
            ),
        )

    @api.model
    def _get_sum_query(self, table, amount):
        """Return the query of the facts' sum for ``target``."""
        return SQL(
            """
            SELECT SUM(%(amount)s) FROM %(table)s fact
             WHERE fact.active AND fact.company_id = target.company_id
               AND fact.date >= target.date AND fact.date < target.date + INTERVAL '1 month'
               AND (target.team_id IS NULL OR fact.team_id = target.team_id)
               AND (target.user_id IS NULL OR fact.user_id = target.user_id)
            """,
            table=table,
            amount=amount,
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Bring the facts up to date with what this transaction has changed, then search."""
        for fact in FACTS:
            PendingFacts(self.env).settle(fact)
        return super()._search(domain, *args, **kwargs)

    def _read_group_select(self, aggregate_spec, query):
        """Let the ratio of several rows be that of their sums."""
        if aggregate_spec != "ratio:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%(actual)s) / NULLIF(SUM(%(target)s), 0)",
            actual=self._field_to_sql(self._table, "actual", query),
            target=self._field_to_sql(self._table, "target", query),
        )

    @api.model
    def _get_actuals(self, targets):
        """Return ``{target: what has come in}``, with one query."""
        domain = [("target_id", "in", targets.ids), ("series", "=", "actual")]
        return dict(self._read_group(domain, ["target_id"], ["amount:sum"]))
