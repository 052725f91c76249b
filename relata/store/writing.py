"""Writing: rows added and withdrawn become one revision, whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.store import payload
from relata.store.blobs import PackWriter, Sealed
from relata.store.erasure import SHARED_REASON, Owner, erase_owner
from relata.store.ids import new_id
from relata.store.marks import State
from relata.store.schema import (
    ROOM_TABLES,
    change,
    head,
    life,
    parent,
    revision,
    tally,
)
from relata.store.sealing import KeyRing, Readable, seal
from relata.store.shapes import shape_of
from relata.store.statements import Statement, value
from relata.store.together import Batch

_AT_ONCE = 500
_NOBODY = bytes(16)


@dataclass(frozen=True)
class Revision:
    """One change of the databank: who, when, what for."""

    number: int
    hash: str
    author: bytes
    at: int
    action: str


class Writing:
    """One revision in the making. Rooms add and withdraw rows; `commit` seals it."""

    def __init__(
        self,
        batch: Batch,
        ring: KeyRing,
        packs: PackWriter,
        *,
        author: bytes,
        at: int,
        action: str,
        reason: str | None = None,
        undoes: bytes | None = None,
    ) -> None:
        self.connection = batch.connection
        self.keys = ring
        self.number = batch.number + 1
        self._batch = batch
        self.author = author
        self._at, self._action, self._reason, self._undoes = at, action, reason, undoes
        self._packs = packs
        self._added: dict[tuple[bytes, ...], dict[str, list[dict[str, Any]]]] = {}
        self._withdrawn: dict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
        self._erased: list[Owner] = []
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        self._names: dict[str, dict[int, bytes]] = defaultdict(dict)
        self._last: dict[str, int] = {}
        self.revision: Revision | None = None

    def state(self, tables: Iterable[sa.Table]) -> State | None:
        """What tells one state of tables from the next; None for tables written to here."""
        written = {name for name, _ in self._counts}
        tables = list(tables)
        if self._erased or any(table.name in written for table in tables):
            return None
        return self._batch.state(tables)

    # -- adding ---------------------------------------------------------------

    def add(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add rows; returns their local numbers, in order.

        References are local numbers. A row without an `id` gets a new one. In a
        table whose ids are made from content a row that stands already is not
        added again; one that was withdrawn comes back to life.
        """
        if not rows:
            return []
        shape = shape_of(table)
        known = self._known(table, rows) if table.info["identity"] else {}
        numbers: list[int] = []
        fresh: list[dict[str, Any]] = []
        returning: list[int] = []
        last = self._last.get(table.name)
        if last is None:
            last = self._batch.reserve(table.name)
        for row in rows:
            id = row.get("id") or new_id()
            present = known.get(id)
            if present is not None:
                no, stands = present
                numbers.append(no)
                if not stands:
                    returning.append(no)
                    known[id] = (no, True)
                continue
            last += 1
            numbers.append(last)
            complete = {name: row.get(name) for name in shape.names}
            complete.update(no=last, id=id, added=self.number)
            fresh.append(complete)
            self._names[table.name][last] = id
            if table.info["identity"]:
                known[id] = (last, True)
        self._last[table.name] = last
        if fresh:
            shape.insert.run_all(self.connection, fresh)
        self._log(table, fresh)
        if returning:
            self.revive(table, returning)
        return numbers

    def add_one(self, table: sa.Table, **row: Any) -> int:
        return self.add(table, [row])[0]

    def id_of(self, table: sa.Table, no: int) -> bytes:
        """The id of a row by its local number."""
        return self._id(table.name, no)

    def withdraw(self, table: sa.Table, numbers: Iterable[int]) -> int:
        """End the lives of rows; returns how many were standing."""
        wanted = sorted(set(numbers))
        shape = shape_of(table)
        ended = 0
        for some in _portions(wanted):
            rows = shape.lives(self.connection, some)
            for _no, id, began in rows:
                # A row added by this very revision has no hash to name yet.
                self._withdrawn[table.name].append((bytes(id), bytes(began or b"")))
            if rows:
                self._end_other_lives(table, {no: bytes(id) for no, id, _ in rows})
                shape.end.run_all(
                    self.connection, [{"row": row[0], "withdrawn": self.number} for row in rows]
                )
            ended += len(rows)
        if ended:
            self._counts[(table.name, "withdraw")] += ended
        return ended

    def revive(self, table: sa.Table, numbers: Sequence[int]) -> None:
        """Begin a new life of withdrawn rows: what undoing a withdrawal does."""
        for some in _portions(list(numbers)):
            rows = self.connection.execute(sa.select(table).where(table.c.no.in_(some))).all()
            for row in rows:
                if row.withdrawn is not None:
                    self._revive(table, row.no)
            self._log(table, [dict(row._mapping) for row in rows if row.withdrawn is not None])

    # -- content --------------------------------------------------------------

    def put(self, owner: bytes, purpose: str, plain: bytes) -> tuple[Sealed, bytes]:
        """Seal bytes under a new key of their own; returns the blob and the key's id."""
        key = self.keys.make(owner, purpose)
        return self._packs.put(key, plain), key.id

    def put_stream(self, owner: bytes, purpose: str, plain: Readable) -> tuple[Sealed, bytes]:
        key = self.keys.make(owner, purpose)
        return self._packs.put_stream(key, plain), key.id

    def erase(self, owner: Owner) -> None:
        """Destroy the content of a source or case for good; a tombstone stays."""
        erase_owner(self.connection, owner, number=self.number)
        self.keys.let_go()
        self._erased.append(owner)
        self._counts[(owner.kind, "erase")] += 1

    # -- sealing the revision -------------------------------------------------

    def commit(self) -> Revision | None:
        """Write the revision; None when nothing was changed."""
        if not (self._added or self._withdrawn or self._erased):
            self._packs.discard()
            return None
        payloads = self._payloads()
        parents = self._batch.heads()
        reason, reason_key = self._sealed_reason()
        self.keys.flush()
        name = payload.revision_hash(
            parents, self.author, self._at, self._action, reason, self._undoes, payloads
        )
        _REVISION.run(
            self.connection,
            no=self.number,
            hash=name,
            author=self.author,
            at=self._at,
            action=self._action,
            reason=reason,
            reason_key=reason_key,
            undoes=self._undoes,
        )
        _write_changes(self.connection, self.number, parents, payloads, self._counts)
        pack = self._packs.path
        self._packs.finish()
        if pack is not None:
            self._batch.packs.append(pack)
        for room, names in self._names.items():
            self._batch.fresh_names.setdefault(room, {}).update(names)
        self._batch.fresh_keys.update(self.keys.found)
        self._batch.took(
            self.number,
            name,
            self._last,
            {room for room, _ in self._counts},
            erased=bool(self._erased),
        )
        return Revision(self.number, name.hex(), self.author, self._at, self._action)

    def _payloads(self) -> list[bytes]:
        payloads = []
        for owners, tables in self._added.items():
            rows = [self._rows(name, content) for name, content in tables.items()]
            payloads.append(
                payload.encode_rows(rows, [self.keys.for_owner(owner) for owner in owners])
            )
        if self._withdrawn:
            payloads.append(
                payload.encode_withdrawn(
                    [payload.Withdrawn(str(name), rows) for name, rows in self._withdrawn.items()]
                )
            )
        if self._erased:
            payloads.append(
                payload.encode_erased([payload.Erased(o.kind, o.id) for o in self._erased])
            )
        return payloads

    def _rows(self, name: str, rows: list[dict[str, Any]]) -> payload.Rows:
        shape = shape_of(ROOM_TABLES[name])
        values: list[list[Any]] = [[row["id"] for row in rows]]
        for column, target in shape.columns:
            told = [row[column] for row in rows]
            if target is not None:
                ids = self._ids(target, {no for no in told if no is not None})
                told = [None if no is None else ids[no] for no in told]
            values.append(told)
        return payload.Rows(str(name), ("id", *shape.names), values)

    def _sealed_reason(self) -> tuple[bytes | None, bytes | None]:
        """A typed reason may quote anything: it goes when any owner it touches is erased."""
        if self._reason is None:
            return None, None
        owners = {owner for group in self._added for owner in group}
        taken_back = any(ROOM_TABLES[name].info["owners"] for name in self._withdrawn)
        if len(owners) == 1 and not taken_back:
            key = self.keys.make(next(iter(owners)), "reason")
        else:
            purpose = SHARED_REASON if owners or taken_back else "reason"
            key = self.keys.make(_NOBODY, purpose)
        return seal([key], self._reason.encode("utf-8"), about=b"reason"), key.id

    def _log(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        for row in rows:
            owners = self._owners(table, row)
            self._added.setdefault(owners, {}).setdefault(table.name, []).append(row)
        self._counts[(table.name, "add")] += len(rows)

    def _owners(self, table: sa.Table, row: dict[str, Any]) -> tuple[bytes, ...]:
        owners: list[bytes] = []
        for name in table.info["owners"]:
            if name == "self":
                owners.append(row["id"])
            elif row[name] is not None:
                target = shape_of(table).targets[name]
                assert target is not None
                owners.append(self._id(target, row[name]))
        return tuple(owners)

    def _revive(self, table: sa.Table, no: int) -> None:
        row = self.connection.execute(
            sa.select(table.c.added, table.c.withdrawn).where(table.c.no == no)
        ).one()
        self.connection.execute(
            life.insert().values(
                room_table=table.name, row=no, added=row.added, withdrawn=row.withdrawn
            )
        )
        self.connection.execute(
            table.update().where(table.c.no == no).values(added=self.number, withdrawn=None)
        )

    def _end_other_lives(self, table: sa.Table, ids: Mapping[int, bytes]) -> None:
        """A row that two copies added apart has a second life, which ends too."""
        if len(ids) == 1:
            (no,) = ids
            if not _OTHER_LIVES.rows(self.connection, room=table.name, row=no):
                return
        open_lives = sa.and_(
            life.c.room_table == table.name, life.c.row.in_(list(ids)), life.c.withdrawn.is_(None)
        )
        found = self.connection.execute(
            sa.select(life.c.row, revision.c.hash)
            .join(revision, revision.c.no == life.c.added)
            .where(open_lives)
        ).all()
        if found:
            self._withdrawn[table.name] += [(ids[no], bytes(began)) for no, began in found]
            self.connection.execute(life.update().where(open_lives).values(withdrawn=self.number))

    def _known(
        self, table: sa.Table, rows: Sequence[Mapping[str, Any]]
    ) -> dict[bytes, tuple[int, bool]]:
        ids = [row["id"] for row in rows if row.get("id")]
        known: dict[bytes, tuple[int, bool]] = {}
        if len(ids) == 1:
            for no, withdrawn in shape_of(table).by_id.rows(self.connection, id=ids[0]):
                known[ids[0]] = (no, withdrawn is None)
            return known
        for some in _portions(ids):
            for no, id, withdrawn in self.connection.execute(
                sa.select(table.c.no, table.c.id, table.c.withdrawn).where(table.c.id.in_(some))
            ):
                known[bytes(id)] = (no, withdrawn is None)
        return known

    def _id(self, room: str, no: int) -> bytes:
        """The id of one row by its local number."""
        found = self._names[room].get(no)
        if found is None:
            found = self._held_name(room, no)
            if found is None:
                row = shape_of(ROOM_TABLES[room]).id_of.first(self.connection, row=no)
                if row is None:
                    raise KeyError(no)
                found = bytes(row[0])
            self._names[room][no] = found
        return found

    def _ids(self, room: str, numbers: Iterable[int]) -> Mapping[int, bytes]:
        names = self._names[room]
        missing = []
        for no in numbers:
            if no not in names:
                held = self._held_name(room, no)
                if held is None:
                    missing.append(no)
                else:
                    names[no] = held
        if len(missing) == 1:
            self._id(room, missing[0])
            return names
        table = ROOM_TABLES[room]
        for some in _portions(missing):
            for no, id in self.connection.execute(
                sa.select(table.c.no, table.c.id).where(table.c.no.in_(some))
            ):
                names[no] = bytes(id)
        return names

    def _held_name(self, room: str, no: int) -> bytes | None:
        for held in (self._batch.names, self._batch.fresh_names):
            if room in held and no in held[room]:
                return held[room][no]
        return None


_REVISION = Statement(revision.insert().values({c: value(c.name, c) for c in revision.c}))
_PARENT = Statement(parent.insert().values({c: value(c.name, c) for c in parent.c}))
_CHANGE = Statement(change.insert().values({c: value(c.name, c) for c in change.c}))
_TALLY = Statement(tally.insert().values({c: value(c.name, c) for c in tally.c}))
_OTHER_LIVES = Statement(
    sa.select(life.c.row).where(
        life.c.room_table == value("room", life.c.room_table),
        life.c.row == value("row", life.c.row),
        life.c.withdrawn.is_(None),
    )
)


def write_log(
    connection: sa.Connection,
    number: int,
    name: bytes,
    parents: Sequence[bytes],
    payloads: Sequence[bytes],
    counts: Mapping[tuple[str, str], int],
) -> None:
    """Write what belongs to a revision beside its own row, and move the heads."""
    if parents:
        connection.execute(head.delete().where(head.c.hash.in_(parents)))
    connection.execute(head.insert().values(hash=name))
    _write_changes(connection, number, parents, payloads, counts)


def _write_changes(
    connection: sa.Connection,
    number: int,
    parents: Sequence[bytes],
    payloads: Sequence[bytes],
    counts: Mapping[tuple[str, str], int],
) -> None:
    if parents:
        _PARENT.run_all(connection, [{"revision": number, "parent": p} for p in parents])
    if payloads:
        _CHANGE.run_all(
            connection,
            [{"revision": number, "place": i, "payload": p} for i, p in enumerate(payloads)],
        )
    if counts:
        _TALLY.run_all(
            connection,
            [
                {"revision": number, "room_table": t, "deed": d, "rows": n}
                for (t, d), n in counts.items()
            ],
        )


def _portions(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
