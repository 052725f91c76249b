"""The story as a whole: everything made from one seed, and its truth written down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from relata.demo.cast import cast, month_of
from relata.demo.coders import CODERS, HABITS, codings
from relata.demo.codes import JOINING, MOTIVES, OBSTACLES, ROLES, ROUTES
from relata.demo.counts import reports_of_counts
from relata.demo.dice import Dice
from relata.demo.interviews import interview
from relata.demo.model import Person, Story, StorySource
from relata.demo.notes import after, aid_note, court_note, mail
from relata.demo.people import people
from relata.demo.profiles import profile
from relata.demo.prose import Decks
from relata.demo.transcripts import transcript
from relata.demo.values import values
from relata.demo.wires import wire_stories
from relata.demo.world import LANGUAGE_OF

SEED = 2026
TITLE = "Departures"
NOTE = (
    "A fictional databank for trying Relata out. The war, the countries and towns, the group, the "
    "newspapers and every person in it are invented; any likeness to real ones is chance."
)


def story(seed: int = SEED) -> Story:
    """Everything the demonstration holds; the same seed gives the same bytes anywhere.

    Sources come in a fixed order: interviews, reports of counts, agency stories
    with their copies, profiles, notes and mails.
    """
    persons = people(seed)
    decks = Decks(seed)
    spoken, absent = _interviews(persons, seed, decks)
    sources = (*spoken, *_other_sources(persons, seed, decks))
    coded = codings(sources, seed)
    return Story(
        title=TITLE,
        note=NOTE,
        seed=seed,
        coders=CODERS,
        persons=persons,
        sources=sources,
        codings=coded,
        values=values(persons, sources, absent, seed),
        truth=_truth(persons, sources, seed),
    )


def _interviews(
    persons: tuple[Person, ...], seed: int, decks: Decks
) -> tuple[list[StorySource], dict[str, tuple[str, str]]]:
    """The transcripts, and where each person rules a reason out."""
    made: list[StorySource] = []
    absent: dict[str, tuple[str, str]] = {}
    for person in persons:
        if not person.interviewed:
            continue
        dice = Dice(seed, "transcript", person.pseudonym)
        told = interview(person, seed, decks)
        held = after(person.left, dice.between(5, 16), dice.between(1, 28))
        source = transcript(person, told, len(made), held, dice)
        made.append(source)
        for exchange in told:
            for said in exchange.answer:
                if said.absent:
                    absent[person.pseudonym] = (source.filename, said.text)
    return made, absent


def _other_sources(persons: tuple[Person, ...], seed: int, decks: Decks) -> Iterator[StorySource]:
    roles = cast(persons, seed)
    yield from reports_of_counts(decks)
    yield from wire_stories(roles.trials, seed, decks)
    for one in roles.profiles:
        yield profile(one, seed, decks)
    for one in roles.courts:
        yield court_note(one, seed, decks)
    for language, first, second in roles.visits:
        yield aid_note(language, first, second, seed, decks)
    for one in roles.mails:
        yield mail(one, seed, decks)


def _truth(
    persons: tuple[Person, ...], sources: tuple[StorySource, ...], seed: int
) -> Mapping[str, Any]:
    """What is so, for those who measure a program against it."""
    return {
        "title": TITLE,
        "note": NOTE,
        "seed": seed,
        "persons": {p.pseudonym: _person(p, sources) for p in persons},
        "sources": {s.filename: _source(s) for s in sources},
        "copies": {s.filename: {"origin": s.copy_of, "how": s.how} for s in sources if s.copy_of},
        "background": _background(sources),
        "coders": {habit.name: asdict(habit) for habit in HABITS},
    }


def _background(sources: tuple[StorySource, ...]) -> dict[str, list[str]]:
    """Paragraphs that several papers print beneath different stories: shared, yet
    no copies of one another. By their first words, the files that have them."""
    where: dict[str, list[str]] = {}
    for source in sources:
        if source.kind == "news" and not source.copy_of:
            for paragraph in source.text.split("\n\n"):
                where.setdefault(paragraph, []).append(source.filename)
    return {" ".join(p.split()[:8]): names for p, names in where.items() if len(names) > 1}


def _person(person: Person, sources: tuple[StorySource, ...]) -> dict[str, Any]:
    told_in = [s for s in sources if person.pseudonym in s.persons]
    return {
        "name": person.name,
        "spellings": dict(person.names),
        "sex": person.sex,
        "home": person.home,
        "town": person.town["en"],
        "language": LANGUAGE_OF[person.home],
        "age": person.age,
        "joined": person.joined,
        "left": person.left,
        "left_month": month_of(person.left),
        "role": ROLES[person.role],
        "route": ROUTES[person.route],
        "obstacles": [OBSTACLES[each] for each in person.obstacles],
        "joining": [JOINING[each] for each in person.joining],
        "motives": [MOTIVES[each] for each in person.motives],
        "denied": MOTIVES[person.denied] if person.denied and person.interviewed else None,
        "outcome": person.outcome,
        "interviewed": person.interviewed,
        "sources": [s.filename for s in told_in],
        "told_left": sorted(
            {
                fact.value
                for s in told_in
                for fact in s.facts
                if fact.person == person.pseudonym and fact.variable == "left"
            }
        ),
    }


def _source(source: StorySource) -> dict[str, Any]:
    kept = asdict(source)
    kept["sha256"] = hashlib.sha256(kept.pop("data")).hexdigest()
    kept["date"] = source.date.isoformat()
    for left_out in ("text", "filename"):
        del kept[left_out]
    return kept
