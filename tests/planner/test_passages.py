"""Times in columns: how long deals stayed where, and what is typical."""

import doctest
from datetime import datetime, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st
from planner_tools import passages

Passage = passages.Passage
HOUR = 3600
DAY = 24 * HOUR


def day(number):
    return datetime(2026, 1, 1) + timedelta(days=number)


def test_examples_of_the_documentation():
    assert doctest.testmod(passages, extraglobs={"datetime": datetime}).failed == 0


def test_each_column_until_the_next():
    times = passages.time_in_columns(
        [
            Passage("a", day(0), "New"),
            Passage("b", day(1), "New"),
            Passage("a", day(2), "Offer"),
            Passage("b", day(5), "Offer"),
            Passage("a", day(9), "Won"),
        ]
    )
    assert times == {"New": {"a": 2 * DAY, "b": 4 * DAY}, "Offer": {"a": 7 * DAY}}


def test_coming_back_adds_up():
    times = passages.time_in_columns(
        [
            Passage(1, day(0), "New"),
            Passage(1, day(1), "Offer"),
            Passage(1, day(2), "New"),
            Passage(1, day(5), "Offer"),
        ]
    )
    assert times == {"New": {1: 4 * DAY}, "Offer": {1: 1 * DAY}}


def test_lost_time_does_not_count():
    times = passages.time_in_columns(
        [
            Passage(1, day(0), "New"),
            Passage(1, day(2), None, "lost"),
            Passage(1, day(300), None, "pending"),
            Passage(1, day(301), "Offer"),
        ]
    )
    assert times == {"New": {1: 3 * DAY}}


def test_winning_ends_the_last_column():
    times = passages.time_in_columns(
        [Passage(1, day(0), "Offer"), Passage(1, day(3), None, "won"), Passage(1, day(9), "Archive")]
    )
    assert times == {"Offer": {1: 3 * DAY}}


def test_a_stay_that_goes_on_is_not_known_yet():
    assert passages.time_in_columns([Passage(1, day(0), "New")]) == {}
    assert passages.time_in_columns([Passage(1, day(0), "New"), Passage(1, day(1), None, "lost")]) == {}


def test_median_of_the_deals():
    found = passages.typical_times(
        [Passage(n, day(0), "New") for n in range(3)] + [Passage(n, day(d), "Offer") for n, d in enumerate((1, 2, 30))]
    )
    assert found == {"New": (3, 2 * DAY)}


@given(st.lists(st.lists(st.integers(0, 10**7), min_size=1, max_size=6), min_size=1, max_size=8))
def test_all_times_together_are_the_lives_of_the_deals(deals):
    """Whatever the columns: the stays of a deal add up to the time from its first to its last change."""
    rows, lives = [], {}
    for deal, steps in enumerate(deals):
        date = day(0)
        for number, seconds in enumerate(steps):
            rows.append(Passage(deal, date, number % 3))
            date += timedelta(seconds=seconds)
        rows.append(Passage(deal, date, "last"))
        lives[deal] = sum(steps)
    times = passages.time_in_columns(rows)
    for deal, life in lives.items():
        assert sum(times[column].get(deal, 0) for column in times) == life
    for column, found in passages.typical_times(rows).items():
        assert found.seconds == median(times[column].values())


@given(st.floats(0, 10**9))
def test_the_unit_is_near_and_never_nothing(seconds):
    amount, unit = passages.as_person_would_say(seconds)
    said = amount * {"hours": HOUR, "days": DAY, "weeks": 7 * DAY}[unit]
    assert amount > 0
    assert seconds < HOUR or abs(said - seconds) <= max(0.34 * seconds, HOUR / 2)
