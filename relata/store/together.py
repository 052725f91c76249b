"""Together: writes take turns, and brief ones that wait share one commit.

One write at a time changes the rows; making it safe on the disk takes longer than
making it. So a brief write that ends while other brief ones wait hands the open
transaction on: each is a revision with a savepoint of its own, so that one that fails
takes back only itself, and each returns only after the one commit that holds it.
Nothing waits for company: where nobody else wants to write, the commit comes at once.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa

from relata.store import engines
from relata.store.marks import Marks, State
from relata.store.schema import counter, head, revision
from relata.store.sealing import ContentKey
from relata.store.statements import Statement, value

PATIENCE = 60.0
"""Seconds that a write waits for its turn, as long as SQLite itself would."""
_TOGETHER = 16
"""How many revisions share a commit at most,"""
_LINGER = 0.010
"""and for how many seconds a transaction is handed on."""
_NAMES_KEPT = 50_000

_LATEST = Statement(sa.select(sa.func.max(revision.c.no)))
_HEADS = Statement(sa.select(head.c.hash))
_NO_HEAD = Statement(sa.delete(head))
_NEW_HEAD = Statement(sa.insert(head))
_LAST = Statement(sa.select(counter.c.last).where(counter.c.name == value("room", counter.c.name)))
_FIRST = Statement(sa.insert(counter))
_COUNT = Statement(
    sa.update(counter)
    .where(counter.c.name == value("room", counter.c.name))
    .values(last=value("reached", counter.c.last))
)


class Batch:
    """One transaction, and what the revisions made in it tell one another."""

    def __init__(self, connection: sa.Connection, marks: Marks, memory: dict[str, Any]) -> None:
        self.connection = connection
        self.transaction = connection.begin()
        engines.take_turn(connection)
        self.begun = time.monotonic()
        found = _LATEST.first(connection)
        self.number: int = (found[0] if found else None) or 0
        """The newest revision, those of this transaction included."""
        self._base = self.number
        marks.catch_up(connection, self._base)
        self._marks = marks
        self._heads: list[bytes] | None = None
        self._moved = False
        self._counters: dict[str, tuple[int, bool]] = {}
        self._memory = memory
        self.names: dict[str, dict[int, bytes]] = memory.setdefault("names of rows", {})
        """Ids by local number, of rows that were there before this transaction."""
        self.keys: dict[tuple[bytes, str], ContentKey] = memory.setdefault("content keys", {})
        """Content keys that were there before this transaction."""
        self.fresh_names: dict[str, dict[int, bytes]] = {}
        self.fresh_keys: dict[tuple[bytes, str], ContentKey] = {}
        self.touched: dict[str, int] = {}
        self.erased = False
        self.members = 0
        self.packs: list[Path] = []
        """Sealed files that mean nothing if this transaction is not kept."""
        self.fault: BaseException | None = None
        self._waiting: list[Lock] = []

    # -- what revisions need of the log ---------------------------------------

    def heads(self) -> list[bytes]:
        """The names of the revisions that nothing follows yet, sorted."""
        if self._heads is None:
            self._heads = sorted(bytes(row[0]) for row in _HEADS.rows(self.connection))
        return self._heads

    def reserve(self, room: str) -> int:
        """The highest local number given in a table."""
        if room not in self._counters:
            found = _LAST.first(self.connection, room=room)
            self._counters[room] = (found[0] if found else 0, found is not None)
        return self._counters[room][0]

    def state(self, tables: Any) -> State | None:
        """As `Marks.state`; None for tables that this transaction has touched."""
        if any(table.name in self.touched for table in tables):
            return None
        return self._marks.state(tables, self._base)

    def took(
        self, number: int, name: bytes, reached: dict[str, int], touched: set[str], *, erased: bool
    ) -> None:
        """Take in a revision that was written."""
        self.number = number
        self._heads, self._moved = [name], True
        for room, last in reached.items():
            self._counters[room] = (last, self._counters[room][1])
        self.touched.update(dict.fromkeys(touched, number))
        self.erased |= erased
        if erased:
            self.fresh_names.clear()
            self.fresh_keys.clear()
            self.names, self.keys = {}, {}

    # -- the transaction ------------------------------------------------------

    def finish(self) -> None:
        """Commit; whoever shares it goes on, or is refused for the same fault."""
        undone = True
        try:
            if self.fault is None and self._moved:
                self._write_ends()
                # Of a commit that a server did not answer nobody knows what became.
                undone = self.connection.dialect.name == "sqlite"
                self.transaction.commit()
                undone = False
                self._marks.note(self.number, self.touched, erased=self.erased)
                if not self.erased:
                    self._remember()
            else:
                self.give_up()
        except BaseException as fault:
            self.fault = self.fault or fault
            self.give_up()
        finally:
            # An interruption may come just after the commit: then the packs are needed.
            if undone and isinstance(self.fault, (sa.exc.DBAPIError, OSError)):
                for pack in self.packs:
                    pack.unlink(missing_ok=True)
            _quietly(self.connection.close)
            for waits in self._waiting:
                waits.release()

    def give_up(self) -> None:
        """Take back all that was written."""
        if self.transaction.is_active:
            _quietly(self.transaction.rollback)
        try:
            # SQLAlchemy counts a commit that failed as the end; the database may not.
            raw: Any = self.connection.connection.driver_connection
            raw.rollback()
        except Exception:
            _quietly(self.connection.invalidate)

    def _write_ends(self) -> None:
        _NO_HEAD.run(self.connection)
        assert self._heads is not None
        _NEW_HEAD.run(self.connection, hash=self._heads[0])
        for room, (last, there) in self._counters.items():
            if room not in self.touched:
                continue
            if there:
                _COUNT.run(self.connection, room=room, reached=last)
            else:
                _FIRST.run(self.connection, name=room, last=last)

    def _remember(self) -> None:
        for room, fresh in self.fresh_names.items():
            kept = self.names.setdefault(room, {})
            if len(kept) + len(fresh) > _NAMES_KEPT:
                kept.clear()
            kept.update(fresh)
        if len(self.keys) > _NAMES_KEPT:
            self.keys.clear()
        self.keys.update(self.fresh_keys)

    def waits(self) -> Lock:
        """A lock that opens when the transaction has ended; only who has the turn asks."""
        lock = Lock()
        lock.acquire()
        self._waiting.append(lock)
        return lock


class Turns:
    """Lets the threads of one process write in the order they came.

    SQLite alone would let them sleep and try again, and favour the lucky.
    """

    def __init__(self, begin: Callable[[], Batch]) -> None:
        self._begin = begin
        self._guard = Lock()
        self._queue: deque[tuple[Lock, bool]] = deque()
        self._taken = False
        self._open: Batch | None = None

    @contextmanager
    def turn(self, *, brief: bool) -> Iterator[Batch]:
        """The transaction to write in. After the block, what was written is on the disk."""
        self._take(brief)
        passed = False
        try:
            batch = self._joined(brief)
            shared = batch.members > 0
            batch.members += 1
            try:
                with _savepoint(batch) if shared else _whole(batch):
                    yield batch
            except BaseException:
                # Whoever was in the transaction before is told what became of it.
                passed = self._end(batch, brief)
                raise
            done = batch.waits()
            passed = self._end(batch, brief)
        finally:
            if not passed:
                self._pass_on()
        if passed:
            done.acquire()
        if batch.fault is not None:
            raise engines.refusal(batch.fault) or batch.fault

    def _joined(self, brief: bool) -> Batch:
        """The transaction handed on, or a new one."""
        open_one, self._open = self._open, None
        if open_one is not None:
            if brief and open_one.fault is None:
                return open_one
            open_one.finish()
        return self._begin()

    def _end(self, batch: Batch, brief: bool) -> bool:
        """Hand the open transaction on to somebody brief who waits, or finish it."""
        full = batch.members >= _TOGETHER or time.monotonic() - batch.begun > _LINGER
        if brief and not full and batch.fault is None and batch.transaction.is_active:
            with self._guard:
                if self._queue and self._queue[0][1]:
                    self._open = batch
                    self._queue.popleft()[0].release()
                    return True
        batch.finish()
        return False

    def _take(self, brief: bool) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            place = (mine, brief)
            self._queue.append(place)
        if mine.acquire(timeout=PATIENCE):
            return
        with self._guard:
            if place in self._queue:
                self._queue.remove(place)
                raise engines.StoreUnreachable("The databank is busy.")
        # The turn came in the very moment that patience ended.

    def _pass_on(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft()[0].release()
            else:
                self._taken = False


@contextmanager
def _whole(batch: Batch) -> Iterator[None]:
    """The first of a transaction: what it fails at leaves nothing to commit."""
    try:
        yield
    except BaseException:
        batch.give_up()
        raise


@contextmanager
def _savepoint(batch: Batch) -> Iterator[None]:
    """A later one: it takes back only itself, unless the database gave the whole up."""
    batch.connection.exec_driver_sql("SAVEPOINT member")
    try:
        yield
        batch.connection.exec_driver_sql("RELEASE SAVEPOINT member")
    except BaseException as fault:
        try:
            batch.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT member")
            batch.connection.exec_driver_sql("RELEASE SAVEPOINT member")
        except sa.exc.DBAPIError as lost:
            batch.fault = fault if engines.refusal(fault) else lost
        raise


def _quietly(end: Callable[[], Any]) -> None:
    """End something that may be at an end already; the first fault is the one that counts."""
    with suppress(sa.exc.SQLAlchemyError, OSError):
        end()
