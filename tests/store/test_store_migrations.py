"""Migrations: tables are brought up, the log stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from support.banks import revision_names

import relata
from relata.store.migrations import (
    LATEST,
    NewerStore,
    OlderStore,
    bring_up,
    format_table,
    stamp,
)

NEXT = LATEST + 1
STEP = f"""
from alembic import op
import sqlalchemy as sa

revision = "{NEXT:04d}"
down_revision = None


def upgrade():
    op.add_column("description", sa.Column("place", sa.String))
    op.execute("UPDATE description SET place = 'unknown'")
"""
BROKEN = STEP + '    op.execute("UPDATE nothing_at_all SET x = 1")\n'


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A folder of migrations with one step."""
    (tmp_path / "migrations" / "versions").mkdir(parents=True)
    (tmp_path / "migrations" / "versions" / f"{NEXT:04d}_place.py").write_text(STEP)
    return tmp_path / "migrations"


def number_of(bank: relata.Databank) -> int:
    with bank._desk.store.reading() as moment:
        return int(moment.connection.scalar(sa.select(format_table.c.number)) or 0)


def places(bank: relata.Databank) -> list[str]:
    with bank._desk.store.reading() as moment:
        return list(moment.connection.scalars(sa.text("SELECT place FROM description")))


def test_an_older_databank_is_brought_up_after_a_copy(
    study: relata.Databank, steps: Path, store_url: str | None
) -> None:
    """In a folder it happens on opening, and the file as it was lies beside, sealed."""
    store = study._desk.store
    if store_url is not None:
        pytest.skip("a shared store is brought up on purpose only")
    names = revision_names(study)

    bring_up(store.engine, store.layout, steps=steps, latest=NEXT)

    assert number_of(study) == NEXT
    assert places(study) == ["unknown", "unknown"]
    assert revision_names(study) == names
    assert study.verify().damages == ()
    (copy,) = store.layout.copies_aside()
    assert copy.name == f"databank.before-format-{NEXT}.db"
    from relata.store.engines import opens

    assert opens(copy, store.keys.derive("database"))
    assert not opens(copy, b"\x00" * 32)
    bring_up(store.engine, store.layout, steps=steps, latest=NEXT)
    assert store.layout.copies_aside() == [copy]


def test_a_shared_store_is_brought_up_on_purpose_only(
    study: relata.Databank, steps: Path, store_url: str | None
) -> None:
    """Opening refuses and names the command; nothing is changed until it is meant."""
    store = study._desk.store
    if store_url is None:
        pytest.skip("a databank in a folder is nobody else's")
    with pytest.raises(OlderStore, match="--upgrade"):
        bring_up(store.engine, store.layout, steps=steps, latest=NEXT)
    assert number_of(study) == LATEST

    bring_up(store.engine, store.layout, on_purpose=True, steps=steps, latest=NEXT)

    assert number_of(study) == NEXT
    assert places(study) == ["unknown", "unknown"]
    assert study.verify().damages == ()


def test_a_step_that_fails_changes_nothing(study: relata.Databank, steps: Path) -> None:
    """Half a migration is none: the format and the tables are as before."""
    (steps / "versions" / f"{NEXT:04d}_place.py").write_text(BROKEN)
    store = study._desk.store
    with pytest.raises(sa.exc.DBAPIError):
        bring_up(store.engine, store.layout, on_purpose=True, steps=steps, latest=NEXT)

    assert number_of(study) == LATEST
    with store.reading() as moment:
        columns = {c["name"] for c in sa.inspect(moment.connection).get_columns("description")}
    assert "place" not in columns
    assert len(study.sources.list()) == 2
    assert study.verify().sound


def test_a_newer_store_is_refused(study: relata.Databank) -> None:
    """An older program does not touch what a newer one wrote."""
    store = study._desk.store
    with store.engine.connect() as plain:
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            stamp(connection, 7)
    with pytest.raises(NewerStore, match="format 7"):
        relata.open(study.folder, keys=store.keys)
