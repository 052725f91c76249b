"""The exact test of a table of any size: Freeman and Halton's extension of Fisher's.

The p value is the chance, margins given, of a table no likelier than the one seen.
Tables are far too many to list, so they are walked as paths: one column is filled
after the other, and all paths that leave the same row totals still to be filled meet
in one node. A bundle of paths is settled as soon as the likeliest and the least
likely way onward agree on which side of the seen table it will end.
Every table is accounted for; nothing is sampled unless the walk would pass its bound,
and then the result says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from relata.errors import RelataError
from relata.stats.chi_square import TOO_FEW
from relata.stats.counts import as_counts, without_empty
from relata.stats.fisher import SLACK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SAME = 1e-10
"""Two paths whose log chances differ by less than this are one path walked twice."""

ARC = 4
"""Steps that an arc is counted for: it is sorted and numbered, not only followed."""

BLOCK = 2_000_000
"""Steps taken at once, which bounds the memory of the walk to some 100 MB."""


@dataclass(frozen=True, slots=True)
class FreemanHalton:
    """The p value of a table of counts with both margins given.

    `exact` says whether every table was accounted for; then `p_error` is 0.
    Otherwise `p` comes from random tables and `p_error` is its standard error.
    `p` is NaN, with the `reason`, where there is nothing to compare. `steps` is
    the work done: steps of the walk, or random tables.
    """

    p: float
    p_error: float
    exact: bool
    steps: int
    method: str
    reason: str | None = None


def freeman_halton(
    counts: ArrayLike, *, most_steps: int = 12_000_000, samples: int = 100_000, seed: int = 0
) -> FreemanHalton:
    """Test exactly whether rows and columns of a table go together.

    Parameters
    ----------
    counts : whole numbers, shape (rows, columns)
        Wholly empty rows and columns take no part.
    most_steps : int
        Bound of the exact walk; about eight million steps are taken in a second.
    samples, seed : int
        How many random tables stand in when the walk would pass its bound.

    References
    ----------
    Freeman and Halton (1951), Biometrika 38, 141-149; Mehta and Patel (1983),
    JASA 78, 427-434, for the idea of settling bundles of paths by their bounds.

    Examples
    --------
    >>> freeman_halton([[4, 0, 0], [0, 3, 0], [0, 0, 2]]).p < 0.001
    True
    """
    import numpy as np

    table = without_empty(as_counts(counts))
    if min(table.shape) < 2:
        return FreemanHalton(math.nan, math.nan, True, 0, "Freeman-Halton exact test", TOO_FEW)
    if table.shape[0] > table.shape[1]:
        table = table.T
    # Big columns first: they leave few totals open, hence few nodes.
    table = table[:, np.argsort(-table.sum(axis=0), kind="stable")]
    try:
        p, steps = _walk(table, most_steps)
    except _TooFar:
        return _sampled(table, samples, seed)
    return FreemanHalton(p, 0.0, True, steps, "Freeman-Halton exact test, every table counted")


class _TooFar(RelataError):
    """The exact walk would pass its bound; never seen outside this file."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """The nodes before one column, and the arcs that fill it."""

    starts: Ints  # of each node's arcs, one more than there are nodes
    child: Ints  # node of the next stage that an arc leads to
    gain: Floats  # log chance that the arc adds
    ways: Floats  # log of the sum of chances over all ways from a node to the end


def _walk(table: Ints, most_steps: int) -> tuple[float, int]:
    import numpy as np
    from scipy.special import gammaln

    columns = table.sum(axis=0)
    rows = np.sort(table.sum(axis=1))
    log_factorial = gammaln(np.arange(int(table.sum()) + 1) + 1.0)
    seen = float((log_factorial[columns].sum()) - log_factorial[table].sum()) + math.log1p(SLACK)

    stages, steps = _stages(rows, columns, log_factorial, most_steps)
    longest, shortest = _bounds(stages)
    everything = float(stages[0].ways[0])

    at = np.zeros(1, dtype=np.int64)
    value, weight = np.zeros(1), np.ones(1)
    p = 0.0
    for number, stage in enumerate(stages):
        kept: list[tuple[Ints, Floats, Floats]] = []
        fan = np.diff(stage.starts)[at]
        steps += int(fan.sum())
        if steps > most_steps:
            raise _TooFar("The table has too many paths.")
        ways, far, near = stages[number + 1].ways, longest[number + 1], shortest[number + 1]
        for first, last in _blocks(fan):
            path, arc = _spread(stage.starts[at[first:last]], fan[first:last])
            node = stage.child[arc]
            reached = value[first:last][path] + stage.gain[arc]
            paths = weight[first:last][path]
            settled = reached + far[node] <= seen
            p += float(
                (paths[settled] * np.exp(reached[settled] + ways[node[settled]] - everything)).sum()
            )
            open_still = ~settled & (reached + near[node] <= seen)
            kept.append((node[open_still], reached[open_still], paths[open_still]))
        at, value, weight = _met(kept)
        if not at.size:
            break
    return min(1.0, p), steps


def _stages(
    rows: Ints, columns: Ints, log_factorial: Floats, most_steps: int
) -> tuple[list[_Stage], int]:
    """Every node that can be reached, stage by stage, and the arcs between them."""
    import numpy as np

    if math.prod(int(r) + 1 for r in rows) >= 2**62:
        raise _TooFar("The table has too many nodes to number them.")
    radix = np.cumprod(np.concatenate([[1], rows[:-1] + 1]))
    nodes = rows[None, :]
    stages: list[_Stage] = []
    steps = 0
    for column in columns.tolist():
        parent, fill = _fillings(nodes, column, (most_steps - steps) // ARC)
        steps += ARC * parent.size
        gain = log_factorial[column] - log_factorial[fill].sum(axis=1)
        remaining = np.sort(nodes[parent] - fill, axis=1)
        _, first, child = np.unique(remaining @ radix, return_index=True, return_inverse=True)
        starts = np.searchsorted(parent, np.arange(len(nodes) + 1))
        stages.append(_Stage(starts, child, gain, _ways(nodes, log_factorial)))
        nodes = remaining[first]
    none = np.zeros(0, dtype=np.int64)
    end = _Stage(np.zeros(2, dtype=np.int64), none, np.zeros(0), np.zeros(1))
    return [*stages, end], steps


def _fillings(nodes: Ints, column: int, most: int) -> tuple[Ints, Ints]:
    """Every way to fill one column from the row totals of each node, sorted by node."""
    import numpy as np

    parent = np.arange(len(nodes))
    left = np.full(len(nodes), column)
    fill = np.zeros((len(nodes), 0), dtype=np.int64)
    later = nodes.sum(axis=1)[:, None] - np.cumsum(nodes, axis=1)
    for row in range(nodes.shape[1]):
        least = np.maximum(0, left - later[parent, row])
        choices = np.minimum(nodes[parent, row], left) - least + 1
        if int(choices.sum()) > most:
            raise _TooFar("A column can be filled in too many ways.")
        path, cell = _spread(least, choices)
        parent, left = parent[path], left[path] - cell
        fill = np.column_stack([fill[path], cell])
    return parent, fill


def _ways(nodes: Ints, log_factorial: Floats) -> Floats:
    ways: Floats = log_factorial[nodes.sum(axis=1)] - log_factorial[nodes].sum(axis=1)
    return ways


def _bounds(stages: list[_Stage]) -> tuple[list[Floats], list[Floats]]:
    """The likeliest and the least likely way from each node to the end, as log chances."""
    import numpy as np

    longest, shortest = [np.zeros(1)], [np.zeros(1)]
    for stage in reversed(stages[:-1]):
        begins = stage.starts[:-1]
        longest.append(np.maximum.reduceat(stage.gain + longest[-1][stage.child], begins))
        shortest.append(np.minimum.reduceat(stage.gain + shortest[-1][stage.child], begins))
    return longest[::-1], shortest[::-1]


def _spread(first: Ints, times: Ints) -> tuple[Ints, Ints]:
    """Count up from each first value so many times: (which one, value)."""
    import numpy as np

    which = np.repeat(np.arange(times.size), times)
    within = np.arange(which.size) - np.repeat(np.cumsum(times) - times, times)
    return which, first[which] + within


def _blocks(fan: Ints) -> list[tuple[int, int]]:
    import numpy as np

    block = np.cumsum(fan) // BLOCK
    edges = np.flatnonzero(np.diff(block)) + 1
    cuts = [0, *edges.tolist(), fan.size]
    return list(pairwise(cuts))


def _met(kept: list[tuple[Ints, Floats, Floats]]) -> tuple[Ints, Floats, Floats]:
    """Make one path of all that reached the same node with the same chance."""
    import numpy as np

    node, value, weight = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    if not node.size:
        return node, value, weight
    order = np.lexsort((value, node))
    node, value, weight = node[order], value[order], weight[order]
    new = np.concatenate([[True], (np.diff(node) != 0) | (np.diff(value) > SAME)])
    first = np.flatnonzero(new)
    return node[first], value[first], np.add.reduceat(weight, first)


def _sampled(table: Ints, samples: int, seed: int) -> FreemanHalton:
    """The p value from random tables with the same margins."""
    import numpy as np
    from scipy.special import gammaln

    rng = np.random.default_rng(seed)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    left = np.repeat(rows[None, :], samples, axis=0)
    chance = np.zeros(samples)
    for column in columns[:-1].tolist():
        need = np.full(samples, column)
        others = left.sum(axis=1)
        for row in range(len(rows)):
            others = others - left[:, row]
            cell = rng.hypergeometric(left[:, row], others, need) if row < len(rows) - 1 else need
            chance -= gammaln(cell + 1.0)
            need = need - cell
            left[:, row] -= cell
    chance -= gammaln(left + 1.0).sum(axis=1)
    seen = -float(gammaln(table + 1.0).sum()) + math.log1p(SLACK)
    p = (int((chance <= seen).sum()) + 1) / (samples + 1)
    return FreemanHalton(
        p=p,
        p_error=math.sqrt(p * (1 - p) / samples),
        exact=False,
        steps=samples,
        method=f"Freeman-Halton test by {samples} random tables (seed {seed}), too large to be "
        "counted out",
    )
