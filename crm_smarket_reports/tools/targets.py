"""How a month stands against its target: pure functions of dates and amounts."""

from datetime import date, timedelta

from .periods import Period


def get_due_share(month: Period, today: date, working_days: set[date]) -> float:
    """Return which share of a month's target is due up to and with today: that of its working days.

    A month without working days is taken by all its days.

    >>> march = Period(date(2026, 3, 1), date(2026, 3, 31))
    >>> get_due_share(march, date(2026, 3, 10), {date(2026, 3, 2), date(2026, 3, 10), date(2026, 3, 11)})
    0.6666666666666666
    >>> get_due_share(march, date(2026, 2, 28), set()), get_due_share(march, date(2026, 4, 1), set())
    (0.0, 1.0)
    """
    if today < month.start:
        return 0.0
    if today >= month.end:
        return 1.0
    length = (month.end - month.start).days + 1
    days = working_days or {month.start + timedelta(days=number) for number in range(length)}
    return sum(day <= today for day in days) / len(days)


def judge(actual: float, due: float, good: int, watch: int) -> tuple[float | None, str | bool]:
    """Return the ratio of what has come in to what is due, and how good that is.

    :param int good: from so many per cent on it is "good"
    :param int watch: from so many per cent on it is "watch", below it is "bad"
    :return: (ratio, state); (None, False) while nothing is due

    >>> judge(95, 100, good=100, watch=90)
    (0.95, 'watch')
    >>> judge(95, 0, good=100, watch=90)
    (None, False)
    """
    if not due:
        return None, False
    ratio = round(actual / due, 4)
    return ratio, "good" if ratio >= good / 100 else "watch" if ratio >= watch / 100 else "bad"
