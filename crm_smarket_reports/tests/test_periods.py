import doctest
from datetime import date

from odoo.tests import BaseCase

from ..tools import periods, rhythm, short_number


class TestPeriods(BaseCase):
    def test_examples(self):
        for module in (periods, rhythm, short_number):
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

    def test_periods_of_each_kind(self):
        day = date(2026, 2, 14)
        self.assertEqual(periods.period_of("year", day, -1), (date(2025, 1, 1), date(2025, 12, 31)))
        self.assertEqual(periods.period_of("quarter", date(2026, 1, 1), -1), (date(2025, 10, 1), date(2025, 12, 31)))
        for kind in periods.LENGTHS:
            for offset in (-13, -1, 0, 2):
                period = periods.period_of(kind, day, offset)
                self.assertEqual(periods.get_offset(kind, period, day), offset)
                self.assertEqual(periods.earlier_period(kind, period), periods.period_of(kind, day, offset - 1))

    def test_leap_day_a_year_ago(self):
        one = periods.Period(date(2024, 2, 29), date(2024, 3, 1))
        self.assertEqual(periods.earlier_period("custom", one, True), (date(2023, 2, 28), date(2023, 3, 1)))
        before = periods.earlier_period("month", periods.month_of(date(2025, 2, 1)), True)
        self.assertEqual(before, (date(2024, 2, 1), date(2024, 2, 29)))

    def test_like_for_like(self):
        year = periods.period_of("year", date(2024, 3, 1))
        before = periods.earlier_period("year", year)
        for today, end in (
            (date(2024, 1, 1), date(2023, 1, 1)),
            (date(2024, 3, 1), date(2023, 3, 2)),
            (date(2024, 12, 30), date(2023, 12, 31)),
            (date(2024, 12, 31), date(2023, 12, 31)),
            (date(2025, 1, 1), date(2023, 12, 31)),
            (date(2023, 5, 5), date(2023, 12, 31)),
        ):
            self.assertEqual(periods.like_for_like(year, before, today), (date(2023, 1, 1), end), today)
