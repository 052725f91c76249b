"""The prose banks: sentences people wrote, dealt out and made to fit a speaker.

A bank is a YAML file of named lists, one sentence a line. In a sentence `{a|b}`
is a free choice, `[his|her]` follows the speaker's sex, `<town>` is a slot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from relata.demo.dice import Dice

LANGUAGES = ("it", "en", "fr", "ar")

_BY_SEX = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"(\b(?:[dD]e|que|a) )?<([a-z_:0-9]+)>")
_TAGGED = re.compile(r"([a-z][a-z-]*)=(.+)")
_VOWELS = tuple("AEIOUYÉÈÊÎÔÛ")


@cache
def data(name: str) -> Any:
    """One data file, as YAML gives it; read once."""
    text = files("relata.demo").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    text = unicodedata.normalize("NFC", text)
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def lines(block: str) -> tuple[str, ...]:
    """The lines of a block, in order, without empty ones."""
    return tuple(line.strip() for line in block.splitlines() if line.strip())


@cache
def bank(name: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of a bank in a language ("motives", "it"), by key."""
    return {key: lines(block) for key, block in data(f"{name}.{language}").items()}


@cache
def phrases(name: str, language: str, key: str) -> Mapping[str, str]:
    """A list of `key=phrase` lines as a mapping."""
    return dict(tagged(line) for line in bank(name, language)[key])


def tagged(line: str) -> tuple[str, str]:
    """The tag before "=" and the rest; the tag is empty where a line has none."""
    found = _TAGGED.fullmatch(line)
    return (found[1], found[2]) if found else ("", line)


class Decks:
    """Deals from the banks so that a line comes back only when all were dealt."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._left: dict[tuple[str, str, str], list[int]] = {}
        self._rounds: dict[tuple[str, str, str], int] = {}
        self._last: dict[tuple[str, str, str], int] = {}
        self._answers: set[str] = set()

    def place(self, name: str, language: str, key: str) -> int:
        """The place in its list of the next line."""
        deck = (name, language, key)
        if not self._left.get(deck):
            turn = self._rounds.get(deck, 0)
            self._rounds[deck] = turn + 1
            dice = Dice(self._seed, "deck", *deck, str(turn))
            dealt = dice.shuffled(range(len(bank(name, language)[key])))
            if dealt[-1] == self._last.get(deck):
                dealt.reverse()
            self._left[deck] = dealt
        self._last[deck] = self._left[deck].pop()
        return self._last[deck]

    def fresh(self, name: str, language: str, key: str, said: set[tuple[str, int]]) -> int:
        """The place of the next line that this teller has not said, and note it as
        said. Where they said all of them, one comes again."""
        place = self.place(name, language, key)
        for _ in bank(name, language)[key]:
            if (key, place) not in said:
                break
            place = self.place(name, language, key)
        said.add((key, place))
        return place

    def is_new(self, answer: str) -> bool:
        """Whether nobody has answered like this before; from now on somebody has."""
        known = len(self._answers)
        self._answers.add(answer)
        return len(self._answers) > known

    def deal(self, name: str, language: str, key: str) -> str:
        """The next line itself, not yet fitted to a speaker."""
        return bank(name, language)[key][self.place(name, language, key)]


def fitted(line: str, *, female: bool, dice: Dice, slots: Mapping[str, str]) -> str:
    """A line as this speaker says it: choices made, slots filled.

    A slot without a value stays as it stands, so that mail addresses pass.
    Before a name that begins with a vowel French "de" and "que" are elided, and
    Italian "a" becomes "ad" before an A.
    """
    said = _BY_SEX.sub(lambda m: m[2] if female else m[1], line)
    while _CHOICE.search(said):
        said = _CHOICE.sub(lambda m: dice.pick(m[1].split("|")), said, count=1)
    return _SLOT.sub(lambda m: _filled(m, slots), said)


def _filled(found: re.Match[str], slots: Mapping[str, str]) -> str:
    value = slots.get(found[2])
    if value is None:
        return found[0]
    before, language = found[1] or "", slots.get("language")
    if before == "a " and language == "it" and value.startswith("A"):
        before = "ad "
    elif before not in ("", "a ") and language == "fr" and value.startswith(_VOWELS):
        before = before[:-2] + "'"
    return before + value
