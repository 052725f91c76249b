"""Records of the readers: what is taken in, what was left out, what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from relata.errors import RelataError

ROW = "application/vnd.relata.row+json"
"""Media type of one spreadsheet row: a JSON object of column and cell, both text."""


class Unreadable(RelataError):
    """A document holds no text that can be read. The reason never quotes it."""

    remedy = "Open it in the program it came from and save it anew, or leave it out."


@dataclass(frozen=True)
class Limits:
    """How much is taken in before something is refused. Bytes, unless said otherwise.

    Recordings have no limit: they are never loaded. `markup_bytes` holds for web
    pages, XML, RTF and mail, whose readers keep a tree several times their size.
    `ratio` is unpacked over packed size of one member, asked only of members
    beyond `ratio_from` bytes.
    """

    file_bytes: int = 2_000_000_000
    text_bytes: int = 200_000_000
    markup_bytes: int = 50_000_000
    members: int = 10_000
    unpacked_bytes: int = 2_000_000_000
    member_bytes: int = 500_000_000
    ratio: int = 200
    ratio_from: int = 5_000_000
    depth: int = 2
    pages: int = 5_000
    rows: int = 1_000_000


@dataclass(frozen=True)
class Item:
    """One thing to take in: a file, a member of an archive, a row of a sheet.

    Exactly one of `data` and `path` is set, and leads to the bytes as obtained: a
    plain file is given by its path, so that it can be streamed. `media_type` is
    what the bytes seem to be, whatever the name says. `origin` tells a person where
    it came from ("return.zip, march/12.txt"); `metadata` is what the container says
    of it, for a row which column plays which part.
    """

    name: str
    origin: str
    data: bytes | None = None
    path: Path | None = None
    size: int = 0
    media_type: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """What was left out, and why: one sentence about it, none of its content."""

    name: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class Turn:
    """What one speaker says, from `start` up to `end` (code points of the text).

    The label ("ANNA:") and the time mark stand outside. Times are milliseconds
    into the recording; None where the transcript gives none. A subtitle gives one
    turn per cue, so that every passage finds its time: `speeches` joins them.
    """

    start: int
    end: int
    speaker: str | None = None
    begins_ms: int | None = None
    ends_ms: int | None = None


@dataclass(frozen=True)
class Page:
    """One page, by its number from 1. A scanned page holds pictures and no text."""

    start: int
    end: int
    number: int
    scanned: bool = False


@dataclass(frozen=True)
class Document:
    """A document as read: the text in its stored form, and what is said of it.

    `reader` is name and version ("html/1"). `kind` is "news", "interview",
    "document", "book", "mail", "table row" or "media" (the only one whose text may
    be empty). `date` is EDTF, and `date_from` tells where it was found: "json-ld",
    "meta", "time", "body", "address", "header", "file properties", "front matter",
    "column". A gap is None: nothing is guessed. `address` is the web address the
    document names as its own. `notes` tell a person what was lost or doubtful.
    """

    text: str
    reader: str
    media_type: str
    kind: str
    language: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    date_from: str | None = None
    turns: tuple[Turn, ...] = ()
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    address: str | None = None
