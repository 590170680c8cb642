"""Time zones, calendars, delays and networks at random, with a preference for what is difficult."""

from datetime import datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from planner_tools import Delay, Node, work_calendar

ZONES = (
    "Europe/Warsaw",
    "Asia/Yekaterinburg",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",  # its clock changes by half an hour
    "America/Sao_Paulo",  # changed at midnight until 2019
    "America/Havana",  # changes back to midnight
    "Africa/Casablanca",  # changes for Ramadan
    "Pacific/Apia",  # skipped 30 December 2011
    "Asia/Kathmandu",
    "UTC",
)
FIRST, LAST = datetime(2009, 1, 1), datetime(2031, 1, 1)
EPOCH = datetime(1970, 1, 1)
DAY = timedelta(1)
HOLIDAYS = st.sets(st.integers(0, 364), max_size=25)


def local(zone, moment):
    """Return a naive UTC datetime as an aware one of the zone."""
    return moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))


def utc(zone, wall):
    """Return what a naive local datetime is in UTC, as the standard library has it."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc).replace(tzinfo=None)


def wall(zone, moment):
    """Return a naive UTC datetime as a naive local one."""
    return local(zone, moment).replace(tzinfo=None)


@cache
def changes(zone):
    """Return the instants at which a zone changes its clock, found day by day."""
    found = []
    for day in range((LAST - FIRST).days):
        low, high = FIRST + day * DAY, FIRST + (day + 1) * DAY
        if local(zone, low).utcoffset() == local(zone, high).utcoffset():
            continue
        offset = local(zone, high).utcoffset()
        while high - low > timedelta(seconds=1):
            middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
            if local(zone, middle).utcoffset() == offset:
                high = middle
            else:
                low = middle
        found.append(high)
    return found


@st.composite
def moments(draw, zone):
    """Return a moment, often within hours or days of a change of the clock."""
    near = changes(zone)
    unit = draw(st.sampled_from([timedelta(seconds=1), timedelta(minutes=30), timedelta(hours=1)]))
    if near and draw(st.booleans()):
        return draw(st.sampled_from(near)) + draw(st.integers(-100, 100)) * unit
    days = draw(st.integers(0, (LAST - FIRST).days - 1))
    return FIRST + days * DAY + draw(st.integers(0, 23)) * unit


@st.composite
def week_patterns(draw):
    """Return the working hours of each weekday: pairs of minutes since midnight."""
    times = st.sampled_from([0, 60, 120, 150, 480, 540, 780, 800, 840, 1020, 1080, 1380, 1440])
    usual = [(540, 780), (840, 1080)]
    hours = st.lists(times, unique=True, min_size=0, max_size=6).map(
        lambda t: list(zip(sorted(t)[::2], sorted(t)[1::2], strict=False))
    )
    days = draw(st.lists(st.one_of(st.just(usual), st.just([]), hours), min_size=7, max_size=7))
    return days if any(days) else [usual, *days[1:]]


@cache
def working_day(zone, date, hours):
    """Return a date's working intervals in UTC."""
    minutes = [tuple(utc(zone, date + timedelta(minutes=minute)) for minute in pair) for pair in hours]
    return [(low, high) for low, high in minutes if low < high]


class Hours:
    """Working hours by weekday with holidays: what a working calendar fetches."""

    def __init__(self, zone, week, holidays=()):
        self.zone, self.holidays = zone, holidays
        self.week = [tuple(hours) for hours in week]
        self.fetched = []

    def __repr__(self):
        return f"Hours({self.zone!r}, {self.week}, {self.holidays})"

    def __call__(self, start, end):
        self.fetched.append((start, end))
        found = []
        date = datetime.combine(wall(self.zone, start), datetime.min.time()) - DAY
        while date <= end + 2 * DAY:
            hours = self.week[date.weekday()]
            if hours and date.timetuple().tm_yday not in self.holidays:
                found += working_day(self.zone, date, hours)
            date += DAY
        merged = []
        for low, high in sorted(found):
            low, high = max(low, start), min(high, end)
            if low >= high:
                continue
            if merged and low <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return merged


@st.composite
def working_calendars(draw, zone):
    hours = Hours(zone, draw(week_patterns()), draw(HOLIDAYS))
    return work_calendar.WorkingTime(zone, hours)


def calendars(zone):
    return st.one_of(st.just(work_calendar.RoundTheClock(zone)), working_calendars(zone))


def delays(most=20, least=0):
    """Return delays of at most so many units, in halves, or in any part of a unit."""
    amounts = st.one_of(
        st.integers(least * 2, most * 2).map(lambda halves: halves / 2),
        st.integers(least, min(most, 3)),
        st.floats(least, most),
    )
    return st.builds(Delay, amounts, st.sampled_from(["hours", "hours", "days", "days", "weeks"]))


@st.composite
def networks(draw, zone, facts=True, most=6):
    """Return stages in any order, of one project or of two, with and without facts."""
    size = draw(st.integers(1, most))
    names = draw(st.permutations(range(size)))
    origins = [draw(moments(zone)) for _project in range(2)]
    nodes = []
    for index, name in enumerate(names):
        origin = draw(st.sampled_from(origins)) + timedelta(0)
        earlier = names[:index]
        node = Node(
            key=name,
            predecessors=tuple(draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3))) if earlier else (),
            dependency=draw(st.sampled_from(["hard", "hard", "soft"])),
            origin=origin,
            offset=draw(delays()),
            duration=draw(delays()),
            lag=draw(st.one_of(st.just(Delay()), delays(5))),
            not_before=draw(st.one_of(st.none(), st.none(), st.integers(0, 99).map(origin_plus(origin)))),
        )
        if facts:
            node.state = draw(st.sampled_from(["not_started"] * 3 + ["in_progress", "done", "cancelled"]))
        if node.state in ("in_progress", "done"):
            node.date_start = origin + timedelta(hours=draw(st.integers(-50, 500)))
        if node.state == "done":
            node.date_end = node.date_start + timedelta(hours=draw(st.integers(0, 500)))
        nodes.append(node)
    return draw(st.permutations(nodes))


def origin_plus(origin):
    return lambda number: origin + timedelta(hours=5 * number)


zones = st.sampled_from(ZONES)
