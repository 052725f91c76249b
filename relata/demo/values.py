"""What the coders recorded of each person, and on which sentences it rests."""

from __future__ import annotations

from collections.abc import Iterator

from relata.demo.cast import month_of
from relata.demo.coders import CODERS
from relata.demo.codes import MOTIVES
from relata.demo.dice import Dice
from relata.demo.model import Person, StoryFact, StorySource, StoryValue
from relata.demo.world import named

_READ = ("age-at-joining", "country-of-residence", "joined", "role", "route-out", "legal-outcome")
_TOLD_TO = {"interview": "researcher", "news": "journalist", "mail": "family-or-friends"}

_Facts = list[tuple[str, StoryFact]]


def values(
    persons: tuple[Person, ...],
    sources: tuple[StorySource, ...],
    absent: dict[str, tuple[str, str]],
    seed: int,
) -> tuple[StoryValue, ...]:
    """All values, case by case.

    `absent` gives, by pseudonym, the file and the sentence that rule out the
    reason which the person denies.
    """
    made: list[StoryValue] = []
    for place, person in enumerate(persons):
        first, second = CODERS if place % 2 == 0 else CODERS[::-1]
        told_in = [s for s in sources if person.pseudonym in s.persons]
        facts = [(s.filename, f) for s in told_in for f in s.facts if f.person == person.pseudonym]
        dice = Dice(seed, "values", person.pseudonym)
        case = _Case(person, first, second, facts, dice)
        made += [*case.known(told_in), *case.read(), *case.left(), *case.obstacles()]
        made += [*case.gaps(), *case.ruled_out(absent), *case.checked()]
    return tuple(made)


class _Case:
    def __init__(self, person: Person, coder: str, other: str, facts: _Facts, dice: Dice) -> None:
        self.person, self.coder, self.other = person, coder, other
        self.facts, self.dice = facts, dice

    def of(self, variable: str) -> _Facts:
        return [pair for pair in self.facts if pair[1].variable == variable]

    def stated(self, variable: str, value: str, facts: _Facts, coder: str = "") -> StoryValue:
        """A value with all the sentences that bear it out."""
        evidence = tuple((name, f.quote) for name, f in facts if f.value == value)
        by = coder or self.coder
        return StoryValue(self.person.pseudonym, variable, value, "stated", evidence, by)

    def unstated(self, variable: str, status: str, missing: str | None) -> StoryValue:
        kind: dict[str, StoryValue] = {
            word: StoryValue(self.person.pseudonym, variable, None, word, (), self.coder, missing)
            for word in ("not stated", "withheld")
        }
        return kind[status]

    def known(self, told_in: list[StorySource]) -> Iterator[StoryValue]:
        """What rests on the sources as a whole and not on a sentence."""
        yield self.stated("sex", self.person.sex, [])
        yield self.stated("group", named("group", "en"), [])
        heard = {_heard_by(source) for source in told_in}
        yield self.stated("account-given-to", "; ".join(sorted(heard)), [])

    def read(self) -> Iterator[StoryValue]:
        for variable in _READ:
            facts = self.of(variable)
            for value in dict.fromkeys(f.value for _, f in facts):
                yield self.stated(variable, value, facts)

    def left(self) -> Iterator[StoryValue]:
        """The date of leaving. Where it is told in two ways, either both stand
        side by side, one coder each, or one coder finds them contradicted."""
        facts = self.of("left")
        told = list(dict.fromkeys(f.value for _, f in facts))
        if len(told) == 1:
            yield self.stated("left", told[0], facts)
        elif len(told) > 1 and self.dice.chance(0.5):
            yield self.stated("left", told[0], facts)
            yield self.stated("left", told[1], facts, self.other)
        elif told:
            evidence = tuple((name, f.quote) for name, f in facts)
            yield StoryValue(
                self.person.pseudonym, "left", None, "contradicted", evidence, self.coder
            )

    def obstacles(self) -> Iterator[StoryValue]:
        facts = self.of("obstacles")
        if facts:
            evidence = tuple((name, f.quote) for name, f in facts)
            value = "; ".join(dict.fromkeys(f.value for _, f in facts))
            yield StoryValue(
                self.person.pseudonym, "obstacles", value, "stated", evidence, self.coder
            )

    def gaps(self) -> Iterator[StoryValue]:
        """What nobody asked, what was refused, what the source does not know."""
        if not self.person.interviewed and self.dice.chance(0.5):
            yield self.unstated("education", "not stated", "unknown to the source")
        elif self.person.interviewed and self.dice.chance(0.2):
            yield self.unstated("education", "withheld", "refused")
        elif self.dice.chance(0.4):
            yield self.unstated("education", "not stated", "not asked")
        if not self.of("legal-outcome") and self.dice.chance(0.3):
            yield self.unstated("legal-outcome", "not stated", "unknown to the source")

    def ruled_out(self, absent: dict[str, tuple[str, str]]) -> Iterator[StoryValue]:
        """The reason the person says it was not."""
        evidence = absent.get(self.person.pseudonym)
        if self.person.denied and evidence:
            code = MOTIVES[self.person.denied]
            yield StoryValue(
                self.person.pseudonym, code, None, "stated as absent", (evidence,), self.coder
            )

    def checked(self) -> Iterator[StoryValue]:
        """One case in five is recorded by the other coder too, not always alike."""
        if not self.dice.chance(0.2):
            return
        for variable in ("age-at-joining", "joined"):
            facts = self.of(variable)
            if not facts:
                continue
            evidence = tuple((name, f.quote) for name, f in facts)
            value = facts[0][1].value
            if variable == "age-at-joining" and self.dice.chance(0.25):
                value = str(int(value) + 1)
            if variable == "joined" and self.dice.chance(0.5):
                value = f"{month_of(value) // 12}"
            yield StoryValue(self.person.pseudonym, variable, value, "stated", evidence, self.other)


def _heard_by(source: StorySource) -> str:
    if source.kind == "document":
        return "court" if "-court-" in source.filename else "aid-worker-or-counsellor"
    return _TOLD_TO[source.kind]
