from odoo import api, models

from .crm_smarket_dashboard_events import WHOLE_WEEK


class CrmSmarketDashboard(models.AbstractModel):
    """The figures of the widgets as tables, for workbooks.

    A widget that can be downloaded has a method ``_get_<key>_sheet(data)`` that returns of what
    ``_get_<key>`` returned a sheet as :func:`~..tools.workbook.make_workbook` takes it, with a
    ``definition`` that says what is counted.
    """

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _get_workbook(self, keys=None):
        """Return ``(file name, bytes)`` of a sheet per widget, of all widgets without keys.

        Nothing is returned where none of them has a sheet.
        """
        sheets = [sheet for key in keys or self._get_widget_keys() if (sheet := self._get_sheet(key))]
        if not sheets:
            return None
        title = sheets[0]["title"] if len(sheets) == 1 else self.env._("General Information")
        definitions = [(sheet["title"], sheet["definition"]) for sheet in sheets if sheet.get("definition")]
        return self._make_workbook(title, sheets, [], definitions)

    @api.model
    def _get_sheet(self, key):
        """Return a widget's figures as a sheet, None where it has none."""
        make = getattr(self, f"_get_{key}_sheet", None) if key in self._get_widget_keys() else None
        data = make and self.with_context(smarket_whole_day=WHOLE_WEEK).get_data([key])[key]
        return make(data) if data and "error" not in data else None

    @api.model
    def _get_receipts_by_branch_sheet(self, data):
        label = self.env._("Branch") if data["field"] == "company_id" else self.env._("Sales Team")
        return self._get_compared_sheet(self.env._("Receipts by Branch"), label, data)

    @api.model
    def _get_leading_managers_sheet(self, data):
        return self._get_compared_sheet(self.env._("Managers by Receipts"), self.env._("Manager"), data)

    @api.model
    def _get_compared_sheet(self, title, label, data):
        """Return receipts of this month beside the previous one."""
        labels = {
            "current": self.env._("This month"),
            "previous": self.env._("Previous month"),
            "same_day": self.env._("Previous month to the same day"),
        }
        periods = "; ".join(
            f"{labels[name]}: {self._name_days(days.values())}" for name, days in data["periods"].items()
        )
        definition = self.env._("Money that came in from customers, less what was paid back. %s", periods)
        columns = [
            *[{"label": text, "type": "money"} for text in labels.values()],
            {"label": self.env._("Change, %"), "type": "change"},
        ]
        return {
            **self._get_named_sheet(title, label, columns, data, [*labels, "change"]),
            "definition": definition,
        }

    @api.model
    def _get_leading_companies_sheet(self, data):
        total = data["total"]["amount"]
        columns = [*self._get_measure_columns(data), {"label": self.env._("Share, %"), "type": "share"}]
        shared = [
            {**row, "share": row["amount"] / total if total else None} for _name, row in self._get_named_rows(data)
        ]
        sheet = self._get_named_sheet(
            self.env._("Customers by Shipments"), self.env._("Customer"), columns, data, [*data["measures"]]
        )
        for cells, row in zip([*sheet["rows"], sheet["total"]], shared, strict=True):
            cells.append(row["share"])
        days = self._name_days(data["periods"]["current"].values())
        return {**sheet, "definition": f"{self._get_shipment_definition()} {days}"}

    @api.model
    def _get_shipment_dynamics_sheet(self, data):
        measures, rows = data["measures"], data["rows"]
        return {
            "title": self.env._("Shipment Dynamics"),
            "definition": self._get_shipment_definition(),
            "columns": [{"label": self.env._("Month"), "type": "month"}, *self._get_measure_columns(data)],
            "rows": [[row["start"], *(row[measure] for measure in measures)] for row in rows],
            "total": [self.env._("Total"), *[data["total"][measure] for measure in measures]],
            "chart": {
                "type": "bar",
                "title": self.env._("Shipment Dynamics"),
                "series": [
                    {"column": number, "first": 0, "last": len(rows) - 1} for number in range(1, len(measures) + 1)
                ],
            },
        }

    @api.model
    def _get_week_events_sheet(self, data):
        return {
            "title": self.env._("This Week's Events"),
            "columns": [*self._get_event_columns(), {"label": self.env._("Done"), "type": "text"}],
            "rows": [
                [day["date"], *self._get_event_cells(event), self.env._("Yes") if event["is_done"] else ""]
                for day in data["days"]
                for event in day["events"]
            ],
        }

    @api.model
    def _get_nearest_events_sheet(self, data):
        return {
            "title": self.env._("Nearest Events"),
            "columns": self._get_event_columns(),
            "rows": [[event["day"], *self._get_event_cells(event)] for event in data["events"]],
        }

    # -- what tables share -------------------------------------------------------------------------------------------

    @api.model
    def _get_named_sheet(self, title, label, columns, data, names):
        """Return a sheet of named rows, the last of which is the total.

        :param str label: of the names
        :param list columns: of the figures
        :param list names: of the figures
        """
        *rows, total = [[name, *(row[one] for one in names)] for name, row in self._get_named_rows(data)]
        return {"title": title, "columns": [{"label": label, "type": "text"}, *columns], "rows": rows, "total": total}

    @api.model
    def _get_named_rows(self, data):
        """Return name and figures of each row, and of those that follow the listed ones down to the total."""
        named = [(row["name"], row) for row in data["rows"]]
        if others := data.get("others"):
            named.append((self.env._("%s others", others["count"]), others))
        if unassigned := data.get("unassigned"):
            named.append((self.env._("Unassigned"), unassigned))
        return [*named, (self.env._("Total"), data["total"])]

    @api.model
    def _get_measure_columns(self, data):
        labels = {"amount": self.env._("Shipped"), "cost": self.env._("Cost"), "margin": self.env._("Margin")}
        return [{"label": labels[measure], "type": "money"} for measure in data["measures"]]

    @api.model
    def _get_shipment_definition(self):
        return self.env._(
            "Goods that left for customers, less what came back, at the price of the order without taxes."
        )

    @api.model
    def _get_event_columns(self):
        labels = [
            self.env._("Time"),
            self.env._("Kind"),
            self.env._("Subject"),
            self.env._("Customer"),
            self.env._("Stage"),
            self.env._("Person"),
        ]
        return [
            {"label": self.env._("Date"), "type": "date"},
            *[{"label": label, "type": "text"} for label in labels],
        ]

    @api.model
    def _get_event_cells(self, event):
        return [event[name] or "" for name in ("time", "kind", "name", "customer", "stage", "person")]
