"""Intake: what readers find is kept as sources; what cannot be is listed, never dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from relata.archive import (
    Description,
    Intake,
    Known,
    Layout,
    Original,
    Page,
    Reading,
    Turn,
    keep,
    settled,
    source_id,
)
from relata.archive.indexer import Behind
from relata.errors import RelataError
from relata.sources.gathering import Opening, contents, items
from relata.sources.model import Document, Item, Limits, Refusal, Unreadable
from relata.sources.reading import read
from relata.sources.uploads import Received, plain_name, received
from relata.store.sealing import Readable
from relata.team import Desk
from relata.text.paragraphs import pack, paragraphs, parted
from relata.text.spans import Span

_SOURCES_AT_ONCE = 64
_BYTES_AT_ONCE = 32_000_000


@dataclass(frozen=True)
class Taken:
    """One thing that came in, or was here already (`new` is False)."""

    id: str
    name: str
    kind: str
    language: str | None
    new: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Added:
    """What became of everything that was offered."""

    taken: tuple[Taken, ...]
    refused: tuple[Refusal, ...]
    revision: str

    @property
    def new(self) -> int:
        return sum(t.new for t in self.taken)


Progress = Callable[[int], None]


class _Read(Protocol):
    """Makes a document of an item."""

    def __call__(self, item: Item, *, limits: Limits | None = None) -> Document: ...


def add(
    desk: Desk,
    paths: Iterable[Path],
    *,
    limits: Limits | None = None,
    kind: str | None = None,
    language: str | None = None,
    progress: Progress | None = None,
    searchable: bool = True,
    apart: bool = False,
) -> Added:
    """Take files, folders and archives in; returns what became of each.

    The same bytes twice are one source. A batch goes on over what it cannot read.
    Sources come in by portions, each a revision, and are indexed behind by a process
    of its own; with `searchable` the call returns when all can be found. With `apart`
    documents are opened and read in processes of their own (`relata.sources.apart`).
    """
    desk.allow("sources.add")
    taking = _Taking(desk, limits or Limits(), kind, language, progress, *_readers(apart))
    with Behind(desk.store, searchable=searchable) as behind:
        for path in paths:
            for found in items(path, limits=taking.limits, opening=taking.opening):
                if taking.offered(found) and searchable:
                    behind.start()
        taking.write()
    return taking.done()


def add_bytes(
    desk: Desk,
    name: str,
    sent: bytes | Readable,
    *,
    limits: Limits | None = None,
    kind: str | None = None,
    language: str | None = None,
    apart: bool = True,
) -> Added:
    """Take one upload in, by its name and bytes, or a stream of them.

    The name is not trusted: `plain_name` says what is kept of it. An archive or a sheet
    gives its members or rows, as a file of the same bytes would. Returns when all can
    be found.
    """
    desk.allow("sources.add")
    desk.refuse_past()
    limits = limits or Limits()
    name = plain_name(name)
    taking = _Taking(desk, limits, kind, language, None, *_readers(apart))
    with Behind(desk.store, searchable=True):
        try:
            upload = received(name, sent, desk.store.layout.root, limits)
            if upload.data is None:
                taking.take(Item(name, name, data=upload.head, size=upload.size), upload)
            elif not upload.data:
                raise Unreadable("It is empty and holds no text.", remedy="Obtain it again.")
            else:
                item = Item(name, name, data=upload.data, size=upload.size)
                for found in taking.opening(item, limits):
                    taking.offered(found)
        except Unreadable as refused:
            taking.refused.append(Refusal(name, refused.args[0], refused.remedy))
        except OSError as fault:
            reason = f"It cannot be kept here ({fault.strerror})."
            taking.refused.append(Refusal(name, reason, "See whether the disk is full."))
        taking.write()
    return taking.done()


def _readers(apart: bool) -> tuple[_Read, Opening]:
    """What reads a document and what opens a container: here, or in a process apart."""
    if not apart:
        return read, lambda item, limits: contents(item, limits=limits)
    from relata.sources.apart import shared

    readers = shared()
    return readers.read, lambda item, limits: readers.contents(item, limits=limits)


@dataclass
class _Taking:
    """The portion being gathered, and what became of all before it."""

    desk: Desk
    limits: Limits
    kind: str | None
    language: str | None
    progress: Progress | None
    read: _Read
    opening: Opening
    taken: list[Taken] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    waiting: dict[bytes, tuple[Intake, Taken]] = field(default_factory=dict)
    size: int = 0
    known: Known | None = None

    def offered(self, found: Item | Refusal) -> bool:
        """Take an item, or note what was left out; True when a full portion was written."""
        if isinstance(found, Refusal):
            self.refused.append(found)
            return False
        return self.take(found)

    def done(self) -> Added:
        """What became of everything."""
        with self.desk.store.reading() as moment:
            return Added(tuple(self.taken), tuple(self.refused), moment.revision)

    def take(self, item: Item, upload: Received | None = None) -> bool:
        """Read one item; True when a full portion was written.

        Of a long upload the item holds the first bytes alone.
        """
        try:
            self._gather(item, upload)
        except RelataError as fault:
            self._settled(1)
            self.refused.append(
                Refusal(item.name, fault.args[0] if fault.args else str(fault), fault.remedy)
            )
        except OSError as fault:
            self._settled(1)
            self.refused.append(
                Refusal(item.name, f"It cannot be read ({fault.strerror}).", "Check the file.")
            )
        except Exception as fault:  # a reader's own defect must not stop the others
            self._settled(1)
            self.refused.append(
                Refusal(
                    item.name,
                    f"Its reader failed ({type(fault).__name__}).",
                    "Please report this; the document may open in another format.",
                )
            )
        if len(self.waiting) >= _SOURCES_AT_ONCE or self.size >= _BYTES_AT_ONCE:
            self.write()
            return True
        return False

    def write(self) -> None:
        """Keep the portion gathered, as one revision."""
        if not self.waiting:
            return
        store = self.desk.store
        with self.desk.writing("sources.add", "sources.add") as (writing, _):
            # Somebody else may have taken the same bytes in meanwhile.
            here = settled(writing.connection, list(self.waiting))
            fresh = {id: pair for id, pair in self.waiting.items() if id not in here}
            keep(writing, store.naming, [intake for intake, _ in fresh.values()])
        self.taken += [taken for _, taken in self.waiting.values()]
        self._settled(len(self.waiting))
        if self.known is not None:
            self.known.here.update(self.waiting)
        self.waiting, self.size = {}, 0

    def _settled(self, count: int) -> None:
        if self.progress is not None:
            self.progress(count)

    def _gather(self, item: Item, upload: Received | None) -> None:
        store = self.desk.store
        if upload is not None:
            sha256, size, data = upload.sha256, upload.size, upload.data
        else:
            sha256, size, data = _digest(item)
        id = source_id(store.naming, sha256, size)
        if self.known is None:
            with store.reading() as moment:
                self.known = Known.of(moment.connection)
        if self.known.holds(id) or id in self.waiting:
            self.taken.append(Taken(id.hex(), item.name, "", None, False))
            self._settled(1)
            return
        document = self.read(item, limits=self.limits)
        description = _description(document, self.kind, self.language)
        intake = Intake(
            id,
            Original(document.media_type, size, sha256, item.origin, int(store.clock() * 1000)),
            _content(item, data, upload),
            description,
            as_reading(document),
        )
        self.waiting[id] = (
            intake,
            Taken(
                id.hex(), item.name, description.kind, description.language, True, document.notes
            ),
        )
        self.size += size if data is not None else 0


def _content(item: Item, data: bytes | None, upload: Received | None) -> bytes | Readable:
    """The bytes to be sealed; a stream of those that are too many to hold."""
    if data is not None:
        return data
    if upload is not None:
        return upload.open()
    assert item.path is not None
    return _Lazily(item.path)


class _Lazily:
    """A long file, opened only when it is sealed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def read(self, size: int, /) -> bytes:
        if self._file is None:
            self._file = self._path.open("rb")
        piece = self._file.read(size)
        if len(piece) < size:
            self._file.close()
            self._file = BytesIO()
        return piece


def _digest(item: Item) -> tuple[str, int, bytes | None]:
    """SHA-256, size, and the bytes themselves unless they are too many to hold."""
    if item.data is not None:
        return hashlib.sha256(item.data).hexdigest(), len(item.data), item.data
    assert item.path is not None
    if item.size <= _BYTES_AT_ONCE:
        data = item.path.read_bytes()
        return hashlib.sha256(data).hexdigest(), len(data), data
    digest = hashlib.sha256()
    size = 0
    for piece in _pieces(item):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size, None


def _pieces(item: Item) -> Iterator[bytes]:
    assert item.path is not None
    with item.path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def _description(document: Document, kind: str | None, language: str | None) -> Description:
    return Description(
        document.title,
        document.author,
        document.publisher,
        document.date,
        document.date_from,
        language or document.language,
        kind or document.kind,
    )


def _paragraphs(document: Document) -> list[Span]:
    """The paragraphs of a text; in a transcript each line that begins a turn begins one."""
    text = document.text
    spans = paragraphs(text)
    begun = {span.start for span in spans}
    lines = (text.rfind("\n", 0, turn.start) + 1 for turn in document.turns)
    cuts = [line for line in lines if line not in begun]
    return parted(text, spans, cuts) if cuts else spans


def as_reading(document: Document) -> Reading | None:
    """A document as the archive keeps it; None where there is no text."""
    if not document.text:
        return None
    return Reading(
        document.reader,
        document.text,
        Layout(
            pack(_paragraphs(document)),
            tuple(Turn(t.start, t.end, t.speaker, t.begins_ms, t.ends_ms) for t in document.turns),
            tuple(Page(p.start, p.end, p.number, p.scanned) for p in document.pages),
            document.notes,
        ),
    )
