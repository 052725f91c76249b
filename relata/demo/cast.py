"""Who appears where: so that nobody goes unmentioned and several are told of twice."""

from __future__ import annotations

from dataclasses import dataclass

from relata.demo.dice import Dice
from relata.demo.model import Person
from relata.demo.people import uncertain

_PAPERS = {
    "it": ("corriere", "lusena", "varda", "ambrano"),
    "en": ("courier", "caddermouth", "observer", "wexholm"),
    "fr": ("villerane", "tribune", "sauvel"),
    "ar": ("zuhal", "sada", "wadhara"),
}
_MORE_PROFILES = (("it", "merandie"), ("en", "aldermark"), ("fr", "merandie"), ("ar", "selmarca"))
"""Language of the paper, and home of someone interviewed whom it writes about too."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One person in one source. `left` is when they left, where it is told otherwise there."""

    person: Person
    where: str
    left: str | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """The appearances outside the interviews.

    `profiles` are by newspaper, `courts`, `visits` (two people each) and
    `mails` by language, `trials` by the key of the agency story.
    """

    profiles: tuple[Appearance, ...]
    courts: tuple[Appearance, ...]
    visits: tuple[tuple[str, Person, Person], ...]
    mails: tuple[Appearance, ...]
    trials: tuple[Appearance, ...]


def cast(persons: tuple[Person, ...], seed: int) -> Cast:
    """Everyone who gave no interview appears once; some who gave one appear again."""
    dice = Dice(seed, "cast")
    unmet = {
        language: [p for p in persons if not p.interviewed and p.language == language]
        for language in _PAPERS
    }
    courts = tuple(Appearance(unmet[language].pop(), language) for language in _PAPERS)
    visits = (
        ("en", unmet["en"].pop(), unmet["en"].pop()),
        ("it", unmet["it"].pop(), unmet["it"].pop()),
        ("fr", unmet["fr"].pop(), unmet["ar"].pop()),
    )
    abroad = [unmet["ar"].pop(), unmet["ar"].pop()]
    papers = {language: dice.shuffled(keys) for language, keys in _PAPERS.items()}
    subjects = [("it", p, None) for p in abroad]
    subjects += [(language, p, None) for language in _PAPERS for p in unmet[language]]
    met = [p for p in dice.shuffled(persons) if p.interviewed]
    trials = tuple(
        Appearance(_next(met, home, reasons=2), key)
        for key, home in (("verdict-selmarca", "selmarca"), ("trial-merandie", "merandie"))
    )
    again = [(language, _next(met, home)) for language, home in _MORE_PROFILES]
    mails = tuple(
        Appearance(person, language, otherwise(person, dice))
        for language, home in (("it", "selmarca"), ("en", "aldermark"), ("fr", "merandie"))
        for person in [_next(met, home)]
    )
    told = [*subjects, *((lang, p, otherwise(p, dice)) for lang, p in again)]
    profiles = []
    for place, (language, person, left) in enumerate(told):
        keys = papers[language]
        profiles.append(Appearance(person, keys[place % len(keys)], left))
    return Cast(tuple(profiles), courts, visits, mails, trials)


def otherwise(person: Person, dice: Dice) -> str:
    """When the person left, told some months off: earlier or later."""
    away = dice.between(3, 7) * (1 if dice.chance(0.5) else -1)
    return uncertain_month(month_of(person.left) + away, dice)


def uncertain_month(months: int, dice: Dice) -> str:
    """A month told with more or less certainty, never as vaguely as a year."""
    told = uncertain(dice, months)
    return told if "?" not in told else f"{months // 12}-{months % 12 + 1:02d}~"


def month_of(edtf: str) -> int:
    """Months since the year 0 of a date of the story; the middle where it is vague."""
    digits = edtf.strip("[]?~")
    year = int(digits[:4])
    if "?" in edtf:
        return year * 12 + 6
    month = int(digits[5:7])
    if month > 12:
        month = 3 * (month - 20) + 1
    return year * 12 + month - 1 + (1 if ".." in edtf else 0)


def _next(met: list[Person], home: str, *, reasons: int = 1) -> Person:
    """Take the first of a country with that many reasons; any of the country failing that."""
    fitting = [p for p in met if p.home == home]
    chosen = next((p for p in fitting if len(p.motives) >= reasons), fitting[0])
    met.remove(chosen)
    return chosen
