"""Calendars: what an hour, a day and a week of a plan mean.

`RoundTheClock` and `WorkingTime` answer the same questions. Outside they speak naive
UTC datetimes; the planner, which asks thousands of times, uses the methods that take
and return whole seconds since 1970 (`shift`, `open_at`, `close_at`, `between`).

Every answer is monotone: a later moment or a longer delay never gives an earlier one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime
from math import floor
from typing import NamedTuple

from .errors import DelayError
from .local_time import DAY, HOUR, WEEK, LocalTime, local_time_of, to_datetime, to_seconds
from .working_intervals import WorkingIntervals


class Delay(NamedTuple):
    """An amount of hours, days or weeks; what that means is the calendar's business."""

    amount: float = 0
    unit: str = "days"


class Calendar:
    """What both calendars share: datetimes outside, seconds inside."""

    def __init__(self, local_time: LocalTime, shift_hours: Callable, shift_days: Callable):
        """Make a calendar from what an hour and a day mean in it.

        :param shift_hours: ``shift_hours(moment, seconds)`` returns where so many
            seconds of hours lead to; moments are in seconds
        :param shift_days: the same for seconds of days, 86,400 to a day
        """
        self.local_time = local_time
        self._units = {
            "hours": (HOUR, shift_hours),
            "days": (DAY, shift_days),
            "weeks": (WEEK, local_time.later),
        }

    def add(self, moment: datetime, delay: Delay) -> datetime:
        """Return the moment that a delay leads to, not yet moved into working time."""
        return to_datetime(self.shift(to_seconds(moment), delay))

    def opening(self, moment: datetime) -> datetime:
        """Return the first working moment at or after a moment: where a stage may start."""
        return to_datetime(self.open_at(to_seconds(moment)))

    def closing(self, moment: datetime) -> datetime:
        """Return the last working moment at or before a moment: where a stage may end."""
        return to_datetime(self.close_at(to_seconds(moment)))

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Return the working time between two moments, negative if the end is earlier."""
        return self.between(to_seconds(start), to_seconds(end))

    def measure(self, start: datetime, end: datetime) -> Delay:
        """Return the delay that leads from ``start`` to ``end``, as a person would say it.

        Whole days if they lead exactly there, else working hours. `add` leads back to
        the end, or to a moment with no working time in between.
        """
        start, end = to_seconds(start), to_seconds(end)
        dates = self._count_dates(start, end)
        # A time that does not exist may have led to the date after.
        for days in (dates, dates - 1):
            if days and self.shift(start, Delay(days, "days")) == end:
                return Delay(days, "days")
        seconds = self.between(start, end)
        return Delay(seconds / HOUR, "hours") if seconds else Delay()

    def end_at(self, start: int, duration: Delay) -> int:
        """Return when what starts at a working moment and takes so long ends (seconds)."""
        return self.close_at(self.shift(start, duration))

    def latest_start(self, end: int, duration: Delay) -> int:
        """Return the greatest start whose end is not after ``end`` (seconds)."""
        return _greatest(
            lambda moment: self.end_at(self.open_at(moment), duration) <= end,
            guess=self.shift(end, Delay(-duration.amount, duration.unit)),
        )

    def latest_base(self, start: int, lag: Delay) -> int:
        """Return the greatest end after which, with a lag, one starts by ``start`` (seconds).

        :param start: a working moment
        """
        if not lag.amount:
            return start
        return _greatest(
            lambda moment: self.open_at(self.shift(moment, lag)) <= start,
            guess=self.shift(start, Delay(-lag.amount, lag.unit)),
        )

    def shift(self, moment: int, delay: Delay) -> int:
        """Return the moment that a delay leads to (seconds); see `add`.

        :raise DelayError: no number, or no unit
        """
        amount, unit = delay
        if not amount:
            return moment
        try:
            size, shift = self._units[unit]
            seconds = floor(amount * size + 0.5)
        except (KeyError, OverflowError, TypeError, ValueError):
            raise DelayError(f"{tuple(delay)} is no amount of {', '.join(self._units)}") from None
        # Also next to no delay is none, where the clock shows the same hour again.
        return shift(moment, seconds) if seconds else moment

    def open_at(self, moment: int) -> int:
        """Return the first working moment at or after a moment (seconds)."""
        raise NotImplementedError

    def close_at(self, moment: int) -> int:
        """Return the last working moment at or before a moment (seconds)."""
        raise NotImplementedError

    def between(self, start: int, end: int) -> int:
        """Return the working time between two moments (seconds)."""
        raise NotImplementedError

    def closed_intervals(self, start: datetime, end: datetime) -> list:
        """Return the sorted, disjoint intervals without work between two moments."""
        raise NotImplementedError

    def _count_dates(self, start, end):
        """Return how many days, as `shift` counts them, the date of ``end`` is after that of ``start``."""
        raise NotImplementedError


class RoundTheClock(Calendar):
    """Every moment is a working moment; a day is the same wall time on the next date."""

    def __init__(self, tz: str):
        local_time = local_time_of(tz)
        super().__init__(local_time, int.__add__, local_time.later)

    # Every moment is where a stage may end.
    end_at = Calendar.shift

    def open_at(self, moment):
        return moment

    def close_at(self, moment):
        return moment

    def between(self, start, end):
        return end - start

    def closed_intervals(self, start, end):
        return []

    def _count_dates(self, start, end):
        wall = self.local_time.wall
        return wall(end) // DAY - wall(start) // DAY


class WorkingTime(Calendar):
    """Working intervals: hours are working hours, a day is the next working date.

    :param fetch: ``fetch(start, end)`` returns the sorted disjoint working intervals
        between two naive UTC datetimes as pairs of such; see `WorkingIntervals`
    :param options: of `WorkingIntervals`
    """

    def __init__(self, tz: str, fetch: Callable[[datetime, datetime], list], **options):
        super().__init__(local_time_of(tz), self._shift_hours, self._shift_days)
        self._intervals = WorkingIntervals(self.local_time, fetch, **options)

    def open_at(self, moment):
        known = self._intervals
        known.cover(moment)
        while True:
            index = bisect_right(known.starts, moment)
            if index and moment < known.ends[index - 1]:
                return moment
            if index < len(known.starts):
                return known.starts[index]
            known.extend(later=True)

    def close_at(self, moment):
        known = self._intervals
        known.cover(moment)
        while not (index := bisect_right(known.starts, moment)):
            known.extend(later=False)
        return min(moment, known.ends[index - 1])

    def between(self, start, end):
        known = self._intervals
        known.cover(start)
        known.cover(end)
        return known.worked(end) - known.worked(start)

    def closed_intervals(self, start, end):
        known = self._intervals
        low, high = to_seconds(start), to_seconds(end)
        if low >= high:
            return []
        known.cover(low)
        known.cover(high)
        closed = []
        for index in range(bisect_right(known.ends, low), bisect_left(known.starts, high)):
            if low < known.starts[index]:
                closed.append((low, known.starts[index]))
            low = known.ends[index]
        if low < high:
            closed.append((low, high))
        return [(to_datetime(low), to_datetime(high)) for low, high in closed]

    def _shift_hours(self, moment, seconds):
        """Return the nearest moment with so much working time in between (seconds)."""
        if not seconds:
            return moment
        known = self._intervals
        known.cover(moment)
        while (target := known.worked(moment) + seconds) > known.before[-1]:
            known.extend(later=True)
        while (target := known.worked(moment) + seconds) < 0:
            known.extend(later=False)
        if seconds > 0:
            index = bisect_left(known.before, target) - 1
        else:
            index = bisect_right(known.before, target) - 1
        return known.starts[index] + target - known.before[index]

    def _shift_days(self, moment, seconds):
        """Return the same wall time so many working dates later (seconds).

        What is between two days is the same part of the working time between them.
        """
        days, part = divmod(seconds, DAY)
        moment_before = self._shift_dates(moment, days)
        if not part:
            return moment_before
        moment_after = self._shift_dates(moment, days + 1)
        work = round(self.between(moment_before, moment_after) * part / DAY)
        return self._shift_hours(moment_before, work)

    def _shift_dates(self, moment, days):
        """Return the same wall time on the ``days``-th working date from here."""
        if not days:
            return moment
        known = self._intervals
        known.cover(moment)
        date, time = divmod(self.local_time.wall(moment), DAY)
        while True:
            index = bisect_left(known.dates, date)
            if index + days < 0:
                known.extend(later=False)
            elif index + days >= len(known.dates):
                known.extend(later=True)
            else:
                break
        if known.dates[index] != date:
            # A date without work counts as the first moment of the next that has some:
            # Saturday noon must not come before Friday evening, a day later.
            time = 0
        return self.local_time.moment(known.dates[index + days] * DAY + time)

    def _count_dates(self, start, end):
        known = self._intervals
        known.cover(start)
        known.cover(end)
        first, last = (self.local_time.wall(moment) // DAY for moment in (start, end))
        return bisect_left(known.dates, last) - bisect_left(known.dates, first)


def _greatest(holds, guess):
    """Return the greatest whole number for which a condition holds.

    :param holds: true up to some number and false beyond it
    :param guess: where to begin; close to the answer means few tries
    """
    step = 1
    if holds(guess):
        low, high = guess, guess + step
        while holds(high):
            low, step = high, step * 2
            high += step
    else:
        low, high = guess - step, guess
        while not holds(low):
            high, step = low, step * 2
            low -= step
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            low = middle
        else:
            high = middle
    return low
