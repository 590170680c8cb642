import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class CrmSmarketDashboard(models.AbstractModel):
    """General information: the figures of each widget, asked for without a single parameter.

    A widget is a key in :meth:`_get_widget_keys` and a method ``_get_<key>`` that returns
    what its component shows; see ``readme/DEVELOP.md``. Figures come from facts by the ORM,
    so rules, groups and switched-on companies apply by themselves. Nothing is written: all
    of it runs on a read-only connection.
    """

    _name = "crm.smarket.dashboard"
    _description = "General Information"

    @api.model
    def _get_widget_keys(self):
        """Return the keys of the widgets, in the order of the page."""
        return [
            "receipts_by_branch",
            "leading_managers",
            "leading_companies",
            "shipment_dynamics",
            "week_events",
            "nearest_events",
        ]

    @api.model
    @api.readonly
    def get_data(self, widget_keys=None):
        """Return ``{key: {...}}`` for these widgets, or for all.

        A widget that fails is ``{"error": message}``: it never takes the page down.

        :raise AccessError: for people who do not sell, and for companies that are not the user's
        """
        self._check_reader()
        data = {}
        for key in self._get_widget_keys() if widget_keys is None else widget_keys:
            if key not in self._get_widget_keys():
                continue
            try:
                data[key] = {"as_of": fields.Datetime.now(), **getattr(self, f"_get_{key}")()}
            except Exception:
                _logger.exception("Widget %s of the general information", key)
                data[key] = {"error": self.env._("This part could not be made ready. Refresh it, or see the log.")}
        return data

    @api.model
    def _check_reader(self):
        """Refuse people who do not sell; asking for the companies refuses those that are not the user's."""
        if self.env.companies and not (self.env.su or self.env.user.has_group("sales_team.group_sale_salesman")):
            raise AccessError(self.env._("General information is there for people who sell."))

    # -- what widgets share ------------------------------------------------------------------------------------------

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
    def _sum_by(self, model, domain, groupby, measures):
        """Sum facts by one field, in the current company's currency.

        :param str model: model of facts
        :param groupby: name of a field, with granularity for a date
        :param list measures: names of monetary fields
        :return: ``{value of the field: [sum of each measure]}``; companies of another currency
            are converted at today's rate
        """
        target = self.env.company.currency_id
        aggregates = [f"{name}:sum" for name in measures]
        several = len(self.env.companies.currency_id) > 1
        keys = [groupby, "company_id"] if several and groupby != "company_id" else [groupby]
        sums = {}
        for key, *values in self.env[model]._read_group(domain, keys, aggregates):
            company = key if groupby == "company_id" else values.pop(0) if several else self.env.company
            if company.currency_id != target:
                rate = company.currency_id._get_conversion_rate(
                    company.currency_id, target, self.env.company, self._get_today()
                )
                values = [value * rate for value in values]
            row = sums.setdefault(key, [0.0] * len(measures))
            for number, value in enumerate(values):
                row[number] += value
        return {key: [target.round(value) for value in row] for key, row in sums.items()}

    @api.model
    def _get_frame(self, model):
        """Return what every widget of money says of itself."""
        currencies = self.env.companies.currency_id
        return {
            "model": model,
            "currency_id": self.env.company.currency_id.id,
            "is_converted": len(currencies) > 1,
            "is_company_wide": self.env.user.has_group("sales_team.group_sale_salesman_all_leads"),
        }
