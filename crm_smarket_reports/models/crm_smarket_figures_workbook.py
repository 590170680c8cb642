from odoo import api, fields, models
from odoo.tools import format_date, osutil

from ..tools.workbook import make_workbook
from ..tools.workbook_formats import get_money_format


class CrmSmarketFigures(models.AbstractModel):
    """What the workbooks of all screens share: currency, name, and the sheet that says what they show."""

    _inherit = "crm.smarket.figures"

    @api.model
    def _make_workbook(self, title, sheets, chosen, definitions):
        """Return ``(file name, bytes)`` of sheets and one about them.

        :param str title: of the screen
        :param list sheets: as :func:`~..tools.workbook.make_workbook` takes them
        :param list chosen: (label, text) of what the user has chosen
        :param list definitions: (label, text) of what the words mean
        """
        about = self._get_workbook_about(title, chosen, definitions)
        return self._get_workbook_name(title), make_workbook(sheets, about, self._get_workbook_money())

    @api.model
    def _get_workbook_about(self, title, chosen, definitions):
        """Return what the sheet about the others says, see :meth:`_make_workbook`."""
        lines = [(self.env._("Report"), title), *chosen, *self._get_circumstances(), *definitions]
        return {"title": self.env._("About"), "lines": lines}

    @api.model
    def _get_workbook_name(self, title):
        return f"{osutil.clean_filename(title)} {self._get_today()}.xlsx"

    @api.model
    def _get_workbook_money(self):
        currency = self.env.company.currency_id
        return get_money_format(currency.symbol, currency.position == "before", currency.decimal_places)

    @api.model
    def _get_circumstances(self):
        """Return lines on whose figures these are, and of when."""
        currencies = self.env.companies.currency_id
        lines = [
            (self.env._("Branches"), ", ".join(self.env.companies.mapped("name"))),
            (self.env._("Currency"), self.env.company.currency_id.name),
        ]
        if len(currencies) > 1:
            lines.append(("", self.env._("Other currencies are converted at today's rate.")))
        moment = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return [
            *lines,
            (self.env._("Made for"), self.env.user.name),
            (self.env._("Made on"), moment.replace(tzinfo=None)),
            (self.env._("Time Zone"), str(moment.tzinfo)),
        ]

    @api.model
    def _name_days(self, period):
        """Return first and last day of a period in words."""
        return " – ".join(format_date(self.env, day) for day in period)
