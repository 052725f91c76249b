"""A databank that the first program wrote."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

import relata
from relata.store.schema import METADATA
from relata.store.store import connect

WRITTEN = Path(__file__).parent / "data" / "format-1.zip"
PASSPHRASE = "written by format one"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    with zipfile.ZipFile(WRITTEN) as archive:
        archive.extractall(folder)
    return folder


def test_a_databank_of_format_one_opens_whole(old: Path) -> None:
    """What the first program wrote is read, checked and worked on by this one."""
    with relata.open(old, passphrase=PASSPHRASE) as bank:
        (source,) = bank.sources.list()
        (coding,) = bank.coding.list()

        assert bank.coding.quotation(coding) == "I was bored"
        assert len(bank.history()) == 8
        assert not bank.verify().damages

        memo = bank.memos.write("Asked twice.", source=source.id)
        bank.coding.look(source.id, "done")
        bank.codebook.change("boredom", colour="#204060")

        assert [m.id for m in bank.memos.list(source=source.id)] == [memo.id]
        assert bank.coding.list()[0].code == "boredom"
        assert not bank.verify().damages


def test_its_tables_become_those_of_a_new_databank(old: Path, tmp_path: Path) -> None:
    """A databank brought up has the tables, columns and indexes that a new one has."""
    fresh = relata.init(tmp_path / "fresh", passphrase=PASSPHRASE)
    aged = relata.open(old, passphrase=PASSPHRASE)

    assert _shape(aged) == _shape(fresh)
    fresh.close()
    aged.close()


def _shape(bank: relata.Databank) -> dict[str, object]:
    store = bank._desk.store
    engine = connect(store.layout, store.keys)
    try:
        inspector = sa.inspect(engine)
        return {
            name: (
                {(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)},
                {tuple(i["column_names"]) for i in inspector.get_indexes(name)},
            )
            for name in METADATA.tables
        }
    finally:
        engine.dispose()
