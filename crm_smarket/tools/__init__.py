"""The planner: stages in, dates out.

Plain Python without Odoo, so that it can be tested by itself and used in a batch
of thousands of projects. All moments are naive datetimes in UTC, as Odoo keeps them.
"""

from . import errors, local_time, network, passages, schedule, work_calendar
