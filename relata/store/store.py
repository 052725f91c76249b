"""The store: one databank's rows, log, blobs and keys, opened."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import blobs, engines, folder
from relata.store.keys import Keys
from relata.store.marks import Marks, State
from relata.store.schema import METADATA, revision, standing
from relata.store.sealing import KeyRing
from relata.store.statements import Statement
from relata.store.together import Batch, Turns
from relata.store.writing import Revision, Writing

Clock = Callable[[], float]

_LATEST = Statement(
    sa.select(revision.c.no, revision.c.hash).order_by(revision.c.no.desc()).limit(1)
)


class NoSuchRevision(RelataError):
    """No revision, or more than one, goes by this name."""

    remedy = "`relata history` lists the revisions."


@dataclass(frozen=True)
class Reading:
    """One moment of the databank, held for as long as it is read.

    `number` is None for the present, otherwise the local number of the revision
    as of which rows are read. `revision` names that moment, `latest` is its local
    number.
    """

    connection: sa.Connection
    number: int | None
    revision: str
    latest: int
    marks: Marks

    def state(self, tables: Iterable[sa.Table]) -> State | None:
        """What tells one state of tables from the next, as of this moment.

        What was loaded under an equal state is right still; None means that it is not
        to be kept.
        """
        if self.number is not None:
            return (self.number,)
        return self.marks.state(tables, self.latest)

    def standing(self, table: sa.Table) -> sa.ColumnElement[bool]:
        return standing(table, self.number)


class Store:
    """A databank's store. Rooms reach it through a desk, never directly."""

    def __init__(
        self, layout: folder.Layout, keys: Keys, engine: sa.Engine, *, clock: Clock = time.time
    ) -> None:
        self.layout = layout
        self.keys = keys
        self.engine = engine
        self.clock = clock
        self._wrapping = keys.derive("content keys")
        self.naming = keys.derive("names of content")
        self.closed = False
        self.memory: dict[str, Any] = {}
        """What rooms keep in memory for this opened store; gone when content is erased."""
        self.marks = Marks(self.memory.clear)
        self._index_engine: sa.Engine | None = None
        self._turns = Turns(self._begin)

    # -- reading --------------------------------------------------------------

    @contextmanager
    def reading(self, as_of: str | None = None) -> Iterator[Reading]:
        """Hold one moment: the present, or as of a revision or a date."""
        with engines.refusing(), self.engine.connect() as plain:
            connection = engines.hold_snapshot(plain)
            with connection.begin():
                latest, name = _LATEST.first(connection) or (0, b"")
                self.marks.catch_up(connection, latest)
                if as_of is None:
                    yield Reading(connection, None, bytes(name).hex(), latest, self.marks)
                else:
                    row = self.resolve(connection, as_of)
                    yield Reading(connection, row.no, row.hash.hex(), row.no, self.marks)

    def latest(self, connection: sa.Connection) -> str:
        """The name of the latest revision."""
        found = _LATEST.first(connection)
        return bytes(found[1]).hex() if found else ""

    def latest_number(self) -> int:
        """The local number of the latest revision; 0 before there is one."""
        with engines.refusing(), self.engine.connect() as connection:
            found = _LATEST.first(connection)
            return int(found[0]) if found else 0

    def resolve(self, connection: sa.Connection, name: str) -> sa.Row[Any]:
        """The revision that a person means by the start of its hash, or by a date.

        A date (2026-03-31) or moment (2026-03-31T12:00) means the last revision made
        up to its end, in UTC.
        """
        wanted = name.strip().lower()
        moment = _end_of(wanted)
        if moment is not None:
            row = connection.execute(
                sa.select(revision)
                .where(revision.c.at < moment)
                .order_by(revision.c.no.desc())
                .limit(1)
            ).first()
            if row is None:
                raise NoSuchRevision("There was no revision yet at that time.")
            return row
        if len(wanted) < 4 or any(c not in "0123456789abcdef" for c in wanted):
            raise NoSuchRevision(
                "A revision is named by 4 or more letters of its hash (0-9, a-f), or by a date."
            )
        low = bytes.fromhex(wanted.ljust(64, "0"))
        high = bytes.fromhex(wanted.ljust(64, "f"))
        rows = connection.execute(
            sa.select(revision).where(revision.c.hash.between(low, high)).limit(2)
        ).all()
        if len(rows) != 1:
            many = "Several revisions begin" if rows else "No revision begins"
            raise NoSuchRevision(f"{many} with {wanted}.")
        return rows[0]

    # -- writing --------------------------------------------------------------

    @contextmanager
    def writing(
        self,
        *,
        author: bytes,
        action: str,
        reason: str | None = None,
        undoes: bytes | None = None,
        brief: bool = False,
    ) -> Iterator[Writing]:
        """Collect one revision; it is on the disk when the block ends without an error.

        After the block, `writing.revision` is the Revision made, or None when nothing
        was changed. A `brief` one, of a few rows, shares its commit with other brief
        ones that wait meanwhile.
        """
        with engines.refusing(), self._turns.turn(brief=brief) as batch:
            packs = blobs.PackWriter(self.layout.blobs, batch.connection)
            try:
                writing = Writing(
                    batch,
                    KeyRing(batch.connection, self._wrapping, held=(batch.keys, batch.fresh_keys)),
                    packs,
                    author=author,
                    at=int(self.clock() * 1000),
                    action=action,
                    reason=reason,
                    undoes=undoes,
                )
                yield writing
                writing.revision = writing.commit()
            except BaseException:
                packs.discard()
                raise

    def _begin(self) -> Batch:
        plain = self.engine.connect()
        try:
            connection = plain.execution_options(relata_writes=True)
            return Batch(connection, self.marks, self.memory)
        except BaseException:
            plain.close()
            raise

    # -- content --------------------------------------------------------------

    def ring(self, connection: sa.Connection) -> KeyRing:
        return KeyRing(connection, self._wrapping)

    def content(
        self, connection: sa.Connection, blob: bytes, key: bytes, ring: KeyRing | None = None
    ) -> bytes:
        """The plain bytes of a blob, under the content key that sealed it."""
        secret = (ring or self.ring(connection)).get(key)
        return blobs.read_blob(self.layout.blobs, connection, blob, secret)

    # -- the search index -----------------------------------------------------

    @property
    def index_engine(self) -> sa.Engine:
        """The engine the search index is written through; apart from the rows' own."""
        if self.layout.url:
            return self.engine
        if self._index_engine is None:
            self._index_engine = engines.embedded(
                self.layout.search, self.keys.derive("search"), durable=False
            )
        return self._index_engine

    def scrub(self) -> None:
        """Leave nothing of erased rows in memory, journals, free pages or older copies."""
        self.memory.clear()
        for copy in self.layout.copies_aside():
            copy.unlink(missing_ok=True)
        for engine in {id(e): e for e in (self.engine, self.index_engine)}.values():
            engines.scrub(engine)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.engine.dispose()
            if self._index_engine is not None:
                self._index_engine.dispose()


def connect(layout: folder.Layout, keys: Keys) -> sa.Engine:
    """The engine that this databank's folder names."""
    if layout.url:
        return engines.postgres(layout.url, layout.schema)
    if not layout.search.exists():
        engines.prepare_file(layout.search, keys.derive("search"))
    return engines.embedded(
        layout.database,
        keys.derive("database"),
        search_file=layout.search,
        search_key=keys.derive("search"),
    )


def create(root: Path, *, id: str, keys: Keys, url: str | None = None) -> folder.Layout:
    """Make a new, empty store in a folder."""
    from relata.store import migrations

    layout = folder.lay_out(root.absolute(), id=id, url=url)
    engine: sa.Engine | None = None
    try:
        engine = connect(layout, keys)
        with engines.refusing(), engine.begin() as connection:
            if layout.url:
                engines.make_schema(connection, layout.schema)
            METADATA.create_all(connection)
            migrations.stamp(connection)
    except BaseException:
        shutil.rmtree(layout.root, ignore_errors=True)
        raise
    finally:
        if engine is not None:
            engine.dispose()
    return layout


def discard(layout: folder.Layout, keys: Keys) -> None:
    """Leave nothing of a store that could not be filled."""
    if layout.url:
        engine = connect(layout, keys)
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql(f'DROP SCHEMA "{layout.schema}" CASCADE')
        finally:
            engine.dispose()
    shutil.rmtree(layout.root, ignore_errors=True)


def open_store(root: Path, keys: Keys, *, clock: Clock = time.time) -> Store:
    """Open a databank's store, bringing its tables up to this program first."""
    layout = folder.read(root.absolute())
    if not layout.url and not layout.database.is_file():
        raise folder.NotOurs("The file databank.db is missing.")
    try:
        engine = _brought_up(layout, keys)
    except engines.WrongKey:
        # A damaged search index costs nothing: it is told again from the texts.
        if layout.url or not engines.opens(layout.database, keys.derive("database")):
            raise
        for part in ("", "-wal", "-shm"):
            layout.search.with_name(layout.search.name + part).unlink(missing_ok=True)
        engine = _brought_up(layout, keys)
    return Store(layout, keys, engine, clock=clock)


def _brought_up(layout: folder.Layout, keys: Keys) -> sa.Engine:
    from relata.store import migrations

    engine = connect(layout, keys)
    try:
        with engines.refusing():
            migrations.bring_up(engine, layout)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _end_of(name: str) -> int | None:
    """The first millisecond after a date or moment; None when it is neither."""
    try:
        if len(name) == 10 and name[4] == name[7] == "-":
            day = dt.date.fromisoformat(name)
            end = dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(days=1)
        elif len(name) > 10 and name[10] in "t ":
            end = dt.datetime.fromisoformat(name)
            end = end if end.tzinfo else end.replace(tzinfo=dt.UTC)
            end += dt.timedelta(milliseconds=1)
        else:
            return None
    except ValueError:
        return None
    return int(end.timestamp() * 1000)


__all__ = ["Clock", "Reading", "Revision", "Store", "connect", "create", "open_store"]
