"""Workbooks of one sheet."""

from datetime import date
from io import BytesIO

import xlsxwriter

WIDTH = 40  # of a column, in characters, at most


def make_workbook(title, header, rows):
    """Return a workbook as bytes.

    :param str title: of the sheet
    :param list header: names of the columns
    :param list rows: a list of cells each: text, number, date or None. A text is never taken
        for a formula, whatever it begins with.
    """
    stream = BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_get_sheet_name(title))
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            float: book.add_format({"num_format": "#,##0.00"}),
        }
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            cells = [row[column] for row in rows]
            sheet.set_column(column, column, min(max(len(str(cell)) for cell in [name, *cells]) + 2, WIDTH))
            sheet.write_string(0, column, name, formats["head"])
            for number, cell in enumerate(cells, 1):
                _write(sheet, number, column, cell, formats)
    return stream.getvalue()


def _write(sheet, row, column, cell, formats):
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats[date])
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell, formats.get(type(cell)))
    elif cell:
        sheet.write_string(row, column, cell)


def _get_sheet_name(title):
    """Return a title without what Excel forbids in the name of a sheet.

    >>> _get_sheet_name("Receipts: [all] and all that went with them")
    'Receipts all and all that went '
    """
    return "".join(character for character in title if character not in "[]:*?/\\\\'")[:31]
