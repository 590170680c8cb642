"""What became of the deals that reached a level, and how long they stayed: counts, and what follows from them."""

from collections import Counter

from . import proportion, survival


class Tally:
    """Passages of one kind: how many with each outcome, and how long each lasted.

    >>> tally = Tally()
    >>> tally.add("passed", 3.0, 6)
    >>> tally.add("failed", 9.0, 2)
    >>> tally.add("open", 1.0, 4)
    >>> tally.add("skipped", None, 1)
    >>> tally.reached, tally.decided, tally.share
    (12, 8, 0.75)
    >>> tally.get_percentile(0.5)
    3.0
    """

    def __init__(self):
        self.outcomes = Counter()
        self.durations = Counter()
        self.revisited = 0  # how many were left and entered again
        self.planned = Mean()
        self.variance = Mean()
        self._steps = None

    def add(self, outcome, days, count):
        """Count passages.

        :param str outcome: passed, failed, open or skipped
        :param float days: how long they lasted, up to now while they do; None where nobody knows
        :param int count: how many
        """
        self._steps = None
        self.outcomes[outcome] += count
        if days is not None and outcome != "skipped":
            self.durations[days, outcome == "passed"] += count

    def merge(self, other):
        """Count the passages of another tally too."""
        self._steps = None
        self.outcomes += other.outcomes
        self.durations += other.durations
        self.revisited += other.revisited
        self.planned.merge(other.planned)
        self.variance.merge(other.variance)

    @property
    def decided(self):
        """How many were passed or failed."""
        return self.outcomes["passed"] + self.outcomes["failed"]

    @property
    def reached(self):
        """How many were not skipped."""
        return self.decided + self.outcomes["open"]

    @property
    def share(self):
        """Which share of the decided ones was passed; None without any."""
        return self.outcomes["passed"] / self.decided if self.decided else None

    @property
    def interval(self):
        """Between which bounds that share lies, if these cases are a sample; None without any."""
        return proportion.get_interval(self.outcomes["passed"], self.decided)

    @property
    def timed(self):
        """How many passed ones are known to have lasted for a time."""
        return sum(count for (_days, is_passed), count in self.durations.items() if is_passed)

    def get_percentile(self, part):
        """Return the days after which a part is passed, taking lost and open ones as not over yet; or None."""
        if self._steps is None:
            self._steps = survival.get_steps((*case, count) for case, count in self.durations.items())
        return survival.get_percentile(self._steps, part)


class Mean:
    """A mean that can be put together.

    >>> mean = Mean()
    >>> mean.value
    >>> mean.add(10, 4)
    >>> mean.value
    2.5
    """

    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, total, count):
        """Add so many values by their sum."""
        self.total += total or 0.0
        self.count += count

    def merge(self, other):
        """Add the values of another mean."""
        self.add(other.total, other.count)

    @property
    def value(self):
        """The mean, None of nothing."""
        return self.total / self.count if self.count else None
