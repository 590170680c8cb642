"""What the planner refuses. Every error names the stages, where they are known."""

from collections.abc import Hashable, Iterable


class PlanError(ValueError):
    """Stages that cannot be planned; ``keys`` names them."""

    def __init__(self, message: str, keys: Iterable[Hashable] = ()):
        self.keys = list(keys)
        super().__init__(message)


class CircleError(PlanError):
    """Stages that wait for each other; ``keys`` follows the circle, each before its successor."""

    def __init__(self, keys):
        super().__init__(f"Stages wait for each other in a circle: {_listed(keys)}", keys)


class UnknownPredecessorError(PlanError):
    """Stages with a predecessor outside the network."""

    def __init__(self, keys):
        super().__init__(f"Stages follow one that is not in the network: {_listed(keys)}", keys)


class DuplicateStageError(PlanError):
    """Stages that were given twice."""

    def __init__(self, keys):
        super().__init__(f"Stages were given twice: {_listed(keys)}", keys)


class NegativeDelayError(PlanError):
    """Stages whose duration or lag is negative or no number."""

    def __init__(self, keys):
        super().__init__(f"Stages have a negative duration or lag: {_listed(keys)}", keys)


class MissingDateError(PlanError):
    """Stages that have begun or ended without saying when, or a first one without its project's start."""

    def __init__(self, keys):
        super().__init__(f"Stages have no date where they need one: {_listed(keys)}", keys)


class DelayError(PlanError):
    """A delay that is no number, or in a unit that does not exist."""


class HorizonError(PlanError):
    """A moment too far away: beyond the calendar, or beyond what a date can say."""


def _listed(keys):
    return ", ".join(map(str, keys))
