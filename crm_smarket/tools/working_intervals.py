"""Working intervals, fetched when they are needed and indexed for quick look-up."""

from bisect import bisect_right

from .errors import HorizonError
from .local_time import DAY, FIRST_MOMENT, FIRST_YEAR, LAST_MOMENT, LAST_YEAR, to_datetime, to_seconds

# What is fetched at first, in dates around the first moment; and at most later on.
DATES_BEFORE = 31
DATES_AFTER = 122
DATES_AT_ONCE = 8 * 366

FIRST_DATE, LAST_DATE = FIRST_MOMENT // DAY + 1, LAST_MOMENT // DAY - 1


class WorkingIntervals:
    """The working intervals around the moments that were asked about.

    They are fetched for five months at first, which most projects fit into (or as far as
    they are asked to reach), then for as much again each time that does not suffice, so
    that a batch makes a handful of fetches.

    An interval includes its first second and excludes its end. The lists are for
    reading, with `bisect`:

    * ``starts``, ``ends``: of the intervals, in whole seconds since 1970 (UTC)
    * ``before``: working seconds before each interval and, at last, of all of them
    * ``dates``: the local dates with working time, as days since 1970
    """

    def __init__(self, local_time, fetch, reach=(DATES_BEFORE, DATES_AFTER)):
        """Know nothing yet.

        :param reach: how many dates before and after the first moment to fetch at first
        """
        self.starts, self.ends, self.before, self.dates = [], [], [0], []
        self._local_time = local_time
        self._fetch = fetch
        self._reach = reach
        # The local dates that are known, always whole, from the first up to but without
        # the last; and the moments at which these two begin.
        self._first_date = self._last_date = None
        self._first = self._last = None

    def cover(self, moment):
        """Make sure that the intervals around a moment are known.

        :raise HorizonError: if it is beyond the years that are planned
        """
        if self._first is not None and self._first <= moment < self._last:
            return
        date = self._local_time.wall(moment) // DAY
        if self._first is None:
            before, after = self._reach
            self._learn(date - before, date + after)
        while moment < self._first:
            self.extend(later=False)
        while moment >= self._last:
            self.extend(later=True)

    def extend(self, later):
        """Learn as many dates again as are known (up to a limit), after or before them.

        :raise HorizonError: if all years that are planned are known already
        """
        size = min(self._last_date - self._first_date, DATES_AT_ONCE)
        if later:
            self._learn(self._last_date, self._last_date + size)
        else:
            self._learn(self._first_date - size, self._first_date)

    def worked(self, moment):
        """Return the working seconds up to a covered moment, from the first known one."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        return self.before[index] + min(moment, self.ends[index]) - self.starts[index]

    def _learn(self, first_date, last_date):
        """Fetch the intervals of some dates that adjoin the known ones."""
        first_date, last_date = max(first_date, FIRST_DATE), min(last_date, LAST_DATE)
        if first_date >= last_date:
            raise HorizonError(f"No working time is left between the years {FIRST_YEAR} and {LAST_YEAR}")
        first = self._local_time.moment(first_date * DAY)
        last = self._local_time.moment(last_date * DAY)
        known = list(zip(self.starts, self.ends, strict=True))
        fetched = [
            (to_seconds(start), to_seconds(end)) for start, end in self._fetch(to_datetime(first), to_datetime(last))
        ]
        if self._first is None or last_date == self._first_date:
            self._first_date, self._first = first_date, first
            intervals = fetched + known
        else:
            intervals = known + fetched
        if self._last is None or first_date == self._last_date:
            self._last_date, self._last = last_date, last
        self._index(intervals)

    def _index(self, intervals):
        """Fill the lists from sorted, disjoint intervals; two may meet."""
        self.starts, self.ends, self.before, self.dates = [], [], [0], []
        wall = self._local_time.wall
        for start, end in intervals:
            self.starts.append(start)
            self.ends.append(end)
            self.before.append(self.before[-1] + end - start)
            # A change of the clock at midnight makes either of these the next date: one where
            # the hour after midnight is skipped, the other where the hour before is repeated.
            last_date = min(wall(end - 1), wall(end) - 1) // DAY
            first_date = min(wall(start) // DAY, last_date)
            if self.dates:
                first_date = max(first_date, self.dates[-1] + 1)
            self.dates.extend(range(first_date, last_date + 1))
