"""How long deals stayed in the columns of the pipeline, and what is typical of them.

Plain Python without Odoo, like the planner.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import datetime
from statistics import median
from typing import NamedTuple

from .local_time import DAY, HOUR, WEEK
from .work_calendar import Delay

PENDING = "pending"


class Passage(NamedTuple):
    """One change of a deal: into a column, or to another outcome.

    :param deal: what names the deal
    :param date: when
    :param column: the column entered; None when the outcome changed
    :param outcome: the new outcome; None when the column changed
    """

    deal: Hashable
    date: datetime
    column: Hashable | None = None
    outcome: str | None = None


class Typical(NamedTuple):
    """How long deals typically stay in a column.

    :param deals: how many deals were in the column and left it
    :param seconds: the median of their times; for each deal all its stays together
    """

    deals: int
    seconds: float


def time_in_columns(passages: Iterable[Passage]) -> dict:
    """Return ``{column: {deal: seconds}}`` of all stays that have ended.

    Only time during which the deal was pending counts: a deal that was lost for a year and
    then restored was not worked on for that year. A stay ends with the next column, and
    with winning the deal.

    :param passages: in the order in which they happened, as far as one deal is concerned

    >>> day = lambda n: datetime(2026, 1, n)
    >>> time_in_columns([Passage(1, day(1), "New"), Passage(1, day(3), "Offer"), Passage(1, day(4), None, "won")])
    {'New': {1: 172800.0}, 'Offer': {1: 86400.0}}
    """
    times = defaultdict(lambda: defaultdict(float))
    present = {}  # {deal: (column, outcome, since)}
    stays = {}  # {deal: seconds of the stay that has not ended}
    for deal, date, column, outcome in passages:
        was_column, was_outcome, since = present.get(deal, (None, PENDING, date))
        if was_column is not None and was_outcome == PENDING:
            stays[deal] = stays.get(deal, 0.0) + (date - since).total_seconds()
        leaves = column is not None or outcome == "won"
        if leaves and deal in stays:
            times[was_column][deal] += stays.pop(deal)
        if column is None:
            present[deal] = (was_column, outcome, date)
        else:
            present[deal] = (column, was_outcome, date)
    return {column: dict(deals) for column, deals in times.items()}


def typical_times(passages: Iterable[Passage]) -> dict:
    """Return ``{column: Typical}``: the median time of the deals that passed each column.

    :param passages: as for `time_in_columns`
    """
    return {column: Typical(len(deals), median(deals.values())) for column, deals in time_in_columns(passages).items()}


def as_person_would_say(seconds: float) -> Delay:
    """Return a time in the unit in which a person would give it, rounded accordingly.

    Hours below a day, days (halves below ten) below two months, then weeks; at least an
    hour.

    >>> [tuple(as_person_would_say(hours * 3600)) for hours in (0, 5.4, 36, 400, 2000)]
    [(1, 'hours'), (5, 'hours'), (1.5, 'days'), (17, 'days'), (12, 'weeks')]
    """
    if seconds < 23.5 * HOUR:
        return Delay(max(1, round(seconds / HOUR)), "hours")
    days = seconds / DAY
    if days < 10:
        return Delay(round(2 * days) / 2, "days")
    if days < 60:
        return Delay(round(days), "days")
    return Delay(round(seconds / WEEK), "weeks")
