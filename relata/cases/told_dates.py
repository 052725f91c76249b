"""Dates as people tell them, written as EDTF: "spring 2015", "verso marzo 2014", "قبل 2015".

What is found is a proposal: whoever typed it sees how it was understood before it is
kept. What could be read in two ways, such as 03/04/2015, is left unread.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from relata.codebook.dates import BadDate, bounds

_MONTHS = (
    "january jan gennaio janvier كانون_الثاني يناير جانفي",
    "february feb febbraio fevrier شباط فبراير فيفري",
    "march mar marzo mars اذار مارس",
    "april apr aprile avril نيسان ابريل افريل",
    "may maggio mai ايار مايو ماي",
    "june jun giugno juin حزيران يونيو جوان",
    "july jul luglio juillet تموز يوليو جويلية",
    "august aug agosto aout اب اغسطس اوت",
    "september sep sept settembre septembre ايلول سبتمبر",
    "october oct ottobre octobre تشرين_الاول اكتوبر",
    "november nov novembre تشرين_الثاني نوفمبر",
    "december dec dicembre decembre كانون_الاول ديسمبر",
)
_SEASONS = (
    "spring primavera printemps ربيع الربيع",
    "summer estate ete صيف الصيف",
    "autumn fall autunno automne خريف الخريف",
    "winter inverno hiver شتاء الشتاء",
)
_NUMBERS = {
    word: f"{number:02d}"
    for start, rows in ((1, _MONTHS), (21, _SEASONS))
    for number, row in enumerate(rows, start)
    for word in row.split()
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ABOUT = _set(
    "about around circa c ca roughly approximately verso intorno vers environ autour "
    "حوالي نحو تقريبا"
)
_PERHAPS = _set(
    "perhaps maybe probably possibly forse probabilmente peut-etre peutetre probablement ربما لعل"
)
_BEFORE = _set("before prima avant قبل")
_UNTIL = _set("until till by fino entro jusque jusqu حتى")
_AFTER = _set("after dopo apres بعد")
_SINCE = _set("since from dal da depuis منذ")
_BETWEEN = _set("between from tra fra dal da entre de du depuis بين من")
_AND = _set("and to until e al a et au و الى")
_OR = _set("or o ou او")
_SMALL = _set(
    "in the of on year i il lo la l nel nella nell del della dell di d anno le les "
    "en au aux an annee mois month عام سنة في شهر"
)
_YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}")
_DECADE = re.compile(r"((?:1[0-9]|20)[0-9])0s")
_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th|er)?")
_NUMERIC = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]((?:19|20)[0-9]{2})")


def told_date(told: str) -> str | None:
    """The EDTF of a date told in English, Italian, French or Arabic; None where none is sure.

    >>> told_date("spring 2015"), told_date("verso marzo 2014"), told_date("2014 or 2015")
    ('2015-21', '2014-03~', '[2014,2015]')
    """
    words = _words(told)
    for joins, written in ((_OR, "[{},{}]"), (_AND, "{}/{}")):
        at = next((i for i, word in enumerate(words) if word in joins and i > 0), None)
        if at is not None:
            first, second = words[:at], words[at + 1 :]
            if joins is _AND:
                if first[0] not in _BETWEEN:
                    continue
                first = first[1:]
            ends = _one(first, year_of=second), _one(second)
            return written.format(*ends) if all(ends) else None
    if words and words[0] in _BEFORE | _UNTIL | _AFTER | _SINCE:
        return _open(words[0], _one([word for word in words[1:] if word not in _AND]))
    return _one(words)


def _open(word: str, date: str | None) -> str | None:
    """An interval open at one end; "before" and "after" leave the date itself out."""
    if date is None or word in _UNTIL or word in _SINCE:
        return date and (f"../{date}" if word in _UNTIL else f"{date}/..")
    try:
        earliest, latest = bounds(date)
    except BadDate:
        return None
    sign = date[-1] if date[-1] in "~?%" else ""
    day = timedelta(days=1)
    if word in _BEFORE and earliest is not None:
        return f"../{earliest - day}{sign}"
    return f"{latest + day}{sign}/.." if word in _AFTER and latest is not None else None


def _words(told: str) -> list[str]:
    plain = "".join(
        str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c
        for c in unicodedata.normalize("NFKD", told.casefold())
        if not unicodedata.combining(c)
    )
    plain = plain.replace("’", " ").replace("'", " ").replace("ـ", "")
    for second in ("الثاني", "الاول"):
        plain = re.sub(rf"(كانون|تشرين)\s+{second}", rf"\1_{second}", plain)
    return [w for w in (word.strip(".,;()") for word in re.split(r"[\s,]+", plain)) if w]


def _one(words: list[str], *, year_of: list[str] | None = None) -> str | None:
    """One date; its year may stand with the other end of an interval."""
    doubt = (any(w in _ABOUT for w in words), any(w in _PERHAPS for w in words))
    parts = [w for w in words if w not in _ABOUT | _PERHAPS | _SMALL]
    sign = {(True, True): "%", (True, False): "~", (False, True): "?"}.get(doubt, "")
    date = _bare(parts)
    if date is None and year_of is not None:
        year = next((w for w in year_of if _YEAR.fullmatch(w)), None)
        date = _bare([*parts, year]) if year and parts else None
    return date and date + sign


def _bare(parts: list[str]) -> str | None:
    if len(parts) == 1:
        if decade := _DECADE.fullmatch(parts[0]):
            return f"{decade[1]}X"
        if numeric := _NUMERIC.fullmatch(parts[0]):
            return _numeric(int(numeric[1]), int(numeric[2]), numeric[3])
    years = [w for w in parts if _YEAR.fullmatch(w)]
    named = [_NUMBERS[w] for w in parts if w in _NUMBERS]
    days = [m[1] for w in parts if (m := _DAY.fullmatch(w))]
    if len(years) != 1 or len(named) > 1 or len(days) > 1:
        return None
    if len(years) + len(named) + len(days) != len(parts) or (days and not named):
        return None
    if days and int(named[0]) > 12:
        return None
    return "-".join([years[0], *named, *(f"{int(day):02d}" for day in days)])


def _numeric(first: int, second: int, year: str) -> str | None:
    """A date in digits, where only one order of day and month is possible."""
    if first > 12 >= second:
        return f"{year}-{second:02d}-{first:02d}"
    if second > 12 >= first:
        return f"{year}-{first:02d}-{second:02d}"
    return f"{year}-{first:02d}-{first:02d}" if first == second else None
