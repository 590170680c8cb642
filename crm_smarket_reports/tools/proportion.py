"""How sure one can be of a share that was seen in few cases."""

from math import sqrt

# Quantile of the normal distribution for an interval that holds in 95 of 100 cases.
Z_95 = 1.959963984540054


def get_interval(hits: int, cases: int, z: float = Z_95) -> tuple[float, float] | None:
    """Return between which bounds the true share lies, None where there was no case.

    The score interval: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference. Journal of
    the American Statistical Association 22 (1927), 209–212. It never leaves 0 to 1 and holds with few cases too, where
    the share plus and minus its deviation says "exactly 100 %" of three out of three.

    >>> [round(bound, 3) for bound in get_interval(8, 10)]
    [0.49, 0.943]
    >>> [round(bound, 3) for bound in get_interval(3, 3)]
    [0.439, 1.0]
    """
    if not cases:
        return None
    share = hits / cases
    weight = z * z / cases
    middle = (share + weight / 2) / (1 + weight)
    width = z * sqrt(share * (1 - share) / cases + weight / cases / 4) / (1 + weight)
    return max(middle - width, 0.0), min(middle + width, 1.0)
