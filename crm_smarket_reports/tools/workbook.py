"""Workbooks as a manager would make them: tables with totals and charts, and a sheet that says what they show.

A sheet is a dict of ``title``, ``columns``, ``rows``, and perhaps ``total``, ``muted`` and ``chart``. A column has
a ``label`` and a ``type``, one of :data:`FORMATS`, ``money``, ``text`` or ``spark``; a row has a cell for each.
"""

import textwrap
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_range

from .workbook_chart import add_chart, add_spark_lines
from .workbook_formats import Formats

WIDTHS = (10, 40)  # of a column, in characters, at least and at most
HEAD = 16  # characters of a header that are not wrapped
LINE = 15  # points of a line of text
ABOUT = (28, 90)  # width of the columns of the sheet that says what the others show
# Of a table of more characters or rows than these, the chart would be out of sight on its right or below it.
WIDE, LONG = 110, 40
SUMMED = ("money", "count")
# A text is a text, whatever it begins with.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
LONGEST_NAME = 31
LONGEST_TEXT = 32767
FORBIDDEN = "[]:*?/\\'"


def make_workbook(sheets, about=None, money="#,##0.00"):
    """Return a workbook as bytes. A text is never taken for a formula, whatever it begins with.

    ``rows`` are lists of cells each: text, number, date or None. ``total`` is such a list; what in it is the sum
    of its column becomes a formula that follows the filter. ``muted`` is a set of (row, column) whose figures
    are not to be relied on. ``chart`` is ``{"type": "bar"|"line"|"stack"|"funnel", "series": [...]}``, see
    :func:`~.workbook_chart.add_chart`. A column of type ``spark`` draws those ``of`` (first, last) columns.

    :param list sheets: as described
    :param dict about: ``{"title": …, "lines": [(label, value)]}`` of the last sheet
    :param str money: the format of amounts, see :func:`~.workbook_formats.get_money_format`
    """
    stream, names = BytesIO(), {"history"}  # a name that Excel keeps for itself
    with xlsxwriter.Workbook(stream, {**OPTIONS, "in_memory": True}) as book:
        formats = Formats(book, money)
        for sheet in sheets:
            _write_sheet(book, sheet, get_sheet_name(sheet["title"], names), formats)
        if about:
            write_about(book, about, get_sheet_name(about["title"], names), formats)
    return stream.getvalue()


def get_sheet_name(title, names):
    """Return a title without what Excel forbids in the name of a sheet, and add it to those that are taken.

    >>> names = set()
    >>> get_sheet_name("Receipts: [all] and all that went with them", names)
    'Receipts all and all that went'
    >>> get_sheet_name("Receipts: [all] and all that went elsewhere", names)
    'Receipts all and all that wen 2'
    """
    plain = "".join(character for character in title if character not in FORBIDDEN) or "1"
    name, number = plain[:LONGEST_NAME].strip(), 1
    while name.casefold() in names:
        number += 1
        ending = f" {number}"
        name = plain[: LONGEST_NAME - len(ending)].strip() + ending
    names.add(name.casefold())
    return name


def begin_sheet(book, name, columns, widths, formats, kind=None):
    """Add a sheet to a book with the header of its table, which stays in sight and on each printed page.

    :param list widths: of the columns, in characters
    :param kind: class of the sheet, the usual one unless given
    """
    sheet = book.add_worksheet(name, kind)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    _set_page(sheet)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    _set_height(sheet, 0, zip((column["label"] for column in columns), widths, strict=True))
    for number, column in enumerate(columns):
        write_cell(sheet, 0, number, column["label"], formats.get_head(column["type"]))
    return sheet


def _set_page(sheet):
    """Let a sheet be printed on pages of its own width, with its name and their number."""
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _set_height(sheet, row, texts):
    """Make a row as high as its longest text: not every program does so by itself.

    :param texts: pairs of a text and the width of its cell
    """
    lines = max(len(textwrap.wrap(str(text), width - 2)) for text, width in texts)
    if lines > 1:
        sheet.set_row(row, lines * LINE)


def get_text(value):
    """Return a text as a cell can hold it: not too long, and not what xlsxwriter would take for XML of its own."""
    text = value[:LONGEST_TEXT]
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def write_cell(sheet, row, column, value, cell_format):
    """Write what is there; nothing for None, False and an empty text."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, get_text(value), cell_format)
    elif value is None or value is False:
        return
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, cell_format)
    else:
        sheet.write_number(row, column, value, cell_format)


def write_sum(sheet, count, column, value, cell_format):
    """Write the sum of a column below so many rows: a formula that follows the filter, with what it comes to."""
    cells = xl_range(1, column, count, column)
    sheet.write_formula(count + 1, column, f"=SUBTOTAL(109,{cells})", cell_format, value)


def write_about(book, about, name, formats):
    """Write a sheet of labels and what they say."""
    sheet = book.add_worksheet(name)
    _set_page(sheet)
    for number, width in enumerate(ABOUT):
        sheet.set_column(number, number, width)
    for row, line in enumerate(about["lines"]):
        label, value = line
        _set_height(sheet, row, zip(line, ABOUT, strict=True))
        kind = "datetime" if isinstance(value, date) else "text"
        write_cell(sheet, row, 0, label, formats.get("text", "label"))
        write_cell(sheet, row, 1, value, formats.get(kind, "wrapped"))


def _write_sheet(book, content, name, formats):
    columns, rows, total = content["columns"], content["rows"], content.get("total")
    filled = [*rows, *([total] if total else [])]
    widths = [_get_width(column, [row[number] for row in filled], formats) for number, column in enumerate(columns)]
    sheet = begin_sheet(book, name, columns, widths, formats)
    muted = content.get("muted", ())
    for number, column in enumerate(columns):
        kind = column["type"]
        for position, row in enumerate(rows):
            pale = (position, number) in muted
            write_cell(sheet, position + 1, number, row[number], formats.get(kind, "muted" if pale else ""))
        if kind == "spark":
            add_spark_lines(sheet, number, column["of"], len(rows))
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    if total:
        _write_total(sheet, columns, rows, total, formats)
    if content.get("chart") and rows:
        is_below = sum(widths) > WIDE and len(rows) < LONG
        place = (len(rows) + 3, 0) if is_below else (1, len(columns) + 1)
        add_chart(book, sheet, content["chart"], columns, rows, place)


def _write_total(sheet, columns, rows, total, formats):
    """Write the last row, outside of what can be filtered: sums as formulas, with what they come to."""
    last = len(rows) + 1
    for number, (column, value) in enumerate(zip(columns, total, strict=True)):
        cell_format = formats.get(column["type"], "total")
        if column["type"] in SUMMED and _is_sum(value, [row[number] for row in rows]):
            write_sum(sheet, len(rows), number, value, cell_format)
        else:
            sheet.write_blank(last, number, None, cell_format)
            write_cell(sheet, last, number, value, cell_format)


def _is_sum(value, cells):
    """Tell whether a total is what its column sums to; those of overlapping rows are not."""
    numbers = [cell for cell in cells if cell]
    return value is not None and bool(cells) and abs(sum(numbers) - value) < 0.005


def _get_width(column, cells, formats):
    longest = max((formats.get_length(column["type"], cell) for cell in cells), default=0)
    least, most = WIDTHS
    return min(max(longest, min(len(column["label"]), HEAD), least) + 2, most)
