"""The schedule: from stages with their rules and facts to dates.

Everything here is a pure function of stages, a calendar and, where it is asked for,
the present moment. Stages of many projects may be planned in one call.

========================  ==========================================================
stage                     its start
========================  ==========================================================
without predecessor       project start + offset
soft                      the later of that and the latest start of its predecessors
hard                      latest end of its predecessors + lag
========================  ==========================================================

A start set by hand takes the place of project start + offset; a hard stage it can only
delay. Starts resolve to the first working moment at or after, ends (start + duration)
to the last at or before. What happened replaces the plan.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from .errors import DuplicateStageError, HorizonError, MissingDateError, NegativeDelayError, PlanError
from .local_time import LAST_MOMENT, to_datetime, to_datetimes, to_seconds
from .network import contract, topological_order
from .work_calendar import Calendar, Delay

NO_DELAY = Delay()


@dataclass(slots=True)
class Node:
    """One stage, as far as the schedule is concerned.

    :param key: what names the stage in all answers; unique within a call
    :param predecessors: keys of the stages it follows
    :param dependency: ``hard`` or ``soft``; without predecessors it does not matter
    :param origin: start of the project; each stage keeps its own
    :param offset: from the project's start; may be negative; unused by a hard stage
        as long as it has predecessors
    :param duration: from its start to its end
    :param lag: from the end of a hard stage's predecessors to its start
    :param not_before: a start set by hand
    :param state: ``not_started``, ``in_progress``, ``done`` or ``cancelled``
    :param date_start: when it really started (in progress and done)
    :param date_end: when it really ended (done); for a stage in progress the end
        someone promised, without which it is start + duration
    :param project: stages of the same project end together: slack and the critical
        path look at the end of the whole project
    """

    key: Hashable
    predecessors: tuple = ()
    dependency: str = "hard"
    origin: datetime | None = None
    offset: Delay = NO_DELAY
    duration: Delay = NO_DELAY
    lag: Delay = NO_DELAY
    not_before: datetime | None = None
    state: str = "not_started"
    date_start: datetime | None = None
    date_end: datetime | None = None
    project: Hashable = None


@dataclass(slots=True)
class Analysis:
    """What the schedule says about one stage.

    :param start: expected start
    :param end: expected end
    :param latest_start: the greatest start that does not move the end of the project
        (once it has started: its start)
    :param latest_end: the greatest end that does not move the end of the project
        (once it is done: its end)
    :param slack: how much later it can start (in progress: end), in working seconds
    :param critical: it is open, and any delay of it delays the end of the project
    :param late: by the plan in force it should have started, or ended, before now and
        has not. A stage whose turn has not come is not late, however long those
        before it take; see ``delay``.
    :param delay: from the end in the plan to the expected end, in working seconds
    """

    start: datetime
    end: datetime
    latest_start: datetime
    latest_end: datetime
    slack: int
    critical: bool
    late: bool
    delay: int


def forward(nodes: Iterable[Node], calendar: Calendar) -> dict:
    """Return the plan in force: ``{key: (start, end)}`` without the cancelled stages.

    :raise PlanError: circle, unknown predecessor, impossible delay, missing date, dates too
        far away or a calendar without working time; its ``keys`` name the stages
    """
    return _in_datetimes(*_Network(nodes, calendar).plan())


def expect(nodes: Iterable[Node], calendar: Calendar, now: datetime) -> dict:
    """Return what is to be expected by now: like `forward`, but nothing open lies in the past.

    A stage in progress ends at the later of plan and now, one that has not started
    starts at the later of what its rule says and now.
    """
    return _in_datetimes(*_Network(nodes, calendar).plan(to_seconds(now)))


def due(node: Node, plan: Mapping, calendar: Calendar) -> datetime:
    """Return when a stage may start, by its rule.

    For a hard stage this is when it starts by itself: the opening of the later of its
    predecessors' latest end + lag and a start set by hand.

    :param node: the stage, its predecessors being those of `without_cancelled`
    :param plan: ``{key: (start, end)}`` of at least its predecessors
    """
    start = _rule(
        node,
        start_of=lambda key: to_seconds(plan[key][0]),
        end_of=lambda key: to_seconds(plan[key][1]),
        shift=calendar.shift,
    )
    return to_datetime(calendar.open_at(start))


def analyse(nodes: Iterable[Node], calendar: Calendar, now: datetime | None = None) -> dict:
    """Return ``{key: Analysis}``: expectation, slack, critical path, what is late.

    :param now: without it the expectation is the plan, and nothing is late
    """
    network = _Network(nodes, calendar)
    planned_starts, planned_ends = starts, ends = network.plan()
    if now is not None:
        now = to_seconds(now)
        starts, ends = network.plan(now)
    latest_starts, latest_ends = network.latest(starts, ends)
    result = {}
    for node in network.order:
        key = node.key
        if node.state == "not_started":
            slack = calendar.between(starts[key], latest_starts[key])
            late = now is not None and planned_starts[key] < now
        else:
            slack = calendar.between(ends[key], latest_ends[key])
            late = node.state == "in_progress" and now is not None and planned_ends[key] < now
        result[key] = Analysis(
            start=to_datetime(starts[key]),
            end=to_datetime(ends[key]),
            latest_start=to_datetime(latest_starts[key]),
            latest_end=to_datetime(latest_ends[key]),
            slack=slack,
            critical=node.state != "done" and slack <= 0,
            late=late,
            delay=calendar.between(planned_ends[key], ends[key]),
        )
    return result


def variance(baseline_end: datetime, end: datetime, calendar: Calendar) -> int:
    """Return by how many working seconds an end is later than the baseline's."""
    return calendar.working_seconds(baseline_end, end)


def without_cancelled(nodes: Iterable[Node]) -> list[Node]:
    """Return the stages that are not cancelled; successors inherit their predecessors."""
    nodes = list(nodes)
    cancelled = {node.key for node in nodes if node.state == "cancelled"}
    if not cancelled:
        return nodes
    predecessors = contract({node.key: node.predecessors for node in nodes}, cancelled)
    return [
        node if cancelled.isdisjoint(node.predecessors) else replace(node, predecessors=predecessors[node.key])
        for node in nodes
        if node.key not in cancelled
    ]


class _Network:
    """Stages in topological order; dates are whole seconds since 1970."""

    def __init__(self, nodes, calendar):
        nodes = list(nodes)
        self.calendar = calendar
        predecessors = {node.key: node.predecessors for node in nodes}
        if len(predecessors) < len(nodes):
            seen = set()
            raise DuplicateStageError([node.key for node in nodes if node.key in seen or seen.add(node.key)])
        # The comparison is false for what is no number as well.
        negative = [node.key for node in nodes if not (node.duration[0] >= 0 and node.lag[0] >= 0)]
        if negative:
            raise NegativeDelayError(negative)
        # Circles are refused even where they lead through a cancelled stage.
        order = topological_order(predecessors)
        remaining = {node.key: node for node in without_cancelled(nodes)}
        self.order = [remaining[key] for key in order if key in remaining]

    def plan(self, now=None):
        """Return starts and ends by key: the plan in force, or what to expect by ``now``."""
        calendar = self.calendar
        shift, open_at, end_at = calendar.shift, calendar.open_at, calendar.end_at
        starts, ends = {}, {}
        start_of, end_of = starts.__getitem__, ends.__getitem__
        node = None
        try:
            for node in self.order:
                key = node.key
                if node.state == "not_started":
                    start = _rule(node, start_of, end_of, shift)
                    if now is not None and start < now:
                        start = now
                    starts[key] = start = open_at(start)
                    ends[key] = end_at(start, node.duration)
                    continue
                if not node.date_start or (node.state == "done" and not node.date_end):
                    raise MissingDateError([key])
                starts[key] = start = to_seconds(node.date_start)
                end = to_seconds(node.date_end) if node.date_end else end_at(start, node.duration)
                if node.state == "in_progress":
                    # It may have started outside of working time, after the last closing.
                    end = max(start, end) if now is None else max(start, end, now)
                ends[key] = end
        except PlanError as error:
            error.keys = [node.key]
            raise
        return starts, ends

    def latest(self, starts, ends):
        """Return latest starts and ends by key: the backward pass from expected ones."""
        calendar = self.calendar
        finish = {}
        for node in self.order:
            end = ends[node.key]
            finish[node.project] = max(end, finish.get(node.project, end))
        latest_starts, latest_ends = {}, {}
        # What the successors, which come first here, allow a stage.
        start_limits, end_limits = {}, {}
        for node in reversed(self.order):
            key = node.key
            if node.state == "done":
                latest_starts[key], latest_ends[key] = starts[key], ends[key]
                continue
            end = finish[node.project]
            end = latest_ends[key] = min(end, end_limits.get(key, end))
            if node.state == "in_progress":
                # It keeps its start, whatever happens to its predecessors now.
                latest_starts[key] = starts[key]
                continue
            start = calendar.latest_start(end, node.duration)
            start = latest_starts[key] = min(start, start_limits.get(key, start))
            if node.dependency == "soft":
                limits, limit = start_limits, start
            else:
                limits, limit = end_limits, calendar.latest_base(start, node.lag)
            for before in node.predecessors:
                limits[before] = min(limit, limits.get(before, limit))
        return latest_starts, latest_ends


def _rule(node, start_of, end_of, shift):
    """Return the earliest start by a stage's rule, not yet moved into working time.

    :param start_of: returns the start of the stage with a key, in seconds
    :param end_of: the same for its end
    :param shift: the calendar's
    """
    predecessors = node.predecessors
    by_hand = node.not_before
    if predecessors and node.dependency == "hard":
        start = shift(max(map(end_of, predecessors)), node.lag)
        return max(start, to_seconds(by_hand)) if by_hand else start
    if by_hand:
        start = to_seconds(by_hand)
    elif node.origin:
        start = shift(to_seconds(node.origin), node.offset)
    else:
        raise MissingDateError([node.key])
    return max(start, max(map(start_of, predecessors))) if predecessors else start


def _in_datetimes(starts, ends):
    """Return ``{key: (start, end)}`` from starts and ends by key, both in the same order."""
    try:
        dates = zip(to_datetimes(starts.values()), to_datetimes(ends.values()), strict=True)
    except HorizonError as error:
        error.keys = [key for key, end in ends.items() if end > LAST_MOMENT]
        raise
    return dict(zip(starts, dates, strict=True))
