from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.tally import Tally

# A deal is counted under each of these, if it has several.
SEVERAL = {
    "customer_tag": (
        "commercial_partner_id.category_id",
        SQL("SELECT partner_id AS key_id, category_id AS id FROM res_partner_res_partner_category_rel"),
        "commercial_partner_id",
    ),
    "product": (
        "lead_id.project_product_line_ids.product_id",
        SQL("SELECT DISTINCT lead_id AS key_id, product_id AS id FROM crm_project_product_line"),
        "lead_id",
    ),
}
SINGLE = {
    "campaign": "campaign_id",
    "city": "city",
    "column": "crm_stage_id",
    "company": "company_id",
    "country": "country_id",
    "customer": "commercial_partner_id",
    "industry": "industry_id",
    "source": "source_id",
    "stage": "template_stage_id",
    "state": "state_id",
    "team": "team_id",
    "template": "project_template_id",
    "user": "user_id",
}


class CrmPassageFact(models.Model):
    """Reading passages: counted by what one asks for, in one pass over the index.

    Durations are counted in tenths of a day, below three days in hundredths: a year of a
    hundred thousand deals comes to the program as a few thousand rows.
    """

    _inherit = "crm.passage.fact"

    @api.model
    def _get_dimension_domain(self, dimension, ids):
        """Return the domain of the passages with one of some values; False among them: with none.

        :param str dimension: of ``SINGLE`` or ``SEVERAL``
        :param list ids: ids of records, names of cities
        """
        if dimension in SINGLE:
            return Domain(SINGLE[dimension], "in", ids)
        path, _link, _name = SEVERAL[dimension]
        domain = Domain(path, "in", [one for one in ids if one])
        return domain | ~Domain(path, "!=", False) if False in ids else domain

    @api.model
    def _get_dimension_model(self, dimension):
        """Return the name of the model of a dimension's values, False for a text."""
        model = self
        for name in (SEVERAL[dimension][0] if dimension in SEVERAL else SINGLE[dimension]).split("."):
            field = model._fields[name]
            model = self.env[field.comodel_name] if field.relational else None
        return model is not None and model._name

    @api.model
    def _get_dimension_key(self, query, dimension):
        """Return the expression of a dimension's values, and join what it needs to the query."""
        if dimension not in SEVERAL:
            return self._field_to_sql(self._table, SINGLE[dimension], query)
        _path, link, name = SEVERAL[dimension]
        query.add_join(
            "LEFT JOIN",
            dimension,
            SQL("(%s)", link),
            SQL("%s = %s", SQL.identifier(dimension, "key_id"), SQL.identifier(self._table, name)),
        )
        return SQL.identifier(dimension, "id")

    @api.model
    def _get_tallies(self, domain, dimension):
        """Count passages: what became of them, how long they lasted, what was planned.

        :param Domain domain: which passages; rights apply
        :param str dimension: of ``SINGLE`` or ``SEVERAL``
        :return: ``{value: Tally}``, value being an id, the name of a city, or False
        """
        query = self._search(domain)
        days = SQL(
            "COALESCE(%s, EXTRACT(EPOCH FROM %s::timestamp - %s)::float8 / 86400)",
            SQL.identifier(self._table, "days"),
            fields.Datetime.now(),
            SQL.identifier(self._table, "date_counted"),
        )
        planned, variance = (SQL.identifier(self._table, name) for name in ("planned_days", "variance_days"))
        key = self._get_dimension_key(query, dimension)
        query.groupby = SQL("1, 2, 3")
        tallies = defaultdict(Tally)
        for value, outcome, hundredths, count, *sums in self.env.execute_query(
            query.select(
                key,
                SQL.identifier(self._table, "outcome"),
                SQL(
                    "(CASE WHEN %(days)s < 3 THEN FLOOR(%(days)s * 100 + 0.5)"
                    " ELSE FLOOR(%(days)s * 10 + 0.5) * 10 END)::integer",
                    days=days,
                ),
                SQL("COUNT(*)"),
                SQL("SUM(%s)", planned),
                SQL("COUNT(%s)", planned),
                SQL("SUM(%s)", variance),
                SQL("COUNT(%s)", variance),
            )
        ):
            tally = tallies[value or False]
            tally.add(outcome, None if hundredths is None else max(hundredths, 0) / 100, count)
            tally.planned.add(*sums[:2])
            if outcome == "passed":
                tally.variance.add(*sums[2:])
        return dict(tallies)

    @api.model
    def _count_customers(self, domain, dimension):
        """Count customers once, by the best that became of their deals: passed, else open, else lost, else skipped.

        :return: ``{value: {outcome: number}}``, see :meth:`_get_tallies`; a deal of no customer counts by itself
        """
        query = self._search(domain)
        key = self._get_dimension_key(query, dimension)
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
                    SQL("MIN(ARRAY_POSITION(%s, %s::text))", list(outcomes), SQL.identifier(self._table, "outcome")),
                ),
            )
        ):
            found[value or False][outcomes[number - 1]] = count
        return dict(found)

    @api.model
    def _get_amounts(self, domain, dimension):
        """Sum the amounts of passages by a dimension and by the month of the expected closing.

        :return: list of (value, first day of the month or False, company id, amount)
        """
        query = self._search(domain)
        key = self._get_dimension_key(query, dimension)
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
