"""A table of counts, as every test of tables reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relata.errors import RelataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


class BadTable(RelataError):
    """Something that is no table of counts."""

    remedy = "Give a table of whole numbers, none negative, at least two rows by two columns."


def as_counts(counts: ArrayLike) -> NDArray[np.int64]:
    """Read a table of counts, shape (rows, columns), or refuse it.

    Refused: other than two dimensions, fewer than two rows or columns, and
    anything but whole numbers from 0.
    """
    import numpy as np

    try:
        given = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadTable("The rows of the table are not all numbers of one length.") from error
    if given.ndim != 2 or min(given.shape) < 2:
        raise BadTable("A table to be tested has at least two rows and two columns.")
    wrong = ~(np.isfinite(given) & (given >= 0) & (given == np.floor(given)))
    if wrong.any():
        raise BadTable(f"{int(wrong.sum())} of the {given.size} cells hold no count.")
    return given.astype(np.int64)


def without_empty(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The table without rows and columns that hold nothing."""
    filled: NDArray[np.int64] = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    return filled
