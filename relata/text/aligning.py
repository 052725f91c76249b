"""Which pieces of a translation say what which pieces of the original say.

After Gale and Church (1993): long pieces become long ones, so the likeliest way to
walk through both texts at once, a bead at a time, is found by dynamic programming over
lengths in characters. Two things are added: what both sides have in common (see
`common_ground`), and a bead of one side alone costs what it tells, not its length, so
that a missing paragraph is found missing instead of being squeezed into its neighbour.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from relata.errors import RelataError
from relata.text.common_ground import CommonGround

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

VARIANCE = 6.8
"""Variance of the length of a translation per character (Gale and Church, section 3.2)."""

PRIORS = {(1, 1): 0.89, (1, 0): 0.00495, (0, 1): 0.00495, (2, 1): 0.0445, (1, 2): 0.0445}
"""How often a bead has so many pieces here and there (their table 5), and (2, 2): 0.011."""

_PRIOR_2_2 = 0.011
_STEPS = ((1, 1), (2, 1), (1, 2), (2, 2))
_SPREAD = 0.1
_HALF_BAND = 150
_FARTHEST = 40.0
_BARE = 1.5


class NotPinnable(RelataError):
    """Pairs were given that no order of the two texts can keep."""

    remedy = "Pin paragraphs that exist, each after the ones before it on both sides."


@dataclass(frozen=True)
class Bead:
    """Pieces that belong together: here from `start` up to `end`, there likewise.

    One side may be empty: what is said there is not said here. `pinned` when a person
    said so.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    pinned: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """How many pieces on each side, as "2-1" is written."""
        return self.end - self.start, self.other_end - self.other_start


def align(
    here: Sequence[str], there: Sequence[str], *, pins: Iterable[tuple[int, int]] = ()
) -> list[Bead]:
    """The beads of two texts given as their paragraphs (or sentences), in order.

    Each piece of either side lies in exactly one bead. `pins` are pairs of indexes, here
    and there, that a person knows to belong together: each stays in one bead, which
    holds nothing else than what is pinned to it. Raises `NotPinnable`.

    References
    ----------
    Gale and Church (1993), A Program for Aligning Sentences in Bilingual Corpora.

    >>> beads = align(["We left.", "It was 1998 and the river was high."],
    ...               ["Partimmo.", "Era il 1998 e il fiume era alto."])
    >>> [(bead.shape, bead.other_start) for bead in beads]
    [((1, 1), 0), ((1, 1), 1)]
    """
    fixed = pinned_blocks(sorted(set(pins)), len(here), len(there))
    ratio = _ratio(here, there)
    beads: list[Bead] = []
    at, other = 0, 0
    for block in [*fixed, Bead(len(here), len(here), len(there), len(there))]:
        between = _between(here[at : block.start], there[other : block.other_start], ratio)
        beads += [
            Bead(b.start + at, b.end + at, b.other_start + other, b.other_end + other)
            for b in between
        ]
        if block.pinned:
            beads.append(block)
        at, other = block.end, block.other_end
    return beads


def cost(length: float, other: float, *, ratio: float = 1.0) -> float:
    """How unlikely it is that texts of these lengths translate each other, in nats.

    The paper's measure, -log 2(1 - Phi(|delta|)), with the deviation of whole paragraphs.
    `ratio` is the characters there for each one here. It is 0 where the lengths agree and
    grows with the difference.
    """
    import numpy as np

    sums = np.array([length * ratio]), np.array([float(other)])
    return float(_unlikely(_delta(*sums))[0])


def pinned_blocks(pins: Sequence[tuple[int, int]], length: int, other: int) -> list[Bead]:
    """The beads that sorted pins make in texts of so many pieces. Raises `NotPinnable`.

    Pins that share a piece become one bead; each lies after the one before.
    """
    blocks: list[Bead] = []
    for i, j in pins:
        if not (0 <= i < length and 0 <= j < other):
            raise NotPinnable(f"There is no pair {i}, {j}.")
        last = blocks[-1] if blocks else None
        if last is None or (i >= last.end and j >= last.other_end):
            blocks.append(Bead(i, i + 1, j, j + 1, True))
        elif i == last.end - 1 or j == last.other_end - 1:
            if j < last.other_start or i > last.end or j > last.other_end:
                raise NotPinnable(f"The pair {i}, {j} crosses one before it.")
            blocks[-1] = Bead(
                last.start, max(last.end, i + 1), last.other_start, max(last.other_end, j + 1), True
            )
        else:
            raise NotPinnable(f"The pair {i}, {j} crosses one before it.")
    return blocks


def _ratio(here: Sequence[str], there: Sequence[str]) -> float:
    """Characters there for one here: of the whole, then of what was found to be pairs."""
    import numpy as np

    whole = (sum(map(len, there)) + 1) / (sum(map(len, here)) + 1)
    first = min(2.0, max(0.5, whole))
    if len(here) < 8 or len(here) > 400:
        return first
    pairs = [b for b in _between(here, there, first) if b.shape == (1, 1)]
    if len(pairs) < 8:
        return first
    found = [(len(there[b.other_start]) + 1) / (len(here[b.start]) + 1) for b in pairs]
    return min(2.5, max(0.4, float(np.median(found))))


def _between(here: Sequence[str], there: Sequence[str], ratio: float) -> list[Bead]:
    """The likeliest beads of two stretches without pins."""
    import numpy as np

    m, n = len(here), len(there)
    if not m or not n:
        return [Bead(i, i + 1, 0, 0) for i in range(m)] + [Bead(0, 0, j, j + 1) for j in range(n)]
    lengths = np.array([len(piece) * ratio for piece in here])
    others = np.array([float(len(piece)) for piece in there])
    low, high = _band(lengths, others)
    walk = _Walk(lengths, others, CommonGround(here, there))
    return walk.beads(low, high)


def _band(lengths: Floats, others: Floats) -> tuple[list[int], list[int]]:
    """Where, for each number of pieces here, the number of pieces there is looked for."""
    import numpy as np

    m, n = len(lengths), len(others)
    share = np.concatenate([[0.0], np.cumsum(lengths)]) / max(1.0, float(lengths.sum()))
    other_share = np.concatenate([[0.0], np.cumsum(others)]) / max(1.0, float(others.sum()))
    middle = np.searchsorted(other_share, share)
    half = max(_HALF_BAND, (m + n) // 40, abs(m - n) // 2)
    low = np.clip(middle - half, 0, n)
    high = np.clip(middle + half, 0, n)
    high = np.maximum.accumulate(high)
    low = np.minimum.accumulate(low[::-1])[::-1]
    low[0], high[m] = 0, n
    # Each row begins where the row before can still be left.
    for i in range(1, m + 1):
        low[i] = min(low[i], high[i - 1])
    return low.tolist(), high.tolist()


class _Walk:
    """The dynamic programme: the cheapest way to (i, j) for every i and j in the band."""

    def __init__(self, lengths: Floats, others: Floats, ground: CommonGround) -> None:
        self._sums = _summed(lengths)
        self._other_sums = _summed(others)
        self._ground = ground
        self._known = (ground.row(0), ground.row(0))
        """What speaks for the piece before last, and for the last one, here."""
        self._spread = _spread_of(lengths, others)

    def beads(self, low: list[int], high: list[int]) -> list[Bead]:
        import numpy as np

        m, n = len(low) - 1, high[-1]
        alone = -math.log(PRIORS[0, 1])
        rows = [np.full(n + 1, np.inf) for _ in range(3)]
        rows[0][: high[0] + 1] = alone * np.arange(high[0] + 1)
        chosen = [np.full(high[0] + 1, 5, dtype=np.uint8)]
        steps = alone * np.arange(n + 1)
        for i in range(1, m + 1):
            row, before, earlier = rows[i % 3], rows[(i - 1) % 3], rows[(i - 2) % 3]
            row[:] = np.inf
            self._known = self._known[1], self._ground.row(i - 1)
            a, b = low[i], high[i] + 1
            ways = np.full((5, b - a), np.inf)
            for way, (taken, others) in enumerate(_STEPS):
                first = max(a, others)
                if taken > i or first >= b:
                    continue
                came = before if taken == 1 else earlier
                ways[way, first - a :] = came[first - others : b - others] + self._costs(
                    i, taken, others, first, b
                )
            ways[4] = before[a:b] + alone
            best = ways.argmin(axis=0).astype(np.uint8)
            least = ways[best, np.arange(b - a)]
            # Pieces of the other side alone may follow in any number.
            run = np.minimum.accumulate(least - steps[a:b]) + steps[a:b]
            best[run < least - 1e-9] = 5
            row[a:b] = run
            chosen.append(best)
        return _walked_back(chosen, low, m, n)

    def _costs(self, i: int, taken: int, others: int, first: int, stop: int) -> Floats:
        """The cost of beads that end at piece `i` here and at each of a range there."""
        import numpy as np

        here = self._sums[i] - self._sums[i - taken]
        there = self._other_sums[first:stop] - self._other_sums[first - others : stop - others]
        known = np.zeros(stop - first)
        for row in self._known[-taken:]:
            for back in range(1, others + 1):
                known += row[first - back : stop - back]
        prior = PRIORS.get((taken, others), _PRIOR_2_2)
        return _bead_cost(np.full_like(there, here), there, self._spread) - (
            math.log(prior) + known / (taken * others)
        )


def _walked_back(chosen: list[NDArray[np.uint8]], low: list[int], m: int, n: int) -> list[Bead]:
    beads = []
    i, j = m, n
    steps = (*_STEPS, (1, 0), (0, 1))
    while i or j:
        taken, others = steps[chosen[i][j - low[i]]]
        beads.append(Bead(i - taken, i, j - others, j))
        i, j = i - taken, j - others
    return beads[::-1]


def _summed(lengths: Floats) -> Floats:
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(lengths)])


def _spread_of(lengths: Floats, others: Floats) -> float:
    """How much pieces differ in length, which is how much an equal length tells."""
    import numpy as np

    both = np.log1p(np.concatenate([lengths, others]))
    return float(max(0.5, both.std()))


def _deviation(middle: Floats) -> Floats:
    """The standard deviation of a length. Whole paragraphs are freer than the paper's
    sentences: a tenth of the length is added to its variance per character."""
    import numpy as np

    deviation: Floats = np.sqrt(VARIANCE * middle + (_SPREAD * middle) ** 2)
    return deviation


def _delta(here: Floats, there: Floats) -> Floats:
    middle = (here + there) / 2 + _BARE
    delta: Floats = (there - here) / _deviation(middle)
    return delta


def _bead_cost(here: Floats, there: Floats, spread: float) -> Floats:
    """Unlikely lengths cost; the more an agreement tells by chance alone, the less."""
    import numpy as np

    middle = (here + there) / 2 + _BARE
    told = np.log(np.maximum(1.0, spread * middle / _deviation(middle)))
    found: Floats = _unlikely((there - here) / _deviation(middle)) - told
    return found


def _unlikely(delta: Floats) -> Floats:
    """-log of the two-sided tail of the normal distribution."""
    import numpy as np

    far = np.abs(delta)
    grid, values = _tail()
    beyond = far * far / 2 + np.log(np.maximum(far, 1.0) * math.sqrt(math.pi / 2))
    found: Floats = np.where(far < _FARTHEST, np.interp(far, grid, values), beyond)
    return found


@cache
def _tail() -> tuple[Floats, Floats]:
    import numpy as np

    grid = np.linspace(0.0, _FARTHEST, 4001)
    # Beyond 36 deviations the tail is too small for a float; its asymptote takes over.
    values = [
        -math.log(math.erfc(x / math.sqrt(2)))
        if x < 36
        else x * x / 2 + math.log(x * math.sqrt(math.pi / 2))
        for x in grid
    ]
    return grid, np.array(values)
