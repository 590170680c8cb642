"""Workbooks of very many rows, written row by row, so that they take no more memory than small ones."""

import re
from datetime import date, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from .workbook import LONGEST_TEXT, OPTIONS, begin_sheet, get_sheet_name, write_about, write_sum
from .workbook_formats import Formats

MOST = 1_048_576 - 2  # rows of a sheet, without header and total
WIDTHS = {"text": 26, "count": 12, "number": 14, "date": 12, "datetime": 18, "money": 18}
# The day that Excel numbers 0.
ZERO = date(1899, 12, 30).toordinal()
DAY = 24 * 60 * 60
KEPT = 20_000  # texts and days that are kept as XML


def stream_workbook(file, title, columns, batches, about, money):
    """Write a workbook of one table to a file.

    :param file: open for writing bytes
    :param str title: of the sheet
    :param list columns: dicts of ``label``, ``type`` and ``is_summed``
    :param batches: an iterable of rows some at a time: of each column a list of cells, text, number, date or None
    :param dict about: see :func:`~.workbook.make_workbook`
    :param str money: the format of amounts
    """
    names = {"history"}
    with xlsxwriter.Workbook(file, {**OPTIONS, "constant_memory": True}) as book:
        formats = Formats(book, money)
        widths = [WIDTHS[column["type"]] for column in columns]
        sheet = begin_sheet(book, get_sheet_name(title, names), columns, widths, formats, StreamedSheet)
        count, sums = _write_rows(sheet, columns, batches, formats)
        if count:
            sheet.autofilter(0, 0, count, len(columns) - 1)
            for number, total in sums.items():
                write_sum(sheet, count, number, total, formats.get(columns[number]["type"], "total"))
        write_about(book, about, get_sheet_name(about["title"], names), formats)


def _write_rows(sheet, columns, batches, formats):
    """Write all rows; return how many there were, and the sums of the columns that have one."""
    sums = {number: 0.0 for number, column in enumerate(columns) if column.get("is_summed")}
    places = [
        (xl_col_to_name(number), formats.get(column["type"])._get_xf_index(), CONTENTS.get(column["type"], get_number))
        for number, column in enumerate(columns)
    ]
    count = 0
    for batch in batches:
        sheet.write_batch(count + 1, places, batch)
        count += len(batch[0])
        for number in sums:
            sums[number] += sum(cell or 0.0 for cell in batch[number])
    return count, sums


class StreamedSheet(Worksheet):
    """A sheet to which rows are written as XML at once: the checks of each cell take longer than the cell."""

    def write_batch(self, first, places, batch):
        """Write rows below those that are there.

        :param int first: number of the first one
        :param list places: of each column its letters, its format and a function that makes the XML of a value
        :param list batch: of each column its cells
        """
        self._write_single_row(first)  # what is left of the rows above
        rows = range(first + 1, first + 1 + len(batch[0]))
        columns = [_write_cells(rows, *place, cells) for place, cells in zip(places, batch, strict=True)]
        lines = zip(rows, zip(*columns, strict=True), strict=True)
        self.fh.write("".join([f'<row r="{row}">{"".join(cells)}</row>' for row, cells in lines]))
        self._check_dimensions(rows[-1] - 1, len(places) - 1)


def _write_cells(rows, letters, style, get_content, cells):
    """Return the cells of a column as XML, an empty text for each one that is empty."""
    return [
        f'<c r="{letters}{row}" s="{style}"{get_content(value)}</c>'
        if value is not None and value is not False and value != ""
        else ""
        for row, value in zip(rows, cells, strict=True)
    ]


# What XML does not know, and what Excel would read as the code of a character.
STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CODE = re.compile("(_x[0-9a-fA-F]{4}_)")


@lru_cache(maxsize=KEPT)
def get_text(text):
    """Return the rest of a cell with a text, as XML. Each is made once, as the names of a list occur all the time.

    >>> get_text("Salt & _x0041_")
    ' t="inlineStr"><is><t>Salt &amp; _x005F_x0041_</t></is>'
    """
    plain = CODE.sub(r"_x005F\1", STRANGE.sub("", text[:LONGEST_TEXT]))
    space = "" if plain == plain.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{space}>{escape(plain)}</t></is>'


def get_number(number):
    """Return the rest of a cell with a number, as XML.

    >>> get_number(0.25)
    '><v>0.25</v>'
    """
    return f"><v>{number:.16G}</v>"


@lru_cache(maxsize=KEPT)
def get_moment(moment):
    """Return the rest of a cell with a date, as XML."""
    return get_number(get_serial(moment))


def get_serial(moment):
    """Return the number by which Excel knows a date.

    >>> get_serial(date(2026, 3, 5)), get_serial(datetime(2026, 3, 5, 6, 0))
    (46086, 46086.25)
    """
    days = moment.toordinal() - ZERO
    if isinstance(moment, datetime):
        return days + (moment.hour * 3600 + moment.minute * 60 + moment.second) / DAY
    return days


CONTENTS = {"text": get_text, "date": get_moment, "datetime": get_moment}
