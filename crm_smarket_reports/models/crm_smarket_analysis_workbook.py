from odoo import api, models
from odoo.tools import format_date

from ..tools.periods import last_months
from .crm_smarket_analysis_compared import MONTHS
from .crm_smarket_analysis_options import MAX_LIMIT


class CrmSmarketAnalysis(models.AbstractModel):
    """A report as a workbook: its tables, its chart, and what was chosen."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_workbook(self, key, options=None):
        """Return ``(file name, bytes)`` of a report with all its rows.

        :param str key: of the report
        :param dict options: as :meth:`get_report` takes them
        """
        report = self.get_report(key, {**(options or {}), "limit": MAX_LIMIT, "offset": 0})
        tables = [report, *report["blocks"]]
        sheets = [self._make_table_sheet(table, report) for table in tables if table["columns"]]
        if report["chart"]:
            sheets.insert(1, self._make_chart_sheet(report))
        return self._make_workbook(
            report["title"], sheets, self._get_chosen_lines(report), self._get_definition_lines(report, tables)
        )

    # -- tables ------------------------------------------------------------------------------------------------------

    @api.model
    def _make_table_sheet(self, table, report):
        """Return a table as :func:`~..tools.workbook.make_workbook` takes it.

        :param dict table: ``title``, ``columns``, ``rows``, and perhaps ``others`` and ``total``
        :param dict report: that it belongs to
        """
        lines = [*table["rows"], *([table["others"]] if table.get("others") else [])]
        total = table.get("total")
        columns, getters = [], []
        for column in table["columns"]:
            for single, getter in self._split_column(column, report, len(columns)):
                columns.append(single)
                getters.append((column["key"], getter))
        rows = [[get(_get_figure(row, key)) for key, get in getters] for row in lines]
        return {
            "title": table["title"],
            "columns": columns,
            "rows": rows,
            "total": total and [get(_get_figure(total, key)) for key, get in getters],
            "muted": {
                (number, position)
                for number, row in enumerate(lines)
                for position, (key, _get) in enumerate(getters)
                if _is_muted(row, key)
            },
        }

    @api.model
    def _split_column(self, column, report, position):
        """Return the columns of a sheet that one of a report becomes: list of (column, function of the figure).

        An interval becomes two; twelve months become a line and the figures that it draws.
        """
        kind, label = column["type"], column["label"]
        if kind == "interval":
            return [
                ({"label": self.env._("At Least"), "type": "percent"}, lambda value: value and value[0]),
                ({"label": self.env._("At Most"), "type": "percent"}, lambda value: value and value[1]),
            ]
        if kind == "spark":
            months = last_months(report["options"]["period"]["end"], MONTHS)
            line = {"label": label, "type": "spark", "of": (position + 1, position + len(months))}
            return [
                (line, lambda _value: None),
                *(
                    (
                        {"label": format_date(self.env, month.start, date_format="LLL yyyy"), "type": "money"},
                        lambda value, number=number: value and value[number],
                    )
                    for number, month in enumerate(months)
                ),
            ]
        if kind == "state":
            states = self._get_state_labels()
            return [({"label": label, "type": "text"}, lambda value: states.get(value, value))]
        return [({"label": label, "type": kind}, lambda value: value)]

    @api.model
    def _get_state_labels(self):
        return dict(self.env["crm.sales.target"]._fields["state"]._description_selection(self.env))

    @api.model
    def _make_chart_sheet(self, report):
        """Return a sheet with the chart of a report and the figures that it draws."""
        chart = report["chart"]
        known = {column["label"]: column["type"] for column in report["columns"]}
        usual = next((column["type"] for column in report["columns"] if column["key"] != "name"), "number")
        labels = [series["label"] for series in chart["series"]]
        last = len(chart["labels"]) - 1
        return {
            "title": self.env._("Chart"),
            "columns": [
                {"label": report["title"], "type": "text"},
                *({"label": label, "type": known.get(label, usual)} for label in labels),
            ],
            "rows": [
                [name, *(series["values"][number] for series in chart["series"])]
                for number, name in enumerate(chart["labels"])
            ],
            "chart": {
                "type": chart["type"],
                "title": report["title"],
                "series": [{"column": number + 1, "first": 0, "last": last} for number in range(len(labels))],
            },
        }

    # -- what was chosen ---------------------------------------------------------------------------------------------

    @api.model
    def _get_chosen_lines(self, report):
        """Return (label, text) of period, comparison, choices, filters and the way down."""
        options, choices = report["options"], report["choices"]
        lines = []
        if choices["has_period"]:
            lines.append((self.env._("Period"), self._name_days(report["periods"]["current"].values())))
        if earlier := report["periods"].get("previous"):
            lines.append((self.env._("Compared with"), self._name_days(earlier.values())))
        for name, label, offered in (
            ("measure", self.env._("Measure"), choices["measures"]),
            ("reading", self.env._("Reading"), choices["readings"]),
            ("dimension", self.env._("Rows"), choices["dimensions"]),
        ):
            lines += [(label, one["label"]) for one in offered if one["key"] == options[name]]
        dimensions = self._get_dimensions()
        for key, values in options["filters"].items():
            model = dimensions[key].model
            names = self._get_filter_names(model, values) if model else values
            lines.append((dimensions[key].label, ", ".join(names)))
        lines += [(dimensions[step["dimension"]].label, step["name"]) for step in options["trail"]]
        return lines

    @api.model
    def _get_filter_names(self, model, ids):
        """Return the names of what is filtered by, of those that the user may read."""
        records = self.env[model].with_context(active_test=False).search([("id", "in", ids)])
        return records.mapped("display_name")

    @api.model
    def _get_definition_lines(self, report, tables):
        """Return (label, text) of what is counted, of each column, and the notes below the screen."""
        helps = {
            column["label"]: column["help"] for table in tables for column in table["columns"] if column.get("help")
        }
        return [
            (self.env._("What Is Counted"), report["explanation"]),
            *helps.items(),
            *((self.env._("Note"), note) for note in report["notes"]),
        ]


def _get_figure(row, key):
    """Return the figure of a cell, or the name of a row."""
    if key == "name":
        return row["name"]
    cell = row["cells"].get(key)
    return cell.get("value") if isinstance(cell, dict) else cell


def _is_muted(row, key):
    cell = row["cells"].get(key)
    return isinstance(cell, dict) and bool(cell.get("muted"))
