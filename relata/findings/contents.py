"""What a value says: its canonical text read as choices, a number or years.

The codebook made the text canonical ("norvia", "20..30", "2014-09?", "cook; driver");
here it is read again, in one place, into what can be counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from relata.codebook.dates import BadDate, parse_date


@dataclass(frozen=True, slots=True)
class Years:
    """The years a date may lie in, both included; None where it is open.

    `sure` is false where the date is marked as uncertain or approximate.
    """

    first: int | None
    last: int | None
    sure: bool

    @property
    def exact(self) -> bool:
        """Whether it lies in one year for certain."""
        return self.sure and self.first is not None and self.first == self.last

    def __str__(self) -> str:
        first, last = ("" if end is None else f"{end:04d}" for end in (self.first, self.last))
        shown = first if first == last else f"{first or '..'}/{last or '..'}"
        return shown if self.sure else f"{shown}?"


def members(content: str | None) -> frozenset[str]:
    """The choices of a set."""
    return frozenset(part.strip() for part in (content or "").split(";") if part.strip())


def bounds(content: str | None) -> tuple[float, float] | None:
    """The least and the greatest a number may be, infinite where it is open; None for no number."""
    low, dots, high = (content or "").partition("..")
    try:
        ends = float(low or -math.inf), float((high or math.inf) if dots else low)
    except ValueError:
        return None
    return None if any(map(math.isnan, ends)) or ends == (-math.inf, math.inf) else ends


def years(content: str | None) -> Years | None:
    """The years of a date in EDTF; None where it cannot be read."""
    try:
        read = parse_date(content or "")
    except BadDate:
        return None
    return Years(
        None if read.earliest is None else read.earliest.year,
        None if read.latest is None else read.latest.year,
        not (read.uncertain or read.approximate),
    )
