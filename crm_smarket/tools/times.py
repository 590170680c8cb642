"""What may be said of a time in a template or a project."""

from math import isnan

HOURS = {"hours": 1, "days": 24, "weeks": 168}
LONGEST_HOURS = 10 * 366 * 24


def find_fault(amount: float, unit: str) -> str | None:
    """Return what is wrong with an offset, a duration or a lag: ``nan``, ``negative``, ``long`` or None.

    >>> find_fault(3, "days")
    >>> find_fault(-1, "days")
    'negative'
    >>> find_fault(600, "weeks")
    'long'
    """
    hours = amount * HOURS[unit]
    if isnan(hours):
        return "nan"
    if hours < 0:
        return "negative"
    return "long" if hours > LONGEST_HOURS else None
