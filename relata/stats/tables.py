"""Which test a table allows, and which of its cells are small."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relata.errors import RelataError
from relata.stats.chi_square import CramersV, chi_square, cramers_v, expected_counts
from relata.stats.counts import BadTable, as_counts, without_empty
from relata.stats.fisher import Fisher, fisher_exact
from relata.stats.freeman_halton import freeman_halton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

LEAST_EXPECTED = 5.0
RULE = (
    "Two by two: Fisher's exact test. Larger: Pearson's chi-square test where every expected "
    "count is at least 5, otherwise the Freeman-Halton exact test."
)

__all__ = ["LEAST_EXPECTED", "RULE", "Association", "BadTable", "SmallCells", "association"]


@dataclass(frozen=True, slots=True, eq=False)
class SmallCells:
    """The cells of a table that carry little.

    `below` marks counts from 1 to one under the threshold (a 0 shows nobody),
    `thin` marks expected counts under 5. Both have the shape of the table.
    """

    below: NDArray[np.bool_]
    thin: NDArray[np.bool_]
    threshold: int


@dataclass(frozen=True, slots=True)
class Association:
    """Whether rows and columns of a table go together, and how strongly.

    `p` is NaN with the `reason` when the table allows no test; `p_error` is 0
    unless `p` was sampled; `statistic` and `dof` belong to chi-square and are NaN
    and 0 otherwise; `odds` is there for two by two only.
    """

    test: str
    p: float
    p_error: float
    statistic: float
    dof: int
    effect: CramersV
    odds: Fisher | None = None
    reason: str | None = None


class BadThreshold(RelataError):
    """A threshold for small cells that is no count."""

    remedy = "Give a whole number from 1."

    def __init__(self) -> None:
        super().__init__("Cells cannot be called small below that number.")


def small_cells(counts: ArrayLike, *, threshold: int = 5) -> SmallCells:
    """Mark the cells with few counts and those of which few are expected.

    Examples
    --------
    >>> small_cells([[12, 3], [0, 9]], threshold=5).below.tolist()
    [[False, True], [False, False]]
    """
    if threshold < 1:
        raise BadThreshold
    table = as_counts(counts)
    return SmallCells(
        below=(table > 0) & (table < threshold),
        thin=expected_counts(table) < LEAST_EXPECTED,
        threshold=threshold,
    )


def association(counts: ArrayLike, *, level: float = 0.95, seed: int = 0) -> Association:
    """Test a table by the rule in `RULE`; wholly empty rows and columns take no part.

    Examples
    --------
    >>> association([[3, 1], [1, 3]]).test
    "Fisher's exact test, conditional odds ratio with its exact interval"
    """
    table = as_counts(counts)
    filled = without_empty(table)
    effect = cramers_v(table)
    if min(filled.shape) < 2:
        return Association("no test", math.nan, math.nan, math.nan, 0, effect, reason=effect.reason)
    if filled.shape == (2, 2):
        fisher = fisher_exact(filled, level=level)
        return Association(fisher.method, fisher.p, 0.0, math.nan, 0, effect, odds=fisher)
    pearson = chi_square(filled)
    if bool((pearson.expected >= LEAST_EXPECTED).all()):
        return Association(pearson.method, pearson.p, 0.0, pearson.statistic, pearson.dof, effect)
    exact = freeman_halton(filled, seed=seed)
    return Association(exact.method, exact.p, exact.p_error, math.nan, 0, effect)
