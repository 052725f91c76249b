"""A voice: what fits the banks' lines to one person in one language."""

from __future__ import annotations

from collections.abc import Mapping

from relata.demo.dice import Dice
from relata.demo.model import Person
from relata.demo.prose import Decks, bank, fitted, phrases
from relata.demo.telling_dates import told_date
from relata.demo.world import countries

_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


class Voice:
    """Speaks the banks' lines as of one person.

    `left` replaces the date of leaving where a teller has it otherwise.
    """

    def __init__(
        self,
        person: Person,
        language: str,
        *,
        decks: Decks,
        dice: Dice,
        left: str | None = None,
        eastern_digits: bool = False,
    ) -> None:
        self.person, self.language = person, language
        self.decks, self.dice = decks, dice
        self._said: set[tuple[str, int]] = set()
        name = person.names[language]
        age = f"{person.age} عامًا" if language == "ar" else str(person.age)
        self._slots = {
            "language": language,
            "name": name,
            "first": name.split(" ", 1)[0],
            "last": name.split(" ", 1)[1],
            "who": person.pseudonym,
            "age": age.translate(_EASTERN) if eastern_digits else age,
            "town": person.town[language],
            "country": countries()[person.home][language],
            "joined": told_date(person.joined, language),
            "left": told_date(left or person.left, language),
            "left_other": told_date(left or person.left, language),
        }
        for key, of in (("role", person.role), ("route", person.route)):
            self._slots[key] = self.say(phrases("profiles", language, f"{key}s")[of])

    @property
    def slots(self) -> Mapping[str, str]:
        """What stands for the slots besides what a line brings itself."""
        return self._slots

    def say(self, line: str, **more: str) -> str:
        """A line fitted to the person."""
        slots = {**self._slots, **more} if more else self._slots
        return fitted(line, female=self.person.female, dice=self.dice, slots=slots)

    def deal(self, key: str, *, of: str = "interviews", **more: str) -> str:
        """The next line of a list, fitted."""
        place = self.decks.fresh(of, self.language, key, self._said)
        return self.say(bank(of, self.language)[key][place], **more)

    def own_words(self, motive: str) -> tuple[str, int]:
        """The person telling a reason, and the line's place in its bank."""
        place = self.decks.fresh("motives", self.language, motive, self._said)
        return self.in_translation(motive, place), place

    def in_translation(self, motive: str, place: int) -> str:
        """The line at a place of its bank: the same in Italian, English and French."""
        return self.say(bank("motives", self.language)[motive][place])

    def quotation(self, motive: str) -> str:
        """The person telling a reason, as it stands within quotation marks."""
        return self.own_words(motive)[0].removesuffix(".")
