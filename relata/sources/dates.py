"""Dates as documents write them, into EDTF. What is not clearly a date is none.

A day and month in figures ("03/04/2017") say a date only where they cannot be read
two ways. Hours are left out: a publication date is a day where it was published.
"""

from __future__ import annotations

import datetime
import re

EARLIEST, LATEST = 1400, 2200

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan gennaio gen janvier janv januar jänner enero ene يناير كانون_الثاني",
        "february feb febbraio février fevrier févr fév februar febrero فبراير شباط",
        "march mar marzo mars märz maerz mär مارس آذار",
        "april apr aprile avril avr abril abr أبريل إبريل ابريل نيسان",
        "may maggio mag mai mayo مايو أيار",
        "june jun giugno giu juin juni junio يونيو حزيران",
        "july jul luglio lug juillet juil juli julio يوليو تموز",
        "august aug agosto ago août aout أغسطس اغسطس آب",
        "september sep sept settembre set septembre septiembre سبتمبر أيلول",
        "october oct ottobre ott octobre oktober okt octubre أكتوبر اكتوبر تشرين_الأول",
        "november nov novembre noviembre نوفمبر تشرين_الثاني",
        "december dec dicembre dic décembre decembre déc dezember dez diciembre ديسمبر كانون_الأول",
    ),
    start=1,
):
    for _name in _names.split():
        _MONTHS[_name.replace("_", " ")] = _number

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)(?:[T ].*)?\Z", re.S)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?\Z")
_YEAR = re.compile(r"\d{4}\Z")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_NAMES = "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?\s+(?:de\s+|of\s+)?({_NAMES})\.?,?\s+(?:de\s+|del\s+)?(\d{{4}})(?!\d)",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)({_NAMES})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.I
)
_MONTH_ONLY = re.compile(rf"(?<!\w)({_NAMES})\.?,?\s+(?:de\s+|del\s+)?(\d{{4}})(?!\d)", re.I)
_ARABIC_FIGURES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_QUALIFIED = re.compile(r"(\d{4}|\d{3}X|\d\dXX)(-(\d\d|XX)(-(\d\d|XX))?)?[~?%]?\Z")
_INTERVAL = re.compile(r"(.*)/(.*)\Z")


def edtf(value: str, *, month_first: bool | None = None) -> str | None:
    """The EDTF date a short text states, or None.

    `month_first` settles figures that can be read two ways, where the document's
    language does; without it they give None.

    >>> edtf("2017-05-14T09:30:00+02:00")
    '2017-05-14'
    >>> edtf("14 maggio 2017"), edtf("May 2017"), edtf("03/04/2017")
    ('2017-05-14', '2017-05', None)
    """
    text = " ".join(value.translate(_ARABIC_FIGURES).split())[:200]
    stated = _already_edtf(text)
    if stated:
        return stated
    for pattern in (_ISO, _COMPACT, _SLASHED):
        found = pattern.match(text)
        if found:
            return _day(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    return _in_words(text) or _in_figures(text, month_first)


def _already_edtf(text: str) -> str | None:
    interval = _INTERVAL.match(text)
    if interval:
        ends = [end for end in interval.groups() if end not in ("", "..")]
        fits = bool(ends) and all(_QUALIFIED.match(end) and _sound(end) for end in ends)
        return text if fits else None
    if _YEAR.match(text):
        return text if EARLIEST <= int(text) <= LATEST else None
    return text if _QUALIFIED.match(text) and _sound(text) else None


def _sound(date: str) -> bool:
    """Whether the parts that are stated are on the calendar."""
    fields = date.rstrip("~?%").split("-")
    if "X" in date:
        months = fields[1:2]
        return all(month == "XX" or 1 <= int(month) <= 12 for month in months)
    numbers = [int(part) for part in fields]
    return _day(*numbers, *([None] * (3 - len(numbers)))) is not None


def _in_words(text: str) -> str | None:
    found = _DAY_FIRST.search(text)
    if found:
        return _day(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    found = _MONTH_FIRST.search(text)
    if found:
        return _day(int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    found = _MONTH_ONLY.search(text)
    return _day(int(found[2]), _MONTHS[found[1].lower()], None) if found else None


def _in_figures(text: str, month_first: bool | None) -> str | None:
    found = _SLASHED.search(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _FIGURES.search(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if first > 12 or first == second or "." in found[0] or month_first is False:
        return _day(year, second, first)
    if second > 12 or month_first:
        return _day(year, first, second)
    return None


def _day(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """A date in EDTF where it is on the calendar."""
    if not EARLIEST <= year <= LATEST:
        return None
    if month is None:
        return f"{year:04}"
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
