"""Verifying a databank: does everything still say what it said when it was written?

The graph of revisions is hashed again, every change is opened and held against the
rows made from it, every sealed blob against its hash, every reference against what
it points at. Rooms add checks of their own. What is damaged is named by id; content
is never quoted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import payload
from relata.store.blobs import sealed_pieces
from relata.store.recount import Recount
from relata.store.schema import (
    ROOM_TABLES,
    blob,
    change,
    head,
    parent,
    revision,
    target_of,
    tombstone,
)
from relata.store.sealing import KeyRing
from relata.store.store import Store

_AT_ONCE = 500


@dataclass(frozen=True)
class Damage:
    """Something that no longer holds: in which part, which thing, and how."""

    part: str
    thing: str
    fault: str

    def __str__(self) -> str:
        return f"{self.part} {self.thing}: {self.fault}"


@dataclass(frozen=True)
class Verification:
    """What was looked at, and what of it is damaged."""

    revision: str
    revisions: int
    rows: int
    blobs: int
    tombstones: int
    damages: tuple[Damage, ...]

    @property
    def sound(self) -> bool:
        return not self.damages


Check = Callable[[Store, sa.Connection], Iterable[Damage]]
_checks: list[Check] = []


def also_check(check: Check) -> Check:
    """Register a room's own check."""
    _checks.append(check)
    return check


def verify(store: Store) -> Verification:
    """Check the whole databank as it is now."""
    with store.reading() as reading:
        connection = reading.connection
        ring = store.ring(connection)
        ring.load_all()
        damages: list[Damage] = []
        revisions, rows = 0, 0
        told = _Told()
        for damage, seen in _graph(connection, ring, told):
            revisions += 1
            rows += seen
            damages += damage
        damages += told.differences(connection)
        damages += _heads(connection)
        blobs = connection.scalar(sa.select(sa.func.count()).select_from(blob)) or 0
        damages += _blobs(store, connection)
        damages += _references(connection)
        for check in _checks:
            damages += check(store, connection)
        stones = connection.scalar(sa.select(sa.func.count()).select_from(tombstone)) or 0
        return Verification(reading.revision, revisions, rows, blobs, stones, tuple(damages))


@dataclass
class _Told:
    """What the log told of rows, as far as it can only be judged at its end."""

    lives: Recount = field(default_factory=Recount)
    equal: set[tuple[str, bytes]] = field(default_factory=set)
    unequal: set[tuple[str, bytes]] = field(default_factory=set)

    def differences(self, connection: sa.Connection) -> Iterator[Damage]:
        # A row that two copies made apart is told twice and kept one of the two ways.
        for table, id in sorted(self.unequal - self.equal):
            yield Damage(table, id.hex(), "its row is not what was written")
        for table, id, fault in self.lives.differences(connection):
            yield Damage(table, id.hex(), fault)


def _graph(
    connection: sa.Connection, ring: KeyRing, told: _Told
) -> Iterator[tuple[list[Damage], int]]:
    """One item a revision: what is damaged in it, and how many rows it told of."""
    known: set[bytes] = set()
    rows = connection.execute(sa.select(revision).order_by(revision.c.no)).all()
    for row in rows:
        thing = bytes(row.hash).hex()[:12]
        damages: list[Damage] = []
        parents = [
            bytes(p)
            for p in connection.scalars(
                sa.select(parent.c.parent).where(parent.c.revision == row.no)
            )
        ]
        payloads = [
            bytes(p)
            for p in connection.scalars(
                sa.select(change.c.payload)
                .where(change.c.revision == row.no)
                .order_by(change.c.place)
            )
        ]
        name = payload.revision_hash(
            parents, row.author, row.at, row.action, row.reason, row.undoes, payloads
        )
        if name != row.hash:
            damages.append(Damage("revision", thing, "its content does not give its name"))
        damages += [
            Damage("revision", thing, f"its parent {p.hex()[:12]} is missing")
            for p in parents
            if p not in known
        ]
        known.add(bytes(row.hash))
        seen = 0
        changes = []
        for packed in payloads:
            try:
                changes.append(payload.decode(packed, ring))
            except (RelataError, ValueError) as fault:
                damages.append(Damage("revision", thing, f"a change cannot be opened ({fault})"))
                continue
            for batch in changes[-1].rows or ():
                seen += len(batch.values[0])
                damages += _rows(connection, batch, told)
        told.lives.revision(row.no, bytes(row.hash), changes)
        yield damages, seen


def _rows(connection: sa.Connection, batch: payload.Rows, told: _Told) -> list[Damage]:
    """Rows of the log that the table does not hold; those it holds are compared."""
    table = ROOM_TABLES.get(batch.table)
    if table is None:
        return []
    names = [c for c in batch.columns if c in table.c]
    query = _with_ids(table, names)
    values = {c: batch.values[batch.columns.index(c)] for c in names}
    ids = values["id"]
    damages = []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found = {
            bytes(row[0]): row for row in connection.execute(query.where(table.c.id.in_(some)))
        }
        for i, id in enumerate(some, start):
            row = found.get(id)
            if row is None:
                damages.append(Damage(batch.table, id.hex(), "its row is missing"))
            elif any(_differs(here, values[c][i]) for c, here in zip(names, row[1:], strict=True)):
                told.unequal.add((batch.table, id))
            elif table.info["identity"]:
                told.equal.add((batch.table, id))
    return damages


def _with_ids(table: sa.Table, names: list[str]) -> sa.Select[Any]:
    """Selects the id, then the named columns, with ids for what they point at."""
    joined: sa.FromClause = table
    told: list[sa.ColumnElement[Any]] = []
    for name in names:
        target = target_of(table.c[name])
        if target is None:
            told.append(table.c[name])
        else:
            other = ROOM_TABLES[target].alias()
            joined = joined.outerjoin(other, other.c.no == table.c[name])
            told.append(other.c.id)
    columns = [column.label(f"told_{place}") for place, column in enumerate(told)]
    return sa.select(table.c.id.label("row_id"), *columns).select_from(joined)


def _differs(here: object, told: object) -> bool:
    if isinstance(here, memoryview):
        here = bytes(here)
    return here != told


def _heads(connection: sa.Connection) -> list[Damage]:
    kept = {bytes(h) for h in connection.scalars(sa.select(head.c.hash))}
    all_named = {bytes(h) for h in connection.scalars(sa.select(revision.c.hash))}
    parents = {bytes(p) for p in connection.scalars(sa.select(parent.c.parent))}
    if kept != all_named - parents:
        return [Damage("graph", "heads", "the list of newest revisions is wrong")]
    return []


def _blobs(store: Store, connection: sa.Connection) -> Iterator[Damage]:
    for table in ROOM_TABLES.values():
        if "blob" not in table.c:
            continue
        rows = connection.execute(
            sa.select(table.c.id, table.c.blob, table.c.blob_hash).where(table.c.blob.is_not(None))
        ).all()
        for id, at, hash in rows:
            digest = hashlib.sha256()
            try:
                for piece in sealed_pieces(store.layout.blobs, connection, at):
                    digest.update(piece)
            except (RelataError, OSError):
                yield Damage(table.name, bytes(id).hex(), "its sealed file is missing or cut")
                continue
            if digest.digest() != hash:
                yield Damage(table.name, bytes(id).hex(), "its sealed file was changed")


def _references(connection: sa.Connection) -> Iterator[Damage]:
    """Standing rows that point at nothing, or rest on something withdrawn."""
    for table in ROOM_TABLES.values():
        for column in table.columns:
            target = target_of(column)
            if target is None:
                continue
            other = ROOM_TABLES[target].alias()
            broken = connection.execute(
                sa.select(table.c.id, other.c.no)
                .join(other, other.c.no == column, isouter=True)
                .where(
                    table.c.withdrawn.is_(None),
                    column.is_not(None),
                    sa.or_(other.c.no.is_(None), other.c.withdrawn.is_not(None)),
                )
            )
            for id, no in broken:
                fault = "is missing" if no is None else "was withdrawn"
                yield Damage(table.name, bytes(id).hex(), f"its {column.name} {fault}")
