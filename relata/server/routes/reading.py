"""Reading a source and coding it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import State
from litestar.params import Parameter

from relata.archive import Source, Text
from relata.coding import Coded
from relata.databank.bank import Databank
from relata.server.packing import pack, way_of

Id = Annotated[str, Parameter(description="The id of a source")]


class TurnColumns(msgspec.Struct, frozen=True):
    """Turns of speech; times in milliseconds, -1 where none is told."""

    start: list[int]
    end: list[int]
    speaker: list[int]
    speakers: list[str]
    begins: list[int]
    ends: list[int]


class OpenedText(msgspec.Struct, frozen=True):
    """A text and how it is divided; offsets count code points.

    `paragraphs` holds, by turns, the characters skipped and the length of each.
    """

    source: str
    number: int
    title: str
    kind: str
    media_type: str
    text: str
    language: str | None
    paragraphs: list[int]
    turns: TurnColumns
    pages: list[tuple[int, int, int]]
    notes: list[str]


class CodingColumns(msgspec.Struct, frozen=True):
    """The codings of a source, sorted by place; one entry a coding in each list.

    `start` and `number` are told as differences to the entry before. `case` is 0 where
    it is open whom a coding is about. `old` lists the positions of codings made under an
    older definition. With `since`, only what was added after that revision is told, and
    `gone` lists the numbers that were withdrawn. `elsewhere` counts codings of an older
    text that could not be carried over.
    """

    revision: int
    number: list[int]
    start: list[int]
    length: list[int]
    code: list[int]
    coder: list[int]
    case: list[int]
    old: list[int]
    gone: list[int]
    elsewhere: int


class NewCodings(msgspec.Struct, frozen=True):
    """Passages to code: spans of code points, the code's name, and a pseudonym, if told."""

    spans: list[tuple[int, int]]
    code: str
    case: str | None = None


class CodedPassages(msgspec.Struct, frozen=True):
    """What stands now: number, start, end, code, coder and case of each; what is gone for it.

    `revision` is None when nothing was changed.
    """

    revision: str | None
    codings: list[tuple[int, int, int, int, int, int]]
    gone: list[int] = []


class Stretch(msgspec.Struct, frozen=True):
    start: int
    end: int


class Whom(msgspec.Struct, frozen=True):
    """A pseudonym; null leaves it open."""

    case: str | None


class InVivo(msgspec.Struct, frozen=True):
    """Words to make a code of, and whom they are about, if told."""

    start: int
    end: int
    case: str | None = None


class Undoing(msgspec.Struct, frozen=True):
    """The revision to take back; left out, one's own latest."""

    revision: str | None = None


class Undone(msgspec.Struct, frozen=True):
    """The revision that took it back: undoing that one does it again."""

    revision: str


class Looking(msgspec.Struct, frozen=True):
    state: Literal["begun", "done"] | None


class OpenedSource(msgspec.Struct, frozen=True):
    """What belongs to a source beside its text.

    `people` and `cases` are told by local number, as codings name them; a case also says
    whether the source is linked to it.
    """

    id: str
    number: int
    title: str
    kind: str
    language: str | None
    date: str | None
    author: str | None
    publisher: str | None
    media_type: str
    state: Literal["begun", "done"] | None
    people: list[tuple[int, str]]
    cases: list[tuple[int, str, bool]]
    memos: int
    related: int


@get("/sources/{source:str}/text", sync_to_thread=True)
def text(request: Request[Any, Any, State], bank: Databank, source: Id) -> Response[OpenedText]:
    """The text of a source; it never changes under one number."""
    way = way_of(request.scope)
    body = bank.sources.rendered(source, f"opened {way}", lambda of, told: _opened(of, told, way))
    headers = {"content-encoding": way} if way else {}
    return Response(cast(Any, body), media_type="application/json", headers=headers)


def _opened(of: Source, told: Text, way: str | None) -> bytes:
    paragraphs: list[int] = []
    at = 0
    for span in told.paragraphs:
        paragraphs += (span.start - at, span.end - span.start)
        at = span.end
    speakers = list(dict.fromkeys(turn.speaker or "" for turn in told.turns))
    place = {name: i for i, name in enumerate(speakers)}
    turns = TurnColumns(
        [t.start for t in told.turns],
        [t.end for t in told.turns],
        [place[t.speaker or ""] for t in told.turns],
        speakers,
        [-1 if t.begins_ms is None else t.begins_ms for t in told.turns],
        [-1 if t.ends_ms is None else t.ends_ms for t in told.turns],
    )
    opened = OpenedText(
        told.source,
        told.number,
        of.title,
        of.kind,
        of.media_type,
        told.content,
        told.language,
        paragraphs,
        turns,
        [(page.start, page.end, page.number) for page in told.pages],
        list(told.notes),
    )
    body = msgspec.json.encode(opened)
    return pack(body, way) if way else body


@get("/sources/{source:str}/codings", sync_to_thread=True)
def codings(bank: Databank, source: Id, since: int | None = None) -> CodingColumns:
    """The codings of a source, or what has changed in them since a revision."""
    import numpy as np

    found = bank.coding.columns(source, since=since)
    return CodingColumns(
        found.revision,
        np.diff(found.number, prepend=0).tolist(),
        np.diff(found.start, prepend=0).tolist(),
        found.length.tolist(),
        found.code.tolist(),
        found.coder.tolist(),
        found.case.tolist(),
        found.old.tolist(),
        found.gone.tolist(),
        len(found.elsewhere),
    )


@get("/sources/{source:str}", sync_to_thread=True)
def opened(bank: Databank, source: Id) -> OpenedSource:
    """What belongs to a source beside its text."""
    of = bank.sources.get(source)
    linked = {found.number for found in bank.cases.list(source=of.id)}
    mine = next(
        (one for one in bank.coding.looked(of.id) if one.coder_number == bank.viewer.number), None
    )
    return OpenedSource(
        of.id,
        of.number,
        of.title,
        of.kind,
        of.language,
        of.date,
        of.author,
        of.publisher,
        of.media_type,
        mine.state if mine else None,
        [(user.number, user.name) for user in bank.team.list()],
        [(c.number, c.pseudonym, c.number in linked) for c in bank.cases.list()],
        len(bank.memos.list(source=of.id)),
        len(bank.sources.related(of.id)),
    )


@post("/sources/{source:str}/codings", status_code=200, sync_to_thread=True)
def code(bank: Databank, source: Id, data: NewCodings) -> CodedPassages:
    """Code passages of a source; what stands already is not made twice."""
    return _told(bank.coding.code(source, *data.spans, code=data.code, case=data.case))


@post("/codings/{number:int}/move", status_code=200, sync_to_thread=True)
def move(bank: Databank, number: int, data: Stretch) -> CodedPassages:
    """Let one's own coding begin and end elsewhere."""
    return _told(bank.coding.move(number, data.start, data.end))


@post("/codings/{number:int}/about", status_code=200, sync_to_thread=True)
def about(bank: Databank, number: int, data: Whom) -> CodedPassages:
    """Say which case one's own coding is about."""
    return _told(bank.coding.about(number, data.case))


@post("/codings/{number:int}/confirm", status_code=200, sync_to_thread=True)
def confirm(bank: Databank, number: int) -> CodedPassages:
    """Keep one's own coding under the present definition of its code."""
    return _told(bank.coding.confirm(number))


@delete("/codings/{number:int}", status_code=200, sync_to_thread=True)
def remove(bank: Databank, number: int) -> CodedPassages:
    """Take one's own coding back."""
    return _told(bank.coding.remove(number))


@post("/sources/{source:str}/in-vivo", status_code=200, sync_to_thread=True)
def in_vivo(bank: Databank, source: Id, data: InVivo) -> CodedPassages:
    """Make a code of a passage's own words, and code the passage with it."""
    return _told(bank.codebook.in_vivo(source, data.start, data.end, case=data.case).coded)


@post("/sources/{source:str}/look", status_code=204, sync_to_thread=True)
def look(bank: Databank, source: Id, data: Looking) -> None:
    """Say where one stands with a source."""
    bank.coding.look(source, data.state)


@post("/undo", status_code=200, sync_to_thread=True)
def undo(bank: Databank, data: Undoing) -> Undone:
    """Take a revision back by a new one."""
    return Undone(bank.undo(data.revision).hash)


def _told(made: Coded) -> CodedPassages:
    return CodedPassages(
        made.revision,
        [
            (c.number, c.start, c.end, c.code_number, c.coder_number, c.case_number or 0)
            for c in (*made.codings, *made.standing)
        ],
        list(made.gone),
    )


ROUTES = (
    text,
    opened,
    codings,
    code,
    move,
    about,
    confirm,
    remove,
    in_vivo,
    look,
    undo,
)
