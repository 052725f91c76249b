"""The list of sources, searching them, describing them, and which belong together."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from litestar import get, patch, post
from litestar.params import Parameter

from relata.archive import Relation, Source
from relata.coding.overview import SourceLine
from relata.databank.bank import Databank

Id = Annotated[str, Parameter(description="The id of a source")]
Words = Annotated[str | None, Parameter(description="Only sources that this search finds")]
Since = Annotated[str | None, Parameter(description="Dated from then on: a year will do")]
Until = Annotated[str | None, Parameter(description="Dated up to then")]
Stand = Annotated[
    Literal["begun", "done", "nothing here", "not looked at"] | None,
    Parameter(description="How far somebody is with it"),
]
Whose = Annotated[str | None, Parameter(description="Whose state is meant; left out, one's own")]
Extent = Literal["match", "sentence", "paragraph"]

_AT_ONCE = 40
"""Paragraphs told at once."""


class SourceRow(msgspec.Struct, frozen=True):
    """One source and what was done in it; `hits` counts paragraphs that a search finds.

    `coders` holds number of a user and codings of that user; `state` is one's own.
    """

    id: str
    number: int
    title: str
    kind: str
    language: str | None
    date: str | None
    media_type: str
    characters: int
    obtained: int
    codings: int
    own: int
    coders: list[tuple[int, int]]
    state: Literal["begun", "done"] | None
    nothing_here: bool
    cases: list[str]
    case_count: int
    memos: int
    hits: int | None


class SourceRows(msgspec.Struct, frozen=True):
    """The sources that were asked for, out of `total`; `people` by number and name."""

    total: int
    sources: list[SourceRow]
    people: list[tuple[int, str]]
    languages: list[str]
    kinds: list[str]


class FoundParagraph(msgspec.Struct, frozen=True):
    """A paragraph that answers a search; `marks` are spans within `content`."""

    source: str
    title: str
    language: str | None
    date: str | None
    start: int
    end: int
    content: str
    marks: list[tuple[int, int]]


class Found(msgspec.Struct, frozen=True):
    """Some of the paragraphs that answer a search; `passages` and `sources` count all."""

    words: str
    passages: int
    sources: int
    hits: list[FoundParagraph]


class HitsTold(msgspec.Struct, frozen=True):
    """How many passages coding the hits of a search would code, and in how many sources."""

    passages: int
    sources: int


class CodingHits(msgspec.Struct, frozen=True):
    """A search, as the list was narrowed by it, and the code for everything it finds."""

    words: str
    code: str
    extent: Extent = "sentence"
    language: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    stand: Literal["begun", "done", "nothing here", "not looked at"] | None = None
    coder: str | None = None


class CodedHits(msgspec.Struct, frozen=True):
    """What coding the hits did; `revision` is None when all of it stood already."""

    made: int
    stood: int
    revision: str | None


class SourceDescription(msgspec.Struct, frozen=True):
    """What is said of a source, and what it is."""

    id: str
    number: int
    title: str
    author: str | None
    publisher: str | None
    date: str | None
    date_from: str | None
    language: str | None
    kind: str
    media_type: str
    size: int
    origin: str
    obtained: int


class Describing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is to be said otherwise; what is left out stays, an empty word empties it."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    language: str | None = None
    kind: str | None = None


class Related(msgspec.Struct, frozen=True):
    """What belongs beside a source, and what it is to it."""

    source: str
    title: str
    kind: Literal["translation", "original", "recording", "transcript"]
    media_type: str


class RelationTold(msgspec.Struct, frozen=True):
    """`source` is a translation of `other`, or the transcript of the recording `other`."""

    source: str
    title: str
    other: str
    other_title: str
    kind: Literal["translation", "recording"]


class Relating(msgspec.Struct, frozen=True):
    """This source is a translation of the other, or the transcript of that recording."""

    other: str
    kind: Literal["translation", "recording"]


class Unrelating(msgspec.Struct, frozen=True):
    other: str


class Aligning(msgspec.Struct, frozen=True):
    """Pairs of paragraphs, by index in this source and in the other, that are the same."""

    other: str
    pairs: list[tuple[int, int]]


class AlignedRow(msgspec.Struct, frozen=True, array_like=True):
    """Paragraphs that belong together: spans of code points, -1 on a side that has none;
    the first paragraph of each side, and whether somebody pinned them."""

    start: int
    end: int
    other_start: int
    other_end: int
    first: int
    other_first: int
    pinned: bool


class AlignedTexts(msgspec.Struct, frozen=True):
    """Two sources side by side. `pins` are pairs of paragraphs that somebody pinned;
    `left_out` counts those whose paragraphs are gone."""

    source: SourceDescription
    other: SourceDescription
    text: str
    other_text: str
    rows: list[AlignedRow]
    pins: list[tuple[int, int]]
    left_out: int


class Across(msgspec.Struct, frozen=True):
    """Where a passage stands on the other side; -1 where that says nothing of it."""

    start: int
    end: int


@get("/sources", sync_to_thread=True)
def sources(
    bank: Databank,
    words: Words = None,
    language: str | None = None,
    kind: str | None = None,
    stand: Stand = None,
    coder: Whose = None,
    since: Since = None,
    until: Until = None,
) -> SourceRows:
    """The sources with what was done in them; those a search finds, best first."""
    known = bank.sources.list()
    found = bank.sources.overview(
        words=words,
        language=language,
        kind=kind,
        state=stand,
        coder=coder,
        since=since,
        until=until,
    )
    return SourceRows(
        len(known),
        [_row(line) for line in found],
        [(user.number, user.name) for user in bank.team.list()],
        sorted({of.language for of in known if of.language}),
        sorted({of.kind for of in known}),
    )


@get("/search", sync_to_thread=True)
def search(
    bank: Databank,
    words: str,
    language: str | None = None,
    kind: str | None = None,
    stand: Stand = None,
    coder: Whose = None,
    since: Since = None,
    until: Until = None,
    skip: Annotated[int, Parameter(ge=0)] = 0,
) -> Found:
    """The paragraphs that answer a search, in the order their sources came in."""
    among = _among(bank, words, stand, coder)
    asked: dict[str, Any] = {"language": language, "kind": kind, "since": since, "until": until}
    if among is None:
        answer = bank.search(words, limit=_AT_ONCE, skip=skip, **asked)
        passages, count, hits = answer.passages, answer.sources, answer.hits
    else:
        all_hits = [h for h in bank.search(words, limit=None, **asked).hits if h.source in among]
        passages, count = len(all_hits), len({hit.source for hit in all_hits})
        hits = tuple(all_hits[skip : skip + _AT_ONCE])
    return Found(
        words,
        passages,
        count,
        [
            FoundParagraph(
                hit.source,
                hit.title,
                hit.language,
                hit.date,
                hit.span.start,
                hit.span.end,
                hit.content,
                [(m.start - hit.span.start, m.end - hit.span.start) for m in hit.marks],
            )
            for hit in hits
        ],
    )


@get("/search/count", sync_to_thread=True)
def count_hits(
    bank: Databank,
    words: str,
    extent: Extent = "sentence",
    language: str | None = None,
    kind: str | None = None,
    stand: Stand = None,
    coder: Whose = None,
    since: Since = None,
    until: Until = None,
) -> HitsTold:
    """How many passages coding all hits would code."""
    counted = bank.coding.count_hits(
        words,
        extent=extent,
        language=language,
        kind=kind,
        since=since,
        until=until,
        sources=_among(bank, words, stand, coder),
    )
    return HitsTold(counted.passages, counted.sources)


@post("/search/code", status_code=200, sync_to_thread=True)
def code_hits(bank: Databank, data: CodingHits) -> CodedHits:
    """Code everything a search finds, in one revision."""
    done = bank.coding.code_hits(
        data.words,
        data.code,
        extent=data.extent,
        language=data.language,
        kind=data.kind,
        since=data.since,
        until=data.until,
        sources=_among(bank, data.words, data.stand, data.coder),
    )
    return CodedHits(len(done.codings), done.stood, done.revision)


@get("/sources/{source:str}/description", sync_to_thread=True)
def description(bank: Databank, source: Id) -> SourceDescription:
    """What is said of a source."""
    return _described(bank.sources.get(source))


@patch("/sources/{source:str}", sync_to_thread=True)
def describe(bank: Databank, source: Id, data: Describing) -> SourceDescription:
    """Correct what is said of a source."""
    return _described(bank.sources.describe(source, **msgspec.structs.asdict(data)))


@get("/sources/{source:str}/related", sync_to_thread=True)
def related(bank: Databank, source: Id) -> list[Related]:
    """What belongs beside a source: its translations, its original, its recording."""
    of = bank.sources.get(source)
    found = []
    for relation in bank.sources.related(of.id):
        this = relation.source == of.id
        other = bank.sources.get(relation.other if this else relation.source)
        kind: Literal["translation", "original", "recording", "transcript"]
        if relation.kind == "translation":
            kind = "original" if this else "translation"
        else:
            kind = "recording" if this else "transcript"
        found.append(Related(other.id, other.title, kind, other.media_type))
    return found


@get("/relations/suggested", sync_to_thread=True)
def suggested(bank: Databank) -> list[RelationTold]:
    """Relations that file names suggest; they hold once somebody confirms them."""
    titles = {of.id: of.title for of in bank.sources.list()}
    return [_told(one, titles) for one in bank.sources.suggest_relations()]


@post("/sources/{source:str}/relate", status_code=204, sync_to_thread=True)
def relate(bank: Databank, source: Id, data: Relating) -> None:
    """Say that a source is a translation of another, or the transcript of a recording."""
    bank.sources.relate(source, data.other, data.kind)


@post("/sources/{source:str}/unrelate", status_code=204, sync_to_thread=True)
def unrelate(bank: Databank, source: Id, data: Unrelating) -> None:
    """Take back that two sources belong together."""
    bank.sources.unrelate(source, data.other)


@post("/sources/{source:str}/align", status_code=204, sync_to_thread=True)
def align(bank: Databank, source: Id, data: Aligning) -> None:
    """Pin pairs of paragraphs; they replace those pinned before."""
    bank.sources.align(source, data.other, data.pairs)


@get("/sources/{source:str}/aligned/{other:str}", sync_to_thread=True)
def aligned(bank: Databank, source: Id, other: Id) -> AlignedTexts:
    """A source beside another, paragraph by paragraph."""
    this, that = bank.sources.get(source), bank.sources.get(other)
    found = bank.sources.aligned(this.id, that.id)
    pins: set[tuple[int, int]] = set()
    for relation in bank.sources.related(this.id):
        if {relation.source, relation.other} == {this.id, that.id}:
            forth = relation.source == this.id
            pins |= {(i, j) if forth else (j, i) for i, j in relation.pinned}
    rows = []
    for one in found.beside:
        bead = one.bead
        pinned = any(
            bead.start <= i < bead.end and bead.other_start <= j < bead.other_end for i, j in pins
        )
        rows.append(
            AlignedRow(
                *((one.span.start, one.span.end) if one.span else (-1, -1)),
                *((one.other_span.start, one.other_span.end) if one.other_span else (-1, -1)),
                bead.start,
                bead.other_start,
                pinned,
            )
        )
    return AlignedTexts(
        _described(this),
        _described(that),
        bank.sources.text(this.id).content,
        bank.sources.text(that.id).content,
        rows,
        sorted(pins),
        found.left_out,
    )


@get("/sources/{source:str}/across/{other:str}", sync_to_thread=True)
def across(bank: Databank, source: Id, other: Id, start: int, end: int) -> Across:
    """Where a passage of a source stands in another, as narrow as sentences allow."""
    found = bank.sources.aligned(source, other).across((start, end))
    return Across(found.start, found.end) if found else Across(-1, -1)


def _among(
    bank: Databank, words: str, stand: str | None, coder: str | None
) -> frozenset[str] | None:
    """The ids to which state and coder narrow a search; None where they do not."""
    if stand is None and coder is None:
        return None
    return frozenset(
        line.id for line in bank.sources.overview(words=words, state=stand, coder=coder)
    )


def _row(line: SourceLine) -> SourceRow:
    return SourceRow(
        line.id,
        line.number,
        line.title,
        line.kind,
        line.language,
        line.date,
        line.media_type,
        line.characters,
        line.obtained,
        line.codings,
        line.own,
        list(line.coders),
        line.state,
        line.nothing_here,
        list(line.cases),
        line.case_count,
        line.memos,
        line.hits,
    )


def _described(of: Source) -> SourceDescription:
    return SourceDescription(
        of.id,
        of.number,
        of.title,
        of.author,
        of.publisher,
        of.date,
        of.date_from,
        of.language,
        of.kind,
        of.media_type,
        of.size,
        of.origin,
        of.obtained,
    )


def _told(one: Relation, titles: dict[str, str]) -> RelationTold:
    return RelationTold(
        one.source, titles.get(one.source, "?"), one.other, titles.get(one.other, "?"), one.kind
    )


ROUTES = (
    sources,
    search,
    count_hits,
    code_hits,
    description,
    describe,
    related,
    suggested,
    relate,
    unrelate,
    align,
    aligned,
    across,
)
