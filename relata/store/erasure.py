"""Erasure: withdrawn consent destroys content, in rows, log, blobs and index.

Everything of an owner is sealed under its content keys, so the log and the blobs
are erased by deleting those keys. Rows as they stand in the tables are deleted.
What was derived from them (the search index) is the archive's to clear, before.
What stays is a tombstone: which id, and in which revision it went.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from relata.store.schema import (
    METADATA,
    ROOM_TABLES,
    blob,
    content_key,
    life,
    target_of,
    tombstone,
)

SHARED_REASON = "shared reason"
_AT_ONCE = 500


@dataclass(frozen=True)
class Owner:
    """A source or case: `kind` is the name of its table, `id` its row."""

    kind: str
    id: bytes


def erase_owner(connection: sa.Connection, owner: Owner, *, number: int) -> None:
    """Delete an owner's keys and rows, and leave the tombstone."""
    table = ROOM_TABLES[owner.kind]
    no = connection.scalar(sa.select(table.c.no).where(table.c.id == owner.id))
    if no is not None:
        for room in reversed(METADATA.sorted_tables):
            if room.name in ROOM_TABLES:
                _delete_rows(connection, room, owner.kind, no)
    connection.execute(content_key.delete().where(content_key.c.owner == owner.id))
    # Which owners a shared reason names cannot be told once their content is sealed,
    # so every shared reason goes: better one note of the team too few than a name too many.
    connection.execute(content_key.delete().where(content_key.c.purpose == SHARED_REASON))
    if connection.scalar(sa.select(tombstone.c.owner).where(tombstone.c.owner == owner.id)) is None:
        connection.execute(
            tombstone.insert().values(owner=owner.id, kind=owner.kind, revision=number)
        )


def _delete_rows(connection: sa.Connection, table: sa.Table, kind: str, no: int) -> None:
    columns = [
        table.c[name]
        for name in table.info["owners"]
        if name != "self" and target_of(table.c[name]) == kind
    ]
    if table.name == kind:
        columns.append(table.c.no)
    for column in columns:
        going = list(connection.scalars(sa.select(table.c.no).where(column == no)))
        if not going:
            continue
        if "blob" in table.c:
            blobs = sa.select(table.c.blob).where(column == no)
            connection.execute(blob.delete().where(blob.c.id.in_(blobs)))
        connection.execute(
            life.delete().where(
                life.c.room_table == table.name,
                life.c.row.in_(sa.select(table.c.no).where(column == no)),
            )
        )
        _delete_what_rests_on(connection, table, going)
        connection.execute(table.delete().where(column == no))


def _delete_what_rests_on(connection: sa.Connection, table: sa.Table, going: list[int]) -> None:
    """Rows of other tables that point at rows going, and are nobody else's content."""
    for other in ROOM_TABLES.values():
        for column in other.columns:
            if target_of(column) != table.name:
                continue
            for start in range(0, len(going), _AT_ONCE):
                some = going[start : start + _AT_ONCE]
                rows = list(connection.scalars(sa.select(other.c.no).where(column.in_(some))))
                if rows:
                    _delete_what_rests_on(connection, other, rows)
                    connection.execute(other.delete().where(column.in_(some)))
