"""Reading a source and coding it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from litestar.params import Parameter

from relata.databank.bank import Databank


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
    text: str
    language: str | None
    paragraphs: list[int]
    turns: TurnColumns
    pages: list[tuple[int, int, int]]
    notes: list[str]


@get("/sources/{source:str}/text", sync_to_thread=True)
def text(bank: Databank, source: Annotated[str, Parameter(description="An id")]) -> OpenedText:
    """The text of a source; it never changes under one number."""
    opened = bank.sources.text(source)
    paragraphs: list[int] = []
    at = 0
    for span in opened.paragraphs:
        paragraphs += (span.start - at, span.end - span.start)
        at = span.end
    speakers = list(dict.fromkeys(turn.speaker or "" for turn in opened.turns))
    place = {name: i for i, name in enumerate(speakers)}
    turns = TurnColumns(
        [t.start for t in opened.turns],
        [t.end for t in opened.turns],
        [place[t.speaker or ""] for t in opened.turns],
        speakers,
        [-1 if t.begins_ms is None else t.begins_ms for t in opened.turns],
        [-1 if t.ends_ms is None else t.ends_ms for t in opened.turns],
    )
    return OpenedText(
        opened.source,
        opened.number,
        opened.content,
        opened.language,
        paragraphs,
        turns,
        [(page.start, page.end, page.number) for page in opened.pages],
        list(opened.notes),
    )


ROUTES = (text,)
