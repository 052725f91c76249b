"""Keeping a source: its bytes, its description and its text go in as one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

import msgspec
import sqlalchemy as sa

from relata.archive.media import is_recording
from relata.archive.model import Description, Layout, Original
from relata.archive.tables import description, source, text
from relata.errors import RelataError
from relata.store import Writing, keyed_id
from relata.store.schema import tombstone
from relata.store.sealing import Readable


class WithdrawnBefore(RelataError):
    """These bytes were taken in before, and erased when consent was withdrawn."""

    remedy = "Take them in again only if consent was given anew; they must differ in some way."


@dataclass(frozen=True)
class Kept:
    """What became of something taken in: `new` is False when the same bytes were here."""

    id: bytes
    number: int
    new: bool


@dataclass(frozen=True)
class Reading:
    """A text as a reader made it, with its name and version."""

    reader: str
    content: str
    layout: Layout


def source_id(naming: bytes, sha256: str, size: int) -> bytes:
    """The id of a source: its bytes, under the databank's key."""
    return keyed_id(naming, "source", bytes.fromhex(sha256), size.to_bytes(8, "big"))


def text_id(naming: bytes, source: bytes, reader: str, content: bytes) -> bytes:
    digest = hashlib.sha256(content).digest()
    return keyed_id(naming, "text", source, reader.encode("utf-8"), digest)


def passage_id(naming: bytes, text: bytes, start: int, stop: int) -> bytes:
    return keyed_id(naming, "passage", text, start.to_bytes(8, "big"), stop.to_bytes(8, "big"))


def settled(connection: sa.Connection, ids: Sequence[bytes]) -> set[bytes]:
    """Which of these sources stand here or were erased, among a few hundred at most."""
    standing = sa.select(source.c.id).where(source.c.id.in_(ids), source.c.withdrawn.is_(None))
    erased = sa.select(tombstone.c.owner).where(tombstone.c.owner.in_(ids))
    return {bytes(id) for query in (standing, erased) for id in connection.scalars(query)}


@dataclass(frozen=True)
class Known:
    """Which sources are here, and which were erased, at the start of a long intake."""

    here: set[bytes]
    erased: set[bytes]

    @staticmethod
    def of(connection: sa.Connection) -> Known:
        standing = sa.select(source.c.id).where(source.c.withdrawn.is_(None))
        return Known(
            {bytes(id) for id in connection.scalars(standing)},
            {bytes(id) for id in connection.scalars(sa.select(tombstone.c.owner))},
        )

    def holds(self, id: bytes) -> bool:
        """Whether a source is here. Raises WithdrawnBefore."""
        if id in self.erased:
            raise WithdrawnBefore("This source was erased when consent was withdrawn.")
        return id in self.here


@dataclass(frozen=True)
class Intake:
    """One source ready to be kept: `data` is its bytes, or a stream of them."""

    id: bytes
    original: Original
    data: bytes | Readable
    description: Description
    reading: Reading | None


def keep(writing: Writing, naming: bytes, intakes: Sequence[Intake]) -> list[int]:
    """Keep sources that are not here yet, in one revision; returns their numbers."""
    rows: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for intake in intakes:
        if not isinstance(intake.data, bytes):
            sealed, key = writing.put_stream(intake.id, "original", intake.data)
        elif is_recording(intake.original.media_type):
            # Not compressed, so that a part of it is read without the rest.
            sealed, key = writing.put_stream(intake.id, "original", BytesIO(intake.data))
        else:
            sealed, key = writing.put(intake.id, "original", intake.data)
        rows.append(
            {
                "id": intake.id,
                **asdict(intake.original),
                "blob": sealed.id,
                "blob_key": key,
                "blob_hash": sealed.hash,
            }
        )
        if intake.reading is not None:
            texts.append(_text_row(writing, naming, intake.id, intake.reading))
        else:
            texts.append({})
    numbers = writing.add(source, rows)
    writing.add(
        description,
        [
            {"source": no, **asdict(intake.description)}
            for no, intake in zip(numbers, intakes, strict=True)
        ],
    )
    writing.add(
        text, [{"source": no, **row} for no, row in zip(numbers, texts, strict=True) if row]
    )
    return numbers


def add_text(writing: Writing, naming: bytes, number: int, reading: Reading) -> int:
    """Add another reading of a source; the older ones stay. Returns its local number."""
    owner = writing.id_of(source, number)
    return writing.add_one(text, source=number, **_text_row(writing, naming, owner, reading))


def _text_row(writing: Writing, naming: bytes, owner: bytes, reading: Reading) -> dict[str, Any]:
    content = reading.content.encode("utf-8")
    sealed, key = writing.put(owner, "text", content)
    return {
        "id": text_id(naming, owner, reading.reader, content),
        "reader": reading.reader,
        "characters": len(reading.content),
        "layout": msgspec.msgpack.encode(reading.layout),
        "blob": sealed.id,
        "blob_key": key,
        "blob_hash": sealed.hash,
    }


def describe(writing: Writing, number: int, told: Description) -> None:
    """Replace what is said of a source; the old description stays in the history."""
    old = writing.connection.scalars(
        sa.select(description.c.no).where(
            description.c.source == number, description.c.withdrawn.is_(None)
        )
    )
    writing.withdraw(description, old)
    writing.add_one(description, source=number, **asdict(told))
