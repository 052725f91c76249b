"""A text reduced to what different readers of one source agree on.

White space, soft hyphens, invisible marks and the hyphen at a line end are left
out; quotation marks, dashes and apostrophes are one of each kind; ligatures are
spelled out; case is dropped. Each letter remembers where it stood.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from relata.text.spans import Span

_DROPPED = "\\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\u0640\u064b-\u0652"
_RUN = re.compile(rf"(?:[^{_DROPPED}\-\u2010\u2011]|[-\u2010\u2011](?![^\S\n]*\n))+")
_SAME = str.maketrans(
    dict.fromkeys("“”„‟«»″＂", '"')
    | dict.fromkeys("‘’‚‛‹›′´`ʼ", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك"}
)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The letters that were kept; `begins` and `stood` say where each run of them was.

    Run `i` begins at letter `begins[i]` and stood at character `stood[i]`; within a
    run letters and characters go one by one.
    """

    letters: str
    begins: tuple[int, ...]
    stood: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text that the letters from `start` to `end` cover."""
        return Span(self._place(start), self._place(end - 1) + 1)

    def _place(self, letter: int) -> int:
        run = bisect_right(self.begins, letter) - 1
        return self.stood[run] + letter - self.begins[run]


def skeleton(text: str) -> Skeleton:
    """The skeleton of a text."""
    kept: list[str] = []
    begins: list[int] = []
    stood: list[int] = []
    length = 0
    for run in _RUN.finditer(text):
        for place, letters in _letters(run.group(), run.start()):
            begins.append(length)
            stood.append(place)
            kept.append(letters)
            length += len(letters)
    return Skeleton("".join(kept), tuple(begins), tuple(stood))


def _letters(written: str, at: int) -> Iterator[tuple[int, str]]:
    """Stretches of letters and the place of the first; what a ligature stands for, singly."""
    if written.isascii():
        yield at, written.lower()
        return
    same = written.translate(_SAME)
    if unicodedata.is_normalized("NFKC", same):
        folded = same.casefold()
        if len(folded) == len(written):
            yield at, folded
            return
    for place, character in enumerate(written, start=at):
        for letter in unicodedata.normalize("NFKC", character.translate(_SAME)).casefold():
            if not letter.isspace():
                yield place, letter
