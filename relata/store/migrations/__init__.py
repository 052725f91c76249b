"""Migrations: tables of an older program are brought up when the databank is opened.

The log of changes is never rewritten; only the tables made from it are. A folder
databank is backed up first, beside itself. A databank on PostgreSQL is shared, so
it is brought up on purpose: opening it refuses and names the command.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store.folder import Layout
from relata.store.schema import METADATA

LATEST = 2
"""The number of the newest step in `versions/`. Step 1 is what `create_all` makes."""

format_table = sa.Table("format", METADATA, sa.Column("number", sa.Integer, primary_key=True))


class OlderStore(RelataError):
    """A shared store has the tables of an older program."""

    remedy = "When nobody works in it, run `relata backup`, then `relata open DIR --upgrade`."


class NewerStore(RelataError):
    """The store was written by a newer program."""

    remedy = "Update Relata."


def stamp(connection: sa.Connection, number: int = LATEST) -> None:
    connection.execute(format_table.delete())
    connection.execute(format_table.insert().values(number=number))


def bring_up(
    engine: sa.Engine,
    layout: Layout,
    *,
    on_purpose: bool = False,
    steps: Path | None = None,
    latest: int = LATEST,
) -> None:
    """Run the migrations that are missing; costs one query when none is."""
    with engine.connect() as connection:
        number = connection.scalar(sa.select(format_table.c.number))
    if number == latest:
        return
    if number is None or number > latest:
        raise NewerStore(f"The store has format {number}, this program knows {latest}.")
    if layout.url and not on_purpose:
        raise OlderStore(f"The store has format {number}, this program needs {latest}.")
    if not layout.url:
        _copy_aside(engine, layout, number)
    _run(engine, steps or Path(__file__).parent, number, latest)


def _copy_aside(engine: sa.Engine, layout: Layout, number: int) -> None:
    """Keep the database file as it was, sealed as it is."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA main.wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
    shutil.copy2(layout.database, layout.copy_aside(number + 1))


def _run(engine: sa.Engine, steps: Path, number: int, latest: int) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(steps))
    with engine.connect() as plain:
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            context = MigrationContext.configure(connection)
            with Operations.context(context):
                for step in range(number + 1, latest + 1):
                    script = scripts.get_revision(f"{step:04d}")
                    assert script is not None
                    script.module.upgrade()
            stamp(connection, latest)
