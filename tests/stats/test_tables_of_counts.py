"""Tests of tables of counts, against publications, other programs and brute force."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import odds_ratio

from relata.stats import (
    BadTable,
    association,
    chi_square,
    cramers_v,
    expected_counts,
    fisher_exact,
    freeman_halton,
    small_cells,
)

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "statistics" / "expected.json"
JOB = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]


def reference(name):
    if not REFERENCE.exists():
        pytest.skip("the folder of reference tables is missing")
    return next(c for c in json.loads(REFERENCE.read_text()) if c["id"] == name)


def tables(rows, columns, most):
    cells = st.integers(0, most)
    return st.lists(
        st.lists(cells, min_size=columns, max_size=columns), min_size=rows, max_size=rows
    )


two_by_two = tables(2, 2, 30)
few = st.sampled_from([(2, 2), (2, 3), (3, 2), (3, 3), (2, 4)]).flatmap(lambda s: tables(*s, 3))
any_table = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(lambda s: tables(*s, 4))


def exact_by_listing(table):
    """The Freeman-Halton p as a fraction, by listing every table with these margins."""
    rows, columns = [sum(row) for row in table], [sum(c) for c in zip(*table, strict=True)]

    def chance(cells):
        below = math.prod(math.factorial(cell) for row in cells for cell in row)
        return Fraction(1, below)

    def fillings(row_totals, left):
        if len(row_totals) == 1:
            yield (tuple(left),)
            return
        for row in product(*(range(c + 1) for c in left)):
            if sum(row) == row_totals[0]:
                rest = [c - cell for c, cell in zip(left, row, strict=True)]
                for others in fillings(row_totals[1:], rest):
                    yield (row, *others)

    chances = [chance(cells) for cells in fillings(rows, columns)]
    seen = chance(table)
    return sum(c for c in chances if c <= seen) / sum(chances)


def test_the_tea_tasting_table():
    """Fisher's tea: p, odds ratio, interval; its upper bound is 626.2435, not R's loose 621.93."""
    case = reference("simple-fisher-tea")
    found, wanted = fisher_exact(case["input"]), case["expected"]

    assert found.p == pytest.approx(wanted["p_two"], rel=case["tolerance"])
    assert found.p_greater == pytest.approx(wanted["p_greater"], rel=case["tolerance"])
    ends = (found.interval.low, found.interval.high)
    assert ends == pytest.approx(wanted["ci95_exact"], rel=case["tolerance"])
    assert abs(found.interval.high - wanted["ci95_R"][1]) > 4
    # R prints the odds ratio of a loose search; the defining equation decides.
    assert found.odds_ratio == pytest.approx(wanted["or_cond"], rel=1e-5)
    w = found.odds_ratio
    assert w**4 - 36 * w**2 - 32 * w - 3 == pytest.approx(0, abs=1e-9)


def test_the_job_satisfaction_table_is_counted_out():
    """R's Job table: 0.782685 exactly, where random tables give 0.7804."""
    case = reference("simple-fisher-4x4")
    found = freeman_halton(case["input"])

    assert found.exact
    assert found.p_error == 0
    assert found.p == pytest.approx(case["expected"], abs=case["tolerance"])


@given(two_by_two)
def test_fisher_agrees_with_another_program(table):
    """SciPy gives the same p values, conditional odds ratio and exact interval."""
    found = fisher_exact(table)
    for alternative, p in (
        ("two-sided", found.p),
        ("less", found.p_less),
        ("greater", found.p_greater),
    ):
        assert p == pytest.approx(stats.fisher_exact(table, alternative).pvalue, rel=1e-7)
    if 0 in np.sum(table, axis=0) or 0 in np.sum(table, axis=1):
        assert math.isnan(found.odds_ratio)
        assert found.reason
        return
    other = odds_ratio(np.array(table))
    bounds = other.confidence_interval(0.95)
    assert found.odds_ratio == pytest.approx(other.statistic, rel=1e-6)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (bounds.low, bounds.high), rel=1e-5
    )


@given(two_by_two)
def test_turning_a_table_turns_the_odds(table):
    """Swapping the rows turns the odds ratio over and leaves the two-sided p."""
    found, turned = fisher_exact(table), fisher_exact(table[::-1])

    assert turned.p == pytest.approx(found.p)
    if found.odds_ratio > 0 and math.isfinite(found.odds_ratio):
        assert turned.odds_ratio == pytest.approx(1 / found.odds_ratio, rel=1e-6)


@given(few)
@settings(deadline=None)
def test_the_exact_test_equals_listing_every_table(table):
    """The walk over nodes gives what listing all tables in fractions gives."""
    found = freeman_halton(table)
    rows, columns = np.sum(table, axis=1), np.sum(table, axis=0)
    if (rows > 0).sum() < 2 or (columns > 0).sum() < 2:
        assert math.isnan(found.p)
        assert found.reason
        return
    assert found.p == pytest.approx(float(exact_by_listing(table)), rel=1e-6)
    assert found.exact


@given(two_by_two)
def test_the_exact_test_of_two_by_two_is_fishers(table):
    """On two rows and two columns both exact tests are one."""
    found = freeman_halton(table)
    if not math.isnan(found.p):
        assert found.p == pytest.approx(fisher_exact(table).p, rel=1e-6)


@given(any_table, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_does_not_matter_to_the_exact_test(table, random):
    """Shuffled rows, shuffled columns and turned tables have the same p."""
    shuffled = np.array(table)
    shuffled = shuffled[random.sample(range(len(table)), len(table))].T
    assert freeman_halton(shuffled).p == pytest.approx(freeman_halton(table).p, nan_ok=True)


def test_a_table_too_large_is_sampled_and_says_so():
    """Beyond the bound random tables stand in, with a standard error, and the method says it."""
    found, again = (freeman_halton(JOB, most_steps=1000, seed=3) for _ in range(2))

    assert not found.exact
    assert "random tables" in found.method
    assert found == again
    assert 0 < found.p_error < 0.002
    assert abs(found.p - 0.7826849) < 4 * found.p_error
    assert freeman_halton(np.full((8, 9), 40)).exact is False


@given(any_table, st.booleans())
def test_chi_square_agrees_with_another_program(table, yates):
    """SciPy gives the same statistic, degrees of freedom, p value and expected counts."""
    found = chi_square(table, yates=yates)
    rows, columns = np.sum(table, axis=1) > 0, np.sum(table, axis=0) > 0
    if rows.sum() < 2 or columns.sum() < 2:
        assert math.isnan(found.statistic)
        assert found.reason
        return
    filled = np.array(table)[rows][:, columns]
    other = stats.chi2_contingency(filled, correction=yates)
    assert found.statistic == pytest.approx(other.statistic, abs=1e-9)
    assert (found.dof, found.p) == (other.dof, pytest.approx(other.pvalue))
    assert found.expected[rows][:, columns] == pytest.approx(other.expected_freq)
    assert found.corrected == (yates and filled.shape == (2, 2))


def test_yates_correction_only_when_asked():
    """The plain statistic is the rule; the correction makes it smaller."""
    table = [[10, 20], [25, 15]]

    assert not chi_square(table).corrected
    assert chi_square(table, yates=True).statistic < chi_square(table).statistic


@given(any_table)
def test_cramers_v_is_a_strength(table):
    """V lies between 0 and 1, its corrected form too, and doubling every count leaves it."""
    found = cramers_v(table)
    if math.isnan(found.value):
        assert found.reason
        return
    assert 0 <= found.value <= 1
    assert cramers_v(np.array(table) * 2).value == pytest.approx(found.value, abs=1e-9)
    corrected = found.corrected
    assert math.isnan(corrected) or 0 <= corrected <= 1


def test_cramers_v_by_hand():
    """Perfect association is 1; the correction is Bergsma's, worked out by hand on one table."""
    assert cramers_v([[10, 0], [0, 10]]).value == 1.0
    # phi^2 = 1/9 of n = 60: 1/9 - 1/59 over (2 - 1/59) - 1
    wanted = math.sqrt((1 / 9 - 1 / 59) / (1 - 1 / 59))
    assert cramers_v([[20, 10], [10, 20]]).corrected == pytest.approx(wanted)


def test_small_cells_are_marked():
    """Few counted and few expected are two marks; an empty cell shows nobody."""
    marks = small_cells([[12, 4], [0, 30]], threshold=5)

    assert marks.below.tolist() == [[False, True], [False, False]]
    assert marks.thin.tolist() == [[True, False], [False, False]]
    assert expected_counts([[12, 4], [0, 30]])[0, 0] == pytest.approx(16 * 12 / 46)


def test_the_rule_picks_the_test():
    """Fisher for two by two, chi-square where enough is expected, the exact test otherwise."""
    assert association([[3, 1], [1, 3]]).test.startswith("Fisher")
    assert association([[30, 31, 20], [25, 22, 30]]).test.startswith("Pearson")
    assert association(JOB).test.startswith("Freeman-Halton")
    assert association([[3, 1, 0], [1, 3, 0], [0, 0, 0]]).odds is not None
    nothing = association([[3, 4], [0, 0]])
    assert math.isnan(nothing.p)
    assert nothing.reason


@pytest.mark.parametrize(
    "table", [[[1, 2]], [[1], [2]], [[1, -2], [3, 4]], [[1, 0.5], [1, 1]], [[1, 2], [3]], "12"]
)
def test_what_is_no_table_is_refused(table):
    """One clear sentence for tables of another shape and for what is no count."""
    for test in (fisher_exact, freeman_halton, chi_square, association):
        with pytest.raises(BadTable):
            test(table)


def test_fisher_reads_two_by_two_only():
    """A larger table has no one odds ratio."""
    with pytest.raises(BadTable, match="two rows and two columns"):
        fisher_exact(JOB)
