"""What the story holds: its people, its sources, and what two coders made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Language = Literal["it", "en", "fr", "ar"]
Kind = Literal["interview", "news", "document", "mail"]
Sex = Literal["male", "female"]
Status = Literal["stated", "stated as absent", "not stated", "contradicted", "withheld"]
Told = Literal["whole", "credited", "trimmed", "embedded", "translated"]


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person as they truly are.

    `names` are the spellings by language, `home` and `town` keys and names of
    the invented world. `joined` and `left` are EDTF. `role`, `route`,
    `obstacles`, `joining` and `motives` are codes and choices of the starter
    codebooks, the motives in the order of their weight. `outcome` is None where
    the story tells nothing of a court.
    """

    pseudonym: str
    names: Mapping[str, str] = field(hash=False)
    sex: Sex
    home: str
    town: Mapping[str, str] = field(hash=False)
    language: Language
    age: int
    joined: str
    left: str
    role: str
    route: str
    obstacles: tuple[str, ...]
    joining: tuple[str, ...]
    motives: tuple[str, ...]
    denied: str | None
    outcome: str | None
    interviewed: bool

    @property
    def female(self) -> bool:
        return self.sex == "female"

    @property
    def name(self) -> str:
        """The hidden name as written at home. It belongs into the vault."""
        return self.names[self.language]


@dataclass(frozen=True, slots=True)
class StoryPassage:
    """A sentence that truly tells a reason; `person` is a pseudonym.

    `quote` stands `occurrence` times before itself in the text (0: the first).
    """

    quote: str
    code: str
    person: str
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class StoryFact:
    """A sentence from which a variable of a person can be read."""

    quote: str
    person: str
    variable: str
    value: str


@dataclass(frozen=True, slots=True)
class StoryStatement:
    """Who said what. `quote` is the content, `cue` the words that introduce it;
    None where a quotation stands without any."""

    speaker: str
    role: str | None
    mode: str
    mood: str
    cue: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class StoryFigure:
    """A count of people with its bounds; None where a bound is open or unknown.

    `quote` begins at character `at` of `paragraph`. `place` is a key of the
    invented world and `as_of` EDTF. `kind` is exact, about, at_least, at_most,
    range or vague.
    """

    quote: str
    paragraph: str = field(repr=False)
    at: int
    low: int | None
    high: int | None
    kind: str
    counted: str | None
    relation: str | None
    place: str | None
    as_of: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class StorySource:
    """One file as it would arrive, with the truth about it.

    `text` are its paragraphs parted by empty lines, in NFC, without menus and
    the like; a reader may find a heading more. `persons` are pseudonyms.
    `statements` are all that a report of counts or an agency story attributes; of
    a profile only what stands in quotation marks.
    `copy_of` names the file it was taken from, `how` in what manner.
    """

    filename: str
    data: bytes = field(repr=False)
    language: Language
    kind: Kind
    title: str
    date: date
    publisher: str
    text: str = field(repr=False)
    persons: tuple[str, ...] = ()
    passages: tuple[StoryPassage, ...] = ()
    facts: tuple[StoryFact, ...] = ()
    statements: tuple[StoryStatement, ...] = ()
    figures: tuple[StoryFigure, ...] = ()
    copy_of: str | None = None
    how: Told | None = None


@dataclass(frozen=True, slots=True)
class StoryCoding:
    """One coder's choice of a code for a stretch of one paragraph.

    `turn` counts the coder's codings in the order they were made, from 0.
    `person` is None where the coder left open whom it is about.
    """

    coder: str
    filename: str
    quote: str
    code: str
    person: str | None
    turn: int
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class StoryValue:
    """What a coder judged of a person, with its evidence as (filename, quote).

    `variable` names a variable, or a code for a reason told as absent. `value`
    is None unless something is stated; `missing` says why there is none.
    """

    person: str
    variable: str
    value: str | None
    status: Status
    evidence: tuple[tuple[str, str], ...]
    coder: str
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The whole demonstration: files, codings and values, and the truth beside them."""

    title: str
    note: str
    seed: int
    coders: tuple[str, ...]
    persons: tuple[Person, ...]
    sources: tuple[StorySource, ...]
    codings: tuple[StoryCoding, ...]
    values: tuple[StoryValue, ...]
    truth: Mapping[str, Any] = field(hash=False, repr=False)

    def truth_json(self) -> str:
        """The truth as JSON, the same for the same seed byte for byte."""
        return json.dumps(self.truth, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def person(self, pseudonym: str) -> Person:
        """The person of that pseudonym; KeyError where there is none."""
        for one in self.persons:
            if one.pseudonym == pseudonym:
                return one
        raise KeyError(pseudonym)
