"""Hours, days and weeks round the clock and with working hours, across changes of the clock."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from planner_cases import (
    DAY,
    EPOCH,
    Hours,
    calendars,
    delays,
    local,
    moments,
    utc,
    wall,
    week_patterns,
    working_calendars,
    zones,
)
from planner_tools import Delay, errors, work_calendar

SECOND = timedelta(seconds=1)
OFFICE = [[(540, 780), (840, 1080)]] * 5 + [[], []]  # 9 to 13 and 14 to 18, Monday to Friday


def office(zone="Europe/Warsaw", holidays=()):
    return work_calendar.WorkingTime(zone, Hours(zone, OFFICE, holidays))


def seconds(moment):
    return (moment - EPOCH) // SECOND


@pytest.mark.parametrize(
    ("zone", "start", "delay", "end"),
    [
        # Warsaw: 2 to 3 does not exist on 29 March 2026, and is there twice on 25 October.
        ("Europe/Warsaw", "03-28 12:00", Delay(1), "03-29 12:00"),
        ("Europe/Warsaw", "03-28 12:00", Delay(24, "hours"), "03-29 13:00"),
        ("Europe/Warsaw", "03-28 02:30", Delay(1), "03-29 03:00"),
        ("Europe/Warsaw", "03-22 02:30", Delay(1, "weeks"), "03-29 03:00"),
        ("Europe/Warsaw", "10-24 12:00", Delay(1), "10-25 12:00"),
        ("Europe/Warsaw", "10-24 12:00", Delay(24, "hours"), "10-25 11:00"),
        ("Europe/Warsaw", "10-24 02:30", Delay(1), "10-25 02:30"),
        ("Europe/Warsaw", "10-24 12:00", Delay(1.5), "10-26 00:00"),
        # Lord Howe: half an hour is missing on 4 October 2026 and repeated on 5 April.
        ("Australia/Lord_Howe", "10-03 02:15", Delay(1), "10-04 02:30"),
        ("Australia/Lord_Howe", "10-03 12:00", Delay(24, "hours"), "10-04 12:30"),
        ("Australia/Lord_Howe", "04-04 12:00", Delay(24, "hours"), "04-05 11:30"),
        ("Australia/Lord_Howe", "04-04 01:45", Delay(1), "04-05 01:45"),
        ("Asia/Yekaterinburg", "03-28 23:30", Delay(2), "03-30 23:30"),
        ("America/New_York", "03-08 01:30", Delay(1, "hours"), "03-08 03:30"),
    ],
)
def test_round_the_clock(zone, start, delay, end):
    calendar = work_calendar.RoundTheClock(zone)
    start, end = (datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M") for text in (start, end))
    assert wall(zone, calendar.add(utc(zone, start), delay)) == end


def test_second_pass_of_a_repeated_hour_counts_as_its_end():
    calendar = work_calendar.RoundTheClock("Europe/Warsaw")
    second_pass = datetime(2026, 10, 25, 1, 30)
    assert local("Europe/Warsaw", second_pass).fold
    assert wall("Europe/Warsaw", calendar.add(second_pass, Delay(1))) == datetime(2026, 10, 26, 3)
    assert calendar.add(second_pass, Delay(0)) == second_pass
    assert calendar.add(second_pass, Delay(1, "hours")) == datetime(2026, 10, 25, 2, 30)


@pytest.mark.parametrize(
    ("start", "delay", "raw", "opening", "closing"),
    [
        # Monday 2 November 2026 to Monday 16 November; Wednesday 11 is a holiday.
        ("02 09:00", Delay(8, "hours"), "02 18:00", "03 09:00", "02 18:00"),
        ("02 09:00", Delay(4, "hours"), "02 13:00", "02 14:00", "02 13:00"),
        ("02 11:00", Delay(3, "hours"), "02 15:00", "02 15:00", "02 15:00"),
        ("06 17:00", Delay(2, "hours"), "09 10:00", "09 10:00", "09 10:00"),
        ("02 09:00", Delay(1), "03 09:00", "03 09:00", "03 09:00"),
        ("06 10:30", Delay(1), "09 10:30", "09 10:30", "09 10:30"),
        ("10 10:30", Delay(1), "12 10:30", "12 10:30", "12 10:30"),
        ("06 18:00", Delay(1), "09 18:00", "10 09:00", "09 18:00"),
        ("04 10:00", Delay(1, "weeks"), "11 10:00", "12 09:00", "10 18:00"),
        ("07 12:00", Delay(0), "07 12:00", "09 09:00", "06 18:00"),
        # A closed date counts as the first moment of the next working one.
        ("07 12:00", Delay(1), "10 00:00", "10 09:00", "09 18:00"),
        ("07 12:00", Delay(1, "hours"), "09 10:00", "09 10:00", "09 10:00"),
        # Half a day is half of the work until the same time a day later.
        ("02 09:00", Delay(0.5), "02 13:00", "02 14:00", "02 13:00"),
        ("06 16:00", Delay(1.5), "10 11:00", "10 11:00", "10 11:00"),
        ("09 10:00", Delay(-1), "06 10:00", "06 10:00", "06 10:00"),
        ("09 10:00", Delay(-2, "hours"), "06 17:00", "06 17:00", "06 17:00"),
        ("09 10:00", Delay(-1, "hours"), "09 09:00", "09 09:00", "09 09:00"),
    ],
)
def test_working_time(start, delay, raw, opening, closing):
    calendar = office(holidays={datetime(2026, 11, 11).timetuple().tm_yday})
    start, raw, opening, closing = (
        utc("Europe/Warsaw", datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M"))
        for text in (start, raw, opening, closing)
    )
    assert calendar.add(start, delay) == raw
    assert calendar.opening(raw) == opening
    assert calendar.closing(raw) == closing


def test_work_in_the_second_pass_of_the_hour_before_midnight():
    # In São Paulo, 17 February 2018 had the hour from 23 to 24 twice.
    evenings = [datetime(2018, 2, 16, 1), datetime(2018, 2, 18, 2), datetime(2018, 2, 20, 2)]
    calendar = work_calendar.WorkingTime(
        "America/Sao_Paulo",
        lambda start, end: [(begin, begin + timedelta(hours=1)) for begin in evenings if start <= begin < end],
    )
    # Working dates are the 15th, the 17th and the 19th.
    start = utc("America/Sao_Paulo", datetime(2018, 2, 15, 23, 30))
    days = [wall("America/Sao_Paulo", calendar.add(start, Delay(days))) for days in (1, 2)]
    assert days == [datetime(2018, 2, 17, 23, 30), datetime(2018, 2, 19, 23, 30)]


def test_work_until_a_midnight_that_was_skipped():
    # In São Paulo, 18 October 2009 began at 1.
    week = [[], [(480, 1020)], [], [], [], [(1380, 1440)], []]
    calendar = work_calendar.WorkingTime("America/Sao_Paulo", Hours("America/Sao_Paulo", week))
    saturday = utc("America/Sao_Paulo", datetime(2009, 10, 17, 23))
    assert wall("America/Sao_Paulo", calendar.add(saturday, Delay(1))) == datetime(2009, 10, 20, 23)


def test_next_to_no_delay_is_none():
    for calendar in (office(), work_calendar.RoundTheClock("Europe/Warsaw")):
        for unit in ("hours", "days", "weeks"):
            # The second moment is in the hour that the clock shows again.
            for moment in (datetime(2026, 11, 7, 12), datetime(2026, 10, 25, 1)):
                for amount in (1e-7, -1e-7):
                    assert calendar.add(moment, Delay(amount, unit)) == moment
    never = work_calendar.WorkingTime("UTC", lambda start, end: [])
    assert never.add(moment, Delay(1e-7, "hours")) == moment


def test_a_day_to_a_date_that_was_skipped():
    calendar = work_calendar.RoundTheClock("Pacific/Apia")
    start = utc("Pacific/Apia", datetime(2011, 12, 29, 12))
    end = calendar.add(start, Delay(1))
    assert wall("Pacific/Apia", end) == datetime(2011, 12, 31)
    assert calendar.measure(start, end) == Delay(1)


@given(st.data(), zones)
def test_a_later_moment_or_a_longer_delay_never_gives_an_earlier_answer(data, zone):
    calendar = data.draw(calendars(zone))
    first, second = sorted([data.draw(moments(zone)), data.draw(moments(zone))])
    if data.draw(st.booleans()):
        second = first + data.draw(st.integers(0, 200_000)) * SECOND
    delay = data.draw(delays(20, -20))
    longer = delay._replace(amount=delay.amount + data.draw(st.floats(0, 3)))
    shifted = calendar.add(first, delay)
    assert shifted <= calendar.add(second, delay)
    assert shifted <= calendar.add(first, longer)
    assert shifted >= first if delay.amount >= 0 else shifted <= first
    assert calendar.opening(first) <= calendar.opening(second)
    assert calendar.closing(first) <= calendar.closing(second)
    assert 0 <= calendar.working_seconds(first, second) == -calendar.working_seconds(second, first)


@given(st.data(), zones)
def test_opening_and_closing_are_the_nearest_working_moments(data, zone):
    calendar = data.draw(working_calendars(zone))
    moment = data.draw(moments(zone))
    opening, closing = calendar.opening(moment), calendar.closing(moment)
    assert closing <= moment <= opening
    assert calendar.working_seconds(closing, opening) == 0
    assert calendar.working_seconds(opening, opening + SECOND) == 1
    if closing < moment:
        assert calendar.working_seconds(closing - SECOND, closing) == 1
    else:
        assert opening == moment or calendar.working_seconds(closing - SECOND, closing) == 1
    assert calendar.opening(opening) == opening
    assert calendar.closing(closing) == closing
    assert calendar.closing(opening) == opening


@given(st.data(), zones, st.integers(-300, 300))
def test_hours_are_working_hours(data, zone, hours):
    calendar = data.draw(calendars(zone))
    moment = data.draw(moments(zone))
    shifted = calendar.add(moment, Delay(hours, "hours"))
    assert calendar.working_seconds(moment, shifted) == hours * 3600


@given(st.data(), zones, st.integers(-30, 30).filter(bool))
def test_days_are_the_same_wall_time_on_working_dates(data, zone, days):
    calendar = data.draw(working_calendars(zone))
    start = data.draw(moments(zone))
    assume(not local(zone, start).fold)
    hours = calendar._intervals._fetch
    midnight = datetime.combine(wall(zone, start), datetime.min.time())
    time = wall(zone, start) - midnight
    # Working dates, found one by one.
    around = [midnight + number * DAY for number in range(-400, 401)]
    worked = [date for date in around if hours(utc(zone, date), utc(zone, date + DAY))]
    nearest = next(index for index, date in enumerate(worked) if date >= midnight)
    shown = worked[nearest + days] + (time if worked[nearest] == midnight else timedelta())
    expected = utc(zone, shown)
    assume(wall(zone, expected) == shown)
    assert calendar.add(start, Delay(days)) == expected


@given(st.data(), zones)
def test_measure_leads_back_to_where_it_came_from(data, zone):
    calendar = data.draw(calendars(zone))
    start = data.draw(moments(zone))
    end = start + data.draw(st.integers(-2_000_000, 2_000_000)) * SECOND
    delay = calendar.measure(start, end)
    again = calendar.add(start, delay)
    assert calendar.working_seconds(again, end) == 0
    if (delay.amount and delay.unit == "days") or isinstance(calendar, work_calendar.RoundTheClock):
        assert again == end
    # As a start, the moment that is measured comes back exactly.
    opening = calendar.opening(end)
    assert calendar.opening(calendar.add(start, calendar.measure(start, opening))) == opening


@given(st.data(), zones, st.integers(-40, 40))
def test_measure_prefers_whole_days(data, zone, days):
    calendar = data.draw(calendars(zone))
    start = data.draw(moments(zone))
    end = calendar.add(start, Delay(days))
    measured = calendar.measure(start, end)
    assert measured.unit == "days"
    assert calendar.add(start, measured) == end


@given(st.data(), zones)
def test_closed_intervals_are_all_that_is_not_worked(data, zone):
    calendar = data.draw(calendars(zone))
    start = data.draw(moments(zone))
    end = start + data.draw(st.integers(-100, 3_000_000)) * SECOND
    closed = calendar.closed_intervals(start, end)
    assert all(start <= low < high <= end for low, high in closed)
    assert all(before[1] < after[0] for before, after in pairwise(closed))
    assert all(calendar.working_seconds(low, high) == 0 for low, high in closed)
    shut = sum(((high - low) // SECOND for low, high in closed), 0)
    assert shut + max(0, calendar.working_seconds(start, end)) == max(0, (end - start) // SECOND)


@given(st.data(), zones)
def test_latest_start_is_the_very_last(data, zone):
    calendar = data.draw(calendars(zone))
    end = seconds(data.draw(moments(zone)))
    duration = data.draw(delays())
    latest = calendar.latest_start(end, duration)
    assert calendar.open_at(latest) == latest
    assert calendar.end_at(latest, duration) <= end
    assert calendar.end_at(calendar.open_at(latest + 1), duration) > end


@given(st.data(), zones)
def test_latest_base_is_the_very_last(data, zone):
    calendar = data.draw(calendars(zone))
    start = calendar.open_at(seconds(data.draw(moments(zone))))
    lag = data.draw(delays())
    latest = calendar.latest_base(start, lag)
    assert calendar.open_at(calendar.shift(latest, lag)) <= start
    assert calendar.open_at(calendar.shift(latest + 1, lag)) > start


@given(st.data(), zones, week_patterns())
def test_what_was_fetched_before_does_not_matter(data, zone, week):
    asked = work_calendar.WorkingTime(zone, Hours(zone, week))
    for _time in range(3):
        asked.closing(data.draw(moments(zone)))
    moment, delay = data.draw(moments(zone)), data.draw(delays(20, -20))
    fresh = work_calendar.WorkingTime(zone, Hours(zone, week))
    assert asked.add(moment, delay) == fresh.add(moment, delay)
    assert asked.opening(moment) == fresh.opening(moment)
    assert asked.closing(moment) == fresh.closing(moment)


def test_work_across_midnight_is_one_piece():
    week = [[(0, 360), (1320, 1440)]] * 7
    calendar = work_calendar.WorkingTime("Europe/Warsaw", Hours("Europe/Warsaw", week))
    evening = utc("Europe/Warsaw", datetime(2026, 11, 2, 22))
    assert calendar.add(evening, Delay(8, "hours")) == evening + timedelta(hours=8)
    assert calendar.closed_intervals(evening, evening + timedelta(hours=24)) == [
        (evening + timedelta(hours=8), evening + timedelta(hours=24))
    ]


def test_few_fetches_however_far_and_however_often():
    calendar = office()
    hours = calendar._intervals._fetch
    start = datetime(2026, 11, 2, 8)
    for day in range(150):
        calendar.add(start + day * DAY, Delay(20))
    assert len(hours.fetched) == 2
    for year in range(-10, 20):
        calendar.opening(start + year * 365 * DAY)
    assert len(hours.fetched) <= 12
    pieces = sorted(hours.fetched)
    assert all(before[1] == after[0] for before, after in pairwise(pieces))


def test_no_working_time_is_said_and_not_searched_for_ever():
    hours = Hours("Europe/Warsaw", [[]] * 7)
    calendar = work_calendar.WorkingTime("Europe/Warsaw", lambda start, end: hours.fetched.append(start) or [])
    start = datetime(2026, 11, 2, 8)
    for ask in (
        lambda: calendar.opening(start),
        lambda: calendar.closing(start),
        lambda: calendar.add(start, Delay(1)),
        lambda: calendar.add(start, Delay(-1, "hours")),
    ):
        with pytest.raises(errors.HorizonError):
            ask()
    assert calendar.working_seconds(start, start + 30 * DAY) == 0
    assert calendar.closed_intervals(start, start + DAY) == [(start, start + DAY)]
    assert len(hours.fetched) < 30
    with pytest.raises(errors.HorizonError):
        office().add(start, Delay(1e6, "hours"))
    with pytest.raises(errors.HorizonError):
        calendar.opening(datetime(9999, 12, 31))


@pytest.mark.parametrize("delay", [Delay(float("nan")), Delay(float("inf"), "hours"), Delay(1, "months"), Delay("1")])
def test_what_is_no_delay_is_refused(delay):
    for calendar in (office(), work_calendar.RoundTheClock("UTC")):
        with pytest.raises(errors.DelayError):
            calendar.add(datetime(2026, 11, 2, 8), delay)
