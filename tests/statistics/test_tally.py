"""Tallies can be put together, and say nothing of nothing."""

import doctest

from odoo.addons.crm_smarket_reports.tools import tally


def test_examples():
    assert not doctest.testmod(tally).failed


def test_of_nothing():
    nothing = tally.Tally()
    assert (nothing.reached, nothing.share, nothing.interval, nothing.timed) == (0, None, None, 0)
    assert nothing.get_percentile(0.5) is None


def test_together_as_apart():
    first, second, together = tally.Tally(), tally.Tally(), tally.Tally()
    for number, one in enumerate((first, second)):
        for target in (one, together):
            target.add("passed", 2.0 + number, 3)
            target.add("open", 5.0, 1)
            target.planned.add(7.0, 2)
    first.merge(second)
    assert (first.outcomes, first.durations) == (together.outcomes, together.durations)
    assert first.planned.value == together.planned.value == 3.5
