"""Pearson's chi-square test, the counts it expects, and Cramér's V."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relata.stats.counts import as_counts, without_empty

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

TOO_FEW = "fewer than two rows or columns hold any count"


@dataclass(frozen=True, slots=True, eq=False)
class ChiSquare:
    """Pearson's test of independence.

    `statistic` has the unit of a count, `dof` are its degrees of freedom, and
    `expected` is the table independence would lead one to expect, in the shape
    of the table given (empty rows and columns expect 0). NaN with the `reason`
    where there are not two rows and two columns to compare.
    """

    statistic: float
    dof: int
    p: float
    expected: NDArray[np.float64]
    corrected: bool
    method: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CramersV:
    """Strength of association in a table, 0 for none to 1 for the strongest.

    `corrected` is the estimate without the bias that makes `value` large in
    small tables; it is 0 where chance alone would give as much.
    """

    value: float
    corrected: float
    reason: str | None = None


def expected_counts(counts: ArrayLike) -> NDArray[np.float64]:
    """Row total times column total over the total; all 0 for an empty table."""
    import numpy as np

    table = as_counts(counts).astype(np.float64)
    total = table.sum()
    if total == 0:
        return np.zeros_like(table)
    return np.asarray(np.outer(table.sum(axis=1), table.sum(axis=0)) / total)


def chi_square(counts: ArrayLike, *, yates: bool = False) -> ChiSquare:
    """Test whether rows and columns of a table go together.

    Rows and columns that are wholly empty take no part. Yates' correction is
    made only when asked for, and only in a table of two by two: elsewhere it has
    no meaning and is left out, as `corrected` says.

    References
    ----------
    Pearson (1900), Philosophical Magazine 50, 157-175; Yates (1934), JRSS Suppl. 1.

    Examples
    --------
    >>> result = chi_square([[20, 10], [10, 20]])
    >>> f"{result.statistic:.3f} on {result.dof} degree of freedom"
    '6.667 on 1 degree of freedom'
    """
    import numpy as np
    from scipy.special import chdtrc

    table = as_counts(counts)
    expected = expected_counts(table)
    filled = without_empty(table)
    corrected = yates and filled.shape == (2, 2)
    method = "Pearson's chi-square test" + (" with Yates' correction" if corrected else "")
    if min(filled.shape) < 2:
        return ChiSquare(math.nan, 0, math.nan, expected, False, method, TOO_FEW)
    within = expected_counts(filled)
    gap = np.abs(filled - within)
    if corrected:
        gap -= np.minimum(0.5, gap)
    statistic = float((gap * gap / within).sum())
    dof = (filled.shape[0] - 1) * (filled.shape[1] - 1)
    return ChiSquare(statistic, dof, float(chdtrc(dof, statistic)), expected, corrected, method)


def cramers_v(counts: ArrayLike) -> CramersV:
    """Cramér's V, plain and without its bias.

    References
    ----------
    Cramér (1946), Mathematical Methods of Statistics; Bergsma (2013), Journal of
    the Korean Statistical Society 42, 323-328, for the correction.

    Examples
    --------
    >>> cramers_v([[10, 0], [0, 10]]).value
    1.0
    """
    filled = without_empty(as_counts(counts))
    total = int(filled.sum())
    if min(filled.shape) < 2:
        return CramersV(math.nan, math.nan, TOO_FEW)
    rows, columns = filled.shape
    share = chi_square(filled).statistic / total
    value = math.sqrt(min(1.0, share / (min(rows, columns) - 1)))
    if total == 1:
        return CramersV(value, math.nan, "one count alone has no spread")
    above_chance = max(0.0, share - (rows - 1) * (columns - 1) / (total - 1))
    shrunk_rows = rows - (rows - 1) ** 2 / (total - 1)
    shrunk_columns = columns - (columns - 1) ** 2 / (total - 1)
    room = min(shrunk_rows, shrunk_columns) - 1
    corrected = math.sqrt(min(1.0, above_chance / room)) if room > 0 else math.nan
    reason = None if room > 0 else "too few counts for the correction"
    return CramersV(value, corrected, reason)
