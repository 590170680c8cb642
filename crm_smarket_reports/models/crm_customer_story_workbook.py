from odoo import api, models
from odoo.tools import format_date

from ..tools.periods import last_months
from .crm_customer_story import MAX_LIMIT
from .crm_customer_story_overview import MONTHS

MAX_ENTRIES = 5000
MAX_NAMES = 20


class CrmCustomerStory(models.AbstractModel):
    """The history of customers as a workbook: turnover, deals, and the time line."""

    _inherit = "crm.customer.story"

    @api.model
    def _get_workbook(self, partner_domain, kinds=None):
        """Return ``(file name, bytes)`` of all that the page shows, with the whole time line.

        :param list partner_domain: as :meth:`get_overview` takes it
        :param list kinds: as :meth:`get_story` takes them
        """
        entries = self._get_whole_story(partner_domain, kinds)
        customers = self._find_customers(partner_domain)
        periods = self._get_periods()
        labels = self._get_kinds()
        names = customers.records[:MAX_NAMES].mapped("display_name")
        more = len(customers.records) - len(names)
        chosen = [
            (self.env._("Customers"), ", ".join([*names, *([self.env._("%s more", more)] if more else [])])),
            (self.env._("Period"), self._name_days(periods["current"])),
            (self.env._("Compared with"), self._name_days(periods["previous"])),
            (self.env._("Time Line"), ", ".join(labels[kind] for kind in kinds or labels)),
        ]
        sold = self.env._("Lines of confirmed orders net of taxes, services included.")
        sheets = [
            self._make_turnover_sheet(customers),
            self._make_deals_sheet(self._get_open_deals(customers, limit=None)),
            self._make_story_sheet(entries),
        ]
        title = self.env._("Customer History")
        if len(customers.records) == 1:
            title = f"{title} {names[0]}"
        return self._make_workbook(title, sheets, chosen, [(self.env._("Sold"), sold)])

    @api.model
    def _get_whole_story(self, partner_domain, kinds):
        """Return the entries of all pages, up to as many as somebody may want to read."""
        page = self.get_story(partner_domain, kinds, limit=MAX_LIMIT)
        entries = page["entries"]
        while page["before"] and len(entries) < MAX_ENTRIES:
            page = self.get_story(partner_domain, kinds, page["before"], MAX_LIMIT)
            entries += page["entries"]
        return entries

    @api.model
    def _make_turnover_sheet(self, customers):
        """Return what each of the customers bought, with the last twelve months."""
        sums = self._get_turnover_sums(customers)
        total = self._get_turnover(customers, sums)
        months = last_months(self._get_today(), MONTHS)
        names = [format_date(self.env, month.start, date_format="LLL yyyy") for month in months]
        return {
            "title": self.env._("Customers by Sales"),
            "columns": [
                {"label": self.env._("Customer"), "type": "text"},
                {"label": self.env._("This year"), "type": "money"},
                {"label": self.env._("Before"), "type": "money"},
                {"label": self.env._("Change, %"), "type": "change"},
                {"label": self.env._("12 months"), "type": "spark", "of": (5, 4 + MONTHS)},
                *({"label": name, "type": "money"} for name in names),
            ],
            "rows": [
                self._get_turnover_line(row["name"], row["cells"])
                for row in self._get_customer_table(sums, limit=None)["rows"]
            ],
            "total": self._get_turnover_line(self.env._("Total"), total),
        }

    @api.model
    def _get_turnover_line(self, name, cells):
        figures = [cells["current"]["value"], cells["previous"]["value"], cells["change_percent"]]
        return [name, *figures, None, *cells["spark"]["value"]]

    @api.model
    def _make_deals_sheet(self, deals):
        currencies = self._get_currency_names(deals)
        return {
            "title": self.env._("Open Deals"),
            "columns": [
                {"label": label, "type": kind}
                for label, kind in (
                    (self.env._("Opportunity"), "text"),
                    (self.env._("Customer"), "text"),
                    (self.env._("Column"), "text"),
                    (self.env._("Stage"), "text"),
                    (self.env._("Late"), "text"),
                    (self.env._("Manager"), "text"),
                    (self.env._("Expected Closing"), "date"),
                    (self.env._("Amount"), "number"),
                    (self.env._("Currency"), "text"),
                )
            ],
            "rows": [
                [
                    deal["name"],
                    deal["customer"],
                    deal["column"],
                    deal["stage"],
                    self.env._("Late") if deal["is_late"] else "",
                    deal["person"],
                    deal["date_deadline"],
                    deal["amount"],
                    currencies[deal["currency_id"]],
                ]
                for deal in deals
            ],
        }

    @api.model
    def _make_story_sheet(self, entries):
        currencies = self._get_currency_names(entries)
        return {
            "title": self.env._("Time Line"),
            "columns": [
                {"label": label, "type": kind}
                for label, kind in (
                    (self.env._("Day"), "date"),
                    (self.env._("Time"), "text"),
                    (self.env._("What"), "text"),
                    (self.env._("Name"), "text"),
                    (self.env._("Customer"), "text"),
                    (self.env._("Details"), "text"),
                    (self.env._("Amount"), "number"),
                    (self.env._("Currency"), "text"),
                )
            ],
            "rows": [
                [
                    entry["day"],
                    entry["time"] or "",
                    entry["label"],
                    entry["title"],
                    entry["customer"],
                    " · ".join(entry["details"]),
                    entry["amount"],
                    currencies[entry["currency_id"]],
                ]
                for entry in entries
            ],
        }

    @api.model
    def _get_currency_names(self, rows):
        """Return ``{id: code}`` of the currencies of some rows."""
        ids = {row["currency_id"] for row in rows if row["currency_id"]}
        names = {currency.id: currency.name for currency in self.env["res.currency"].browse(ids)}
        return {**names, False: ""}
