"""Coding everything a search finds, and counting it before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from relata.archive import find_source, search
from relata.coding.choosing import Act
from relata.coding.known import known_case, known_code, known_only_case
from relata.coding.model import Coded
from relata.team import Desk
from relata.text.sentences import sentences
from relata.text.spans import Span

Extent = Literal["match", "sentence", "paragraph"]


@dataclass(frozen=True)
class HitsCounted:
    """How many passages a search would give to be coded, and in how many sources."""

    passages: int
    sources: int


def code_hits(
    desk: Desk,
    words: str,
    code: str,
    *,
    extent: Extent = "sentence",
    case: str | None = None,
    language: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    sources: Collection[str] | None = None,
) -> Coded:
    """Code everything a search finds, in one revision.

    `extent` says what becomes the passage: the words that match, the sentences that
    hold them, or the whole paragraphs. `sources`, by id, narrows it to these.
    """
    desk.allow("codings.write")
    spans = _found(desk, words, extent, sources, language, kind, since, until)
    with desk.writing("codings.write", "coding.code hits") as (writing, sight):
        chosen = known_code(sight, code, codable=True).number
        about = known_case(sight, case) if case else None
        act = Act(desk, writing, sight)
        for source, places in spans.items():
            of = find_source(sight, source)
            person = about if about is not None else known_only_case(sight, of.number)
            act.code(of, sorted(places), chosen, person)
    return act.done()


def count_hits(
    desk: Desk,
    words: str,
    *,
    extent: Extent = "sentence",
    language: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    sources: Collection[str] | None = None,
) -> HitsCounted:
    """How many passages `code_hits` would code, those that stand already among them."""
    spans = _found(desk, words, extent, sources, language, kind, since, until)
    return HitsCounted(sum(map(len, spans.values())), len(spans))


def _found(
    desk: Desk,
    words: str,
    extent: Extent,
    sources: Collection[str] | None,
    language: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
) -> dict[str, set[Span]]:
    """The passages a search gives, by source."""
    answer = search(desk, words, language=language, kind=kind, since=since, until=until, limit=None)
    among = None if sources is None else set(sources)
    spans: dict[str, set[Span]] = {}
    for hit in answer.hits:
        if among is not None and hit.source not in among:
            continue
        found = spans.setdefault(hit.source, set())
        if extent == "paragraph":
            found.add(hit.span)
        elif extent == "match":
            found.update(hit.marks)
        else:
            for sentence in sentences(hit.content, hit.language):
                whole = Span(hit.span.start + sentence.start, hit.span.start + sentence.end)
                if any(whole.overlaps(mark) for mark in hit.marks):
                    found.add(whole)
    return spans
