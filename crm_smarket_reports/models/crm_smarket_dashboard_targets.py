from odoo import api, models

from ..tools.periods import Period, month_of


class CrmSmarketDashboard(models.AbstractModel):
    """How the figures stand against the sales targets, where there are any.

    A row or a total that has a target carries it as ``target``, that of the margin as
    ``margin_target``: what :meth:`crm.sales.target._get_progress` says. The total's is the
    branches' own, and there where each branch that is switched on has one.
    """

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _get_receipts_by_branch(self):
        data = super()._get_receipts_by_branch()
        self._set_row_targets(data)
        self._set_total_target(data["total"], "receipts", data["total"]["current"])
        return data

    @api.model
    def _get_leading_managers(self):
        data = super()._get_leading_managers()
        self._set_row_targets(data)
        self._set_total_target(data["total"], "receipts", data["total"]["current"])
        return data

    @api.model
    def _get_leading_companies(self):
        data = super()._get_leading_companies()
        for kind, measure, name in self._get_shipment_targets(data["measures"]):
            self._set_total_target(data["total"], kind, data["total"][measure], name)
        return data

    @api.model
    def _get_shipment_dynamics(self):
        data = super()._get_shipment_dynamics()
        rows = data["rows"]
        period = Period(rows[0]["start"], month_of(rows[-1]["start"]).end)
        for kind, measure, name in self._get_shipment_targets(data["measures"]):
            actuals = {row["start"]: row[measure] for row in rows}
            progress = self.env["crm.sales.target"]._get_progress(kind, period, "date:month", actuals)
            for row in rows:
                if row["start"] in progress:
                    row[name] = progress[row["start"]]
        return data

    @api.model
    def _get_shipment_targets(self, measures):
        """Return (kind of target, measure, name in the figures) of what the user may see."""
        known = [("shipments", "amount", "target"), ("margin", "margin", "margin_target")]
        return [row for row in known if row[1] in measures]

    @api.model
    def _set_row_targets(self, data):
        """Put targets of receipts of this month into rows that compare it."""
        actuals = {row["id"]: row["current"] for row in data["rows"]}
        records = self.env[self.env[data["model"]]._fields[data["field"]].comodel_name].browse(filter(None, actuals))
        progress = self.env["crm.sales.target"]._get_progress(
            "receipts",
            month_of(self._get_today()),
            data["field"],
            {record: actuals[record.id] for record in records},
        )
        by_id = {record.id: values for record, values in progress.items()}
        for row in data["rows"]:
            if row["id"] in by_id:
                row["target"] = by_id[row["id"]]

    @api.model
    def _set_total_target(self, total, kind, actual, name="target"):
        """Put the target of this month of all switched-on branches together into a total."""
        month = month_of(self._get_today())
        progress = self.env["crm.sales.target"]._get_progress(kind, month, "date:month", {month.start: actual})
        if progress:
            total[name] = progress[month.start]

    # -- workbooks ---------------------------------------------------------------------------------------------------

    @api.model
    def _get_receipts_by_branch_sheet(self, data):
        return self._add_targets(super()._get_receipts_by_branch_sheet(data), self._get_figures(data))

    @api.model
    def _get_leading_managers_sheet(self, data):
        return self._add_targets(super()._get_leading_managers_sheet(data), self._get_figures(data))

    @api.model
    def _get_leading_companies_sheet(self, data):
        sheet = self._add_targets(super()._get_leading_companies_sheet(data), self._get_figures(data))
        return self._add_targets(sheet, self._get_figures(data), "margin_target")

    @api.model
    def _get_shipment_dynamics_sheet(self, data):
        figures = [*data["rows"], data["total"]]
        sheet = self._add_targets(super()._get_shipment_dynamics_sheet(data), figures)
        return self._add_targets(sheet, figures, "margin_target")

    @api.model
    def _get_figures(self, data):
        return [row for _name, row in self._get_named_rows(data)]

    @api.model
    def _add_targets(self, sheet, figures, name="target"):
        """Return a sheet with the columns of a target, unless no row has it.

        :param dict sheet: as :func:`~..tools.workbook.make_workbook` takes it
        :param list figures: of each row of the sheet, and of its total
        :param str name: what the target is called in the figures
        """
        if not any(name in row for row in figures):
            return sheet
        states = dict(self.env["crm.sales.target"]._fields["state"]._description_selection(self.env))
        columns = [
            {
                "label": self.env._("Margin target") if name == "margin_target" else self.env._("Target"),
                "type": "money",
            },
            {"label": self.env._("Due to date"), "type": "money"},
            {"label": self.env._("Of due, %"), "type": "percent"},
            {"label": self.env._("State"), "type": "text"},
        ]
        *rows, total = [
            [*cells, *self._get_target_cells(row.get(name), states)]
            for cells, row in zip([*sheet["rows"], sheet["total"]], figures, strict=True)
        ]
        return {**sheet, "columns": [*sheet["columns"], *columns], "rows": rows, "total": total}

    @api.model
    def _get_target_cells(self, progress, states):
        if not progress:
            return [None] * 4
        return [progress["target"], progress["to_date"], progress["ratio"], states.get(progress["state"], "")]
