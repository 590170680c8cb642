"""The wall clock of a time zone as a function of UTC that never runs backwards.

Moments are whole seconds since 1970 in UTC, wall times whole seconds since 1970 as a
clock on the wall counts them. Two rules make both directions monotone, so that a
later moment plus the same delay is never earlier:

* a wall time that does not exist (the clock jumps forward) is the instant of the change;
* the second pass of a repeated hour (the clock jumps back) counts as that hour's end,
  and a repeated wall time means its first pass.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from math import inf
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import HorizonError

HOUR = 60 * 60
DAY = 24 * HOUR
WEEK = 7 * DAY
EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)

# Plans lie between these years; what is beyond is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1980, 2100

# No zone ever changed its clock and changed it back within less than seven days
# (America/Boa_Vista, October 2000, was quickest): a look every sixth day sees all.
PROBE = 6 * DAY

# A wall clock is never further from UTC, even where a country skips a date.
MARGIN = 2 * DAY


def to_seconds(moment: datetime) -> int:
    """Return a naive UTC datetime as whole seconds since 1970."""
    delta = moment - EPOCH
    return delta.days * DAY + delta.seconds


def to_datetime(seconds: int) -> datetime:
    """Return whole seconds since 1970 as a naive UTC datetime.

    :raise HorizonError: for a year that no datetime can hold
    """
    try:
        return EPOCH + SECOND * seconds
    except OverflowError:
        raise HorizonError("This date is too far away") from None


def to_datetimes(moments: Iterable[int]) -> list[datetime]:
    """Return many moments as naive UTC datetimes, quickly; see `to_datetime`."""
    try:
        return list(map(EPOCH.__add__, map(SECOND.__mul__, moments)))
    except OverflowError:
        raise HorizonError("This date is too far away") from None


def load_zone(name: str) -> ZoneInfo:
    """Return the time zone of that name, from the system or else from pytz's own copy."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        # Names that Odoo offers and newer systems no longer install ("US/Pacific").
        import pytz

        name = pytz.timezone(name).zone
        with pytz.open_resource(name) as file:
            return ZoneInfo.from_file(file, key=name)


FIRST_MOMENT, LAST_MOMENT = (to_seconds(datetime(year, 1, 1)) for year in (FIRST_YEAR, LAST_YEAR))


class LocalTime:
    """The wall clock of one time zone: a table of all changes of its clock.

    Offset number i holds before change number i; the last change is never. The table
    is never changed, so that threads share it: use `local_time_of`.

    :raise HorizonError: (its methods) outside of the years that are planned
    """

    def __init__(self, tz: str):
        self.zone = load_zone(tz)
        low, high = FIRST_MOMENT - MARGIN, LAST_MOMENT + MARGIN
        changes = self._find_changes(low, high)
        self._changes = [change for change, before, after in changes] + [inf]
        self._offsets = [self._offset(low)] + [after for change, before, after in changes]
        # Where an hour that is in its second pass ends.
        self._floors = [-inf] + [change + before for change, before, after in changes]
        self._wall_changes = [change + max(before, after) for change, before, after in changes]
        # Number of every six days that are far from any change -> offset.
        self._steady = {}
        edges = [low, *self._changes[:-1], high]
        for (start, end), offset in zip(pairwise(edges), self._offsets, strict=True):
            numbers = range((start + MARGIN - 1) // PROBE + 1, (end - MARGIN) // PROBE)
            self._steady.update(dict.fromkeys(numbers, offset))

    def wall(self, moment: int) -> int:
        """Return what the clock on the wall shows; never runs backwards."""
        self._check(moment)
        index = bisect_right(self._changes, moment)
        return max(moment + self._offsets[index], self._floors[index])

    def moment(self, wall: int) -> int:
        """Return the moment at which the clock on the wall shows ``wall``."""
        self._check(wall)
        index = bisect_right(self._wall_changes, wall)
        # What would come after the next change is a time that this change skips.
        return min(wall - self._offsets[index], self._changes[index])

    def later(self, moment: int, seconds: int) -> int:
        """Return the moment at which the clock on the wall shows so many seconds more."""
        # Nearly always no change is near. Planning round the clock spends its time here.
        offset = self._steady.get(moment // PROBE)
        if offset is not None:
            wall = moment + offset + seconds
            offset = self._steady.get(wall // PROBE)
            if offset is not None:
                return wall - offset
        return self.moment(self.wall(moment) + seconds)

    @staticmethod
    def _check(moment):
        if not FIRST_MOMENT <= moment <= LAST_MOMENT:
            raise HorizonError(f"Plans lie between the years {FIRST_YEAR} and {LAST_YEAR}")

    def _find_changes(self, low, high):
        """Return instant, offset before and offset after of each change in between."""
        changes = []
        offset = self._offset(low)
        for start, end in pairwise([*range(low, high, PROBE), high]):
            before, offset = offset, self._offset(end)
            if before == offset:
                continue
            while end - start > 1:
                middle = (start + end) // 2
                if self._offset(middle) == before:
                    start = middle
                else:
                    end = middle
            changes.append((end, before, offset))
        return changes

    def _offset(self, moment):
        offset = datetime.fromtimestamp(moment, self.zone).utcoffset()
        return offset.days * DAY + offset.seconds


@cache
def local_time_of(tz: str) -> LocalTime:
    """Return the wall clock of a time zone, which is worked out once."""
    return LocalTime(tz)
