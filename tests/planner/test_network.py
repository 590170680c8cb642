"""Order, circles and removed stages of a network, with and without Odoo around."""

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner_tools import errors, network


@st.composite
def graphs(draw, circles=False):
    """Return the predecessors of up to twelve stages, given in any order."""
    size = draw(st.integers(0, 12))
    names = draw(st.permutations(range(size)))
    graph = {}
    for index, name in enumerate(names):
        others = range(size) if circles else names[:index]
        graph[name] = draw(st.lists(st.sampled_from(list(others)), unique=True, max_size=3)) if others else []
    return {name: graph[name] for name in draw(st.permutations(names))}


def as_networkx(graph):
    result = networkx.DiGraph()
    result.add_nodes_from(graph)
    result.add_edges_from((before, key) for key, befores in graph.items() for before in befores)
    return result


@given(graphs(), st.randoms())
def test_order_respects_predecessors_and_ignores_the_order_of_input(graph, random):
    order = network.topological_order(graph)
    assert sorted(order) == sorted(graph)
    position = {key: index for index, key in enumerate(order)}
    assert all(position[before] < position[key] for key in graph for before in graph[key])
    keys = list(graph)
    random.shuffle(keys)
    shuffled = {key: random.sample(list(graph[key]), len(graph[key])) for key in keys}
    assert network.topological_order(shuffled) == order


@given(graphs(circles=True), st.randoms())
def test_circle_is_found_exactly_when_there_is_one(graph, random):
    circle = network.find_circle(graph)
    assert (circle is None) == networkx.is_directed_acyclic_graph(as_networkx(graph))
    if circle is None:
        network.topological_order(graph)
        return
    assert len(set(circle)) == len(circle)
    assert all(before in graph[key] for before, key in zip(circle, circle[1:] + circle[:1], strict=True))
    with pytest.raises(errors.CircleError) as refused:
        network.topological_order(graph)
    assert refused.value.keys == circle
    keys = list(graph)
    random.shuffle(keys)
    assert network.find_circle({key: graph[key][::-1] for key in keys}) == circle


def test_circle_names_its_stages_in_the_direction_of_time():
    graph = {"a": ["d"], "b": ["a"], "c": ["b", "x"], "d": ["c"], "x": [], "y": ["d"]}
    assert network.find_circle(graph) == ["a", "b", "c", "d"]
    assert network.find_circle({"alone": ["alone"]}) == ["alone"]


@given(graphs(), st.data())
def test_successors_of_removed_stages_inherit_their_predecessors(graph, data):
    removed = set(data.draw(st.lists(st.sampled_from(sorted(graph))))) if graph else set()
    contracted = network.contract(graph, removed)
    assert set(contracted) == set(graph) - removed
    whole = as_networkx(graph)
    for key, befores in contracted.items():
        assert len(set(befores)) == len(befores)
        # A predecessor afterwards is one from which a path led here through removed stages only.
        through = whole.subgraph(removed | {key})
        entries = networkx.ancestors(through, key) | {key}
        assert set(befores) == {before for entry in entries for before in graph[entry]} - removed


def test_long_chains_need_no_recursion():
    chain = {number: [number - 1] if number else [] for number in range(50_000)}
    assert network.topological_order(chain) == list(range(50_000))
    assert network.find_circle(chain) is None
    assert network.contract(chain, range(1, 49_999))[49_999] == (0,)
    chain[0] = [49_999]
    assert network.find_circle(chain) == list(range(50_000))


def test_unknown_predecessors_are_named():
    with pytest.raises(errors.UnknownPredecessorError) as refused:
        network.topological_order({1: [], 2: [7], 3: [1, 8]})
    assert refused.value.keys == [2, 3]


def test_keys_that_cannot_be_compared_have_an_order_too():
    graph = {"new": (1,), 1: (), (2, 3): (1,)}
    assert network.topological_order(graph) == [1, "new", (2, 3)]


@given(graphs(circles=True), st.data())
def test_removing_stages_of_a_circle_ends(graph, data):
    removed = set(data.draw(st.lists(st.sampled_from(sorted(graph))))) if graph else set()
    assert set(network.contract(graph, removed)) == set(graph) - removed
