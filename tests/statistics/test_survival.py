"""How long stages last is what an independent implementation finds, also with few, equal and unfinished cases."""

import doctest
from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.utils import qth_survival_times

from odoo.addons.crm_smarket_reports.tools import survival

# Many equal durations, as stages that last whole days have; some of a moment, some of years.
CASES = st.lists(
    st.tuples(st.one_of(st.integers(0, 12), st.floats(0, 1000)), st.booleans(), st.integers(1, 5)),
    min_size=1,
    max_size=60,
)
PARTS = (0.2, 0.5, 0.8)


def fit(cases):
    """Return what lifelines makes of the same cases."""
    times, over, counts = zip(*cases, strict=True)
    return KaplanMeierFitter(alpha=0.05).fit(times, event_observed=over, weights=counts)


def as_number(time):
    return inf if time is None else time


def test_examples():
    assert not doctest.testmod(survival).failed


@settings(deadline=None)
@given(CASES)
def test_curve_and_interval_as_lifelines(cases):
    fitted = fit(cases)
    for step in survival.get_steps(cases):
        low, high = fitted.confidence_interval_.loc[step.time]
        assert step.share == pytest.approx(fitted.survival_function_.loc[step.time].item(), abs=1e-9)
        assert step.at_risk == fitted.event_table.loc[step.time, "at_risk"]
        if 1e-9 < step.share < 1:
            assert (step.low, step.high) == pytest.approx((low, high), abs=1e-7)


@settings(deadline=None)
@given(CASES)
def test_percentiles_as_lifelines(cases):
    steps, fitted = survival.get_steps(cases), fit(cases)
    for part in PARTS:
        # a share that should be exactly a half is a little more or less there, as products of fractions are
        bounds = [bound for step in steps for bound in (step.share, step.low, step.high)]
        assume(all(abs(bound - (1 - part)) > 1e-9 for bound in bounds))
        assert as_number(survival.get_percentile(steps, part)) == fitted.percentile(1 - part)
        found = survival.get_percentile_interval(steps, part)
        expected = qth_survival_times(1 - part, fitted.confidence_interval_)
        if steps and steps[-1].share > 1e-9:  # lifelines has no bounds once nobody is left
            assert [as_number(bound) for bound in found] == list(expected.iloc[0])


def test_exact_half_is_a_half():
    steps = survival.get_steps([(day, True, 1) for day in range(1, 7)])
    assert survival.get_percentile(steps, 0.5) == 3


def test_counts_are_as_good_as_single_cases():
    single = [(3, True, 1), (3, True, 1), (3, False, 1), (7, False, 1), (7, False, 1), (9, True, 1)]
    counted = [(3, True, 2), (3, False, 1), (7, False, 2), (9, True, 1), (4, True, 0)]
    assert survival.get_steps(single) == survival.get_steps(counted)


@pytest.mark.parametrize("cases", [[], [(5, False, 3)], [(5, True, 0)]])
def test_nothing_has_ended(cases):
    steps = survival.get_steps(cases)
    assert steps == []
    assert survival.get_percentile(steps, 0.5) is None
    assert survival.get_percentile_interval(steps, 0.5) == (None, None)


def test_one_case():
    [step] = survival.get_steps([(5, True, 1)])
    assert (step.share, step.low, step.high) == (0, 0, 0)
    assert survival.get_percentile([step], 0.5) == 5
