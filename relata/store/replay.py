"""Replay: revisions written elsewhere are applied here, rows made from their log.

Restoring a backup, moving a databank to another store and merging two copies are
all this: take the revisions that are missing, parents first, check each name, and
do again what its changes say. A row that two copies added apart has two lives, and
stands as long as one of them does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import payload
from relata.store.erasure import Owner, erase_owner
from relata.store.schema import (
    METADATA,
    ROOM_TABLES,
    content_key,
    counter,
    life,
    own_columns,
    revision,
    target_of,
    tombstone,
)
from relata.store.sealing import KeyRing
from relata.store.writing import write_log

_AT_ONCE = 500


class BrokenChain(RelataError):
    """A revision does not carry the name that its content gives it."""

    remedy = "The copy is damaged or was tampered with: use another one."


class UnknownTables(RelataError):
    """A revision holds rows of rooms that this program does not have."""

    remedy = "Update Relata, then try again."


@dataclass(frozen=True)
class Told:
    """A revision as another copy tells it."""

    hash: bytes
    parents: tuple[bytes, ...]
    author: bytes
    at: int
    action: str
    reason: bytes | None
    reason_key: bytes | None
    undoes: bytes | None
    payloads: tuple[bytes, ...] = field(repr=False)


class Replay:
    """Applies revisions to a store within one write."""

    def __init__(self, connection: sa.Connection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring
        self._number = connection.scalar(sa.select(sa.func.max(revision.c.no))) or 0
        self._last = dict(connection.execute(sa.select(counter.c.name, counter.c.last)).all())
        self._begun_at = set(self._last)
        self._numbers: dict[bytes, int] = {}
        self._rows: dict[str, dict[bytes, int]] = defaultdict(dict)
        self._tombstones = {bytes(o) for o in connection.scalars(sa.select(tombstone.c.owner))}
        self.unreadable = 0
        """Changes whose content was erased: their rows are not made again."""

    def apply(self, told: Told) -> None:
        """Apply one revision whose parents are here. Raises BrokenChain."""
        name = payload.revision_hash(
            told.parents, told.author, told.at, told.action, told.reason, told.undoes, told.payloads
        )
        if name != told.hash:
            raise BrokenChain(f"Revision {told.hash.hex()[:12]} does not verify.")
        self._number += 1
        self._numbers[told.hash] = self._number
        changes = [payload.decode(p, self._ring) for p in told.payloads]
        counts: dict[tuple[str, str], int] = defaultdict(int)
        self.unreadable += sum(c.deed == "add" and c.rows is None for c in changes)
        added: dict[str, list[payload.Rows]] = defaultdict(list)
        for change in changes:
            for rows in change.rows or ():
                added[rows.table].append(rows)
        if strange := added.keys() - ROOM_TABLES.keys():
            raise UnknownTables(
                f"Revision {told.hash.hex()[:12]} names {len(strange)} unknown tables."
            )
        for table in METADATA.sorted_tables:
            for rows in added.get(table.name, ()):
                counts[(table.name, "add")] += self._add(table, rows)
        for change in changes:
            for gone in change.withdrawn:
                counts[(gone.table, "withdraw")] += self._withdraw(gone)
            for erased in change.erased:
                erase_owner(self._connection, Owner(erased.kind, erased.owner), number=self._number)
                self._tombstones.add(erased.owner)
                self._rows.clear()
                counts[(erased.kind, "erase")] += 1
        self._connection.execute(
            revision.insert().values(
                no=self._number,
                hash=told.hash,
                author=told.author,
                at=told.at,
                action=told.action,
                reason=told.reason,
                reason_key=told.reason_key,
                undoes=told.undoes,
            )
        )
        write_log(self._connection, self._number, told.hash, told.parents, told.payloads, counts)

    def finish(self) -> None:
        """Write down how far the local numbers went; keys that came too late go."""
        self._connection.execute(
            content_key.delete().where(content_key.c.owner.in_(sa.select(tombstone.c.owner)))
        )
        for name, last in self._last.items():
            if name in self._begun_at:
                self._connection.execute(
                    counter.update().where(counter.c.name == name).values(last=last)
                )
            else:
                self._connection.execute(counter.insert().values(name=name, last=last))
        self._begun_at = set(self._last)

    def _add(self, table: sa.Table, rows: payload.Rows) -> int:
        told = dict(zip(rows.columns, rows.values, strict=True))
        ids: list[bytes] = told["id"]
        known = self._find(table.name, ids)
        values: dict[str, Sequence[Any]] = {}
        lost: set[int] = set()
        for column in own_columns(table):
            cells = told.get(column.name, [None] * len(ids))
            target = target_of(column)
            if target is not None:
                places = self._find(target, [c for c in cells if c is not None])
                lost |= {i for i, c in enumerate(cells) if c is not None and c not in places}
                cells = [None if c is None else places.get(c) for c in cells]
            values[column.name] = cells
        lost |= self._erased_before(table, told)
        plain = [c.name for c in own_columns(table) if target_of(c) is None]
        fresh = []
        last = self._last.get(table.name, 0)
        for i, id in enumerate(ids):
            if i in lost:
                continue
            if id in known:
                self._begin_life(table, known[id])
                self._agree(table, known[id], {n: values[n][i] for n in plain})
                continue
            last += 1
            known[id] = last
            fresh.append(
                {
                    "no": last,
                    "id": id,
                    "added": self._number,
                    **{name: cells[i] for name, cells in values.items()},
                }
            )
        self._last[table.name] = last
        self._rows[table.name].update(known)
        if fresh:
            self._connection.execute(table.insert(), fresh)
        return len(ids)

    def _erased_before(self, table: sa.Table, told: Mapping[str, Sequence[Any]]) -> set[int]:
        """Places of rows whose source or case is gone for good: a late copy stays out."""
        gone: set[int] = set()
        for name in table.info["owners"]:
            cells = told.get("id" if name == "self" else name, ())
            gone |= {i for i, owner in enumerate(cells) if owner in self._tombstones}
        return gone

    def _agree(self, table: sa.Table, no: int, told: Mapping[str, Any]) -> None:
        """Two copies made one row apart: both keep the telling that sorts first.

        Ids made from content leave room for what the content does not say: when and
        from where the same bytes came, and under which key they are sealed.
        """
        if not table.info["identity"]:
            return
        here = self._connection.execute(sa.select(table).where(table.c.no == no)).one()
        if payload.order_of(told) < payload.order_of({c: here._mapping[c] for c in told}):
            self._connection.execute(table.update().where(table.c.no == no).values(**told))

    def _begin_life(self, table: sa.Table, no: int) -> None:
        row = self._connection.execute(
            sa.select(table.c.added, table.c.withdrawn).where(table.c.no == no)
        ).one()
        if row.withdrawn is None:
            self._keep_life(table, no, self._number, None)
        else:
            self._keep_life(table, no, row.added, row.withdrawn)
            self._set_life(table, no, self._number, None)

    def _withdraw(self, gone: payload.Withdrawn) -> int:
        table = ROOM_TABLES[gone.table]
        known = self._find(gone.table, [id for id, _ in gone.rows])
        for id, began in gone.rows:
            no = known.get(id)
            start = self._number_of(began) if began else self._number
            if no is None or start is None:
                continue
            row = self._connection.execute(
                sa.select(table.c.added, table.c.withdrawn).where(table.c.no == no)
            ).one()
            if row.added == start and row.withdrawn is None:
                self._end_present_life(table, no, start)
            else:
                self._connection.execute(
                    life.update()
                    .where(
                        life.c.room_table == table.name,
                        life.c.row == no,
                        life.c.added == start,
                        life.c.withdrawn.is_(None),
                    )
                    .values(withdrawn=self._number)
                )
        return len(gone.rows)

    def _end_present_life(self, table: sa.Table, no: int, start: int) -> None:
        """End a life; another one begun apart, if any, becomes the present one."""
        other = self._connection.scalar(
            sa.select(life.c.added)
            .where(
                life.c.room_table == table.name,
                life.c.row == no,
                life.c.withdrawn.is_(None),
            )
            .limit(1)
        )
        if other is None:
            self._set_life(table, no, start, self._number)
            return
        self._connection.execute(
            life.delete().where(
                life.c.room_table == table.name, life.c.row == no, life.c.added == other
            )
        )
        self._keep_life(table, no, start, self._number)
        self._set_life(table, no, other, None)

    def _keep_life(self, table: sa.Table, no: int, added: int, withdrawn: int | None) -> None:
        self._connection.execute(
            life.insert().values(room_table=table.name, row=no, added=added, withdrawn=withdrawn)
        )

    def _set_life(self, table: sa.Table, no: int, added: int, withdrawn: int | None) -> None:
        self._connection.execute(
            table.update().where(table.c.no == no).values(added=added, withdrawn=withdrawn)
        )

    def _find(self, room: str, ids: Sequence[bytes]) -> dict[bytes, int]:
        """Local numbers of rows by id; ids that are not here are left out."""
        known = self._rows[room]
        missing = sorted({id for id in ids if id not in known})
        table = ROOM_TABLES[room]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            for no, id in self._connection.execute(
                sa.select(table.c.no, table.c.id).where(table.c.id.in_(some))
            ):
                known[bytes(id)] = no
        return {id: known[id] for id in ids if id in known}

    def _number_of(self, hash: bytes) -> int | None:
        if hash not in self._numbers:
            found = self._connection.scalar(sa.select(revision.c.no).where(revision.c.hash == hash))
            if found is None:
                return None
            self._numbers[hash] = found
        return self._numbers[hash]


def told_by(row: Mapping[str, Any], parents: Sequence[bytes], payloads: Sequence[bytes]) -> Told:
    """A revision as its rows tell it."""
    return Told(
        bytes(row["hash"]),
        tuple(sorted(bytes(p) for p in parents)),
        bytes(row["author"]),
        row["at"],
        row["action"],
        bytes(row["reason"]) if row["reason"] is not None else None,
        bytes(row["reason_key"]) if row["reason_key"] is not None else None,
        bytes(row["undoes"]) if row["undoes"] is not None else None,
        tuple(bytes(p) for p in payloads),
    )
