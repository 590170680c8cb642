"""Lengths of time in the words of a plan."""


def split_hours(hours, hours_per_day):
    """Split a length into whole days of a calendar and the hours that remain.

    >>> split_hours(20, 8)
    (2, 4)
    >>> split_hours(7.9999, 8)
    (1, 0)
    >>> split_hours(-9, 24)
    (0, 9)

    :param float hours: may be negative; its sign is left out
    :param float hours_per_day: length of the calendar's day, 24 round the clock
    :return: ``(days, hours)``, hours rounded to whole ones, but never to nothing at all
        what is longer than a quarter of an hour
    """
    length = abs(hours)
    whole = round(length)
    if not whole and length > 0.25:
        whole = 1
    days = int(whole // hours_per_day)
    return days, round(whole - days * hours_per_day)
