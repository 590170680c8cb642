"""The schedule of random networks: what holds for each, and a longest path of networkx to agree with."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import networkx
from hypothesis import assume, given
from hypothesis import strategies as st
from planner_cases import calendars, moments, networks, working_calendars, zones
from planner_tools import Delay, schedule, work_calendar

SECOND = timedelta(seconds=1)


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
