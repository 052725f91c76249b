"""How passages lie to one another: overlapping, near, in one paragraph, in one stretch.

All sources are laid end to end on one line, far enough apart that nothing reaches
from one into the next; then every question is a search in sorted arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from relata.findings.model import Snapshot

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Line:
    """Codings in reading order. `coding` holds their places, `start` and `end` lie on the line.

    `first` and `last` (exclusive) number the paragraphs a coding touches, None
    without paragraphs; a coding outside all of them has none, first = last.
    `reach` is the greatest distance that can be asked for.
    """

    coding: Ints
    start: Ints
    end: Ints
    reach: int
    first: Ints | None
    last: Ints | None


def line_of(held: Snapshot) -> Line:
    """Lay the codings of a snapshot on one line."""
    import numpy as np

    start = held.passages.start[held.coding_passage]
    end = held.passages.end[held.coding_passage]
    longest = int(end.max()) if end.size else 0
    if held.paragraphs is not None and held.paragraphs.end.size:
        longest = max(longest, int(held.paragraphs.end.max()))
    width = 2 * longest + 4
    begins = held.coding_source * width + start
    order = np.argsort(begins, kind="stable")
    begins, ends = begins[order], (held.coding_source * width + end)[order]
    first = last = None
    if held.paragraphs is not None:
        first, last = _paragraphs(held, width, begins, ends)
    return Line(order, begins, ends, longest + 1, first, last)


def _paragraphs(held: Snapshot, width: int, begins: Ints, ends: Ints) -> tuple[Ints, Ints]:
    import numpy as np

    from relata.findings.model import places

    assert held.paragraphs is not None
    source = places(held.sources.no, held.paragraphs.source, "source")
    opens = np.sort(source * width + held.paragraphs.start)
    closes = np.sort(source * width + held.paragraphs.end)
    first = np.searchsorted(closes, begins, side="right")
    last = np.searchsorted(opens, ends, side="left")
    return first, np.maximum(first, last)


def touching(line: Line, these: Flags, those: Flags, *, distance: int = -1) -> Flags:
    """Of these codings the ones that overlap one of those, or lie so many characters near.

    A distance of 0 is side by side; -1 asks for a shared character.
    """
    reach = min(distance, line.reach) + 1
    return _meeting(these, those, line.start - reach, line.end + reach, line.start, line.end)


def in_one_paragraph(line: Line, these: Flags, those: Flags) -> Flags:
    """Of these codings the ones that share a paragraph, or a character, with one of those."""
    overlapping = touching(line, these, those)
    if line.first is None or line.last is None:
        return overlapping
    placed = line.first < line.last
    shared = _meeting(these & placed, those & placed, line.first, line.last, line.first, line.last)
    together: Flags = overlapping | shared
    return together


def _meeting(
    these: Flags, those: Flags, start: Ints, end: Ints, their_start: Ints, their_end: Ints
) -> Flags:
    """These whose span from `start` to `end` meets a span of those; all sorted by start."""
    import numpy as np

    met = np.zeros(these.size, dtype=bool)
    if not those.any():
        return met
    asked = np.flatnonzero(these)
    opens = their_start[those]
    # Of all that open before a place, the one that closes last decides.
    closes = np.maximum.accumulate(their_end[those])
    before = np.searchsorted(opens, end[asked], side="left")
    met[asked] = (before > 0) & (closes[before - 1] > start[asked])
    return met


def stretches(line: Line, kept: Flags) -> tuple[Ints, Ints]:
    """Overlapping codings gathered: (places on the line that are kept, where each stretch begins).

    The second array indexes the first; side by side is not overlapping.
    """
    import numpy as np

    at = np.flatnonzero(kept)
    if not at.size:
        return at, at
    closed = np.maximum.accumulate(line.end[at])
    begins = np.concatenate([[True], line.start[at][1:] >= closed[:-1]])
    return at, np.flatnonzero(begins)
