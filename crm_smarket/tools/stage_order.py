"""The order of a project's stages after its template's order has changed."""

from collections.abc import Hashable, Sequence


def insert_stages(present: Sequence[Hashable], template: Sequence[Hashable], rearrange: bool = False) -> list:
    """Return the stages of a project in their new order, those that only the template has included.

    A new stage comes behind the nearest stage before it in the template, or first. Stages
    that are not the template's stay where they are.

    :param present: keys of the project's stages, in order
    :param template: keys of the template's stages, in order
    :param rearrange: let the stages that both have change places among themselves until they
        stand as in the template

    >>> insert_stages(["a", "own", "c"], ["a", "b", "c"])
    ['a', 'b', 'own', 'c']
    >>> insert_stages(["a", "own", "b"], ["b", "a"], rearrange=True)
    ['b', 'own', 'a']
    """
    result = list(present)
    if rearrange:
        common = iter([key for key in template if key in present])
        result = [next(common) if key in template else key for key in present]
    place = 0
    for key in template:
        if key not in result:
            result.insert(place, key)
        place = result.index(key) + 1
    return result
