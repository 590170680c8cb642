"""Native charts of workbooks, which follow the cells that they draw."""

from xlsxwriter.utility import xl_range_formula

from .workbook_formats import FORMATS

TYPES = {
    "bar": {"type": "column"},
    "stack": {"type": "column", "subtype": "stacked"},
    "line": {"type": "line"},
    "funnel": {"type": "bar"},
}
# Bars of long names lie, so that one can read them.
LYING = {"bar": {"type": "bar"}, "stack": {"type": "bar", "subtype": "stacked"}}
LONG_NAME = 14
WIDTH, LEAST_HEIGHT, BAR, FRAME = 760, 400, 26, 110  # in pixels: of the chart, a lying bar, what is around them
SHARES = ("percent", "share")


def add_chart(book, sheet, chart, columns, rows, place):
    """Draw figures of a table.

    :param dict chart: ``type``, one of :data:`TYPES`; ``series``, a list of ``{"column", "first", "last"}``, a
        column of figures and the rows of the table, counted from 0; with a ``label`` if it is not that of the
        column; ``names``, the column of what the figures are of, the first one unless given
    :param list columns: of the table
    :param list rows: of the table
    :param tuple place: row and column of the cell in which the chart begins
    """
    names = chart.get("names", 0)
    parts = [rows[series["first"] : series["last"] + 1] for series in chart["series"]]
    longest = max(len(str(row[names] or "")) for part in parts for row in part)
    style = LYING.get(chart["type"] if longest > LONG_NAME else None, TYPES[chart["type"]])
    drawn = book.add_chart(style)
    for series in chart["series"]:
        first, last, column = series["first"] + 1, series["last"] + 1, series["column"]
        drawn.add_series(
            {
                "name": series.get("label") or [sheet.name, 0, column],
                "categories": [sheet.name, first, names, last, names],
                "values": [sheet.name, first, column, last, column],
            }
        )
    kind = columns[chart["series"][0]["column"]]["type"]
    figures = {
        "num_format": "0%" if kind in SHARES else "#,##0",
        "major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}},
    }
    # Named, as not every program takes the format of months from their cells.
    months = {"num_format": FORMATS["month"]} if columns[names]["type"] == "month" else {}
    categories = {"label_position": "low", **months}
    height = LEAST_HEIGHT
    if style["type"] == "bar":
        drawn.set_x_axis(figures)
        drawn.set_y_axis({**categories, "reverse": True, "interval_unit": 1})
        height = max(height, max(map(len, parts)) * BAR + FRAME)
    else:
        drawn.set_y_axis(figures)
        drawn.set_x_axis(categories)
    if len(chart["series"]) > 1:
        drawn.set_legend({"position": "bottom"})
    else:
        drawn.set_legend({"none": True})
    drawn.set_title({"name": chart.get("title") or columns[chart["series"][0]["column"]]["label"]})
    drawn.set_size({"width": WIDTH, "height": height})
    sheet.insert_chart(*place, drawn)


def add_spark_lines(sheet, column, of, count):
    """Draw a small line in each row of a column.

    :param tuple of: first and last column of the figures
    :param int count: of rows
    """
    first, last = of
    for row in range(1, count + 1):
        sheet.add_sparkline(row, column, {"range": xl_range_formula(sheet.name, row, first, row, last)})
