"""The network of stages as a graph: order, circles, and stages that leave it.

A graph is a dict from each stage's key to the keys of its predecessors.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

from .errors import CircleError, UnknownPredecessorError

Predecessors = Mapping[Hashable, Sequence[Hashable]]


def topological_order(predecessors: Predecessors) -> list:
    """Return all keys so that each comes after its predecessors.

    Among the orders that do, it is one close to the keys' own order, whatever the order
    of the input and of each stage's predecessors.

    :raise CircleError: with the keys along one circle
    :raise UnknownPredecessorError: with the keys whose predecessor is missing
    """
    order, circle = _walk(predecessors)
    if len(order) > len(predecessors):
        raise UnknownPredecessorError(
            _sorted(key for key, befores in predecessors.items() if not predecessors.keys() >= set(befores))
        )
    if circle:
        raise CircleError(circle)
    return order


def find_circle(predecessors: Predecessors) -> list | None:
    """Return the keys along a circle, each before its successor, or None without one.

    The circle that is found, and the key it starts with, do not depend on the order
    of the input. Predecessors outside the network are passed over.
    """
    return _walk(predecessors)[1]


def contract(predecessors: Predecessors, removed: Iterable[Hashable]) -> dict:
    """Return the graph without the ``removed`` keys; successors inherit their predecessors.

    What a stage inherits stands where the removed predecessor stood, each key once.
    """
    removed = set(removed)
    result = {}
    for key, befores in predecessors.items():
        if key in removed:
            continue
        if removed.isdisjoint(befores):
            result[key] = tuple(befores)
            continue
        inherited = {}
        seen = set()
        stack = list(reversed(befores))
        while stack:
            before = stack.pop()
            if before not in removed:
                inherited[before] = None
            elif before not in seen:
                seen.add(before)
                stack.extend(reversed(predecessors.get(before, ())))
        result[key] = tuple(inherited)
    return result


def _walk(predecessors):
    """Return the keys, each after its predecessors, and None or the circle that ended the walk.

    Predecessors outside the network are in the order, too.
    """
    order, finished = [], set()
    # Depth first towards the predecessors, without recursion: a chain may be longer
    # than Python's stack. `path` holds the keys that wait for their predecessors.
    path = {}
    branches = [iter(_sorted(predecessors))]
    while branches:
        for key in branches[-1]:
            if key in finished:
                continue
            if key in path:
                return order, _circle(path, key)
            befores = predecessors.get(key, ())
            if not finished.issuperset(befores):
                path[key] = None
                branches.append(iter(_sorted(befores)))
                break
            finished.add(key)
            order.append(key)
        else:
            branches.pop()
            if path:
                key, _ = path.popitem()
                finished.add(key)
                order.append(key)
    return order, None


def _circle(path, key):
    """Return what follows ``key`` in a path, in the direction of time, smallest key first."""
    keys = list(path)
    circle = keys[keys.index(key) :][::-1]
    first = circle.index(_sorted(circle)[0])
    return circle[first:] + circle[:first]


def _sorted(keys):
    """Return the keys in an order of their own; mixed kinds of keys go by their text."""
    keys = list(keys)
    try:
        keys.sort()
    except TypeError:
        keys.sort(key=lambda key: (type(key).__name__, repr(key)))
    return keys
