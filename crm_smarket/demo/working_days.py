"""Counting in working days, Monday to Friday."""

from datetime import datetime, timedelta


def add_working_days(day, number):
    """Return the date ``number`` working days after ``day`` (before it when negative)."""
    step = timedelta(days=1 if number >= 0 else -1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    for _ in range(abs(number)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def shift(moment, number):
    """Return the same time of day ``number`` working days later, untouched for none."""
    return datetime.combine(add_working_days(moment.date(), number), moment.time()) if number else moment
