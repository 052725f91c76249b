"""Agency stories and what the papers made of them: whole, cut, embedded, translated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from relata.demo.cast import Appearance
from relata.demo.codes import MOTIVES
from relata.demo.dice import Dice
from relata.demo.drafts import Claims, Draft
from relata.demo.model import Person, StoryFact, StoryPassage, StorySource, Told
from relata.demo.pages import published
from relata.demo.prose import Decks, data, lines
from relata.demo.speaking import Voice
from relata.demo.world import outlets

_OUTCOMES = {"verdict-selmarca": "convicted", "trial-merandie": "charged"}


@dataclass(frozen=True, slots=True)
class _Words:
    """The person's own words in a story: reason and place in the bank, twice."""

    reasons: tuple[str, str]
    places: tuple[int, int]


def wire_stories(trials: tuple[Appearance, ...], seed: int, decks: Decks) -> list[StorySource]:
    """Each original followed by its copies."""
    people = {one.where: one.person for one in trials}
    told: list[StorySource] = []
    for story in data("wires"):
        told += _story(story, people.get(story["key"]), seed, decks)
    return told


def _story(
    story: dict[str, Any], person: Person | None, seed: int, decks: Decks
) -> list[StorySource]:
    key = story["key"]
    words = _words(person, decks) if person else None
    texts = {}
    for text in story["texts"]:
        voice = None
        language = outlets()[text["outlet"]].language
        if person:
            voice = Voice(person, language, decks=decks, dice=Dice(seed, "wire", key))
        texts[text["outlet"]] = _draft(key, story["date"], text, voice, words)
    original = next(iter(texts.values()))
    first = published(original, outlets()[story["texts"][0]["outlet"]])
    copies = [made for made in data("copies") if made["story"] == key]
    return [first, *(_copy(made, texts, original, first) for made in copies)]


def _words(person: Person, decks: Decks) -> _Words:
    reasons = (person.motives[0], person.motives[-1])
    said: set[tuple[str, int]] = set()
    places = [decks.fresh("motives", person.language, reason, said) for reason in reasons]
    return _Words(reasons, (places[0], places[1]))


def _draft(
    key: str, day: str, text: dict[str, Any], voice: Voice | None, words: _Words | None
) -> Draft:
    outlet = outlets()[text["outlet"]]
    passages: tuple[StoryPassage, ...] = ()
    facts: tuple[StoryFact, ...] = ()
    persons: tuple[str, ...] = ()
    slots: dict[str, str] = {}
    if voice and words:
        said = [
            voice.in_translation(reason, place).removesuffix(".")
            for reason, place in zip(words.reasons, words.places, strict=True)
        ]
        slots = {"quote1": said[0], "quote2": said[1]}
        persons = (voice.person.pseudonym,)
        passages = tuple(
            StoryPassage(quote, MOTIVES[reason], persons[0])
            for quote, reason in zip(said, words.reasons, strict=True)
        )

    def fit(line: str) -> str:
        return voice.say(line, **slots) if voice else line

    paragraphs = tuple(fit(line) for line in lines(text["body"]))
    if voice:
        facts = (StoryFact(paragraphs[0], persons[0], "legal-outcome", _OUTCOMES[key]),)
    claims = Claims(text["statements"], text["figures"], fit)
    return Draft(
        name=f"{day}-{outlet.key}-{key}",
        language=outlet.language,
        kind="news",
        title=fit(text["title"]),
        date=date.fromisoformat(day),
        publisher=outlet.publisher,
        paragraphs=paragraphs,
        persons=persons,
        passages=passages,
        facts=facts,
        statements=claims.statements_told(),
        figures=claims.figures_in(paragraphs),
    )


def _copy(
    made: dict[str, Any], texts: dict[str, Draft], original: Draft, first: StorySource
) -> StorySource:
    outlet = outlets()[made["outlet"]]
    how: Told = made["how"]
    of = texts[outlet.key] if how == "translated" else original
    body = of.paragraphs[: made["keep"]]
    paragraphs = [made["before"], *body, made["after"], made["credit"]]
    draft = replace(
        of,
        name=f"{of.date.isoformat()}-{outlet.key}-{made['story']}",
        language=outlet.language,
        title=made["title"] or of.title,
        date=of.date + timedelta(days=0 if how == "whole" else 1),
        publisher=outlet.publisher,
        paragraphs=tuple(p for p in paragraphs if p),
        copy_of=first.filename,
        how=how,
    )
    return published(draft.kept(), outlet)
