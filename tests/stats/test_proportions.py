"""Shares and their intervals, against publications, another program and the laws they obey."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from relata.stats import (
    BadCounts,
    BadLevel,
    clopper_pearson,
    clopper_pearson_bounds,
    wilson,
    wilson_bounds,
)

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "statistics" / "expected.json"

# Newcombe (1998), Statistics in Medicine 17, 857-872, Table I: methods 3 (score) and 5 (exact).
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]

counts = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.floats(0.5, 0.999)


@pytest.mark.parametrize(("x", "n", "score", "exact"), NEWCOMBE)
def test_newcombes_table_is_met(x, n, score, exact):
    """The four examples of Newcombe's Table I come out as printed."""
    for share, printed in ((wilson(x, n), score), (clopper_pearson(x, n), exact)):
        found = (share.interval.low, share.interval.high)

        assert found == pytest.approx(printed, abs=5.1e-5)
        assert share.value == x / n


def test_reference_figures_are_met():
    """The recomputed figures of the reference tables are met to their tolerance."""
    if not REFERENCE.exists():
        pytest.skip("the folder of reference tables is missing")
    case = next(c for c in json.loads(REFERENCE.read_text()) if c["id"] == "simple-newcombe")
    x, n = np.array(case["input"]).T

    for bounds, name in ((wilson_bounds, "wilson"), (clopper_pearson_bounds, "cp")):
        found = np.column_stack(bounds(x, n))
        assert found == pytest.approx(np.array(case["expected"][name]), abs=case["tolerance"])


@given(counts.filter(lambda c: c[1] > 0), levels)
def test_another_program_agrees(pair, level):
    """SciPy's binomial test gives the same two intervals."""
    x, n = pair
    oracle = stats.binomtest(x, n)
    for share, method in ((wilson, "wilson"), (clopper_pearson, "exact")):
        found, other = share(x, n, level=level).interval, oracle.proportion_ci(level, method)

        assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-9)


@given(counts, levels)
def test_counting_the_others_mirrors_the_interval(pair, level):
    """The share of those without is one minus the share of those with."""
    x, n = pair
    for share in (wilson, clopper_pearson):
        with_it, without = share(x, n, level=level), share(n - x, n, level=level)

        assert with_it.interval.low == pytest.approx(
            1 - without.interval.high, abs=1e-9, nan_ok=True
        )
        if n:
            assert 0 <= with_it.interval.low <= with_it.value <= with_it.interval.high <= 1


def test_nothing_counted_is_no_share():
    """Of nobody there is no share: NaN and the reason, not 0."""
    for share in (wilson(0, 0), clopper_pearson(0, 0)):
        assert math.isnan(share.value)
        assert not share.interval.defined
        assert share.reason
    low, high = wilson_bounds([0, 1], [0, 2])
    assert math.isnan(low[0])
    assert math.isnan(high[0])
    assert low[1] > 0


@pytest.mark.parametrize(("x", "n"), [(-1, 3), (4, 3), (1.5, 3), (0, math.nan), (0, math.inf)])
def test_impossible_counts_are_refused(x, n):
    """More successes than trials, negative or broken counts make no share."""
    for share in (wilson_bounds, clopper_pearson_bounds):
        with pytest.raises(BadCounts, match="1 of the pairs"):
            share(x, n)


@pytest.mark.parametrize("level", [0, 1, 95, math.nan])
def test_a_level_is_a_probability(level):
    """95 is not a level; 0.95 is."""
    with pytest.raises(BadLevel):
        wilson(1, 2, level=level)
