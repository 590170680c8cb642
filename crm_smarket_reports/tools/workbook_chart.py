"""Native charts of workbooks, which follow the cells that they draw."""

from xlsxwriter.utility import xl_range_formula

TYPES = {
    "bar": {"type": "column"},
    "stack": {"type": "column", "subtype": "stacked"},
    "line": {"type": "line"},
    "funnel": {"type": "bar"},
}
SIZE = {"width": 760, "height": 400}


def add_chart(book, sheet, chart, columns):
    """Draw figures of a table, right of it.

    :param dict chart: ``type``, one of :data:`TYPES`; ``series``, a list of ``{"column", "first", "last"}``, a
        column of figures and the rows of the table, counted from 0; with a ``label`` if it is not that of the
        column; ``names``, the column of what the figures are of, the first one unless given
    :param list columns: of the table
    """
    drawn = book.add_chart(TYPES[chart["type"]])
    names = chart.get("names", 0)
    for series in chart["series"]:
        first, last, column = series["first"] + 1, series["last"] + 1, series["column"]
        drawn.add_series(
            {
                "name": series.get("label") or [sheet.name, 0, column],
                "categories": [sheet.name, first, names, last, names],
                "values": [sheet.name, first, column, last, column],
            }
        )
    if chart["type"] == "funnel":
        drawn.set_y_axis({"reverse": True})
    if len(chart["series"]) > 1:
        drawn.set_legend({"position": "bottom"})
    else:
        drawn.set_legend({"none": True})
    drawn.set_title({"name": chart.get("title") or columns[chart["series"][0]["column"]]["label"]})
    drawn.set_size(SIZE)
    sheet.insert_chart(1, len(columns) + 1, drawn)


def add_spark_lines(sheet, column, of, count):
    """Draw a small line in each row of a column.

    :param tuple of: first and last column of the figures
    :param int count: of rows
    """
    first, last = of
    for row in range(1, count + 1):
        sheet.add_sparkline(row, column, {"range": xl_range_formula(sheet.name, row, first, row, last)})
