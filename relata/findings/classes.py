"""Numbers cut into classes and dates into years, with what is not exact set apart."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from relata.errors import RelataError
from relata.findings.contents import Years, bounds, years

FEW = 6
"""Up to so many whole numbers stand each for themselves."""

CLASSES = 5
SPANS = "in more than one class"
UNREADABLE = "not readable"


class BadBreaks(RelataError):
    """Breaks that cut a number into no classes."""

    remedy = "Give at least one number, each greater than the one before."

    def __init__(self) -> None:
        super().__init__("Those breaks make no classes.")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Labels of the categories, known ones and those apart, and where a content goes."""

    known: tuple[str, ...]
    apart: tuple[str, ...]
    labels_of: Callable[[str | None], Sequence[str]]


def by_number(stated: Iterable[str | None], breaks: Sequence[float] | None = None) -> Sorted:
    """Classes of a number, each from its lower end to under its upper end.

    Without breaks, up to six different whole numbers stand for themselves, more
    numbers are cut at round ones into about five classes. A range of numbers that
    does not fit into one class stands apart.
    """
    ranges = [(content, bounds(content)) for content in dict.fromkeys(stated)]
    known: list[str]
    exact = sorted({r[0] for _, r in ranges if r and r[0] == r[1]})
    if breaks is None and exact and len(exact) <= FEW and all(n == int(n) for n in exact):
        label_of_number = {n: f"{n:g}" for n in exact}

        def name(low: float, high: float) -> str:
            return label_of_number[low] if low == high else SPANS

        known = list(label_of_number.values())
    else:
        cuts, open_ends = _cuts(exact or [end for _, r in ranges if r for end in r], breaks)
        known = [f"{low:g} to under {high:g}" for low, high in pairwise(cuts)]
        if open_ends:
            known = [f"under {cuts[0]:g}", *known, f"{cuts[-1]:g} and over"]

        def name(low: float, high: float) -> str:
            ends = {bisect_right(cuts, low), bisect_right(cuts, high)}
            at = ends.pop() - (0 if open_ends else 1)
            return known[at] if not ends and 0 <= at < len(known) else SPANS

    label_of = {content: name(*r) if r else UNREADABLE for content, r in ranges}
    apart = tuple(label for label in (SPANS, UNREADABLE) if label in label_of.values())
    return Sorted(tuple(known), apart, lambda content: [label_of[content]])


def _cuts(numbers: Sequence[float], breaks: Sequence[float] | None) -> tuple[list[float], bool]:
    """Where to cut, and whether the classes at both ends are open."""
    if breaks is not None:
        cuts = [float(b) for b in breaks]
        if not cuts or not all(map(math.isfinite, cuts)) or any(a >= b for a, b in pairwise(cuts)):
            raise BadBreaks
        return cuts, True
    numbers = [number for number in numbers if math.isfinite(number)]
    if not numbers:
        return [], False
    low, high = min(numbers), max(numbers)
    rough = (high - low) / CLASSES or 1.0
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * n for n in (1, 2, 5, 10) if unit * n >= rough)
    first, last = math.floor(low / step), math.floor(high / step) + 1
    return [round(step * n, 10) for n in range(first, last + 1)], False


def by_year(stated: Iterable[str | None]) -> Sorted:
    """One category a year; dates that may lie in several, or are unsure, stand apart."""
    read = {content: years(content) for content in dict.fromkeys(stated)}
    dated = [y for y in read.values() if y is not None]
    exact = sorted({y.first for y in dated if y.exact and y.first is not None})
    blurred = {str(y): _order(y) for y in dated if not y.exact}
    label_of = {content: UNREADABLE if y is None else str(y) for content, y in read.items()}
    apart = [*sorted(blurred, key=lambda label: blurred[label])]
    if UNREADABLE in label_of.values():
        apart.append(UNREADABLE)
    return Sorted(
        tuple(str(year) for year in exact), tuple(apart), lambda content: [label_of[content]]
    )


def _order(span: Years) -> tuple[float, float, bool]:
    first = -math.inf if span.first is None else span.first
    return first, math.inf if span.last is None else span.last, span.sure
