"""The course of one project of the past, thrown by dice: pure functions of a plan, odds and a random generator."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .past_chances import CAME_BACK, LEFT_OUT, REOPENED, RESTORED, Chance
from .working_days import shift

SHORTEST = timedelta(hours=1)  # that a stage lasts
ASIDE = (8, 25)  # working days for which a deal was lost, before it was restored


@dataclass
class Step:
    """One stage of a course: what was planned, and how it went.

    :param key: what names the stage
    :param predecessors: keys of the stages that it follows
    :param bool hard: it begins when they are done; otherwise when they have begun
    :param int column: number of the pipeline's column that it names, None for none
    """

    key: int
    predecessors: tuple
    hard: bool
    column: int | None
    planned_start: datetime
    planned_end: datetime
    chance: Chance
    start: datetime = None
    end: datetime = None
    state: str = "done"
    loss_state: str | None = None
    left_out: bool = False
    changes: list = field(default_factory=list)  # [(state before, state, moment)]

    @property
    def days(self):
        """How many days it should have lasted, at least one."""
        return max(1, (self.planned_end - self.planned_start).days)


@dataclass
class Course:
    """How a deal went from its first contact until it was won or lost.

    :param datetime begun: the first contact
    :param list steps: its stages, each after those that it follows
    """

    begun: datetime
    steps: list
    closed: datetime = None
    lost_in: Step | None = None
    aside: tuple | None = None  # when it was lost and when restored
    columns: list = field(default_factory=list)  # [(number before or None, number, moment)]
    outcomes: list = field(default_factory=list)  # [(outcome before, outcome, moment)]


def throw(course, random, odds, pace):
    """Let the course happen.

    :param Course course: of which begin and plan are known
    :param random.Random random: the dice
    :param float odds: how many times more often than usual it is lost
    :param float pace: how many times as long as usual it takes
    """
    _time(course, random, pace)
    lost, step = _lose(course.steps, random, odds)
    if lost and random.random() < RESTORED:
        days = random.randint(*ASIDE)
        back = shift(lost, days)
        course.aside = (lost, back)
        _put_aside(course.steps, lost, days)
        lost, step = _lose([one for one in course.steps if one.start > back], random, odds)
    course.lost_in = step
    course.closed = lost or max(one.end for one in course.steps) + SHORTEST
    for one in course.steps:
        _conclude(one, course)
    if random.random() < REOPENED:
        _reopen(course, random)
    _enter_columns(course, random)
    course.outcomes = _get_outcomes(course)


def _time(course, random, pace):
    """Let each stage begin and end, later than planned by whole working days."""
    begins, ends = {}, {}  # by how many days later than planned
    known = {}
    for step in course.steps:
        late = max(((ends if step.hard else begins)[key] for key in step.predecessors), default=random.randint(0, 1))
        took = random.lognormvariate(0, 0.35) * step.chance.slow * pace
        more = max(round(step.days * (took - 1)), -(step.days // 2))
        step.left_out = bool(step.chance.left_out) and random.random() < LEFT_OUT
        begins[step.key] = late
        ends[step.key] = late - step.days if step.left_out else late + more
        before = [known[key] for key in step.predecessors]
        free = [one.end if step.hard and not one.left_out else one.start for one in before]
        step.start = max([shift(step.planned_start, late), course.begun, *free])
        step.end = max(shift(step.planned_end, late + more), step.start + SHORTEST)
        known[step.key] = step


def _lose(steps, random, odds):
    """Return when and in which stage the deal is lost first, a pair of None where it is not."""
    losses = []
    for step in steps:
        is_lost = random.random() < step.chance.lost * odds
        moment = step.start + (step.end - step.start) * random.uniform(0.3, 0.95)
        if is_lost and not step.left_out:
            losses.append((moment.replace(microsecond=0), step))
    return min(losses, key=lambda loss: loss[0], default=(None, None))


def _put_aside(steps, lost, days):
    """Let what had not happened before a loss happen so many working days later."""
    for step in steps:
        if step.start > lost:
            step.start = shift(step.start, days)
        if step.end > lost:
            step.end = shift(step.end, days)


def _conclude(step, course):
    """Say how a stage ended, and all changes of its state."""
    closed = course.closed if course.lost_in else datetime.max
    begin, end = step.start, step.end
    step.changes = [(None, "not_started", course.begun)]
    if step.left_out and begin < closed:
        step.state = "cancelled"
        step.changes += _get_interruption("not_started", course, datetime.min, begin)
        step.changes.append(("not_started", "cancelled", begin))
        return
    step.left_out = False
    step.changes += _get_interruption("not_started", course, datetime.min, min(begin, closed))
    if begin >= closed:
        step.state, step.loss_state = "cancelled", "not_started"
        step.changes.append(("not_started", "cancelled", closed))
        return
    step.changes.append(("not_started", "in_progress", begin))
    step.changes += _get_interruption("in_progress", course, begin, min(end, closed))
    if end > closed:
        step.state, step.loss_state = "cancelled", "in_progress"
        step.changes.append(("in_progress", "cancelled", closed))
    else:
        step.changes.append(("in_progress", "done", end))


def _get_interruption(state, course, since, until):
    """Return the changes that a loss and its restoring bring to a stage that was in a state meanwhile."""
    if not course.aside or not since < course.aside[0] < until:
        return []
    lost, back = course.aside
    return [(state, "cancelled", lost), ("cancelled", state, back)]


def _reopen(course, random):
    """Let one stage be taken up again, where there was time for it."""
    step = random.choice(course.steps)
    back = shift(step.end, 1)
    again = shift(back, random.randint(1, 3))
    if step.state == "done" and again < course.closed and not (course.aside and course.aside[0] < again):
        step.changes += [("done", "in_progress", back), ("in_progress", "done", again)]
        step.end = again


def _enter_columns(course, random):
    """Let the deal follow its stages through the columns, and now and then go back once."""
    moves = [(None, 0, course.begun)]
    entered = sorted(
        (step.start, step.column)
        for step in course.steps
        if step.column and not step.left_out and step.start < course.closed
    )
    for moment, column in entered:
        if column > moves[-1][1]:
            moves.append((moves[-1][1], column, moment))
    if random.random() < CAME_BACK and len(moves) > 1:
        before, column, moment = random.choice(moves[1:])
        back, again = shift(moment, 1), shift(moment, 2)
        if all(not moment < other <= again for _from, _to, other in [*moves, (0, 0, course.closed)]):
            moves += [(column, before, back), (before, column, again)]
    course.columns = sorted(moves, key=lambda move: move[2])


def _get_outcomes(course):
    """Return the changes between pending, won and lost."""
    outcomes = []
    if course.aside:
        lost, back = course.aside
        outcomes = [("pending", "lost", lost), ("lost", "pending", back)]
    return [*outcomes, ("pending", "lost" if course.lost_in else "won", course.closed)]
