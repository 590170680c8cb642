"""Patterns of document numbers, such as ``WZ/%(wh)s/%(year)s/%(seq)05d``.

A pattern has one running number and may name the warehouse, the year and the month. All that stands around the running
number makes the series: numbers run on within it, whatever their padding, and begin anew with another year, month or
warehouse if the pattern names these.
"""

import re
from typing import NamedTuple

PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\)(?:(?P<text>s)|0?(?P<padding>\d?)d)|(?P<percent>%))")
WORDS = ("wh", "year", "y", "month")
RUNNING = "seq"


class Series(NamedTuple):
    """What stands around the running number, and the least number of its digits."""

    prefix: str
    padding: int
    suffix: str

    def format(self, running):
        """Return the document number for a running number.

        >>> Series("WZ/WH/2026/", 5, "").format(42)
        'WZ/WH/2026/00042'
        """
        return f"{self.prefix}{running:0{self.padding}d}{self.suffix}"


def resolve(pattern, date, warehouse):
    """Return the series that a document of this day and warehouse belongs to.

    >>> import datetime
    >>> resolve("WZ/%(wh)s/%(year)s/%(month)s/%(seq)05d", datetime.date(2026, 3, 2), "KRK")
    Series(prefix='WZ/KRK/2026/03/', padding=5, suffix='')

    :param str pattern: the pattern
    :param datetime.date date: the day of the document
    :param str warehouse: the short name of the warehouse
    :raises ValueError: the pattern is none: it lacks the running number, has an unknown word, or could give two
        documents the same number
    """
    parts, running, names, end = [""], [], set(), 0
    values = {"wh": warehouse, "year": f"{date:%Y}", "y": f"{date:%y}", "month": f"{date:%m}"}
    for found in PLACEHOLDER.finditer(pattern):
        parts[-1] += pattern[end : found.start()]
        end = found.end()
        name = found["name"]
        if found["percent"]:
            parts[-1] += "%"
        elif name == RUNNING and not found["text"]:
            _check_apart(pattern, found)
            running.append(int(found["padding"] or 1))
            parts.append("")
        elif name in WORDS and found["text"]:
            parts[-1] += values[name]
            names.add(name)
        else:
            raise ValueError(pattern)
    parts[-1] += pattern[end:]
    if len(running) != 1 or "%" in PLACEHOLDER.sub("", pattern):
        raise ValueError(pattern)
    if "month" in names and not names & {"year", "y"}:
        raise ValueError(pattern)
    return Series(parts[0], running[0], parts[1])


def _check_apart(pattern, found):
    """Refuse a running number that touches a digit or a word: 1 and 12 would read like 11 and 2."""
    before, after = pattern[: found.start()], pattern[found.end() :]
    if re.search(r"(\d|%\(\w+\)s)$", before) or re.match(r"\d|%\(", after):
        raise ValueError(pattern)
