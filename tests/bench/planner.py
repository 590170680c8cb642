"""How fast the planner is: ``./dev bench planner``, or by itself with plain Python and networkx.

Times are CPU time, medians of rounds in which the competitors take turns; as in `timeit`, garbage is
collected between the measurements and not within them.
"""

import gc
import random
import sys
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

import networkx

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "planner"))

import opening
import projects
from planner_tools import Delay, Node, schedule, work_calendar

STAGES = 10_000
ROUNDS = 15
ORIGIN = datetime(2026, 1, 5, 8)


def main(argv, bench=None):
    """Print all figures and return 1 if one of them is beyond its limit."""
    beyond = [not compare_with_networkx()]
    if bench:
        beyond += [projects.main(argv, bench), opening.main(argv, bench)]
    return int(any(beyond))


def compare_with_networkx():
    """Print how long planning takes beside networkx's longest path; return whether it keeps its limit.

    The limit holds for stages that are numbered as they were made, as in a database; numbers at random
    are printed beside it.
    """
    ratio = None
    for order, shuffled in (("in the order of their making", False), ("at random", True)):
        nodes = make_network(shuffled)
        graph = as_graph(nodes)
        office = work_calendar.WorkingTime("Europe/Warsaw", fetch_office_hours)
        times = measure(
            {
                "networkx: topological sort, longest path": partial(find_longest_path, graph),
                "plan, round the clock": partial(plan_round_the_clock, nodes),
                "plan, working hours": partial(schedule.forward, nodes, office),
                "slack and critical path, working hours": partial(schedule.analyse, nodes, office),
            }
        )
        limit = times["networkx: topological sort, longest path"]
        ratio = ratio or times["plan, round the clock"] / limit
        print(f"{STAGES:,} stages with {graph.number_of_edges():,} links, numbered {order}")
        for name, seconds in times.items():
            print(f"  {name:<42}{seconds * 1000:8.1f} ms{seconds / limit:8.2f}")
    kept = ratio <= 1
    print(f"{'PASS' if kept else 'FAIL'}: a plan round the clock takes {ratio:.2f} of networkx's time (limit 1.00)")
    return kept


def plan_round_the_clock(nodes):
    """Plan with a calendar of its own: the time zone's table is part of the work."""
    return schedule.forward(nodes, work_calendar.RoundTheClock("Europe/Warsaw"))


def make_network(shuffled):
    """Return the stages of a large project: each follows up to three of the fifty before it."""
    draw = random.Random(19)
    keys = list(range(STAGES))
    if shuffled:
        draw.shuffle(keys)
    nodes = []
    for index, key in enumerate(keys):
        before = keys[max(0, index - 50) : index]
        unit = draw.choice(["hours", "hours", "days", "days", "weeks"])
        nodes.append(
            Node(
                key=key,
                predecessors=tuple(draw.sample(before, min(index, draw.randint(1, 3)))),
                dependency=draw.choice(["hard", "hard", "soft"]),
                origin=ORIGIN,
                offset=Delay(float(draw.randint(0, 20)), "days"),
                duration=Delay(float(draw.randint(1, 4 if unit == "weeks" else 20)), unit),
                lag=Delay(float(draw.choice([0, 0, 0, 0, 2])), "days"),
            )
        )
    return sorted(nodes, key=lambda node: node.key)


def as_graph(nodes):
    """Return the same network for networkx: a link is as long as what it follows and the lag, in hours."""
    hours = {"hours": 1, "days": 24, "weeks": 168}
    lengths = {node.key: node.duration.amount * hours[node.duration.unit] for node in nodes}
    graph = networkx.DiGraph()
    graph.add_nodes_from(node.key for node in nodes)
    for node in nodes:
        lag = node.lag.amount * hours[node.lag.unit]
        for key in node.predecessors:
            graph.add_edge(key, node.key, weight=lengths[key] + lag if node.dependency == "hard" else 0)
    return graph


def find_longest_path(graph):
    """Sort and search once each, as the limit says."""
    return networkx.dag_longest_path(graph, topo_order=list(networkx.topological_sort(graph)))


def fetch_office_hours(start, end):
    """Return working intervals: Monday to Friday, 8 to 12 and 13 to 17 in UTC."""
    dates = (start.date() + timedelta(number) for number in range((end - start).days + 2))
    intervals = (
        (datetime(date.year, date.month, date.day, first), datetime(date.year, date.month, date.day, last))
        for date in dates
        if date.weekday() < 5
        for first, last in ((8, 12), (13, 17))
    )
    clipped = ((max(first, start), min(last, end)) for first, last in intervals)
    return [(first, last) for first, last in clipped if first < last]


def measure(competitors):
    """Return the median CPU time in seconds of each of some functions, by name."""
    times = {name: [] for name in competitors}
    gc.disable()
    try:
        for number in range(ROUNDS + 1):
            for name, function in competitors.items():
                gc.collect()
                begin = time.process_time()
                function()
                # The first round warms up, and fetches working hours.
                if number:
                    times[name].append(time.process_time() - begin)
    finally:
        gc.enable()
    return {name: median(found) for name, found in times.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
