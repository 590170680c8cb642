"""The network of stages as a graph: order, circles, and stages that leave it.

A graph is a dict from each stage's key to the keys of its predecessors.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

Predecessors = Mapping[Hashable, Sequence[Hashable]]


class NetworkError(ValueError):
    """Stages that cannot be planned; ``keys`` names them."""

    def __init__(self, message: str, keys: Iterable[Hashable]):
        self.keys = list(keys)
        super().__init__(f"{message}: {', '.join(map(str, self.keys))}")


class CircleError(NetworkError):
    """Stages that wait for each other; ``keys`` follows the circle, each before its successor."""

    def __init__(self, keys):
        super().__init__("These stages wait for each other in a circle", keys)


class UnknownPredecessorError(NetworkError):
    """Stages with a predecessor outside the network."""

    def __init__(self, keys):
        super().__init__("These stages follow a stage that is not in the network", keys)


def topological_order(predecessors: Predecessors) -> list:
    """Return all keys so that each comes after its predecessors.

    Keys come generation by generation (those without predecessor first, then those
    that only waited for them, ...), sorted within each: the order of the input and of
    a stage's predecessors does not matter.

    :raise CircleError: with the keys along one circle
    :raise UnknownPredecessorError: with the keys whose predecessor is missing
    """
    successors = {key: [] for key in predecessors}
    waiting = {}
    generation = []
    try:
        for key, befores in predecessors.items():
            if befores:
                waiting[key] = len(befores)
                for before in befores:
                    successors[before].append(key)
            else:
                generation.append(key)
    except KeyError:
        raise UnknownPredecessorError(
            _sorted(
                key for key, befores in predecessors.items() if any(before not in predecessors for before in befores)
            )
        ) from None
    order = []
    while generation:
        generation = _sorted(generation)
        order += generation
        freed = []
        for key in generation:
            for successor in successors[key]:
                waiting[successor] -= 1
                if not waiting[successor]:
                    freed.append(successor)
        generation = freed
    if len(order) < len(predecessors):
        raise CircleError(find_circle(predecessors))
    return order


def find_circle(predecessors: Predecessors) -> list | None:
    """Return the keys along a circle, each before its successor, or None without one.

    The circle that is found, and the key it starts with, do not depend on the order
    of the input. Predecessors outside the network are passed over.
    """
    finished = set()
    for root in _sorted(predecessors):
        # Depth first towards the predecessors, without recursion: a chain may be
        # longer than Python's stack. `path` keeps the keys from the root to here.
        path = {}
        branches = [iter((root,))]
        while branches:
            for key in branches[-1]:
                if key in path:
                    return _from_smallest(_after(path, key))
                if key not in finished and key in predecessors:
                    path[key] = None
                    branches.append(iter(_sorted(predecessors[key])))
                    break
            else:
                branches.pop()
                if path:
                    finished.add(path.popitem()[0])
    return None


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


def _sorted(keys):
    """Return the keys in an order of their own; mixed kinds of keys go by their text."""
    keys = list(keys)
    try:
        keys.sort()
    except TypeError:
        keys.sort(key=lambda key: (type(key).__name__, repr(key)))
    return keys


def _after(path, key):
    """Return the keys of ``path`` from ``key`` on, in the direction of time."""
    keys = list(path)
    return keys[keys.index(key) :][::-1]


def _from_smallest(circle):
    """Return the circle beginning with its smallest key."""
    first = circle.index(_sorted(circle)[0])
    return circle[first:] + circle[:first]
