"""The wall clock never runs backwards, and agrees with the standard library elsewhere."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner_cases import DAY, EPOCH, ZONES, changes, local, moments, utc, wall, zones
from planner_tools import errors, local_time

SECOND = timedelta(seconds=1)


def clock(zone):
    """Return the two directions of a zone's wall clock, in naive datetimes."""
    place = local_time.local_time_of(zone)
    return (
        lambda moment: EPOCH + SECOND * place.wall((moment - EPOCH) // SECOND),
        lambda shown: EPOCH + SECOND * place.moment((shown - EPOCH) // SECOND),
    )


@given(st.data(), zones)
def test_wall_clock_shows_what_the_standard_library_says(data, zone):
    show, find = clock(zone)
    moment = data.draw(moments(zone))
    if not local(zone, moment).fold:
        assert show(moment) == wall(zone, moment)
        return
    # A second pass counts as its end: the first unambiguous time after it.
    assert wall(zone, moment) < show(moment)
    end = find(show(moment))
    assert not local(zone, end).fold
    assert local(zone, end - SECOND).fold
    assert wall(zone, end) == show(moment)


@given(st.data(), zones)
def test_moment_is_the_first_that_shows_a_time_or_the_change_that_skipped_it(data, zone):
    _show, find = clock(zone)
    shown = wall(zone, data.draw(moments(zone))) + data.draw(st.integers(-200, 200)) * timedelta(minutes=15)
    moment = find(shown)
    if wall(zone, utc(zone, shown)) == shown:
        assert moment == utc(zone, shown)
    else:
        assert moment in changes(zone)
        assert wall(zone, moment - SECOND) < shown < wall(zone, moment)


@given(st.data(), zones)
def test_neither_direction_runs_backwards(data, zone):
    show, find = clock(zone)
    first, second = sorted([data.draw(moments(zone)), data.draw(moments(zone))])
    assert show(first) <= show(second)
    assert find(first) <= find(second)
    step = data.draw(st.integers(0, 7200)) * SECOND
    assert show(first) <= show(first + step)
    assert find(first) <= find(first + step)


@pytest.mark.parametrize("zone", ZONES)
def test_shortcut_far_from_changes_is_right(zone):
    place = local_time.local_time_of(zone)
    for change in [*changes(zone), datetime(2026, 11, 22)]:
        for hours in range(-80, 81):
            moment = (change - EPOCH) // SECOND + hours * 3600 - 1800
            for seconds in (0, 86_400, -86_400, 20 * 86_400, 1_000_000):
                whole = place.moment(place.wall(moment) + seconds)
                assert place.later(moment, seconds) == whole
                # And towards the change, from far away.
                back = place.moment(place.wall(moment - seconds) + seconds)
                assert place.later(moment - seconds, seconds) == back


def test_beyond_the_years_that_are_planned():
    show, find = clock("Europe/Warsaw")
    for direction in (show, find):
        assert direction(datetime(1980, 1, 1)) and direction(datetime(2100, 1, 1))
        for far in (datetime.min, datetime(1979, 12, 31), datetime(2100, 1, 2), datetime.max):
            with pytest.raises(errors.HorizonError, match="between the years 1980 and 2100"):
                direction(far)
    with pytest.raises(errors.HorizonError):
        local_time.to_datetime(10**15)


def test_zone_that_the_system_does_not_have(monkeypatch):
    class NoZones:
        from_file = staticmethod(local_time.ZoneInfo.from_file)

        def __init__(self, name):
            raise local_time.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(local_time, "ZoneInfo", NoZones)
    zone = local_time.load_zone("US/Pacific")
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=-7)


def test_years_pass_without_a_change():
    show, find = clock("Asia/Yekaterinburg")
    moment = datetime(2026, 3, 29, 1)
    assert show(moment) == moment + timedelta(hours=5)
    assert find(show(moment) + 400 * DAY) == moment + 400 * DAY
