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
from itertools import pairwise
from math import inf
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import HorizonError

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
YEAR = 366 * DAY
EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)

# How far apart the moments of one plan may be.
HORIZON = 100 * YEAR

# No zone ever changed its clock and changed it back within less than seven days
# (America/Boa_Vista, October 2000, was quickest): a look every fourth day sees all.
PROBE = 4 * DAY

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


class LocalTime:
    """The wall clock of one time zone.

    It keeps a table of the changes of the clock around the moments it was asked about.
    Offset number i holds before change number i; the last change is never.
    """

    def __init__(self, tz: str):
        self.zone = load_zone(tz)
        self._first = self._low = self._high = None
        # The moments and wall times that the table serves.
        self._from = self._until = 0
        # Instant of each change, offset before and after it.
        self._known = []
        self._changes, self._offsets, self._floors, self._wall_changes = [inf], [0], [-inf], []
        # Number of each four days far from any change, and the offset that holds then.
        self._steady = {}

    def wall(self, moment: int) -> int:
        """Return what the clock on the wall shows; never runs backwards."""
        if not self._from <= moment < self._until:
            self._cover(moment)
        index = bisect_right(self._changes, moment)
        wall = moment + self._offsets[index]
        # The floor is the end of an hour that is in its second pass.
        return wall if wall > self._floors[index] else self._floors[index]

    def moment(self, wall: int) -> int:
        """Return the moment at which the clock on the wall shows ``wall``."""
        if not self._from <= wall < self._until:
            self._cover(wall)
        index = bisect_right(self._wall_changes, wall)
        moment = wall - self._offsets[index]
        # A wall time that would come after the next change does not exist.
        return moment if moment < self._changes[index] else self._changes[index]

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

    def _cover(self, moment):
        """Learn the changes around a moment, or a wall time.

        :raise HorizonError: if it is too far from the first that was asked about
        """
        if self._first is None:
            self._first = self._low = self._high = moment
        if abs(moment - self._first) > HORIZON:
            raise HorizonError("This date is too far away")
        low = min(self._low, moment - 2 * YEAR)
        high = max(self._high, moment + 4 * YEAR)
        try:
            before, after = self._find_changes(low, self._low), self._find_changes(self._high, high)
            offset = self._offset(low)
        except (OverflowError, ValueError):
            raise HorizonError("This date is too far away") from None
        self._known = before + self._known + after
        self._low, self._high = low, high
        self._from, self._until = low + MARGIN, high - MARGIN
        self._changes = [change for change, before, after in self._known] + [inf]
        self._offsets = [offset] + [after for change, before, after in self._known]
        self._floors = [-inf] + [change + before for change, before, after in self._known]
        self._wall_changes = [change + max(before, after) for change, before, after in self._known]
        for start, end, offset in zip(
            [low, *self._changes[:-1]], [*self._changes[:-1], high], self._offsets, strict=True
        ):
            numbers = range((start + MARGIN) // PROBE + 1, (end - MARGIN) // PROBE)
            self._steady.update(dict.fromkeys(numbers, offset))

    def _find_changes(self, low, high):
        """Return instant, offset before and offset after of each change in between."""
        changes = []
        offset = self._offset(low) if low < high else None
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
