"""The invented world: countries, towns, a war, newspapers and agencies, none of them real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from relata.demo.model import Language
from relata.demo.prose import data, lines

SPELLED = ("en", "it", "fr", "ar")
"""The order in which the data files give the forms of a name."""

LANGUAGE_OF: Mapping[str, Language] = {
    "selmarca": "it",
    "aldermark": "en",
    "merandie": "fr",
    "qarsuna": "ar",
    "skarnholt": "en",
}
"""In which language the people of a country tell their story."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A newspaper or an agency; `agency` is its credit word, None for a paper.

    `dated` is where its pages carry the date: json-ld, meta, time, address or text.
    """

    key: str
    language: Language
    name: str
    agency: str | None
    dated: str
    encoding: str
    curly: bool

    @property
    def publisher(self) -> str:
        """The name with the plain word that it is fictional."""
        return f"{self.name} ({fictional(self.language)})"

    @property
    def domain(self) -> str:
        """A web address that can belong to nobody (RFC 2606)."""
        return f"{self.key}.example"


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands around the articles of a language's papers."""

    menu: tuple[str, ...]
    advertisement: str
    cookies: str
    related: str
    footer: str


@dataclass(frozen=True, slots=True)
class Town:
    """A town of one of the home countries, by language."""

    country: str
    names: Mapping[str, str] = field(hash=False)


def parted(line: str) -> list[str]:
    """The cells of a line parted by "|"."""
    return [cell.strip() for cell in line.split("|")]


def spelled(cells: list[str]) -> dict[str, str]:
    """Four cells as forms by language."""
    return dict(zip(SPELLED, cells, strict=True))


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """The countries' names by key and language."""
    rows = [parted(line) for line in lines(data("world")["countries"])]
    return {row[0]: spelled(row[1:]) for row in rows}


@cache
def towns(country: str) -> tuple[Town, ...]:
    """The towns of a country."""
    rows = [parted(line) for line in lines(data("world")["towns"])]
    return tuple(Town(row[0], spelled(row[1:])) for row in rows if row[0] == country)


@cache
def outlets() -> Mapping[str, Outlet]:
    """Papers and agencies by key."""
    found = {}
    for line in lines(data("world")["outlets"]):
        key, language, name, agency, dated, encoding, marks = parted(line)
        found[key] = Outlet(
            key, _language(language), name, agency or None, dated, encoding, marks == "curly"
        )
    return found


@cache
def page_words(language: str) -> PageWords:
    """The words around an article in a language."""
    menu, advertisement, cookies, related, footer = lines(data("world")[f"page_{language}"])
    return PageWords(tuple(parted(menu)), advertisement, cookies, related, footer)


def named(what: str, language: str) -> str:
    """What the world calls a thing in a language: "centre", "group", "interview"."""
    return spelled(parted(data("world")[what]))[language]


def fictional(language: str) -> str:
    """How the language says that a paper is invented."""
    return named("fictional", language)


def centre(language: str) -> str:
    """The invented study centre that leads the interviews, said to be invented."""
    return f"{named('centre', language)} ({named('invented', language)})"


def _language(word: str) -> Language:
    known: dict[str, Language] = {"it": "it", "en": "en", "fr": "fr", "ar": "ar"}
    return known[word]
