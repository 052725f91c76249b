"""Dates as people say them, in four languages: "around March 2015", "verso marzo del 2015"."""

from __future__ import annotations

import re

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ar": "كانون_الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيو "
    "تموز/يوليو آب/أغسطس أيلول/سبتمبر تشرين_الأول/أكتوبر تشرين_الثاني/نوفمبر كانون_الأول/ديسمبر",
}
_SEASONS = {
    "en": ("in the spring of {y}", "in the summer of {y}", "in the autumn of {y}"),
    "it": ("nella primavera del {y}", "nell'estate del {y}", "nell'autunno del {y}"),
    "fr": ("au printemps {y}", "pendant l'été {y}", "à l'automne {y}"),
    "ar": ("في ربيع {y}", "في صيف {y}", "في خريف {y}"),
}
_FORMS = {
    "en": {
        "day": "on {d} {m} {y}",
        "month": "in {m} {y}",
        "about": "around {m} {y}",
        "perhaps": "perhaps in {y}",
        "one of": "some time between {m} and {n} {y}",
    },
    "it": {
        "day": "il {d} {m} {y}",
        "month": "nel {m} del {y}",
        "about": "verso {m} del {y}",
        "perhaps": "forse nel {y}",
        "one of": "fra {m} e {n} del {y}",
    },
    "fr": {
        "day": "le {d} {m} {y}",
        "month": "en {m} {y}",
        "about": "vers {m} {y}",
        "perhaps": "peut-être en {y}",
        "one of": "entre {m} et {n} {y}",
    },
    "ar": {
        "day": "في {d} {m} {y}",
        "month": "في {m} {y}",
        "about": "في حدود {m} {y}",
        "perhaps": "ربما في {y}",
        "one of": "بين {m} و{n} {y}",
    },
}
_ELIDED = re.compile(r"\bnel (agosto|ottobre)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)(~?)")
_PERHAPS = re.compile(r"(\d{4})\?")
_ONE_OF = re.compile(r"\[(\d{4})-(\d\d)\.\.\d{4}-(\d\d)\]")


def month_name(month: int, language: str) -> str:
    """The name of a month, 1 to 12."""
    return _MONTHS[language].split()[month - 1].replace("_", " ")


def told_date(edtf: str, language: str) -> str:
    """A date with the preposition it needs.

    Of EDTF only what the story uses is told: a day, a month, about a month (~),
    a season (21 to 23), perhaps a year (?), one of the months of a set.
    """
    forms = _FORMS[language]
    if found := _DAY.fullmatch(edtf):
        day = found[3].lstrip("0")
        if language == "fr" and day == "1":
            day = "1er"
        return forms["day"].format(d=day, m=month_name(int(found[2]), language), y=found[1])
    if found := _MONTH.fullmatch(edtf):
        number = int(found[2])
        if number > 12:
            return _SEASONS[language][number - 21].format(y=found[1])
        form = forms["about" if found[3] else "month"]
        said = form.format(m=month_name(number, language), y=found[1])
        return _ELIDED.sub(r"nell'\1", said)
    if found := _PERHAPS.fullmatch(edtf):
        return forms["perhaps"].format(y=found[1])
    found = _ONE_OF.fullmatch(edtf)
    if found is None:
        raise ValueError(f"the story has no way of telling {edtf!r}")
    first, last = (month_name(int(found[i]), language) for i in (2, 3))
    return forms["one of"].format(m=first, n=last, y=found[1])
