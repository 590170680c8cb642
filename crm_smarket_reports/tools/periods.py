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


# Kinds of periods whose length is whole months.
LENGTHS = {"month": 1, "quarter": 3, "year": 12, "12months": 12}


def period_of(kind: str, day: date, offset: int = 0) -> Period:
    """Return the period of a kind in which a day lies, or one so many periods away from it.

    Twelve months are those up to and with that of the day.

    >>> period_of("quarter", date(2026, 2, 5))
    Period(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 3, 31))
    >>> period_of("12months", date(2026, 2, 5), -1)
    Period(start=datetime.date(2024, 3, 1), end=datetime.date(2025, 2, 28))
    """
    length = LENGTHS[kind]
    first = add_months(day.replace(day=1), 1 - length if kind == "12months" else -((day.month - 1) % length))
    return _months_from(add_months(first, offset * length), length)


def get_offset(kind: str, period: Period, day: date) -> int:
    """Return how many periods of a kind one lies after that of a day.

    >>> get_offset("year", period_of("year", date(2024, 1, 1)), date(2026, 2, 5))
    -2
    """
    present = period_of(kind, day)
    months = (period.start.year - present.start.year) * 12 + period.start.month - present.start.month
    return months // LENGTHS[kind]


def earlier_period(kind: str, period: Period, is_year_ago: bool = False) -> Period:
    """Return the period before one, or the same a year ago: as many months, or of a free period as many days.

    >>> earlier_period("month", month_of(date(2024, 2, 5)), is_year_ago=True)
    Period(start=datetime.date(2023, 2, 1), end=datetime.date(2023, 2, 28))
    >>> earlier_period("custom", Period(date(2026, 3, 2), date(2026, 3, 8)))
    Period(start=datetime.date(2026, 2, 23), end=datetime.date(2026, 3, 1))
    """
    if length := LENGTHS.get(kind):
        return _months_from(add_months(period.start, -12 if is_year_ago else -length), length)
    days = period.end - period.start
    if is_year_ago:
        start = add_months(period.start.replace(day=1), -12)
        start = start.replace(day=min(period.start.day, month_of(start).end.day))
        return Period(start, start + days)
    return Period(period.start - days - timedelta(days=1), period.start - timedelta(days=1))


def like_for_like(period: Period, earlier: Period, today: date) -> Period:
    """Return as many days of an earlier period as have passed of one, all of it where that one is over.

    >>> like_for_like(month_of(date(2026, 3, 1)), month_of(date(2026, 2, 1)), date(2026, 3, 17))
    Period(start=datetime.date(2026, 2, 1), end=datetime.date(2026, 2, 17))
    """
    if not period.start <= today < period.end:
        return earlier
    return Period(earlier.start, min(earlier.end, earlier.start + (today - period.start)))


def _months_from(first: date, months: int) -> Period:
    return Period(first, add_months(first, months) - timedelta(days=1))
