"""Numbers: NumPy in, frozen results out.

This room knows no databank, no case and no code. It is given counts and gives back
records that carry an estimate, its interval, the method in words and, where a
number is not defined, NaN with the reason. `proportions` holds shares with their
intervals; `fisher`, `freeman_halton` and `chi_square` test tables of counts;
`tables` marks small cells and picks the test that a table allows.
NumPy and SciPy are imported when a number is asked for, not before.
"""

from relata.stats.chi_square import ChiSquare, CramersV, chi_square, cramers_v, expected_counts
from relata.stats.fisher import Fisher, fisher_exact
from relata.stats.freeman_halton import FreemanHalton, freeman_halton
from relata.stats.intervals import BadLevel, Interval
from relata.stats.proportions import (
    BadCounts,
    Proportion,
    clopper_pearson,
    clopper_pearson_bounds,
    wilson,
    wilson_bounds,
)
from relata.stats.tables import Association, BadTable, SmallCells, association, small_cells

__all__ = [
    "Association",
    "BadCounts",
    "BadLevel",
    "BadTable",
    "ChiSquare",
    "CramersV",
    "Fisher",
    "FreemanHalton",
    "Interval",
    "Proportion",
    "SmallCells",
    "association",
    "chi_square",
    "clopper_pearson",
    "clopper_pearson_bounds",
    "cramers_v",
    "expected_counts",
    "fisher_exact",
    "freeman_halton",
    "small_cells",
    "wilson",
    "wilson_bounds",
]
