"""Filling databanks under test, and looking at what stands in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import relata
from relata.archive import Description, Intake, Layout, Original, Reading, Turn, keep, source_id
from relata.codebook import CodebookEntry
from relata.codebook.model import Choice, CodeEntry, VariableEntry
from relata.store import engines
from relata.store.blobs import PackWriter, sealed_pieces
from relata.store.replay import Replay, Told, told_by
from relata.store.schema import (
    ROOM_TABLES,
    blob,
    change,
    content_key,
    own_columns,
    parent,
    revision,
    target_of,
    tombstone,
)
from relata.text.paragraphs import pack, paragraphs

MakeBank = Callable[..., "relata.Databank"]

CODEBOOK = CodebookEntry(
    "Leaving",
    codes=(
        CodeEntry("leaving", "Why they left", path="leaving", codable=False),
        CodeEntry("brutality", "Brutality", path="leaving/brutality", parent="leaving"),
        CodeEntry("corruption", "Corruption", path="leaving/corruption", parent="leaving"),
        CodeEntry("hardship", "A hard life", path="leaving/hardship", parent="leaving"),
    ),
    variables=(
        VariableEntry("age", "Age", "number"),
        VariableEntry("left_on", "Left on", "date"),
        VariableEntry(
            "role", "Role", "nominal", choices=(Choice("cook", "C"), Choice("guard", "G"))
        ),
        VariableEntry("account", "Account", "text"),
    ),
)

STORY = "The guard left at night.\n\nHe walked to the border with two friends. They were tired."


def put(
    bank: relata.Databank,
    content: str = STORY,
    *,
    title: str | None = "report",
    language: str | None = "en",
    date: str | None = None,
    kind: str = "document",
    origin: str = "somewhere/report.txt",
    author: str | None = None,
    publisher: str | None = None,
    turns: Sequence[Turn] = (),
    notes: Sequence[str] = (),
    reason: str | None = None,
    data: bytes | None = None,
) -> str:
    """Take one text in below the readers, as one revision; returns the id of the source."""
    return put_all(
        bank,
        [
            intake(
                bank,
                content,
                description=Description(title, author, publisher, date, None, language, kind),
                origin=origin,
                turns=turns,
                notes=notes,
                data=data,
            )
        ],
        reason=reason,
    )[0]


def intake(
    bank: relata.Databank,
    content: str,
    *,
    description: Description,
    origin: str = "somewhere/report.txt",
    turns: Sequence[Turn] = (),
    notes: Sequence[str] = (),
    data: bytes | None = None,
) -> Intake:
    data = content.encode() if data is None else data
    digest = hashlib.sha256(data).hexdigest()
    store = bank._desk.store
    return Intake(
        source_id(store.naming, digest, len(data)),
        Original("text/plain", len(data), digest, origin, int(store.clock() * 1000)),
        data,
        description,
        Reading(
            "plain/1", content, Layout(pack(paragraphs(content)), tuple(turns), (), tuple(notes))
        ),
    )


def put_all(
    bank: relata.Databank, intakes: Sequence[Intake], *, reason: str | None = None
) -> list[str]:
    """Take several in, as one revision; returns their ids."""
    desk = bank._desk
    with desk.writing("sources.add", "sources.add", reason=reason) as (writing, _):
        keep(writing, desk.store.naming, intakes)
    return [taken.id.hex() for taken in intakes]


Rows = dict[str, dict[bytes, dict[str, Any]]]


def standing_rows(bank: relata.Databank, as_of: str | None = None) -> Rows:
    """Every standing row by table and id, with ids in place of local numbers."""
    found: Rows = {}
    with bank._desk.store.reading(as_of) as moment:
        ids = {
            name: {
                no: bytes(id)
                for no, id in moment.connection.execute(sa.select(table.c.no, table.c.id))
            }
            for name, table in ROOM_TABLES.items()
        }
        for name, table in ROOM_TABLES.items():
            rows = moment.connection.execute(sa.select(table).where(moment.standing(table)))
            found[name] = {
                bytes(row.id): {
                    column.name: ids[target].get(row._mapping[column.name])
                    if (target := target_of(column))
                    else row._mapping[column.name]
                    for column in own_columns(table)
                }
                for row in rows
            }
    return found


def revision_names(bank: relata.Databank) -> list[str]:
    """The names of all revisions, in the order this store holds them."""
    with bank._desk.store.reading() as moment:
        return [
            bytes(hash).hex()
            for hash in moment.connection.scalars(
                sa.select(revision.c.hash).order_by(revision.c.no)
            )
        ]


@dataclass(frozen=True)
class Copy:
    """What one copy of a databank can tell another."""

    told: tuple[Told, ...]
    keys: tuple[dict[str, Any], ...]
    tombstones: frozenset[bytes]
    blobs: dict[bytes, bytes]


def copy_of(bank: relata.Databank) -> Copy:
    """All revisions, keys and sealed blobs of a databank."""
    store = bank._desk.store
    with store.reading() as moment:
        connection = moment.connection
        told = []
        for row in connection.execute(sa.select(revision).order_by(revision.c.no)).all():
            parents = connection.scalars(
                sa.select(parent.c.parent).where(parent.c.revision == row.no)
            ).all()
            payloads = connection.scalars(
                sa.select(change.c.payload)
                .where(change.c.revision == row.no)
                .order_by(change.c.place)
            ).all()
            told.append(told_by(dict(row._mapping), parents, payloads))
        return Copy(
            tuple(told),
            tuple(dict(row._mapping) for row in connection.execute(sa.select(content_key))),
            frozenset(bytes(owner) for owner in connection.scalars(sa.select(tombstone.c.owner))),
            {
                bytes(id): b"".join(sealed_pieces(store.layout.blobs, connection, id))
                for id in connection.scalars(sa.select(blob.c.id)).all()
            },
        )


def unite(bank: relata.Databank, other: Copy) -> int:
    """Replay what another copy tells and this one lacks; returns how many revisions came."""
    store = bank._desk.store
    with store.engine.connect() as plain:
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            engines.take_turn(connection)
            here = {bytes(h) for h in connection.scalars(sa.select(revision.c.hash))}
            gone = other.tombstones | {
                bytes(owner) for owner in connection.scalars(sa.select(tombstone.c.owner))
            }
            _add_missing(
                connection, content_key, (k for k in other.keys if bytes(k["owner"]) not in gone)
            )
            packs = PackWriter(store.layout.blobs, connection)
            held = {bytes(id) for id in connection.scalars(sa.select(blob.c.id))}
            for id, sealed in other.blobs.items():
                if id not in held:
                    packs.put_sealed(id, iter([sealed]))
            ring = store.ring(connection)
            ring.load_all()
            replay = Replay(connection, ring)
            fresh = [told for told in other.told if told.hash not in here]
            for told in fresh:
                replay.apply(told)
            replay.finish()
            packs.finish()
    store.memory.clear()
    return len(fresh)


def _add_missing(
    connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]
) -> None:
    here = {bytes(id) for id in connection.scalars(sa.select(table.c.id))}
    fresh = [row for row in rows if bytes(row["id"]) not in here]
    if fresh:
        connection.execute(table.insert(), fresh)
