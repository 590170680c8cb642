import doctest
from datetime import date

from odoo.tests import BaseCase

from ..tools import periods, short_number


class TestPeriods(BaseCase):
    def test_examples(self):
        for module in (periods, short_number):
            self.assertFalse(doctest.testmod(module).failed)

    def test_same_day_of_the_previous_month(self):
        self.assertEqual(periods.previous_to_same_day(date(2026, 1, 5)), (date(2025, 12, 1), date(2025, 12, 5)))
        self.assertEqual(periods.previous_to_same_day(date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28)))
        self.assertEqual(periods.previous_to_same_day(date(2026, 4, 30)), (date(2026, 3, 1), date(2026, 3, 31)))

    def test_months_over_the_year(self):
        months = periods.last_months(date(2026, 2, 14), 12)
        self.assertEqual((months[0].start, months[-1]), (date(2025, 3, 1), (date(2026, 2, 1), date(2026, 2, 28))))

    def test_nothing_to_compare_with(self):
        self.assertIsNone(periods.get_change(5, 0))
        self.assertEqual(periods.get_change(-50, -100), 0.5)
