"""A clock for the demonstration company, whose projects began long before it was installed."""

import sys
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from odoo import fields

fields_temporal = sys.modules[fields.Datetime.__module__]  # where the ORM asks for the present
_moment = ContextVar("smarket_demo_moment", default=None)


class _SameInstances(type):
    """Lets every date be an instance of the stand-ins below, as it is of what they stand for."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.__base__)


class _Datetime(datetime, metaclass=_SameInstances):
    strptime = datetime.strptime  # what is made from a text is no stand-in
    combine = datetime.combine

    @classmethod
    def now(cls, tz=None):
        return _moment.get() or datetime.now(tz)


class _Date(date, metaclass=_SameInstances):
    @classmethod
    def today(cls):
        moment = _moment.get()
        return moment.date() if moment else date.today()


class Clock:
    """Tells the records of one environment what time it is.

    ``fields.Datetime.now()``, ``fields.Date.today()`` and what else the ORM derives from the
    present, such as ``create_date``, answer with the moment it was moved to. Other threads go
    on living in the real present.
    """

    def __init__(self, env):
        self.env = env

    def move_to(self, moment):
        """Let ``moment`` (UTC) be now; what is still pending belongs to the moment before."""
        self.env.cr.flush()
        _moment.set(moment)
        self.env.cr._now = moment


@contextmanager
def controlled_clock(env):
    """Yield a :class:`Clock`; on leaving it is the real present again."""
    replaced = {"datetime": _Datetime, "date": _Date}
    before = {name: getattr(fields_temporal, name) for name in replaced}
    token = _moment.set(None)
    for name, stand_in in replaced.items():
        setattr(fields_temporal, name, stand_in)
    try:
        yield Clock(env)
        env.cr.flush()
    finally:
        _moment.reset(token)
        env.cr._now = None
        for name, original in before.items():
            setattr(fields_temporal, name, original)
