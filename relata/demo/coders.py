"""Two coders who read the same sources and do not quite agree.

Ada is steady. Bruno misses and mistakes a little more the longer he works, and
comes to see a hard life where people tell of disappointment. Both cut their
passages as they please, and now and then code what holds no reason at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from relata.demo.codes import CONFUSED
from relata.demo.dice import Dice
from relata.demo.model import StoryCoding, StoryPassage, StorySource


@dataclass(frozen=True, slots=True)
class Habit:
    """How a coder works: shares from 0 to 1, at the first source and at the last."""

    name: str
    missed: tuple[float, float]
    mistaken: tuple[float, float]
    recut: float
    extra: float
    drawn_to: str | None = None


HABITS = (
    Habit("Ada", missed=(0.13, 0.13), mistaken=(0.07, 0.07), recut=0.30, extra=0.10),
    Habit(
        "Bruno",
        missed=(0.12, 0.19),
        mistaken=(0.07, 0.16),
        recut=0.42,
        extra=0.16,
        drawn_to="hardship",
    ),
)
CODERS = tuple(habit.name for habit in HABITS)

_SENTENCE = re.compile(r"[^.!?؟]{30,200}[.!?؟]")
_STRAY = ("hardship", "not-what-was-imagined", "burnout", "fear-of-air-raids")
_TURNS_TO_HARDSHIP = ("not-what-was-imagined", "boredom", "life-in-hiding")
_PARTED = (".srt", ".vtt")


def codings(sources: tuple[StorySource, ...], seed: int) -> tuple[StoryCoding, ...]:
    """All codings of both, each coder's in the order they were made."""
    return tuple(coding for habit in HABITS for coding in _codings_of(habit, sources, seed))


def _codings_of(habit: Habit, sources: tuple[StorySource, ...], seed: int) -> list[StoryCoding]:
    desk = Dice(seed, "desk", habit.name).shuffled([s for s in sources if s.persons])
    made: list[StoryCoding] = []
    for place, source in enumerate(desk):
        dice = Dice(seed, "coding", habit.name, source.filename)
        worn = place / (len(desk) - 1)
        chosen = [
            (_recut(p, source, dice) if dice.chance(habit.recut) else p.quote, code, p.person)
            for p in source.passages
            if not dice.chance(_at(habit.missed, worn))
            for code in [_judged(p, habit, worn, dice)]
        ]
        if dice.chance(habit.extra) and (stray := _stray(source, dice)):
            chosen.append((stray, dice.pick(_STRAY), source.persons[0]))
        several = len(source.persons) > 1
        for quote, code, person in chosen:
            whose = None if several and dice.chance(0.1) else person
            made.append(StoryCoding(habit.name, source.filename, quote, code, whose, len(made)))
    return made


def _at(share: tuple[float, float], worn: float) -> float:
    return share[0] + (share[1] - share[0]) * worn


def _judged(passage: StoryPassage, habit: Habit, worn: float, dice: Dice) -> str:
    """The code this coder gives: the true one, or a neighbour of it."""
    drawn = habit.drawn_to
    if drawn and passage.code in _TURNS_TO_HARDSHIP and dice.chance(0.3 * worn):
        return drawn
    if not dice.chance(_at(habit.mistaken, worn)):
        return passage.code
    near = CONFUSED[passage.code]
    return near[0] if len(near) == 1 or dice.chance(0.7) else dice.pick(near[1:])


def _recut(passage: StoryPassage, source: StorySource, dice: Dice) -> str:
    """The passage with some words more or fewer, within its paragraph."""
    words = passage.quote.split(" ")
    paragraph = next(p for p in source.text.split("\n\n") if passage.quote in p)
    start = paragraph.index(passage.quote)
    after = paragraph[start + len(passage.quote) :].split(" ")
    how = dice.weighed((("tail", 30), ("head", 30), ("longer", 40)))
    if how == "longer" and len(after) > 3 and not source.filename.endswith(_PARTED):
        cut = passage.quote + " ".join(after[: 1 + dice.between(1, 3)])
    elif len(words) < 8:
        return passage.quote
    elif how == "tail":
        cut = " ".join(words[: -dice.between(1, 3)])
    else:
        cut = " ".join(words[dice.between(1, 3) :])
    return cut if source.text.count(cut) == 1 else passage.quote


def _stray(source: StorySource, dice: Dice) -> str | None:
    """A sentence that tells no reason."""
    taken = [p.quote for p in source.passages]
    free = [
        found[0].strip()
        for paragraph in source.text.split("\n\n")
        for found in _SENTENCE.finditer(paragraph.partition(":")[2])
        if not any(found[0].strip() in quote or quote in found[0] for quote in taken)
    ]
    alone = [sentence for sentence in free if source.text.count(sentence) == 1]
    return dice.pick(alone) if alone else None
