"""Shares with their intervals: so many of so many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from relata.errors import RelataError
from relata.stats.intervals import Interval, checked_level, undefined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

NO_TRIALS = "nothing was counted, so there is no share"


class BadCounts(RelataError):
    """Counts from which no share can be made."""

    remedy = "Give whole numbers, none negative, with successes at most as many as trials."

    def __init__(self, wrong: int) -> None:
        super().__init__(f"{wrong} of the pairs of counts cannot be a share.")


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share and what it rests on.

    `value` is successes / trials, from 0 to 1; it is NaN, with the `reason`,
    when nothing was counted. `reason` is None for a defined share.
    """

    value: float
    interval: Interval
    successes: int
    trials: int
    method: str
    reason: str | None = None


def wilson(successes: int, trials: int, *, level: float = 0.95) -> Proportion:
    """A share with Wilson's score interval.

    The interval never leaves 0 to 1, is not empty at 0 or at all, and covers
    close to its level from small samples on. No continuity correction.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; Newcombe (1998), Statistics in Medicine 17, 857-872.

    Examples
    --------
    >>> share = wilson(15, 148)
    >>> f"{share.value:.3f} [{share.interval.low:.3f}, {share.interval.high:.3f}]"
    '0.101 [0.062, 0.160]'
    """
    low, high = wilson_bounds(successes, trials, level=level)
    return _share(successes, trials, low, high, level, "Wilson score interval")


def clopper_pearson(successes: int, trials: int, *, level: float = 0.95) -> Proportion:
    """A share with the exact interval of Clopper and Pearson.

    It covers at least its level whatever the true share, and is therefore wide.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26, 404-413.

    Examples
    --------
    >>> share = clopper_pearson(0, 20)
    >>> f"{share.interval.low:.3f} to {share.interval.high:.3f}"
    '0.000 to 0.168'
    """
    low, high = clopper_pearson_bounds(successes, trials, level=level)
    return _share(successes, trials, low, high, level, "Clopper-Pearson exact interval")


def wilson_bounds(
    successes: ArrayLike, trials: ArrayLike, *, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper Wilson bounds of many shares at once; NaN where trials are 0."""
    import numpy as np

    x, n = _checked(successes, trials)
    z = NormalDist().inv_cdf(0.5 + checked_level(level) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / n
        centre = (x + z * z / 2) / (n + z * z)
        half = z * np.sqrt(n * share * (1 - share) + z * z / 4) / (n + z * z)
    # At the ends the bound is exact; the formula leaves a rounding error there.
    low = np.where(x == 0, 0.0, np.clip(centre - half, 0.0, 1.0))
    high = np.where(x == n, 1.0, np.clip(centre + half, 0.0, 1.0))
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def clopper_pearson_bounds(
    successes: ArrayLike, trials: ArrayLike, *, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper Clopper-Pearson bounds of many shares; NaN where trials are 0."""
    import numpy as np
    from scipy.special import betaincinv

    x, n = _checked(successes, trials)
    tail = (1 - checked_level(level)) / 2
    # Where a bound is 0 or 1 by definition the beta quantile is not asked for.
    inner_low, inner_high = np.maximum(x, 1), np.minimum(x, n - 1)
    with np.errstate(invalid="ignore"):
        low = np.where(x == 0, 0.0, betaincinv(inner_low, n - inner_low + 1, tail))
        high = np.where(x == n, 1.0, betaincinv(inner_high + 1, n - inner_high, 1 - tail))
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def _checked(
    successes: ArrayLike, trials: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np

    x, n = np.broadcast_arrays(
        np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    )
    wrong = ~((x >= 0) & (x <= n) & np.isfinite(n) & (x == np.floor(x)) & (n == np.floor(n)))
    if wrong.any():
        raise BadCounts(int(wrong.sum()))
    return x, n


def _share(
    successes: int,
    trials: int,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    level: float,
    method: str,
) -> Proportion:
    successes, trials = int(successes), int(trials)
    if trials == 0:
        return Proportion(math.nan, undefined(level), successes, trials, method, NO_TRIALS)
    interval = Interval(float(low), float(high), level)
    return Proportion(successes / trials, interval, successes, trials, method)
