"""The schedule, compared with plans worked out by hand."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from planner_tools import Delay, Node, errors, schedule, work_calendar
from test_work_calendar import office

SECOND = timedelta(seconds=1)
UTC = work_calendar.RoundTheClock("UTC")
OFFICE = office("UTC")


def at(text):
    """Return a day and an hour of November 2026, "23 9:30" (the 23rd is a Monday)."""
    day, hour = text.split()
    hours, _, minutes = hour.partition(":")
    return datetime(2026, 11, int(day), int(hours), int(minutes or 0))


def spans(plan):
    """Return a plan as text: "2 9:00 - 3 11:30"."""
    return {
        key: " - ".join(f"{date.day} {date.hour}:{date.minute:02}" for date in dates) for key, dates in plan.items()
    }


def equipping_a_shop(**changes):
    """Return five stages that begin on Monday the 2nd at 9."""
    stage = partial(Node, origin=at("2 9"))
    nodes = [
        stage("needs", (), "soft", offset=Delay(2, "hours"), duration=Delay(1)),
        stage("survey", ("needs",), "soft", offset=Delay(1, "hours"), duration=Delay(1, "weeks")),
        stage("offer", ("needs",), "soft", offset=Delay(3), duration=Delay(4, "hours")),
        stage("talks", ("survey", "offer"), lag=Delay(12, "hours"), duration=Delay(0.5)),
        stage("contract", ("talks",), duration=Delay(0)),
    ]
    return [replace(node, **changes.get(node.key, {})) for node in nodes]


def test_plan_round_the_clock():
    assert spans(schedule.forward(equipping_a_shop(), UTC)) == {
        "needs": "2 11:00 - 3 11:00",
        "survey": "2 11:00 - 9 11:00",  # not before what it follows has started
        "offer": "5 9:00 - 5 13:00",
        "talks": "9 23:00 - 10 11:00",
        "contract": "10 11:00 - 10 11:00",
    }


def test_plan_in_working_time():
    assert spans(schedule.forward(equipping_a_shop(), OFFICE)) == {
        "needs": "2 11:00 - 3 11:00",
        "survey": "2 11:00 - 9 11:00",
        "offer": "5 9:00 - 5 13:00",
        "talks": "10 16:00 - 11 11:00",  # 6 hours on the 9th, 6 on the 10th
        "contract": "11 11:00 - 11 11:00",
    }


def test_start_set_by_hand():
    # It takes the place of the offset, may be earlier, but a hard stage it can only delay.
    by_hand = equipping_a_shop(
        needs={"not_before": at("2 8")}, offer={"not_before": at("1 0")}, talks={"not_before": at("3 0")}
    )
    plan = spans(schedule.forward(by_hand, UTC))
    assert plan["needs"] == "2 8:00 - 3 8:00"
    assert plan["survey"] == "2 10:00 - 9 10:00"
    assert plan["offer"] == "2 8:00 - 2 12:00"
    assert plan["talks"] == "9 22:00 - 10 10:00"
    later = equipping_a_shop(talks={"not_before": at("14 12")})
    assert spans(schedule.forward(later, UTC))["talks"] == "14 12:00 - 15 0:00"
    assert spans(schedule.forward(later, OFFICE))["talks"] == "16 9:00 - 16 13:00"


def test_what_happened_replaces_the_plan():
    nodes = equipping_a_shop(
        needs={"state": "done", "date_start": at("2 10"), "date_end": at("7 20")},
        survey={"state": "in_progress", "date_start": at("3 14")},
        offer={"state": "in_progress", "date_start": at("4 9"), "date_end": at("12 18")},
    )
    plan = spans(schedule.forward(nodes, UTC))
    assert plan["needs"] == "2 10:00 - 7 20:00"
    assert plan["survey"] == "3 14:00 - 10 14:00"
    assert plan["offer"] == "4 9:00 - 12 18:00"
    assert plan["talks"] == "13 6:00 - 13 18:00"


def test_no_stage_ends_before_it_started():
    saturday = Node(1, state="in_progress", date_start=at("7 12"), duration=Delay(0))
    assert spans(schedule.forward([saturday], OFFICE)) == {1: "7 12:00 - 7 12:00"}
    promised = replace(saturday, date_end=at("6 12"))
    assert spans(schedule.forward([promised], OFFICE)) == {1: "7 12:00 - 7 12:00"}


def test_cancelled_stages_leave_the_network():
    nodes = equipping_a_shop(talks={"state": "cancelled"}, survey={"state": "cancelled"})
    plan = spans(schedule.forward(nodes, UTC))
    assert "talks" not in plan and "survey" not in plan
    assert plan["contract"] == "5 13:00 - 5 13:00"
    # Without any predecessor left, a hard stage starts with its project.
    nodes = equipping_a_shop(**{key: {"state": "cancelled"} for key in ("needs", "survey", "offer", "talks")})
    assert spans(schedule.forward(nodes, UTC)) == {"contract": "2 9:00 - 2 9:00"}


def test_expectation_looks_at_now():
    nodes = equipping_a_shop(
        needs={"state": "done", "date_start": at("2 11"), "date_end": at("3 11")},
        survey={"state": "in_progress", "date_start": at("2 11")},
    )
    assert schedule.expect(nodes, UTC, at("5 9")) == schedule.forward(nodes, UTC)
    late = spans(schedule.expect(nodes, UTC, at("9 15")))
    assert late == {
        "needs": "2 11:00 - 3 11:00",
        "survey": "2 11:00 - 9 15:00",
        "offer": "9 15:00 - 9 19:00",
        "talks": "10 7:00 - 10 19:00",
        "contract": "10 19:00 - 10 19:00",
    }
    weekend = spans(schedule.expect(nodes, OFFICE, at("14 15")))
    assert weekend["offer"] == "16 9:00 - 16 13:00"
    assert weekend["talks"] == "18 9:00 - 18 13:00"


def test_slack_and_critical_path():
    found = schedule.analyse(equipping_a_shop(), UTC)
    # Needs may start as late as the survey, and end as late as the project allows.
    assert {key: analysis.slack / 3600 for key, analysis in found.items()} == {
        "needs": 0,
        "survey": 0,
        "offer": 94,
        "talks": 0,
        "contract": 0,
    }
    assert [key for key, analysis in found.items() if not analysis.critical] == ["offer"]
    assert found["needs"].latest_end == at("10 11")
    assert (found["offer"].latest_start, found["offer"].latest_end) == (at("9 7"), at("9 11"))
    assert not any(analysis.late or analysis.delay for analysis in found.values())


def test_late_is_what_should_have_happened_by_now():
    nodes = equipping_a_shop(needs={"state": "in_progress", "date_start": at("2 11")})
    found = schedule.analyse(nodes, UTC, at("3 12"))
    # Needs should have ended, the survey should have started; the others' turn has not come.
    assert [key for key, analysis in found.items() if analysis.late] == ["needs", "survey"]
    assert found["needs"].delay == 3600
    assert found["survey"].delay == 25 * 3600
    assert found["offer"].delay == 0
    assert found["contract"].delay == 25 * 3600
    done = equipping_a_shop(needs={"state": "done", "date_start": at("2 11"), "date_end": at("9 0")})
    found = schedule.analyse(done, UTC, at("9 0"))["needs"]
    assert (found.late, found.critical, found.slack, found.delay) == (False, False, 0, 0)


def test_projects_have_ends_of_their_own():
    short = Node("short", origin=at("2 9"), duration=Delay(1), project=1)
    aside = Node("aside", origin=at("2 9"), duration=Delay(2, "hours"), project=1)
    long = Node("long", origin=at("4 9"), duration=Delay(9), project=2)
    found = schedule.analyse([aside, long, short], UTC)
    assert {key: analysis.slack / 3600 for key, analysis in found.items()} == {"aside": 22, "long": 0, "short": 0}


def test_due_is_the_opening_after_the_last_predecessor():
    nodes = {node.key: node for node in equipping_a_shop()}
    plan = schedule.forward(nodes.values(), OFFICE)
    assert all(schedule.due(node, plan, OFFICE) == plan[key][0] for key, node in nodes.items())
    facts = {"survey": (at("2 9"), at("6 17")), "offer": (at("2 9"), at("4 17"))}
    assert schedule.due(replace(nodes["talks"], lag=Delay(2, "hours")), facts, OFFICE) == at("9 10")
    assert schedule.due(replace(nodes["talks"], lag=Delay(1, "hours")), facts, OFFICE) == at("9 9")
    assert schedule.due(replace(nodes["talks"], not_before=at("14 12")), facts, OFFICE) == at("16 9")


def test_variance_is_working_time():
    assert schedule.variance(at("6 17"), at("9 10"), UTC) == 65 * 3600
    assert schedule.variance(at("6 17"), at("9 10"), OFFICE) == 2 * 3600
    assert schedule.variance(at("9 10"), at("6 17"), OFFICE) == -2 * 3600


def test_refusals_name_their_stages():
    day = {"origin": at("2 9"), "duration": Delay(1)}
    for error, keys, nodes in (
        (errors.CircleError, [1, 3, 2], [Node(1, (2,)), Node(2, (3,)), Node(3, (1,))]),
        (errors.CircleError, [1, 2], [Node(1, (2,)), Node(2, (1,), state="cancelled")]),
        (errors.UnknownPredecessorError, [1], [Node(1, (9,))]),
        (errors.NegativeDelayError, [2], [Node(1, **day), Node(2, (1,), lag=Delay(-1))]),
        (errors.NegativeDelayError, [1], [Node(1, origin=at("2 9"), duration=Delay(float("nan")))]),
        (errors.DelayError, [1], [Node(1, origin=at("2 9"), duration=Delay(1, "months"))]),
        (errors.MissingDateError, [2], [Node(1, **day), Node(2, state="done", date_start=at("2 9"))]),
        (errors.MissingDateError, [1], [Node(1)]),
        (errors.DuplicateStageError, [1], [Node(1, **day), Node(1, **day)]),
        (errors.HorizonError, [2], [Node(1, **day), Node(2, (1,), duration=Delay(1e7))]),
        (errors.HorizonError, [2], [Node(1, **day), Node(2, (1,), duration=Delay(1e9, "hours"))]),
    ):
        with pytest.raises(error) as refused:
            schedule.forward(nodes, UTC)
        assert refused.value.keys == keys
        assert isinstance(refused.value, ValueError)


def test_no_stages_no_plan():
    assert schedule.forward([], UTC) == schedule.expect([], UTC, at("2 9")) == schedule.analyse([], OFFICE) == {}
