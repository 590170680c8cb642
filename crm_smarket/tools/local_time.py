"""The wall clock of a time zone as a function of UTC that never runs backwards.

Moments are whole seconds since 1970 in UTC, wall times whole seconds since 1970 as a
clock on the wall counts them. Two rules make both directions monotone, so that a
later moment plus the same delay is never earlier:

* a wall time that does not exist (the clock jumps forward) is the instant of the change;
* the second pass of a repeated hour (the clock jumps back) counts as that hour's end,
  and a repeated wall time means its first pass.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
EPOCH = datetime(1970, 1, 1)

# No zone ever changed its clock and changed it back within less than seven days
# (America/Boa_Vista, October 2000, was quickest), so a probe every fourth day sees all.
SPAN = 4 * DAY


class HorizonError(ValueError):
    """A moment too far away: beyond the calendar, or beyond what a date can say.

    ``keys`` names the stages that lead there, where they are known.
    """

    keys: list = []


def to_seconds(moment: datetime) -> int:
    """Return a naive UTC datetime as whole seconds since 1970."""
    delta = moment - EPOCH
    return delta.days * DAY + delta.seconds


def to_datetime(seconds: int) -> datetime:
    """Return whole seconds since 1970 as a naive UTC datetime.

    :raise HorizonError: for a year that no datetime can hold
    """
    try:
        return EPOCH + timedelta(0, seconds)
    except OverflowError:
        raise HorizonError("The date is too far away") from None


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
    """The wall clock of one time zone."""

    def __init__(self, tz: str):
        self.zone = load_zone(tz)
        # Span number -> the offset that holds in and around it, None near a change.
        self._steady = {}

    def wall(self, moment: int) -> int:
        """Return what the clock on the wall shows; never runs backwards."""
        offset = self._steady_offset(moment // SPAN)
        if offset is not None:
            return moment + offset
        if not self._local(moment).fold:
            return moment + self._offset(moment)
        change = self._last_change(moment)
        return change + self._offset(change - 1)

    def moment(self, wall: int) -> int:
        """Return the moment at which the clock on the wall shows ``wall``."""
        offset = self._steady_offset(wall // SPAN)
        if offset is not None:
            return wall - offset
        local = to_datetime(wall).replace(tzinfo=self.zone)
        before = _whole_seconds(local.utcoffset())
        after = _whole_seconds(local.replace(fold=1).utcoffset())
        if before >= after:
            return wall - before
        return self._last_change(wall - before)

    def _steady_offset(self, span):
        """Return the offset that holds during a span and two days around it, else None.

        Two days, because a wall clock is at most so far from UTC, even when a country
        skips a date: what holds for the span in UTC then holds for it on the wall.
        """
        try:
            return self._steady[span]
        except KeyError:
            start = span * SPAN
            offsets = {self._offset(start + part * SPAN // 2) for part in (-1, 1, 3)}
            offset = self._steady[span] = offsets.pop() if len(offsets) == 1 else None
            return offset

    def _local(self, moment):
        try:
            return to_datetime(moment).replace(tzinfo=UTC).astimezone(self.zone)
        except OverflowError:
            raise HorizonError("The date is too far away") from None

    def _offset(self, moment):
        return _whole_seconds(self._local(moment).utcoffset())

    def _last_change(self, moment):
        """Return the instant of the clock's last change, within two days before."""
        low, high = moment - 2 * DAY, moment
        offset = self._offset(high)
        while high - low > 1:
            middle = (low + high) // 2
            if self._offset(middle) == offset:
                high = middle
            else:
                low = middle
        return high


def _whole_seconds(offset: timedelta) -> int:
    return offset.days * DAY + offset.seconds
