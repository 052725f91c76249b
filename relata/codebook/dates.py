"""Dates as uncertain as they were told: the Extended Date/Time Format, read and bounded.

    2014            some day of that year       2014-09        of that month
    2014-09?        perhaps                     2014-09~       about
    2014-09%        about, perhaps              2014?-09       the year in doubt, the month sure
    201X            some year of the decade     2014-XX-01     the first of some month
    2014/2015-03    from, until                 2014-09/..     still going on
    2014-09/        until nobody knows when     [2014,2016]    one of these
    2014-21         the spring of 2014 (22 summer, 23 autumn, 24 winter)

Two days stand behind each: the earliest and the latest it can mean as written.
"?" and "~" say how sure the teller was and by how much it may be off nobody
knows, so they never widen the bounds; they are kept as flags of their own.

Reference: Library of Congress, Extended Date/Time Format (EDTF) Specification,
2019: level 0 and 1, and of level 2 the qualified parts, unspecified digits, sets
and sub-year groupings. Times of day, years beyond four digits and before
year 1 are refused.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from relata.errors import RelataError


class BadDate(RelataError):
    """What was given cannot be read as a date."""

    remedy = (
        "Write it year first: 2014, 2014-09, 2014-09-21, 2014-09~ (about), 2014-09? (perhaps),"
        " 201X, 2014/2015 (from, until)."
    )


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date in canonical EDTF with the days it can mean.

    `earliest` and `latest` are inclusive; None where the date is open or its end
    unknown. `uncertain` is "?", `approximate` "~", and "%" is both.
    """

    text: str
    earliest: date | None
    latest: date | None
    uncertain: bool
    approximate: bool


_Bounds = tuple[date | None, date | None]

_DATE = re.compile(
    r"(?P<y>[?~%]?[0-9X]{4}[?~%]?)(?:-(?P<m>[?~%]?[0-9X]{2}[?~%]?)(?:-(?P<d>[?~%]?[0-9X]{2}[?~%]?))?)?"
)
_SHORT_PART = re.compile(r"(?<=[0-9X]-)([0-9])(?![0-9X])")
_LONGEST = 200

_SEASONS: dict[int, tuple[int, int]] = {
    # Grouping: first and last month. A month above 12 is in the next year.
    **{
        start + n: months
        for start in (21, 25)
        for n, months in enumerate(((3, 5), (6, 8), (9, 11)))
    },
    24: (1, 14),
    28: (1, 14),
    29: (9, 11),
    30: (1, 14),
    31: (3, 5),
    32: (6, 8),
    **{33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6) for n in range(2)},
}


def bounds(text: str) -> tuple[date | None, date | None]:
    """The earliest and the latest day an EDTF date can mean; None where it is open.

    A season without hemisphere (21 to 24) is a northern one. The season over the
    turn of the year is bounded by every reading of it: winter 2014 is from
    January 2014 to February 2015.

    >>> bounds("2014-09")
    (datetime.date(2014, 9, 1), datetime.date(2014, 9, 30))
    >>> bounds("2014-09-21/..")
    (datetime.date(2014, 9, 21), None)
    """
    read = parse_date(text)
    return read.earliest, read.latest


@lru_cache(maxsize=8192)
def parse_date(text: str) -> UncertainDate:
    """Read a date as a person types it and give its canonical form and meaning.

    Spaces, any kind of dash, digits of any script, "x" for "X", a month without
    its zero, and the words "open" and "unknown" at the end of an interval are put right.

    Raises
    ------
    BadDate
        It is no date of the calendar, runs backwards, or says no year at all.
    """
    canonical = _canonical(text)
    if len(canonical) > _LONGEST:
        raise BadDate("This is too long for a date.")
    earliest, latest = _expression(canonical)
    if earliest is None and latest is None:
        raise BadDate("The date is open at both ends, which says nothing.")
    return UncertainDate(
        canonical,
        earliest,
        latest,
        uncertain="?" in canonical or "%" in canonical,
        approximate="~" in canonical or "%" in canonical,
    )


def _canonical(text: str) -> str:
    shown = "".join(
        str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in text
    )
    shown = re.sub(r"\s+", "", re.sub(r"[‐‑‒–—−]", "-", shown))
    shown = re.sub(r"(?i)(?<=/)open|open(?=/)", "..", shown)
    shown = re.sub(r"(?i)(?<=/)unknown|unknown(?=/)", "", shown)
    shown = shown.replace("x", "X").replace("?~", "%").replace("~?", "%")
    return _SHORT_PART.sub(r"0\1", shown)


def _expression(text: str) -> _Bounds:
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _set(text[1:-1])
    if "/" in text:
        start, _, end = text.partition("/")
        return _from_until(start, end, open_words=("..", ""))
    return _date(text)


def _set(inside: str) -> _Bounds:
    """The hull of a set's members; a range may be open at the set's own ends."""
    members = inside.split(",")
    found: list[_Bounds] = []
    for place, member in enumerate(members):
        if ".." in member:
            start, _, end = member.partition("..")
            if (not start and place > 0) or (not end and place < len(members) - 1):
                raise BadDate("Only the first and the last of several dates can be open.")
            found.append(_from_until(start, end, open_words=("",)))
        else:
            found.append(_date(member))
    starts = [start for start, _ in found if start is not None]
    ends = [end for _, end in found if end is not None]
    return (
        min(starts) if len(starts) == len(found) else None,
        max(ends) if len(ends) == len(found) else None,
    )


def _from_until(start: str, end: str, *, open_words: tuple[str, ...]) -> _Bounds:
    earliest = None if start in open_words else _date(start)[0]
    latest = None if end in open_words else _date(end)[1]
    if earliest is not None and latest is not None and earliest > latest:
        raise BadDate("The date runs backwards: it ends before it begins.")
    return earliest, latest


def _date(text: str) -> tuple[date, date]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise BadDate("This is not a date.")
    year, month, day = (part and part.strip("?~%") for part in match.group("y", "m", "d"))
    if year == "XXXX":
        raise BadDate("The date names no year, not even a decade or century.")
    if month and day is None and month.isdigit() and int(month) > 12:
        return _season(year, int(month))
    try:
        days = _days(year, month or "XX", day or "XX")
        earliest = next(days)
        latest = next(_days(year, month or "XX", day or "XX", backwards=True))
    except StopIteration:
        raise BadDate("The calendar has no such day.") from None
    return earliest, latest


def _days(year: str, month: str, day: str, *, backwards: bool = False) -> Iterator[date]:
    """The days a pattern with unspecified digits allows, in order."""
    for y in _matching(year, 9999, backwards):
        for m in _matching(month, 12, backwards):
            for d in _matching(day, calendar.monthrange(y, m)[1], backwards):
                yield date(y, m, d)


def _matching(pattern: str, most: int, backwards: bool) -> Iterator[int]:
    low = max(1, int(pattern.replace("X", "0")))
    high = min(most, int(pattern.replace("X", "9")))
    if low > high:
        return
    places = [(place, digit) for place, digit in enumerate(pattern) if digit != "X"]
    numbers = range(high, low - 1, -1) if backwards else range(low, high + 1)
    for number in numbers:
        digits = f"{number:0{len(pattern)}d}"
        if all(digits[place] == digit for place, digit in places):
            yield number


def _season(year: str, grouping: int) -> tuple[date, date]:
    if grouping not in _SEASONS:
        raise BadDate("The calendar has no such month or season.")
    first, last = _SEASONS[grouping]
    low = next(_matching(year, 9999, False), None)
    high = next(_matching(year, 9998, True), None)
    if low is None or high is None:
        raise BadDate("The calendar has no such year.")
    end, month = (high + 1, last - 12) if last > 12 else (high, last)
    return date(low, first, 1), date(end, month, calendar.monthrange(end, month)[1])
