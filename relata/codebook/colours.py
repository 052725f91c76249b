"""Colours for codes that were given none: told from one another in light, in dark, by all.

The first twelve were chosen together so that any two stay apart for people who see all
colours and, as Machado, Oliveira and Fernandes (2009) compute it, for those without red,
green or blue cones; the next twelve as far from these as there was room. All stand out
by 3:1 from white paper and from a dark screen (WCAG 2.2, 1.4.11). Colour is never the
only sign of a code, so that more siblings than that may begin anew.
"""

from __future__ import annotations

from collections.abc import Sequence

_FIRST = (
    "#963ac4", "#29996d", "#d42515", "#9392ad", "#ef5f87", "#d461e0",
    "#716599", "#a88822", "#aa3f72", "#2794fb", "#307609", "#595dec",
)  # fmt: skip
_NEXT = (
    "#9c644f", "#c43bab", "#cb6e60", "#9765c6", "#b7679a", "#fb5524",
    "#738ad8", "#8567fa", "#7a8750", "#227981", "#779485", "#d33086",
)  # fmt: skip
_STEP = 5
"""By how much a branch begins further on than the one before; it shares no factor with 12."""


def colour_at(place: Sequence[int]) -> str:
    """The colour "#rrggbb" of a code by its place: its rank among its siblings, from the root.

    Twenty-four siblings have colours of their own; the first of them are clearest.

    >>> colour_at([0]), colour_at([0, 0]), colour_at([0, 1])
    ('#963ac4', '#d461e0', '#716599')
    """
    *above, rank = place
    begin = sum((1 + step) * _STEP for step in above)
    ring = (_FIRST, _NEXT)[rank // len(_FIRST) % 2]
    return ring[(begin + rank) % len(ring)]
