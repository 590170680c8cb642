"""When something that comes every week or every month is due: pure functions of wall time."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from .periods import add_months, month_of


class Rhythm(NamedTuple):
    """Every week on a weekday (Monday is 0), or every month on a day, at an hour.

    A month that is shorter has it on its last day.
    """

    frequency: str
    weekday: int
    day: int
    hour: int

    def get_latest(self, now: datetime) -> datetime:
        """Return the last moment that has come.

        >>> Rhythm("week", 0, 1, 8).get_latest(datetime(2026, 3, 16, 7, 59))
        datetime.datetime(2026, 3, 9, 8, 0)
        >>> Rhythm("month", 0, 31, 8).get_latest(datetime(2026, 3, 16, 9))
        datetime.datetime(2026, 2, 28, 8, 0)
        """
        moment = self._get_moment(now)
        return moment if moment <= now else self._move(moment, -1)

    def get_next(self, now: datetime) -> datetime:
        """Return the first moment that is still to come.

        >>> Rhythm("month", 0, 31, 8).get_next(datetime(2026, 2, 28, 8))
        datetime.datetime(2026, 3, 31, 8, 0)
        """
        return self._move(self.get_latest(now), 1)

    def _get_moment(self, now):
        """Return the moment of the present week, counted back from the present day, or of the present month."""
        if self.frequency == "week":
            return self._at(now.date() - timedelta(days=(now.weekday() - self.weekday) % 7))
        return self._in_month(now.date())

    def _move(self, moment, steps):
        if self.frequency == "week":
            return moment + timedelta(weeks=steps)
        return self._in_month(add_months(moment.date().replace(day=1), steps))

    def _in_month(self, date):
        return self._at(date.replace(day=min(self.day, month_of(date).end.day)))

    def _at(self, date):
        return datetime.combine(date, time(self.hour))
