"""The order of siblings: numbers that rise, of which a change of order rewrites the fewest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

SPACE = 1024
"""Between a new last sibling and the one before it, so that others fit between later."""


def arrange(present: Sequence[int | None]) -> list[int]:
    """Strictly rising positions for siblings in a wanted order.

    `present` are the positions they have, None for who is new. As many as possible keep
    theirs: a row is rewritten only where there is no way round it.

    >>> arrange([1024, None, 2048])
    [1024, 1536, 2048]
    >>> arrange([3, 1, 2])
    [-1023, 1, 2]
    """
    kept = _keepers(present)
    if not kept:
        return [SPACE * place for place in range(1, len(present) + 1)]
    found = [0] * len(present)
    first, last = kept[0], kept[-1]
    for place in range(first):
        found[place] = _told(present, first) - SPACE * (first - place)
    for place in range(last, len(present)):
        found[place] = _told(present, last) + SPACE * (place - last)
    for one, other in pairwise(kept):
        low, high = _told(present, one), _told(present, other)
        for place in range(one, other):
            found[place] = low + (high - low) * (place - one) // (other - one)
    return found


def _keepers(present: Sequence[int | None]) -> list[int]:
    """The most places whose positions rise with room for all that stand between them.

    That is the longest run, not falling, of each position less its place.
    """
    ends: list[int] = []
    at: list[int] = []
    before: dict[int, int | None] = {}
    for place, position in enumerate(present):
        if position is None:
            continue
        slack = position - place
        where = bisect_right(ends, slack)
        before[place] = at[where - 1] if where else None
        ends[where : where + 1] = [slack]
        at[where : where + 1] = [place]
    found: list[int] = []
    step = at[-1] if at else None
    while step is not None:
        found.append(step)
        step = before[step]
    return found[::-1]


def _told(present: Sequence[int | None], place: int) -> int:
    position = present[place]
    assert position is not None
    return position
