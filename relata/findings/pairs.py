"""Arrays of pairs: the distinct ones, how many a row has, and how two lists meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def once(numbers: Ints) -> Ints:
    """The distinct numbers, sorted. Quicker than `np.unique`, which hashes."""
    import numpy as np

    if not numbers.size:
        return numbers
    ordered = np.sort(numbers)
    kept: Ints = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return kept


def distinct(rows: Ints, things: Ints, width: int) -> tuple[Ints, Ints]:
    """The distinct pairs (row, thing), sorted; things are numbered below `width`."""
    width = max(width, 1)
    keys = once(rows * width + things)
    return keys // width, keys % width


class Lists:
    """For each key from 0 a list of numbers, kept as two arrays."""

    def __init__(self, keys: Ints, members: Ints, size: int) -> None:
        import numpy as np

        order = np.argsort(keys, kind="stable")
        self.members = members[order]
        self.starts = np.searchsorted(keys[order], np.arange(size + 1))

    def of(self, key: int) -> Ints:
        """The list of one key."""
        found: Ints = self.members[self.starts[key] : self.starts[key + 1]]
        return found

    def spread(self, keys: Ints) -> tuple[Ints, Ints]:
        """For each key in turn all of its list: (which key in the argument, member)."""
        import numpy as np

        first, times = self.starts[keys], self.starts[keys + 1] - self.starts[keys]
        which = np.repeat(np.arange(keys.size), times)
        within = np.arange(which.size) - np.repeat(np.cumsum(times) - times, times)
        return which, self.members[first[which] + within]
