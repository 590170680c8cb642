"""Numbers as short as their size allows."""

from math import floor, log10

DIGITS = 3  # that are kept
LARGEST = 12


def shorten(value: float) -> tuple[float, int, int]:
    """Return what to write of a number: the figure, its decimals, and the power of ten it counts in.

    >>> shorten(4_218_500)
    (4.22, 2, 6)
    >>> shorten(-1_200_000)
    (-1.2, 1, 6)
    >>> shorten(999_950)
    (1.0, 0, 6)
    >>> shorten(340)
    (340.0, 0, 0)
    >>> shorten(0)
    (0.0, 0, 0)
    """
    if not value:
        return 0.0, 0, 0
    value = round(value, DIGITS - 1 - floor(log10(abs(value))))
    power = min(max(floor(log10(abs(value))) // 3 * 3, 0), LARGEST)
    figure = round(value / 10**power, 2)
    decimals = next(number for number in range(3) if round(figure, number) == figure)
    return figure, decimals, power
