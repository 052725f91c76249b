"""Fisher's exact test of a table of two rows and two columns.

Given the margins, the upper left cell follows a hypergeometric law, and a
noncentral one when the odds differ. Everything here is read off that law: the
p values, the odds ratio that makes the seen cell most likely, and the interval
of those odds ratios that two one-sided tests would not reject.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relata.stats.counts import BadTable, as_counts
from relata.stats.intervals import Interval, checked_level, undefined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

SLACK = 1e-7
"""Two tables count as equally likely when their chances differ by less than this share."""


@dataclass(frozen=True, slots=True)
class Fisher:
    """What Fisher's exact test says of a two by two table.

    `odds_ratio` is the conditional maximum likelihood estimate, which differs
    from the cross product; it is 0 or infinite when a cell is empty, and NaN with
    the `reason` when a margin is 0. `p` is two-sided (tables no likelier than the
    one seen), `p_less` and `p_greater` one-sided for the odds ratio.
    """

    odds_ratio: float
    interval: Interval
    p: float
    p_less: float
    p_greater: float
    method: str = "Fisher's exact test, conditional odds ratio with its exact interval"
    reason: str | None = None


def fisher_exact(counts: ArrayLike, *, level: float = 0.95) -> Fisher:
    """Test a two by two table, and estimate its odds ratio, with both margins given.

    Parameters
    ----------
    counts : whole numbers, shape (2, 2)
        Refused when negative, broken or of another shape.
    level : float
        Coverage of the interval of the odds ratio, which is exact: its ends are
        the roots of the two tail equations to the last digits.

    References
    ----------
    Fisher (1935), JRSS 98, 39-82; Cornfield (1956) for the interval.

    Examples
    --------
    >>> tea = fisher_exact([[3, 1], [1, 3]])
    >>> f"p {tea.p:.4f}, odds ratio {tea.odds_ratio:.2f}"
    'p 0.4857, odds ratio 6.41'
    """
    import numpy as np
    from scipy.special import gammaln

    table = as_counts(counts)
    if table.shape != (2, 2):
        raise BadTable("Fisher's test of two by two reads two rows and two columns.")
    checked_level(level)
    (a, b), (c, d) = table.tolist()
    low, high = max(0, a - d), min(a + b, a + c)
    if low == high:
        reason = "a row or column is empty, so nothing could have come out otherwise"
        return Fisher(math.nan, undefined(level), 1.0, 1.0, 1.0, reason=reason)

    cells = np.arange(low, high + 1, dtype=np.float64)
    # log of choose(row 1, cell) * choose(row 2, column 1 - cell), constants left out
    chances = -(
        gammaln(cells + 1)
        + gammaln(a + b - cells + 1)
        + gammaln(a + c - cells + 1)
        + gammaln(d - a + cells + 1)
    )
    law = _Law(cells, chances, a - low)
    seen = law.at(0.0)
    two_sided = float(seen[seen <= seen[law.place] * (1 + SLACK)].sum())
    tail = (1 - level) / 2
    at_low, at_high = a == low, a == high
    return Fisher(
        odds_ratio=0.0
        if at_low
        else math.inf
        if at_high
        else law.root(lambda t: float(law.at(t) @ cells) - a),
        interval=Interval(
            0.0 if at_low else law.root(lambda t: law.at_least(t) - tail),
            math.inf if at_high else law.root(lambda t: tail - law.at_most(t)),
            level,
        ),
        p=min(1.0, two_sided),
        p_less=min(1.0, law.at_most(0.0)),
        p_greater=min(1.0, law.at_least(0.0)),
    )


@dataclass(frozen=True, slots=True)
class _Law:
    """The noncentral hypergeometric law of the upper left cell, by the log odds ratio."""

    cells: NDArray[np.float64]
    chances: NDArray[np.float64]
    place: int

    def at(self, log_odds: float) -> NDArray[np.float64]:
        import numpy as np

        logs = self.chances + log_odds * self.cells
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    def at_least(self, log_odds: float) -> float:
        return float(self.at(log_odds)[self.place :].sum())

    def at_most(self, log_odds: float) -> float:
        return float(self.at(log_odds)[: self.place + 1].sum())

    def root(self, rising: Callable[[float], float]) -> float:
        """The odds ratio at which a function that rises with it is zero."""
        from scipy.optimize import brentq

        reach = 1.0
        while not rising(-reach) < 0 < rising(reach):
            reach *= 2
        return math.exp(brentq(rising, -reach, reach, xtol=1e-14, rtol=1e-14, maxiter=500))
