import doctest
from datetime import date

from odoo.tests import BaseCase

from ..tools import fonts, label, label_zpl, number_pattern, paging
from ..tools.number_pattern import Series, resolve

DAY = date(2026, 3, 2)


class TestNumberPattern(BaseCase):
    def test_examples(self):
        for module in (number_pattern, paging, label, label_zpl, fonts):
            self.assertFalse(doctest.testmod(module).failed)

    def test_year_and_month(self):
        series = resolve("%(seq)d/%(y)s/%(month)s", DAY, "WH")
        self.assertEqual(series, Series("", 1, "/26/03"))
        self.assertEqual(series.format(1234), "1234/26/03")

    def test_percent_sign(self):
        self.assertEqual(resolve("100%% WZ/%(seq)03d", DAY, "WH").format(7), "100% WZ/007")

    def test_refused(self):
        for pattern in (
            "",
            "WZ",  # no running number
            "WZ/%(seq)s",
            "WZ/%(seq)05d/%(seq)05d",
            "WZ/%(day)s/%(seq)05d",
            "WZ/%(year)d/%(seq)05d",
            "WZ/%(year)s%(seq)05d",  # where does the year end?
            "WZ/1%(seq)d",
            "WZ/%(seq)d2",
            "WZ/%(month)s/%(seq)05d",  # the same numbers every year
            "WZ/%s/%(seq)05d",
            "WZ/%",
        ):
            with self.subTest(pattern=pattern), self.assertRaises(ValueError):
                resolve(pattern, DAY, "WH")
