"""The schedule: plans worked out by hand, then properties that hold for every network."""

from datetime import datetime

import pytest
from planner_tools import Delay, Node, errors, schedule, work_calendar

UTC = work_calendar.RoundTheClock("UTC")


def at(text):
    """Return a day and an hour of November 2026, "23 9:30" (the 23rd is a Monday)."""
    day, hour = text.split()
    hours, _, minutes = hour.partition(":")
    return datetime(2026, 11, int(day), int(hours), int(minutes or 0))


def test_rules_round_the_clock():
    origin = at("2 9")
    plan = schedule.forward(
        [
            Node("first", origin=origin, offset=Delay(2, "hours"), duration=Delay(1)),
            Node("soft", ("first",), "soft", origin, Delay(1, "hours"), Delay(1, "weeks")),
            Node("later", ("first",), "soft", origin, Delay(3), Delay(0)),
            Node("hard", ("soft", "later"), lag=Delay(36, "hours"), duration=Delay(0.5)),
        ],
        UTC,
    )
    assert plan == {
        "first": (at("2 11"), at("3 11")),
        "soft": (at("2 11"), at("9 11")),
        "later": (at("5 9"), at("5 9")),
        "hard": (at("10 23"), at("11 11")),
    }


def test_refusals_name_their_stages():
    day = {"origin": at("2 9"), "duration": Delay(1)}
    for error, keys, nodes in (
        (errors.CircleError, [1, 3, 2], [Node(1, (2,)), Node(2, (3,)), Node(3, (1,))]),
        (errors.UnknownPredecessorError, [1], [Node(1, (9,))]),
        (errors.NegativeDelayError, [2], [Node(1, **day), Node(2, (1,), lag=Delay(-1))]),
        (errors.NegativeDelayError, [1], [Node(1, origin=at("2 9"), duration=Delay(float("nan")))]),
        (errors.MissingDateError, [1], [Node(1, state="in_progress")]),
        (errors.DuplicateStageError, [1], [Node(1, **day), Node(1, **day)]),
        (errors.HorizonError, [2], [Node(1, **day), Node(2, (1,), duration=Delay(1e7))]),
    ):
        with pytest.raises(error) as refused:
            schedule.forward(nodes, UTC)
        assert refused.value.keys == keys
