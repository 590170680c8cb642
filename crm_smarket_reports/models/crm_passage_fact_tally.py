from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.tally import Tally

# Paths of which a passage may have several: it counts under each of them, once.
# {path: (query of (key_id, id), field of the passage that key_id is)}
SEVERAL = {
    "commercial_partner_id.category_id": (
        SQL("SELECT partner_id AS key_id, category_id AS id FROM res_partner_res_partner_category_rel"),
        "commercial_partner_id",
    ),
    "lead_id.project_product_line_ids.product_id": (
        SQL("SELECT DISTINCT lead_id AS key_id, product_id AS id FROM crm_project_product_line"),
        "lead_id",
    ),
}


class CrmPassageFact(models.Model):
    """Reading passages: counted by what one asks for, in one pass over the index.

    Durations are counted in days, below ten in tenths and below one in hundredths of a day:
    a year of a hundred thousand deals comes to the program as some thousands of rows.
    """

    _inherit = "crm.passage.fact"

    @api.model
    def _get_value_expression(self, query, field):
        """Return the expression of the values of a field or path, and join what it needs to the query."""
        if field not in SEVERAL:
            return self._field_to_sql(self._table, field, query)
        link, name = SEVERAL[field]
        alias = query.make_alias(self._table, f"{name}__values")
        query.add_join(
            "LEFT JOIN",
            alias,
            SQL("(%s)", link),
            SQL("%s = %s", SQL.identifier(alias, "key_id"), SQL.identifier(self._table, name)),
        )
        return SQL.identifier(alias, "id")

    @api.model
    def _get_tallies(self, domain, field):
        """Count passages: what became of them, how long they lasted, what was planned, how many came back.

        :param Domain domain: which passages; rights apply
        :param str field: by which to count, or a path of ``SEVERAL``
        :return: ``{value: Tally}``, value being an id, the text of a field of texts, or False
        """
        query = self._search(domain)
        days = SQL(
            "COALESCE(%s, DATE_PART('epoch', %s::timestamp - %s) / 86400)",
            SQL.identifier(self._table, "days"),
            fields.Datetime.now(),
            SQL.identifier(self._table, "date_counted"),
        )
        planned, variance = (SQL.identifier(self._table, name) for name in ("planned_days", "variance_days"))
        key = self._get_value_expression(query, field)
        query.groupby = SQL("1, 2, 3")
        tallies = defaultdict(Tally)
        for value, outcome, hundredths, count, revisited, *sums in self.env.execute_query(
            query.select(
                key,
                SQL.identifier(self._table, "outcome"),
                SQL(
                    "(CASE WHEN %(days)s < 1 THEN FLOOR(%(days)s * 100 + 0.5)"
                    " WHEN %(days)s < 10 THEN FLOOR(%(days)s * 10 + 0.5) * 10"
                    " ELSE FLOOR(%(days)s + 0.5) * 100 END)::integer",
                    days=days,
                ),
                SQL("COUNT(*)"),
                SQL("COUNT(*) FILTER (WHERE %s)", SQL.identifier(self._table, "is_revisited")),
                SQL("SUM(%s)", planned),
                SQL("COUNT(%s)", planned),
                SQL("SUM(%s)", variance),
                SQL("COUNT(%s)", variance),
            )
        ):
            tally = tallies[value or False]
            tally.add(outcome, None if hundredths is None else max(hundredths, 0) / 100, count)
            tally.revisited += revisited
            tally.planned.add(*sums[:2])
            if outcome == "passed":
                tally.variance.add(*sums[2:])
        return dict(tallies)

    @api.model
    def _count_customers(self, domain, field):
        """Count customers once, by the best that became of their deals: passed, else open, else lost, else skipped.

        :return: ``{value: {outcome: number}}``, see :meth:`_get_tallies`; a deal of no customer counts by itself
        """
        query = self._search(domain)
        key = self._get_value_expression(query, field)
        query.groupby = SQL("1, 2")
        outcomes = ("passed", "open", "failed", "skipped")
        found = defaultdict(dict)
        for value, number, count in self.env.execute_query(
            SQL(
                "SELECT value, best, COUNT(*) FROM (%s) AS customer (value, customer_id, best) GROUP BY 1, 2",
                query.select(
                    key,
                    SQL(
                        "COALESCE(%s, -%s)",
                        SQL.identifier(self._table, "commercial_partner_id"),
                        SQL.identifier(self._table, "lead_id"),
                    ),
                    SQL(
                        "MIN(CASE %s WHEN 'passed' THEN 0 WHEN 'open' THEN 1 WHEN 'failed' THEN 2 ELSE 3 END)",
                        SQL.identifier(self._table, "outcome"),
                    ),
                ),
            )
        ):
            found[value or False][outcomes[number]] = count
        return dict(found)

    @api.model
    def _get_amounts(self, domain, field):
        """Sum the amounts of passages by a field and by the month of the expected closing.

        :return: list of (value, first day of the month or False, company id, amount)
        """
        query = self._search(domain)
        key = self._get_value_expression(query, field)
        query.groupby = SQL("1, 2, 3")
        rows = self.env.execute_query(
            query.select(
                key,
                SQL("DATE_TRUNC('month', %s)::date", SQL.identifier(self._table, "date_expected")),
                SQL.identifier(self._table, "company_id"),
                SQL("SUM(%s)", SQL.identifier(self._table, "amount")),
            )
        )
        return [
            (value or False, month or False, company_id, amount or 0.0) for value, month, company_id, amount in rows
        ]
