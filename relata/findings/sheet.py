"""A finding laid out for people: headings, cells as they are to be read, notes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from relata.stats.intervals import Interval


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how it behaves.

    `rank` says how dear the column is: where the page is narrow, those with the
    highest rank go first, and 0 never goes. `number` cells stand to the right.
    """

    heading: str
    rank: int = 0
    number: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells are ready to be read; the first column names the row.

    `depth` indents the name of a row; `opens` are the columns whose cells open.
    """

    title: str
    revision: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    depth: tuple[int, ...]
    notes: tuple[str, ...]
    opens: tuple[int, ...] = ()


def percent(share: float) -> str:
    """A share in per cent with one decimal, "–" where it is not defined."""
    return "–" if math.isnan(share) else f"{100 * share:.1f} %"


def between(interval: Interval) -> str:
    """An interval of shares, in per cent."""
    if not interval.defined:
        return "–"
    return f"{100 * interval.low:.1f}–{100 * interval.high:.1f}"


def probability(p: float) -> str:
    """A p value with what precision it deserves."""
    if math.isnan(p):
        return "–"
    if p < 0.0001:
        return "p < 0.0001"
    return f"p = {p:.4f}" if p < 0.1 else f"p = {p:.3f}"
