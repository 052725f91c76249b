"""Engines: an encrypted SQLite file by default, PostgreSQL by URL.

The rest of the program sees one SQLAlchemy engine; what differs between the two
is here: how a connection is made, how a write takes its turn, how a snapshot is
held.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from relata.errors import RelataError

SEARCH_SCHEMA = "idx"


class StoreUnreachable(RelataError):
    """The database behind a databank does not answer."""

    remedy = "Check that it runs, is free, and has this address and password; then try again."


class WrongKey(RelataError):
    """The database file does not open with the archive key."""

    remedy = "The file may belong to another databank or be damaged: restore it from a backup."


class StoreInUse(RelataError):
    """A databank cannot be put where one of the same identity lies already."""

    remedy = "Name another database, or restore into a folder without one."


class DiskFull(RelataError):
    """There was no room left to write; what was acknowledged before is untouched."""

    remedy = "Make room on the disk, then do it again."


class DamagedDatabase(RelataError):
    """The database file is cut short or overwritten."""

    remedy = "Restore the databank from a backup; keep this folder until that has worked."


def embedded(
    file: Path,
    key: bytes,
    *,
    search_file: Path | None = None,
    search_key: bytes = b"",
    durable: bool = True,
) -> sa.Engine:
    """An engine on a SQLCipher file, with the search index attached as `idx`.

    Not `durable`: a power cut may lose the last writes (the index is made again).
    """
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        connection = dbapi2.connect(
            file.as_uri(), uri=True, isolation_level=None, check_same_thread=False, timeout=60
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA cache_size = -32000")
            if search_file is not None:
                # Read only: a write to the rows must not wait for the indexer's turn.
                connection.execute(
                    f"ATTACH DATABASE ? AS {SEARCH_SCHEMA} KEY \"x'{search_key.hex()}'\"",
                    (f"{search_file.as_uri()}?mode=ro",),
                )
        except dbapi2.DatabaseError as fault:
            connection.close()
            if "locked" in str(fault):
                raise StoreUnreachable("The databank is busy.") from None
            raise WrongKey("The database file cannot be opened with this key.") from None
        return connection

    engine = sa.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=16,
        max_overflow=16,
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("relata_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def prepare_file(file: Path, key: bytes) -> None:
    """Make an empty SQLCipher file, so that others can attach it read only."""
    engine = embedded(file, key)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA user_version = 1")
            connection.commit()
    finally:
        engine.dispose()


def opens(file: Path, key: bytes) -> bool:
    """Whether a SQLCipher file opens with a key."""
    engine = embedded(file, key)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except (WrongKey, sa.exc.DatabaseError):
        return False
    finally:
        engine.dispose()
    return True


def scrub(engine: sa.Engine) -> None:
    """Rewrite what deleted rows leave behind: free pages and the journal."""
    raw = engine.raw_connection()
    try:
        if engine.dialect.name == "sqlite":
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA main.wal_checkpoint(TRUNCATE)")
        else:
            _rewrite_tables(raw.driver_connection)
    finally:
        raw.close()


def _rewrite_tables(connection: Any) -> None:
    """Rewrite the tables of this databank alone; others may share the server."""
    before = connection.autocommit
    connection.autocommit = True
    try:
        tables = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
        ).fetchall()
        for (table,) in tables:
            connection.execute(f"VACUUM FULL {table}")
    finally:
        connection.autocommit = before


def says_full(fault: BaseException) -> bool:
    """Whether something failed because there is no room left on a disk."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    original = fault.orig if isinstance(fault, sa.exc.DBAPIError) else None
    return getattr(original, "sqlstate", None) == "53100" or "disk is full" in str(original)


def postgres(url: str, schema: str) -> sa.Engine:
    """An engine on PostgreSQL; all tables of one databank live in one schema."""
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, pool_size=8, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        before = connection.autocommit
        connection.autocommit = True
        connection.execute(f'SET search_path TO "{schema}"')
        connection.autocommit = before

    return engine


def refusal(fault: BaseException) -> RelataError | None:
    """What a person is told of a fault of the disk or of the database beneath."""
    if says_full(fault):
        return DiskFull("The disk is full; this change was not made.")
    if not isinstance(fault, sa.exc.DBAPIError):
        return None
    told = str(fault.orig)
    if type(fault.orig).__module__.startswith("psycopg"):
        gone = isinstance(fault, sa.exc.OperationalError) or fault.connection_invalidated
        return StoreUnreachable("The database does not answer.") if gone else None
    if "locked" in told or "busy" in told:
        return StoreUnreachable("The databank is busy.")
    if any(sign in told for sign in _DAMAGE):
        return DamagedDatabase("The database file is damaged.")
    return None


_DAMAGE = ("malformed", "not a database", "no such table: format", "disk I/O error", "corrupt")


@contextmanager
def refusing() -> Iterator[None]:
    """Tell faults of the disk or the database in words a person can act on."""
    try:
        yield
    except (sa.exc.DBAPIError, OSError) as fault:
        told = refusal(fault)
        if told is None:
            raise
        raise told from None


def make_schema(connection: sa.Connection, schema: str) -> None:
    """Make the schema of a new databank. Raises StoreInUse."""
    taken = connection.scalar(
        sa.text("SELECT 1 FROM pg_namespace WHERE nspname = :name"), {"name": schema}
    )
    if taken:
        raise StoreInUse("This database already holds the databank of this name.")
    connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
    connection.exec_driver_sql(f'SET LOCAL search_path TO "{schema}"')


def take_turn(connection: sa.Connection) -> None:
    """Wait until no other write is under way (SQLite took its turn at BEGIN)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE head IN EXCLUSIVE MODE")


def hold_snapshot(connection: sa.Connection) -> sa.Connection:
    """Make all reads of the next transaction see one moment."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def take_index_turn(connection: sa.Connection) -> None:
    """Wait until nobody else writes the search index."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")
