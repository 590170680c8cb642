"""Intervals of shares are those of an independent implementation."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from odoo.addons.crm_smarket_reports.tools import proportion


def test_examples():
    assert not doctest.testmod(proportion).failed


@given(st.integers(1, 5000).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases))))
def test_as_scipy(found):
    expected = binomtest(*found).proportion_ci(method="wilson")
    assert proportion.get_interval(*found) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_no_case_has_no_interval():
    assert proportion.get_interval(0, 0) is None
