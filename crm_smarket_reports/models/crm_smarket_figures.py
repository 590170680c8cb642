from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, float_round


class CrmSmarketFigures(models.AbstractModel):
    """What the general information and the analysis share: who may read, and sums of facts in one currency."""

    _name = "crm.smarket.figures"
    _description = "Figures"

    @api.model
    def _check_reader(self):
        """Refuse people who do not sell; asking for the companies refuses those that are not the user's."""
        if self.env.companies and not (self.env.su or self.env.user.has_group("sales_team.group_sale_salesman")):
            raise AccessError(self.env._("General information is there for people who sell."))

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)

    @api.model
    def _get_period_domain(self, period):
        """Return the domain of facts of a period in the companies that are switched on."""
        return Domain("date", ">=", period.start) & Domain("date", "<=", period.end) & self._get_company_domain()

    @api.model
    def _get_company_domain(self):
        return Domain("company_id", "in", self.env.companies.ids)

    @api.model
    def _sum_by(self, model, domain, groupby, measures, is_converted=False):
        """Sum facts by one field or several, in the current company's currency.

        :param str model: model of facts
        :param groupby: name of a field, with granularity for a date; or a list of them
        :param list measures: names of monetary fields
        :param bool is_converted: the model gives its amounts in the current company's currency already
        :return: ``{value of the field: [sum of each measure]}``, the key a tuple where fields were
            given as a list; companies of another currency are converted at today's rate
        """
        target = self.env.company.currency_id
        fields_ = [groupby] if isinstance(groupby, str) else list(groupby)
        several = not is_converted and len(self.env.companies.currency_id) > 1
        keys = [*fields_, "company_id"] if several and "company_id" not in fields_ else fields_
        aggregates = [f"{name}:sum" for name in measures]
        # Any order but that of the names, for which their table would be read.
        rows = self.env[model]._read_group(domain, keys, aggregates, order=f"{aggregates[0]} desc")
        if not several and not is_converted:
            # Of one currency the database has summed whole cents: nothing to convert, nothing to round.
            count, is_one = len(keys), isinstance(groupby, str)
            return {row[0] if is_one else row[:count]: [value or 0.0 for value in row[count:]] for row in rows}
        sums = {}
        for row in rows:
            values = row[len(keys) :]
            if several:
                company = row[keys.index("company_id")]
                values = [value * self._get_rate(company) for value in values]
            key = row[0] if isinstance(groupby, str) else row[: len(fields_)]
            total = sums.setdefault(key, [0.0] * len(measures))
            for number, value in enumerate(values):
                total[number] += value
        tidy = partial(float_round, precision_rounding=target.rounding)  # as the currency does, asked but once
        return {key: [*map(tidy, row)] for key, row in sums.items()}

    @api.model
    def _rank_by(self, model, domain, field, measures, limit):
        """Sum facts by one field for those at the top alone: the others may be tens of thousands.

        Records of which everything sums to nothing do not count.

        :param int limit: how many records, those with most of the first measure
        :return: ``({record: [sum of each measure]}, number of all records, sums of all facts, sums of
            facts without a record)``, the records in their order, in the current company's currency
        """
        if len(self.env.companies.currency_id) > 1:
            # Who is at the top is known only when amounts of all currencies are one.
            sums = self._sum_by(model, domain, field, measures)
            rows = [[0.0] * len(measures), *sums.values()]
            total = [self.env.company.currency_id.round(sum(values)) for values in zip(*rows, strict=True)]
            nobody = sums.pop(self.env[self.env[model]._fields[field].comodel_name], rows[0])
            ranked = [(record, values) for record, values in sums.items() if any(values)]
            ranked.sort(key=lambda item: (-item[1][0], item[0].id))
            return dict(ranked[:limit]), len(ranked), total, nobody
        facts, somebody = self.env[model], Domain(field, "!=", False)
        aggregates = [f"{name}:sum" for name in measures]
        order = f"{aggregates[0]} desc, {field}:min"
        something = [*["|"] * (len(aggregates) - 1), *((aggregate, "!=", 0) for aggregate in aggregates)]
        ranked = facts._read_group(domain & somebody, [field], aggregates, having=something, limit=limit, order=order)
        count = self._count_groups(facts, domain & somebody, field, measures)
        [total] = facts._read_group(domain, [], aggregates)
        [nobody] = facts._read_group(domain & ~somebody, [], aggregates)
        tidy = self.env.company.currency_id.round
        return (
            {record: [tidy(value) for value in values] for record, *values in ranked},
            count,
            *([tidy(value or 0.0) for value in values] for values in (total, nobody)),
        )

    @api.model
    def _count_groups(self, facts, domain, field, measures):
        """Return of how many records facts sum to something, without fetching them.

        :param list measures: names of monetary fields
        """
        query = SQL(
            "SELECT COUNT(*) FROM (SELECT FROM %s fact GROUP BY %s HAVING %s) something",
            facts._search(domain).subselect(*(SQL.identifier(facts._table, name) for name in (field, *measures))),
            SQL.identifier(field),
            SQL(" OR ").join(SQL("SUM(%s) <> 0", SQL.identifier(name)) for name in measures),
        )
        return self.env.execute_query(query)[0][0]

    @api.model
    def _get_record_names(self, records):
        """Return ``{id: name}`` of records behind facts that one may read, whoever may read the records.

        Nothing else of them is fetched: a user or a contact has a hundred fields.
        """
        alone = records.sudo().with_context(prefetch_fields=False)  # sudo: the name alone
        return {record.id: record.display_name for record in alone}

    @api.model
    def _get_rate(self, company):
        """Return today's rate from the currency of a company to that of the current one."""
        own, target = company.currency_id, self.env.company.currency_id
        if own == target:
            return 1.0
        return own._get_conversion_rate(own, target, self.env.company, self._get_today())

    @api.model
    def _get_frame(self, model):
        """Return what everything that shows money says of itself."""
        currencies = self.env.companies.currency_id
        return {
            "model": model,
            "currency_id": self.env.company.currency_id.id,
            "is_converted": len(currencies) > 1,
            "is_company_wide": self.env.user.has_group("sales_team.group_sale_salesman_all_leads"),
        }
