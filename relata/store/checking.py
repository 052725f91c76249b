"""Verifying a databank: does everything still say what it said when it was written?

The graph of revisions is hashed again, every change is opened and held against the
rows made from it, every sealed blob against its hash, every reference against what
it points at. Rooms add checks of their own. What is damaged is named by id; content
is never quoted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import payload
from relata.store.blobs import sealed_pieces
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
        for damage, seen in _graph(connection, ring):
            revisions += 1
            rows += seen
            damages += damage
        damages += _heads(connection)
        blobs = connection.scalar(sa.select(sa.func.count()).select_from(blob)) or 0
        damages += _blobs(store, connection)
        damages += _references(connection)
        for check in _checks:
            damages += check(store, connection)
        stones = connection.scalar(sa.select(sa.func.count()).select_from(tombstone)) or 0
        return Verification(reading.revision, revisions, rows, blobs, stones, tuple(damages))


def _graph(connection: sa.Connection, ring: KeyRing) -> Iterator[tuple[list[Damage], int]]:
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
        for told in payloads:
            try:
                decoded = payload.decode(told, ring)
            except (RelataError, ValueError) as fault:
                damages.append(Damage("revision", thing, f"a change cannot be opened ({fault})"))
                continue
            for batch in decoded.rows or ():
                seen += len(batch.values[0])
                damages += _rows(connection, batch)
        yield damages, seen


def _rows(connection: sa.Connection, told: payload.Rows) -> list[Damage]:
    """Rows of the log that the table does not hold, or holds differently."""
    table = ROOM_TABLES.get(told.table)
    if table is None:
        return []
    plain = [c for c in told.columns if c in table.c and target_of(table.c[c]) is None]
    places = {c: told.columns.index(c) for c in plain}
    ids = told.values[places["id"]]
    damages = []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found = {
            bytes(row.id): row
            for row in connection.execute(
                sa.select(*(table.c[c] for c in plain)).where(table.c.id.in_(some))
            )
        }
        for i, id in enumerate(some, start):
            row = found.get(id)
            if row is None:
                damages.append(Damage(told.table, id.hex(), "its row is missing"))
            elif any(_differs(row._mapping[c], told.values[places[c]][i]) for c in plain):
                damages.append(Damage(told.table, id.hex(), "its row is not what was written"))
    return damages


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
