"""Interviews: questions from a guide, answers from a life."""

from __future__ import annotations

from dataclasses import dataclass

from relata.demo.codes import JOINING, MOTIVES, OBSTACLES, ROLES, ROUTES
from relata.demo.dice import Dice
from relata.demo.model import Person, StoryFact
from relata.demo.prose import Decks, bank, tagged
from relata.demo.speaking import Voice
from relata.demo.world import countries


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer: the code it truly has, and what can be read from it.

    `absent` is the code of a reason that the sentence rules out.
    """

    text: str
    code: str | None = None
    facts: tuple[StoryFact, ...] = ()
    absent: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer."""

    question: str
    answer: tuple[Said, ...]


def interview(person: Person, seed: int, decks: Decks) -> tuple[Exchange, ...]:
    """What a person told the study centre, in the order of the guide."""
    teller = _Teller(person, Dice(seed, "interview", person.pseudonym), decks)
    return (
        teller.exchange("opening", [teller.said("say_opening")]),
        teller.before(),
        *teller.joining(),
        teller.travel(),
        teller.work(),
        teller.exchange("daily", [teller.said("daily") for _ in range(3)]),
        teller.exchange("people", [teller.said("people") for _ in range(2)]),
        teller.exchange("home", [teller.said("home") for _ in range(2)]),
        teller.exchange("turn", [teller.said("say_turn"), teller.aside()]),
        *teller.reasons(),
        *teller.obstacles(),
        teller.exchange("plan", [teller.said("plan") for _ in range(2)]),
        teller.way_out(),
        teller.after(),
        teller.exchange("closing", [teller.said("say_closing")]),
    )


class _Teller:
    """Puts one person's answers together."""

    def __init__(self, person: Person, dice: Dice, decks: Decks) -> None:
        self.person, self.dice = person, dice
        self.voice = Voice(person, person.language, decks=decks, dice=dice)

    def exchange(self, topic: str, answer: list[Said]) -> Exchange:
        return self.asked(f"ask_{topic}", answer)

    def asked(self, question: str, answer: list[Said]) -> Exchange:
        """A question and its answer, drawn out where somebody answered just so."""
        said = answer
        while not self.voice.decks.is_new(" ".join(one.text for one in said)) and len(said) < 9:
            said = [*said, self.aside()]
        return Exchange(self.voice.deal(question), tuple(said))

    def said(self, key: str, **facts: str) -> Said:
        """A line of a list, with the variables that can be read from it."""
        text = self.voice.deal(key)
        return Said(text, facts=self.facts(text, facts))

    def facts(self, quote: str, facts: dict[str, str]) -> tuple[StoryFact, ...]:
        return tuple(
            StoryFact(quote, self.person.pseudonym, variable.replace("_", "-"), value)
            for variable, value in facts.items()
        )

    def aside(self) -> Said:
        return self.said("aside")

    def before(self) -> Exchange:
        country = countries()[self.person.home]["en"]
        home = self.said(
            "say_age", age_at_joining=str(self.person.age), country_of_residence=country
        )
        return self.exchange("before", [home, self.said("before"), self.said("before")])

    def joining(self) -> list[Exchange]:
        asked: list[Exchange] = []
        for key in self.person.joining:
            text = self.voice.deal(f"joining_{key}")
            told = [Said(text, code=JOINING[key]), self.aside()]
            question = "ask_joining" if not asked else "ask_motive"
            asked.append(self.asked(question, told))
        return asked

    def travel(self) -> Exchange:
        told = [self.said("travel"), self.said("travel")]
        return self.exchange("travel", [self.said("say_joined", joined=self.person.joined), *told])

    def work(self) -> Exchange:
        role = self.said(f"role_{self.person.role}", role=ROLES[self.person.role])
        return self.exchange("role", [role, self.said("work")])

    def reasons(self) -> list[Exchange]:
        """One exchange a reason; the first is told at greater length."""
        asked: list[Exchange] = []
        for weight, motive in enumerate(self.person.motives):
            told = [self.reason(motive), self.said("afterwards")]
            if weight == 0 or self.dice.chance(0.45):
                told.insert(self.dice.between(1, 2), self.reason(motive))
            if self.dice.chance(0.5):
                told.append(self.aside())
            asked.append(self.asked("ask_motive", told))
        if self.person.denied:
            asked.append(self.asked("ask_motive", [self.denial()]))
        return asked

    def reason(self, motive: str) -> Said:
        return Said(self.voice.own_words(motive)[0], code=MOTIVES[motive])

    def denial(self) -> Said:
        lines = dict(tagged(line) for line in bank("interviews", self.person.language)["denied"])
        key = str(self.person.denied)
        return Said(self.voice.say(lines[key]), absent=MOTIVES[key])

    def obstacles(self) -> list[Exchange]:
        return [
            self.exchange(
                "obstacle", [self.said(f"obstacle_{key}", obstacles=OBSTACLES[key]), self.aside()]
            )
            for key in self.person.obstacles
        ]

    def way_out(self) -> Exchange:
        route = self.said(f"route_{self.person.route}", route_out=ROUTES[self.person.route])
        told = [route, self.said("say_left", left=self.person.left)]
        if self.dice.chance(0.4):
            told.append(self.said("named"))
        return self.exchange("route", told)

    def after(self) -> Exchange:
        told: list[Said] = []
        while len(told) < 2:
            tag, line = tagged(self.voice.decks.deal("interviews", self.person.language, "after"))
            if not tag or tag == self.person.outcome:
                text = self.voice.say(line)
                told.append(
                    Said(text, facts=self.facts(text, {"legal_outcome": tag} if tag else {}))
                )
        return self.exchange("after", told)
