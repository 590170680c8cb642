"""How long something lasts, also while part of it is not over yet: the product-limit estimator.

E. L. Kaplan, P. Meier: Nonparametric Estimation from Incomplete Observations. Journal of the American Statistical
Association 53 (1958), 457–481. A case that is not over, or that ended in another way, is *censored*: it says only that
it lasted at least so long. Left out, it would make what is slow look fast; counted as over, even more so.

Cases come as counts, so that a hundred thousand of them are a few hundred triples.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from math import exp, log, sqrt
from typing import NamedTuple

from .proportion import Z_95

# Products of fractions miss a half by less than this.
PRECISION = 1e-12


class Step(NamedTuple):
    """A moment at which cases ended.

    ``share`` of the cases last longer than ``time``; ``low`` and ``high`` bound it.
    """

    time: float
    at_risk: int
    ended: int
    share: float
    low: float
    high: float


def get_steps(cases: Iterable[tuple[float, bool, int]], z: float = Z_95) -> list[Step]:
    """Return what share of the cases lasts longer than each time at which some ended.

    A case that is censored at the very time at which others end counts as lasting longer. The interval is the
    exponential one, on the scale of log(−log), which stays between 0 and 1: J. D. Kalbfleisch, R. L. Prentice,
    The Statistical Analysis of Failure Time Data (1980), with the variance of M. Greenwood (1926).

    :param cases: (how long, whether it ended then, how many such cases)
    :param z: quantile of the normal distribution for the interval
    :return: one step per time at which cases ended, the earliest first

    >>> for step in get_steps([(2, True, 1), (3, False, 1), (5, True, 1), (8, True, 1)]):
    ...     print(step.time, step.at_risk, round(step.share, 3), round(step.low, 3), round(step.high, 3))
    2 4 0.75 0.128 0.961
    5 2 0.375 0.011 0.808
    8 1 0.0 0.0 0.0
    """
    leaving, ending = Counter(), Counter()
    for time, is_over, count in cases:
        leaving[time] += count
        ending[time] += count * is_over
    at_risk = leaving.total()
    share, variance = 1.0, 0.0
    steps = []
    for time in sorted(leaving):
        if ended := ending[time]:
            left = at_risk - ended
            share = share * left / at_risk
            variance += ended / (at_risk * left) if left else 0.0
            steps.append(Step(time, at_risk, ended, share, *_get_interval(share, variance, z)))
        at_risk -= leaving[time]
    return steps


def _get_interval(share, variance, z):
    if not 0 < share < 1:
        return share, share
    width = exp(z * sqrt(variance) / -log(share))
    return share**width, share ** (1 / width)


def get_percentile(steps: list[Step], part: float) -> float | None:
    """Return the time by which a part of the cases is over; None while that many are not.

    >>> steps = get_steps([(2, True, 1), (3, False, 1), (5, True, 1), (8, False, 1)])
    >>> get_percentile(steps, 0.5), get_percentile(steps, 0.8)
    (5, None)
    """
    return _find(steps, [step.share for step in steps], part)


def get_percentile_interval(steps: list[Step], part: float) -> tuple[float | None, float | None]:
    """Return between which times a part of the cases is over; None where that is not known yet.

    By the bounds of the curve: R. Brookmeyer, J. Crowley: A Confidence Interval for the Median Survival Time.
    Biometrics 38 (1982), 29–41.

    >>> steps = get_steps([(days, True, 1) for days in range(1, 31)])
    >>> get_percentile(steps, 0.5), get_percentile_interval(steps, 0.5)
    (15, (10, 21))
    """
    return _find(steps, [step.low for step in steps], part), _find(steps, [step.high for step in steps], part)


def _find(steps, shares, part):
    """Return the first time at which no more than the rest is left: shares only fall."""
    position = bisect_left([-share for share in shares], part - 1 - PRECISION)
    return steps[position].time if position < len(steps) else None
