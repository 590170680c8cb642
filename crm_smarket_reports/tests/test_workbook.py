from datetime import date, datetime
from io import BytesIO

import openpyxl

from odoo.tests import BaseCase, tagged

from ..tools.workbook import make_workbook
from ..tools.workbook_formats import get_money_format

MONEY = get_money_format("zł", False, 2)
TABLE = {
    "title": "Sales",
    "columns": [
        {"label": "Manager", "type": "text"},
        {"label": "This period", "type": "money"},
        {"label": "Customers", "type": "count"},
        {"label": "Change, %", "type": "change"},
    ],
    "rows": [["Vera", 100.5, 2, 0.25], ["Oleg", 50.0, 2, None]],
    "total": ["Total", 150.5, 3, 0.1],
    "muted": {(1, 1)},
    "chart": {"type": "bar", "series": [{"column": 1, "first": 0, "last": 1}]},
}


@tagged("post_install", "-at_install")
class TestWorkbook(BaseCase):
    """What a manager finds in a workbook."""

    def _open(self, *sheets, **options):
        content = make_workbook(sheets, money=MONEY, **options)
        return (openpyxl.load_workbook(BytesIO(content), data_only=is_data) for is_data in (False, True))

    def test_table(self):
        """The header stays and filters, amounts have their currency, what is uncertain is grey."""
        sheet = next(self._open(TABLE)).active
        self.assertEqual((sheet.freeze_panes, sheet.auto_filter.ref), ("B2", "A1:D3"))
        self.assertEqual(sheet["B2"].number_format, '#,##0.00 "zł";[Red]-#,##0.00 "zł"')
        self.assertEqual(sheet["D2"].number_format, "+0.0%;[Red]-0.0%;0.0%")
        self.assertTrue(sheet["A1"].font.bold)
        self.assertEqual([bool(sheet[cell].font.italic) for cell in ("B2", "B3")], [False, True])

    def test_totals(self):
        """What is a sum follows the filter and shows without calculation, too; what is none stays as it is."""
        formulas, values = self._open(TABLE)
        self.assertEqual([cell.value for cell in formulas.active[4]], ["Total", "=SUBTOTAL(109,B2:B3)", 3, 0.1])
        self.assertEqual([cell.value for cell in values.active[4]], ["Total", 150.5, 3, 0.1])

    def test_chart_draws_the_cells(self):
        [chart] = next(self._open(TABLE)).active._charts
        [series] = chart.series
        self.assertEqual((series.val.numRef.f, series.cat.strRef.f), ("Sales!$B$2:$B$3", "Sales!$A$2:$A$3"))
        self.assertEqual([point.v for point in series.val.numRef.numCache.pt], [100.5, 50.0])

    def test_bars_of_long_names_lie(self):
        """One below the other, as high as they are many; figures of the axis are written like those of the table."""
        [standing] = next(self._open(TABLE)).active._charts
        rows = [[f"Manager of the region number {number}", 100.5, 2, 0.25] for number in range(30)]
        series = [{"column": 1, "first": 0, "last": 29}]
        long = {**TABLE, "rows": rows, "total": None, "muted": set(), "chart": {"type": "bar", "series": series}}
        [lying] = next(self._open(long)).active._charts
        self.assertEqual((standing.barDir, lying.barDir), ("col", "bar"))
        self.assertGreater(lying.anchor.to.row, standing.anchor.to.row)
        formats = [chart.y_axis.number_format.formatCode for chart in (standing, lying)]
        self.assertEqual(formats, ["#,##0", "#,##0"])

    def test_months_of_a_chart_are_written_as_months(self):
        columns = [{"label": "Month", "type": "month"}, *TABLE["columns"][1:]]
        rows = [[date(2026, month, 1), 100.5, 2, 0.25] for month in (1, 2)]
        [chart] = next(self._open({**TABLE, "columns": columns, "rows": rows, "total": None})).active._charts
        self.assertEqual(chart.x_axis.number_format.formatCode, "mmm yyyy")

    def test_chart_of_a_wide_table_is_below_it(self):
        columns = [*TABLE["columns"], *({"label": "Amount", "type": "money"} for _number in range(9))]
        rows = [[*row, *(1000000.0 for _number in range(9))] for row in TABLE["rows"]]
        wide = {**TABLE, "columns": columns, "rows": rows, "total": None}
        places = [next(self._open(table)).active._charts[0].anchor._from for table in (TABLE, wide)]
        self.assertEqual([(place.row, place.col) for place in places], [(1, 5), (5, 0)])

    def test_rows_are_as_high_as_their_texts(self):
        long = "Half of them are through by then. " * 8
        about = {"title": "About", "lines": [("Report", "Sales"), ("Median", long)]}
        book = next(
            self._open({**TABLE, "columns": [*TABLE["columns"][:3], {"label": long, "type": "change"}]}, about=about)
        )
        self.assertGreater(book["Sales"].row_dimensions[1].height, 30)
        self.assertEqual(book["About"].row_dimensions[2].height, 60)

    def test_dates_are_dates(self):
        columns = [{"label": kind, "type": kind} for kind in ("date", "month", "datetime")]
        row = [date(2026, 3, 5), date(2026, 3, 1), datetime(2026, 3, 5, 14, 30)]
        sheet = next(self._open({"title": "Days", "columns": columns, "rows": [row]})).active
        self.assertEqual([cell.data_type for cell in sheet[2]], ["d", "d", "d"])
        self.assertEqual(sheet["C2"].value, datetime(2026, 3, 5, 14, 30))

    def test_text_is_never_a_formula(self):
        texts = ['=HYPERLINK("http://example.com")', "@a", "+1", "-1", "\t=1+1", "http://example.com", "{=1}"]
        columns = [{"label": "=Name", "type": "text"}]
        about = {"title": "=About", "lines": [("=1", text) for text in texts]}
        book = next(self._open({"title": "=1", "columns": columns, "rows": [[one] for one in texts]}, about=about))
        self.assertEqual({cell.data_type for sheet in book for row in sheet.rows for cell in row}, {"s"})
        self.assertFalse(any(cell.hyperlink for row in book.active.rows for cell in row))

    def test_text_is_never_xml(self):
        """Not even that which the library would write as it is."""
        columns = [{"label": "<r>&</r>", "type": "text"}]
        rows = [["<r><t>&</t></r>"], ['<b>\x00\x0b & "_x0041_"'], ["x" * 40000]]
        sheet = next(self._open({"title": "<&>", "columns": columns, "rows": rows})).active
        self.assertEqual((sheet["A1"].value, sheet["A2"].value), ("<r>&</r> ", "<r><t>&</t></r> "))
        self.assertTrue(sheet["A3"].value.startswith("<b>"))
        self.assertEqual(len(sheet["A4"].value), 32767)

    def test_names_of_sheets(self):
        """Excel refuses long names, some characters, and two that differ in case alone."""
        titles = ["a" * 40, "A" * 40, "[x]:*?/\\", "'", "History"]
        sheets = [{"title": title, "columns": [{"label": "x", "type": "text"}], "rows": []} for title in titles]
        names = next(self._open(*sheets)).sheetnames
        self.assertEqual(names, ["a" * 31, "A" * 29 + " 2", "x", "1", "History 2"])

    def test_nothing_to_show(self):
        """A sheet without rows has its header, neither filter nor formula."""
        sheet = next(self._open({**TABLE, "rows": [], "total": ["Total", 0, 0, None], "muted": ()})).active
        self.assertEqual(list(sheet.values)[1:], [("Total", 0, 0, None)])
        self.assertFalse(sheet._charts)

    def test_currencies(self):
        self.assertEqual(get_money_format('"$"', True, 2), '"$" #,##0.00;[Red]-"$" #,##0.00')
        self.assertEqual(get_money_format("", False, 0), "#,##0;[Red]-#,##0")
