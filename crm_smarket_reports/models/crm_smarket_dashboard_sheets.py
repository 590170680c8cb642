from odoo import api, models


class CrmSmarketDashboard(models.AbstractModel):
    """The figures of the widgets as tables, for workbooks.

    A widget that can be downloaded has a method ``_get_<key>_sheet(data)`` that returns
    title, header and rows of what ``_get_<key>`` returned.
    """

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _get_sheet(self, key):
        """Return ``{"title", "header", "rows"}`` of a widget's figures, None where it has none."""
        make = getattr(self, f"_get_{key}_sheet", None) if key in self._get_widget_keys() else None
        data = make and self.get_data([key])[key]
        return make(data) if data and "error" not in data else None

    @api.model
    def _get_receipts_by_branch_sheet(self, data):
        return {
            "title": self.env._("Receipts by Branch"),
            "header": [
                self.env._("Branch") if data["field"] == "company_id" else self.env._("Sales Team"),
                *self._get_compared_header(),
            ],
            "rows": self._get_compared_cells(data),
        }

    @api.model
    def _get_leading_managers_sheet(self, data):
        return {
            "title": self.env._("Managers by Receipts"),
            "header": [self.env._("Manager"), *self._get_compared_header()],
            "rows": self._get_compared_cells(data),
        }

    @api.model
    def _get_compared_header(self):
        return [
            self.env._("This month"),
            self.env._("Previous month"),
            self.env._("Previous month to the same day"),
            self.env._("Change, %"),
        ]

    @api.model
    def _get_compared_cells(self, data):
        return [
            [
                name,
                *(row[period] for period in ("current", "previous", "same_day")),
                None if row["change"] is None else round(100 * row["change"], 1),
            ]
            for name, row in self._get_named_rows(data)
        ]

    @api.model
    def _get_leading_companies_sheet(self, data):
        labels = self._get_measure_labels()
        total = data["total"]["amount"]
        return {
            "title": self.env._("Customers by Shipments"),
            "header": [
                self.env._("Customer"),
                *(labels[measure] for measure in data["measures"]),
                self.env._("Share, %"),
            ],
            "rows": [
                [
                    name,
                    *(row[measure] for measure in data["measures"]),
                    round(100 * row["amount"] / total, 1) if total else None,
                ]
                for name, row in self._get_named_rows(data)
            ],
        }

    @api.model
    def _get_shipment_dynamics_sheet(self, data):
        labels = self._get_measure_labels()
        return {
            "title": self.env._("Shipment Dynamics"),
            "header": [self.env._("Month"), *(labels[measure] for measure in data["measures"])],
            "rows": [[row["start"], *(row[measure] for measure in data["measures"])] for row in data["rows"]],
        }

    @api.model
    def _get_week_events_sheet(self, data):
        return {
            "title": self.env._("This Week's Events"),
            "header": [self.env._("Date"), *self._get_event_header(), self.env._("Done")],
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
            "header": [self.env._("Date"), *self._get_event_header()],
            "rows": [[event["day"], *self._get_event_cells(event)] for event in data["events"]],
        }

    # -- what tables share -------------------------------------------------------------------------------------------

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
    def _get_measure_labels(self):
        return {"amount": self.env._("Shipped"), "cost": self.env._("Cost"), "margin": self.env._("Margin")}

    @api.model
    def _get_event_header(self):
        return [
            self.env._("Time"),
            self.env._("Kind"),
            self.env._("Subject"),
            self.env._("Customer"),
            self.env._("Stage"),
            self.env._("Person"),
        ]

    @api.model
    def _get_event_cells(self, event):
        return [event[name] or "" for name in ("time", "kind", "name", "customer", "stage", "person")]
