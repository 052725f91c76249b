"""What an offset is, said once for the whole program.

An offset counts Unicode code points of the stored text (see `normal.fixed`),
from 0. A span is end-exclusive, as slices are in Python: `text[start:end]` is
what it covers. Nothing else counts differently, except a browser: JavaScript
counts UTF-16 units, where a character beyond the Basic Multilingual Plane takes
two. `to_utf16` and `from_utf16` go between the two; the vectors they are tested
with (`tests/vectors/spans.json`) are shared with the TypeScript side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from relata.errors import RelataError


class NotASpan(RelataError):
    """Two numbers were given that cannot be a stretch of a text."""

    remedy = "Give a start and an end in characters, with 0 <= start <= end."


class NotAPassage(RelataError):
    """A span was given that cannot be a passage of this text."""

    remedy = "Choose at least one character inside the text."


class SplitCharacter(RelataError):
    """A UTF-16 offset falls inside a character that takes two units."""

    remedy = "Move the offset to a whole character."


class _Offsets(NamedTuple):
    start: int
    end: int


class Span(_Offsets):
    """A stretch of a text: code points from `start` up to, not including, `end`.

    Spans compare and sort by start, then end, and unpack like a pair. An empty
    span is a place between two characters; where a passage is meant, ask
    `as_passage`, which refuses it.

    >>> text = "she left 🙂 at night"
    >>> span = Span(4, 8)
    >>> span.of(text)
    'left'
    >>> span.near(Span(11, 13), 3)
    True
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Span:
        """Refuse a negative or reversed pair with `NotASpan`."""
        if not 0 <= start <= end:
            raise NotASpan(f"{start}:{end} is not a span.")
        return super().__new__(cls, start, end)

    @property
    def length(self) -> int:
        """How many code points the span covers."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span (or is equal to it)."""
        return self.start <= other.start and other.end <= self.end

    def gap(self, other: Span) -> int:
        """How many characters lie between the two; 0 when they touch or overlap."""
        return max(0, max(self.start, other.start) - min(self.end, other.end))

    def near(self, other: Span, distance: int) -> bool:
        """Whether at most `distance` characters lie between the two."""
        return self.gap(other) <= distance

    def shifted(self, by: int) -> Span:
        """The same span `by` characters further on (back, when negative)."""
        return Span(self.start + by, self.end + by)


def as_passage(start: int, end: int, text_length: int) -> Span:
    """A span that can be a passage: not empty, and inside a text of that length.

    Raises `NotASpan` for a negative or reversed pair, `NotAPassage` for an empty
    one or one that reaches beyond the text.
    """
    span = Span(start, end)
    if start == end:
        raise NotAPassage(f"{start}:{end} covers no character.")
    if end > text_length:
        raise NotAPassage(f"{start}:{end} reaches beyond the text, which ends at {text_length}.")
    return span


_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


def _wide(text: str) -> list[int]:
    """Where the characters stand that take two UTF-16 units."""
    return [] if text.isascii() else [found.start() for found in _BEYOND_BMP.finditer(text)]


def to_utf16(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The same spans counted in UTF-16 units, as JavaScript counts them."""
    wide = _wide(text)
    return [
        (start + bisect_left(wide, start), end + bisect_left(wide, end)) for start, end in spans
    ]


def from_utf16(text: str, units: Iterable[tuple[int, int]]) -> list[Span]:
    """Spans in code points from pairs counted in UTF-16 units.

    Raises `SplitCharacter` for an offset between the two halves of a character,
    `NotASpan` for a reversed or negative pair, `NotAPassage` beyond the text.
    """
    wide = _wide(text)
    starts = [place + before for before, place in enumerate(wide)]
    limit = len(text) + len(wide)

    def code_points(unit: int) -> int:
        if unit > limit:
            raise NotAPassage(f"Unit {unit} lies beyond the text, which ends at unit {limit}.")
        before = bisect_left(starts, unit)
        if before and starts[before - 1] == unit - 1:
            raise SplitCharacter(f"Unit {unit} lies inside a character.")
        return unit - before

    spans = []
    for start, end in units:
        if not 0 <= start <= end:
            raise NotASpan(f"{start}:{end} is not a span.")
        spans.append(Span(code_points(start), code_points(end)))
    return spans
