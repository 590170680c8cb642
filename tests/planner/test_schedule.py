"""The schedule: plans worked out by hand, then what holds for every network."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import networkx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from planner_cases import calendars, moments, networks, working_calendars, zones
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


# ------------------------------------------------------------
# by hand
# ------------------------------------------------------------


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


# ------------------------------------------------------------
# for every network
# ------------------------------------------------------------


@st.composite
def cases(draw, **options):
    """Return the stages of a random network and a calendar."""
    zone = draw(zones)
    return draw(networks(zone, **options)), draw(calendars(zone)), zone


def end_of_project(plan, nodes, project=None):
    return max(plan[node.key][1] for node in nodes if node.key in plan and node.project == project)


@given(cases())
def test_every_rule_is_kept_and_no_stage_waits_longer(case):
    nodes, calendar, _zone = case
    plan = schedule.forward(nodes, calendar)
    assert set(plan) == {node.key for node in nodes if node.state != "cancelled"}
    for node in schedule.without_cancelled(nodes):
        start, end = plan[node.key]
        if node.state != "not_started":
            assert start == node.date_start
            assert end == (node.date_end or max(start, calendar.closing(calendar.add(start, node.duration))))
            continue
        by_hand = [node.not_before] if node.not_before else []
        if node.predecessors and node.dependency == "hard":
            rules = [calendar.add(plan[key][1], node.lag) for key in node.predecessors] + by_hand
        else:
            rules = [plan[key][0] for key in node.predecessors]
            rules += by_hand or [calendar.add(node.origin, node.offset)]
        assert all(rule <= start for rule in rules)
        assert start == calendar.opening(max(rules)) == schedule.due(node, plan, calendar)
        assert start <= end == calendar.closing(calendar.add(start, node.duration))


@given(cases(), st.randoms())
def test_the_order_of_the_input_does_not_matter(case, random):
    nodes, calendar, _zone = case
    shuffled = [
        replace(node, predecessors=tuple(random.sample(node.predecessors, len(node.predecessors)))) for node in nodes
    ]
    random.shuffle(shuffled)
    now = nodes[0].origin + timedelta(days=random.randint(-5, 20))
    assert schedule.analyse(nodes, calendar, now) == schedule.analyse(shuffled, calendar, now)


@given(cases(), st.data())
def test_adding_a_delay_never_makes_anything_earlier(case, data):
    nodes, calendar, zone = case
    before = schedule.forward(nodes, calendar)
    now = data.draw(moments(zone))
    expected = schedule.expect(nodes, calendar, now)
    index = data.draw(st.integers(0, len(nodes) - 1))
    node = nodes[index]
    what = data.draw(st.sampled_from(["offset", "duration", "lag", "not_before", "origin"]))
    if what == "not_before":
        earliest = node.not_before or calendar.add(node.origin, node.offset)
        change = {what: earliest + data.draw(st.integers(0, 2_000_000)) * SECOND}
    elif what == "origin":
        change = {what: node.origin + data.draw(st.integers(0, 2_000_000)) * SECOND}
    else:
        delay = getattr(node, what)
        change = {what: delay._replace(amount=delay.amount + data.draw(st.floats(0, 10)))}
    changed = [*nodes[:index], replace(node, **change), *nodes[index + 1 :]]
    after = schedule.forward(changed, calendar)
    assert all(after[key][0] >= start and after[key][1] >= end for key, (start, end) in before.items())
    after = schedule.expect(changed, calendar, now)
    assert all(after[key][0] >= start and after[key][1] >= end for key, (start, end) in expected.items())


@given(cases(), st.data())
def test_expectation_never_lies_in_the_past_nor_before_the_plan(case, data):
    nodes, calendar, zone = case
    plan = schedule.forward(nodes, calendar)
    now, later = sorted([data.draw(moments(zone)), data.draw(moments(zone))])
    expected, then = schedule.expect(nodes, calendar, now), schedule.expect(nodes, calendar, later)
    for node in nodes:
        if node.state == "cancelled":
            continue
        start, end = expected[node.key]
        assert (start, end) == plan[node.key] or node.state != "done"
        assert start >= plan[node.key][0] and end >= plan[node.key][1]
        assert then[node.key][0] >= start and then[node.key][1] >= end
        assert node.state != "not_started" or start >= now
        assert node.state == "done" or end >= now


@given(cases(), st.data())
def test_latest_dates_are_the_very_last_that_keep_the_end_of_the_project(case, data):
    nodes, calendar, zone = case
    now = data.draw(st.one_of(st.none(), moments(zone)))
    found = schedule.analyse(nodes, calendar, now)
    if now is None:
        replan = partial(schedule.forward, calendar=calendar)
    else:
        replan = partial(schedule.expect, calendar=calendar, now=now)
    assume(found)
    finish = max(analysis.end for analysis in found.values())
    key = data.draw(st.sampled_from(sorted(found)))
    node = next(node for node in nodes if node.key == key)
    analysis = found[key]
    assert analysis.start <= analysis.latest_start and analysis.end <= analysis.latest_end
    assert analysis.slack >= 0

    def finish_with(**change):
        changed = [replace(node, **change) if node.key == key else node for node in nodes]
        return max(end for _start, end in replan(changed).values())

    if node.state == "not_started":
        assert finish_with(not_before=analysis.latest_start) == finish
        assert finish_with(not_before=analysis.latest_start + SECOND) > finish
        assert analysis.critical == (analysis.latest_start == analysis.start)
        # Begun when expected, it may go on until its latest end.
        change = {"state": "in_progress", "date_start": analysis.start}
    else:
        change = {}
    if node.state != "done":
        assert finish_with(**change, date_end=analysis.latest_end) == finish
        assert finish_with(**change, date_end=analysis.latest_end + SECOND) > finish
    else:
        assert (analysis.latest_start, analysis.latest_end) == (node.date_start, node.date_end)


@given(cases(), st.data())
def test_projects_planned_together_do_not_touch_each_other(case, data):
    nodes, calendar, zone = case

    def named(project, nodes):
        return [
            replace(
                node,
                key=(project, node.key),
                predecessors=tuple((project, key) for key in node.predecessors),
                project=project,
            )
            for node in nodes
        ]

    one, other = named("one", nodes), named("other", data.draw(networks(zone, most=4)))
    now = nodes[0].origin
    together = schedule.analyse(one + other, calendar, now)
    assert together == schedule.analyse(one, calendar, now) | schedule.analyse(other, calendar, now)


# ------------------------------------------------------------
# against a longest path of networkx
# ------------------------------------------------------------


def longest_paths(nodes):
    """Return starts, ends and slacks in hours of plans in hours: longest paths, found by networkx.

    A project is a network of events: each stage's start and end, the begin and the finish of all.
    """
    graph = networkx.DiGraph()
    for node in nodes:
        start, end = ("start", node.key), ("end", node.key)
        if not node.predecessors or node.dependency == "soft":
            graph.add_edge("begin", start, weight=-node.offset.amount)
        for key in node.predecessors:
            if node.dependency == "hard":
                graph.add_edge(("end", key), start, weight=-node.lag.amount)
            else:
                graph.add_edge(("start", key), start, weight=0)
        graph.add_edge(start, end, weight=-node.duration.amount)
        graph.add_edge(end, "finish", weight=0)
    hours = networkx.single_source_bellman_ford_path_length(graph, "begin")
    back = networkx.single_source_bellman_ford_path_length(graph.reverse(), "finish")
    return {
        node.key: (
            -hours["start", node.key],
            -hours["end", node.key],
            -hours["finish"] + hours["start", node.key] + back["start", node.key],
        )
        for node in nodes
    }


@given(st.data(), zones)
def test_hours_agree_with_the_longest_path_of_networkx(data, zone):
    calendar = data.draw(st.one_of(st.just(work_calendar.RoundTheClock(zone)), working_calendars(zone)))
    origin = calendar.opening(data.draw(moments(zone)))
    hours = st.builds(Delay, st.integers(0, 60), st.just("hours"))
    nodes = [
        replace(
            node,
            origin=origin,
            offset=data.draw(hours),
            duration=data.draw(hours),
            lag=data.draw(hours),
            not_before=None,
        )
        for node in data.draw(networks(zone, facts=False, most=8))
    ]
    found = schedule.analyse(nodes, calendar)
    for key, (start, end, slack) in longest_paths(nodes).items():
        assert calendar.working_seconds(origin, found[key].start) == start * 3600
        assert calendar.working_seconds(origin, found[key].end) == end * 3600
        # A start at closing time would be one at the next opening: the last second before it counts.
        assert slack * 3600 - len(nodes) <= found[key].slack <= slack * 3600
