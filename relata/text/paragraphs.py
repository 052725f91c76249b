"""Paragraphs: the pieces in which a text is indexed, searched and shown.

A paragraph is a maximal stretch between blank lines; in a text without blank
lines every line is one. What is longer than `LONGEST` characters is cut, at a
line end if it can be, else at a sentence end, else at a space. Paragraphs never
overlap, never begin or end with white space, and every character that is not
white space lies in exactly one of them.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from relata.errors import RelataError
from relata.text.spans import Span

LONGEST = 4000
"""No paragraph has more characters than this."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_CUTS = (
    re.compile(r"\n\s*"),
    re.compile(r"[.!?…؟۔。][\"'”’»)\]]*\s+"),
    re.compile(r"\s+"),
)


class BrokenPacking(RelataError):
    """Stored paragraph spans cannot be read back."""

    remedy = "Have the text divided into paragraphs anew."


def paragraphs(text: str) -> list[Span]:
    r"""The paragraphs of a text in stored form, in order.

    A text of white space only has none. The same text always gives the same
    paragraphs.

    >>> paragraphs("one\ntwo\n\nthree\n")
    [Span(start=0, end=7), Span(start=9, end=14)]
    """
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first >= last:
        return []
    between = _BLANK_LINE if _BLANK_LINE.search(text, first, last) else _LINE_END
    borders = [first]
    for separator in between.finditer(text, first, last):
        borders.extend(separator.span())
    borders.append(last)
    pairs = []
    for start, end in zip(borders[::2], borders[1::2], strict=True):
        if text[end - 1].isspace():
            end = start + len(text[start:end].rstrip())
        if end - start <= LONGEST:
            pairs.append((start, end))
        else:
            pairs.extend(_cut(text, start, end))
    return list(map(Span._make, pairs))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Divide one long paragraph; each piece as long as allowed, none under a quarter
    of that unless it is the last."""
    while end - start > LONGEST:
        piece_end, following = _best_cut(text, start)
        yield start, piece_end
        start = following
    if start < end:
        yield start, end


def _best_cut(text: str, start: int) -> tuple[int, int]:
    """Where the piece that begins at `start` ends, and where the next one begins."""
    limit = start + LONGEST
    for cut in _CUTS:
        best = None
        for found in cut.finditer(text, start + LONGEST // 4, limit + 1):
            best = found
        if best is not None:
            blank = re.search(r"\s+\Z", best.group())
            piece_end = best.end() - len(blank.group()) if blank else best.end()
            if piece_end <= limit:
                following = best.end()
                while text[following : following + 1].isspace():
                    following += 1
                return start + len(text[start:piece_end].rstrip()), following
    return limit, limit


def parted(text: str, spans: Sequence[Span], cuts: Iterable[int]) -> list[Span]:
    r"""The same paragraphs, cut also at these places (where turns of speech begin).

    >>> parted("A: yes\nB: no", [Span(0, 12)], [0, 7])
    [Span(start=0, end=6), Span(start=7, end=12)]
    """
    places = sorted(set(cuts))
    found = []
    for start, end in spans:
        inside = places[bisect_right(places, start) : bisect_left(places, end)]
        for here, there in zip([start, *inside], [*inside, end], strict=True):
            last = here + len(text[here:there].rstrip())
            if last > here:
                found.append(Span(here, last))
    return found


def pack(spans: Sequence[Span]) -> bytes:
    """Ordered spans that do not overlap as bytes: gap and length by turns.

    The first byte is the width of a number (2 or 4 bytes, least first), so a text
    of ordinary paragraphs takes 4 bytes for each. Refuses, with `ValueError`,
    spans out of order.
    """
    numbers = []
    reached = 0
    for start, end in spans:
        numbers.append(start - reached)
        numbers.append(end - start)
        reached = end
    if numbers and min(numbers) < 0:
        raise ValueError("spans out of order cannot be packed")
    width = 2 if max(numbers, default=0) < 1 << 16 else 4
    return bytes((width,)) + _little(array("H" if width == 2 else "I", numbers)).tobytes()


def unpack(packed: bytes) -> list[Span]:
    """The spans that `pack` made these bytes from. Raises `BrokenPacking`."""
    width = packed[0] if packed else 0
    if width not in (2, 4) or (len(packed) - 1) % (2 * width):
        raise BrokenPacking(f"{len(packed)} bytes are not packed paragraphs.")
    numbers = array("H" if width == 2 else "I")
    numbers.frombytes(packed[1:])
    _little(numbers)
    pairs = []
    reached = 0
    steps = iter(numbers)
    for gap, length in zip(steps, steps, strict=True):
        start = reached + gap
        reached = start + length
        pairs.append((start, reached))
    return list(map(Span._make, pairs))


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
