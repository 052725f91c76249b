"""Records of the archive."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from relata.text.spans import Span


class Turn(msgspec.Struct, frozen=True, array_like=True):
    """One turn of speech: where, by whom, and when in the recording (milliseconds)."""

    start: int
    end: int
    speaker: str | None = None
    begins_ms: int | None = None
    ends_ms: int | None = None


class Page(msgspec.Struct, frozen=True, array_like=True):
    """One page of a paged original; `scanned` pages hold an image and no text."""

    start: int
    end: int
    number: int
    scanned: bool = False


class Layout(msgspec.Struct, frozen=True, array_like=True):
    """How a text is divided. `paragraphs` is packed by `relata.text.paragraphs`."""

    paragraphs: bytes
    turns: tuple[Turn, ...] = ()
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Description:
    """What is said of a source; a gap is None."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    date_from: str | None = None
    language: str | None = None
    kind: str = "document"


@dataclass(frozen=True)
class Original:
    """The bytes as obtained, told apart from what is read from them."""

    media_type: str
    size: int
    sha256: str
    origin: str
    obtained: int


@dataclass(frozen=True)
class Source:
    """A source: its original, its description, and the text in use.

    `characters` counts the code points of the text; 0 for a recording without one.
    `obtained` is in milliseconds since 1970, UTC.
    """

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
    sha256: str
    origin: str
    obtained: int
    text: int | None
    reader: str | None
    characters: int


@dataclass(frozen=True)
class Text:
    """A text read from a source, fixed for ever. Offsets are code points of `content`."""

    number: int
    source: str
    reader: str
    content: str
    language: str | None
    paragraphs: tuple[Span, ...]
    turns: tuple[Turn, ...]
    pages: tuple[Page, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A stretch of a source's text, by offsets only."""

    id: str
    number: int
    source: str
    start: int
    end: int
