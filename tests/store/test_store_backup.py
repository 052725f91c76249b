"""Backups: whole or not at all, equal when restored, refused when anything is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.banks import CODEBOOK, put, revision_names, standing_rows

import relata
from relata.store import Backup
from relata.store.backup import KeysMissing, NotABackup
from relata.store.folder import FolderInUse, NoSuchFolder
from relata.store.keys import Cost, WrongPassphrase

PASSPHRASE = "correct horse battery"
AnotherUrl = Callable[[], str | None]


@pytest.fixture
def made(study: relata.Databank, tmp_path: Path) -> Backup:
    """A backup of a study with codings, values and an undo."""
    study.coding.code("first", (4, 9), code="brutality")
    study.cases.set("P-001", "age", "31", evidence=[("first", 0, 3)])
    study.coding.code("second", (4, 9), code="corruption")
    study.undo(reason="on second thoughts")
    return study.backup(tmp_path / "b.relata")


def test_what_is_restored_is_what_was_backed_up(
    study: relata.Databank, made: Backup, another_url: AnotherUrl, tmp_path: Path
) -> None:
    """Rows, revisions, history, texts and originals come back equal."""
    told = relata.restore(made.file, tmp_path / "again", PASSPHRASE, url=another_url())

    assert told.revision == made.revision == study.revision
    assert (told.revisions, told.blobs, told.erased) == (made.revisions, made.blobs, 0)
    with relata.open(tmp_path / "again", passphrase=PASSPHRASE) as again:
        assert standing_rows(again) == standing_rows(study)
        assert revision_names(again) == revision_names(study)
        assert again.history(limit=None) == study.history(limit=None)
        assert again.verify().damages == ()
        for title in ("first", "second"):
            assert again.sources.text(title) == study.sources.text(title)
            assert again.sources.original(title) == study.sources.original(title)
        assert again.search("guards").hits == study.search("guards").hits
        assert again.viewer.name == "Lena"


def test_a_restored_databank_can_be_written(
    study: relata.Databank, made: Backup, another_url: AnotherUrl, tmp_path: Path
) -> None:
    """Local numbers go on where they stopped; nothing is overwritten."""
    relata.restore(made.file, tmp_path / "again", PASSPHRASE, url=another_url())
    with relata.open(tmp_path / "again", passphrase=PASSPHRASE) as again:
        before = standing_rows(again)
        put(again, "a new report", title="new")
        again.coding.code("new", (0, 5), code="hardship")
        after = standing_rows(again)
        for table, rows in before.items():
            assert rows.items() <= after[table].items()
        assert again.verify().damages == ()
        assert again.as_of(made.revision).revision == made.revision
        assert standing_rows(again, made.revision) == before


def test_a_recovery_key_restores_too(
    study: relata.Databank, another_url: AnotherUrl, tmp_path: Path
) -> None:
    """Key slots travel with the backup."""
    key = study.team.new_recovery_key(cost=Cost(1024, 1, 1))
    made = study.backup(tmp_path / "b.relata")
    relata.restore(made.file, tmp_path / "again", key, url=another_url())
    with relata.open(tmp_path / "again", passphrase=key) as again:
        assert again.revision == made.revision


@pytest.fixture
def sealed(tmp_path: Path) -> Backup:
    """A backup to spoil; how it is refused does not depend on what held the rows."""
    with relata.init(tmp_path / "mine", passphrase=PASSPHRASE, cost=Cost(1024, 1, 1)) as bank:
        bank.codebook.load(CODEBOOK)
        put(bank, title="first")
        return bank.backup(tmp_path / "b.relata")


def refused_restore(
    made: Path, into: Path, *, keys: Path | None = None, passphrase: str = PASSPHRASE
) -> Exception:
    before = sorted(p.name for p in into.parent.iterdir())
    with pytest.raises((NotABackup, KeysMissing, FolderInUse, WrongPassphrase)) as refused:
        relata.restore(made, into, passphrase, keys_file=keys)
    assert sorted(p.name for p in into.parent.iterdir()) == before
    return refused.value


@pytest.mark.parametrize("share", [0.0, 0.001, 0.05, 0.5, 0.9, 0.999])
def test_a_backup_cut_short_is_refused(sealed: Backup, tmp_path: Path, share: float) -> None:
    """Wherever it was cut, nothing is restored from it and nothing stays behind."""
    os.truncate(sealed.file, int(sealed.bytes * share))
    assert isinstance(refused_restore(sealed.file, tmp_path / "again"), NotABackup)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_changed_backup_is_refused(sealed: Backup, tmp_path: Path, share: float) -> None:
    """One byte turned over anywhere in the sealed part is noticed."""
    content = bytearray(sealed.file.read_bytes())
    head = content.index(b"\n", 20)
    content[head + int((len(content) - head) * share)] ^= 1
    sealed.file.write_bytes(content)
    assert isinstance(refused_restore(sealed.file, tmp_path / "again"), NotABackup)


def test_a_keys_file_cut_short_is_refused(sealed: Backup, tmp_path: Path) -> None:
    """A half keys file would restore half the content: it is refused."""
    os.truncate(sealed.keys, sealed.keys.stat().st_size - 5)
    assert isinstance(refused_restore(sealed.file, tmp_path / "again"), NotABackup)


def test_another_databanks_keys_are_refused(sealed: Backup, tmp_path: Path) -> None:
    """A keys file that belongs elsewhere is told apart before anything is written."""
    with relata.init(tmp_path / "other", passphrase=PASSPHRASE, cost=Cost(1024, 1, 1)) as bank:
        other = bank.backup(tmp_path / "o.relata")
    fault = refused_restore(sealed.file, tmp_path / "again", keys=other.keys)
    assert "another databank" in str(fault)


def test_missing_files_are_named(sealed: Backup, tmp_path: Path) -> None:
    """A missing backup and a missing keys file are two different sentences."""
    assert isinstance(refused_restore(tmp_path / "no.relata", tmp_path / "again"), NotABackup)
    sealed.keys.rename(tmp_path / "elsewhere.keys")
    assert isinstance(refused_restore(sealed.file, tmp_path / "again"), KeysMissing)


@pytest.mark.parametrize("content", [b"", b"hello", b"RELATA BACKUP 1\n", b"RELATA BACKUP 1\n!!\n"])
def test_what_is_no_backup_is_refused(sealed: Backup, tmp_path: Path, content: bytes) -> None:
    """Any other file is refused in one sentence."""
    sealed.file.write_bytes(content)
    assert isinstance(refused_restore(sealed.file, tmp_path / "again"), NotABackup)


def test_a_wrong_passphrase_restores_nothing(sealed: Backup, tmp_path: Path) -> None:
    """The slots in the backup decide who may restore it."""
    fault = refused_restore(sealed.file, tmp_path / "again", passphrase="wrong horse battery")
    assert isinstance(fault, WrongPassphrase)


def test_an_existing_databank_is_never_restored_over(
    study: relata.Databank, made: Backup, tmp_path: Path
) -> None:
    """The target must be new or empty; what is there stays as it is."""
    before = standing_rows(study)
    assert isinstance(refused_restore(made.file, study.folder), FolderInUse)
    assert standing_rows(study) == before
    assert study.verify().sound


def test_a_backup_overwrites_no_file(study: relata.Databank, tmp_path: Path) -> None:
    """Neither another backup, nor a keys file, nor itself."""
    made = study.backup(tmp_path / "b.relata")
    before = made.file.read_bytes(), made.keys.read_bytes()
    for name in ("b.relata", "b.other", "c.keys"):
        with pytest.raises(FolderInUse):
            study.backup(tmp_path / name)
    assert (made.file.read_bytes(), made.keys.read_bytes()) == before
    with pytest.raises(NoSuchFolder):
        study.backup(tmp_path / "missing" / "b.relata")


def test_backup_files_are_for_their_owner_alone(made: Backup) -> None:
    """Other accounts of the machine cannot read them."""
    assert made.file.stat().st_mode & 0o077 == 0
    assert made.keys.stat().st_mode & 0o077 == 0


def test_a_databank_moves_between_the_two_engines(
    study: relata.Databank,
    made: Backup,
    tmp_path: Path,
    store_url: str | None,
    postgres_url: str,
) -> None:
    """A laptop's databank goes to the server, and the server's to a laptop, whole."""
    there = postgres_url if store_url is None else None
    relata.restore(made.file, tmp_path / "again", PASSPHRASE, url=there)
    with relata.open(tmp_path / "again", passphrase=PASSPHRASE) as again:
        assert standing_rows(again) == standing_rows(study)
        assert again.verify().damages == ()
        assert again.search('"left at night"').passages == 1
