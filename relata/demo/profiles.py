"""News reports about one person who came back."""

from __future__ import annotations

from datetime import date

from relata.demo.cast import Appearance, month_of
from relata.demo.codes import MOTIVES, ROLES, ROUTES
from relata.demo.dice import Dice
from relata.demo.drafts import Draft
from relata.demo.model import StoryFact, StoryPassage, StorySource, StoryStatement
from relata.demo.pages import published
from relata.demo.prose import Decks, phrases
from relata.demo.speaking import Voice
from relata.demo.world import countries, outlets

_EASTERN_DIGITS = ("zuhal",)


def profile(of: Appearance, seed: int, decks: Decks) -> StorySource:
    """The report of one newspaper about one person."""
    return _Reporter(of, seed, decks).report()


class _Reporter:
    def __init__(self, of: Appearance, seed: int, decks: Decks) -> None:
        self.of, self.person, self.outlet = of, of.person, outlets()[of.where]
        self.dice = Dice(seed, "profile", of.person.pseudonym, of.where)
        self.voice = Voice(
            of.person,
            self.outlet.language,
            decks=decks,
            dice=self.dice,
            left=of.left,
            eastern_digits=of.where in _EASTERN_DIGITS,
        )
        self.passages: list[StoryPassage] = []
        self.facts: list[StoryFact] = []
        self.statements: list[StoryStatement] = []

    def report(self) -> StorySource:
        person, voice = self.person, self.voice
        opening = self.reads("lede", "age-at-joining", str(person.age))
        self.read(opening, "country-of-residence", countries()[person.home]["en"])
        joined = self.reads("joined", "joined", person.joined)
        self.read(joined, "role", ROLES[person.role])
        left = self.reads("left", "left", self.of.left or person.left)
        self.read(left, "route-out", ROUTES[person.route])
        paragraphs = [
            opening,
            f"{joined} {self.line('unnamed')}",
            self.quoted(person.motives[0]),
            f"{left} {self.line('context')}",
            *(self.mentioned(motive) for motive in person.motives[1:2]),
            *(self.quoted(motive) for motive in person.motives[2:3]),
            self.line("background"),
            f"{self.line('context')} {self.line('closing')}",
        ]
        title = voice.deal("titles", of="profiles")
        draft = Draft(
            name=f"{self.day().isoformat()}-{self.outlet.key}-{person.pseudonym}",
            language=self.outlet.language,
            kind="news",
            title=title[0].upper() + title[1:],
            date=self.day(),
            publisher=self.outlet.publisher,
            paragraphs=tuple(paragraphs),
            persons=(person.pseudonym,),
            passages=tuple(self.passages),
            facts=tuple(self.facts),
            statements=tuple(self.statements),
        )
        return published(draft, self.outlet)

    def line(self, key: str) -> str:
        return self.voice.deal(key, of="profiles")

    def reads(self, key: str, variable: str, value: str) -> str:
        """A line of which the variable can be read."""
        line = self.line(key)
        self.read(line, variable, value)
        return line

    def read(self, quote: str, variable: str, value: str) -> None:
        self.facts.append(StoryFact(quote, self.person.pseudonym, variable, value))

    def quoted(self, motive: str) -> str:
        """A reason in the person's own words."""
        quote = self.voice.quotation(motive)
        self.passages.append(StoryPassage(quote, MOTIVES[motive], self.person.pseudonym))
        line, _, cue = self.voice.deal("quote", of="profiles", quote=quote).partition(" || ")
        speaker = self.voice.slots["last"]
        self.statements.append(StoryStatement(speaker, None, "direct", "fact", cue or None, quote))
        return line

    def mentioned(self, motive: str) -> str:
        """A reason as others report it; the whole sentence is the passage."""
        named = self.voice.say(phrases("profiles", self.outlet.language, "reasons")[motive])
        sentence = self.voice.deal("reason", of="profiles", reason=named)
        self.passages.append(StoryPassage(sentence, MOTIVES[motive], self.person.pseudonym))
        return sentence

    def day(self) -> date:
        """Some months after the person left."""
        months = month_of(self.of.left or self.person.left) + 5 + len(self.person.motives)
        return date(months // 12, months % 12 + 1, 3 + 5 * len(self.person.joining))
