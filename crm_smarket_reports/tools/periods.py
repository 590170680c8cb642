"""Months, and periods of equal length to compare them with: pure functions of dates."""

from datetime import date, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """Days from ``start`` up to and with ``end``."""

    start: date
    end: date


def month_of(day: date) -> Period:
    """Return the month in which a day lies.

    >>> month_of(date(2026, 2, 5))
    Period(start=datetime.date(2026, 2, 1), end=datetime.date(2026, 2, 28))
    """
    start = day.replace(day=1)
    return Period(start, add_months(start, 1) - timedelta(days=1))


def add_months(first: date, months: int) -> date:
    """Return the first day of the month that lies so many months after the first day of another.

    >>> add_months(date(2026, 1, 1), -2)
    datetime.date(2025, 11, 1)
    """
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def previous_month(day: date) -> Period:
    """Return the whole month before that of a day."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def previous_to_same_day(day: date) -> Period:
    """Return the previous month up to the same day, all of it where it is shorter.

    On its last day a month is compared with the whole previous one, so that the 28th of
    February stands beside the 31st of January.

    >>> previous_to_same_day(date(2026, 3, 30))
    Period(start=datetime.date(2026, 2, 1), end=datetime.date(2026, 2, 28))
    >>> previous_to_same_day(date(2026, 2, 28))
    Period(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 1, 31))
    """
    previous = previous_month(day)
    if day == month_of(day).end:
        return previous
    return Period(previous.start, min(previous.end, previous.start + timedelta(days=day.day - 1)))


def last_months(day: date, count: int) -> list[Period]:
    """Return so many months up to and with that of a day, the oldest first."""
    start = day.replace(day=1)
    return [month_of(add_months(start, number - count + 1)) for number in range(count)]


def get_change(current: float, before: float) -> float | None:
    """Return by which share an amount has changed, None where there was nothing to compare with.

    >>> get_change(82, 100)
    -0.18
    """
    return round((current - before) / abs(before), 4) if before else None
