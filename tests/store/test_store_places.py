"""Places: where a databank may lie, and what is said when its folder is not as it should be."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.banks import CODEBOOK, MakeBank, put, put_all, revision_names
from support.banks import intake as ready

import relata
from relata.archive import Description
from relata.errors import RelataError
from relata.store import folder
from relata.store.engines import DamagedDatabase, DiskFull, StoreInUse, StoreUnreachable, WrongKey
from relata.store.folder import FolderInUse, NoDatabank, NotOurs, UnsafePlace
from relata.store.keys import Cost, Keys

PASSPHRASE = "correct horse battery"
QUICK = Cost(1024, 1, 1)


def make(where: Path, url: str | None = None) -> relata.Databank:
    return relata.init(where, passphrase=PASSPHRASE, cost=QUICK, url=url)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """The folder of a closed databank with a codebook and a searchable source."""
    with make(tmp_path / "closed") as bank:
        bank.codebook.load(CODEBOOK)
        put(bank, title="report")
        assert bank.search("guard").passages == 1
    return tmp_path / "closed"


@pytest.mark.parametrize(
    "name", ["Dropbox", "OneDrive - University", "Google Drive", "iCloud Drive", "dropbox"]
)
def test_a_synced_folder_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    """A databank is made neither in nor below a folder an online service keeps in step."""
    for where in (tmp_path / name / "study", tmp_path / name / "deep" / "down" / "study"):
        with pytest.raises(UnsafePlace, match="in step"):
            make(where)
        assert not where.exists()


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox", ".sync", ".owncloudsync.log"])
def test_the_marks_of_a_syncing_program_are_seen(tmp_path: Path, mark: str) -> None:
    """A folder is known by what such programs leave in it, whatever its name."""
    (tmp_path / mark).mkdir()
    with pytest.raises(UnsafePlace):
        make(tmp_path / "study")
    assert not (tmp_path / "study").exists()


def test_a_databank_moved_into_a_synced_folder_is_not_opened(closed: Path, tmp_path: Path) -> None:
    """Opening is refused too, before anything is written."""
    (tmp_path / "OneDrive").mkdir()
    moved = tmp_path / "OneDrive" / "study"
    shutil.move(closed, moved)
    with pytest.raises(UnsafePlace):
        relata.open(moved, passphrase=PASSPHRASE)


def test_a_network_drive_is_known_by_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest mount point that holds the folder decides; only the mount table is staged."""
    table = (
        f"disk / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\nlocal {tmp_path}/in ext4 rw 0 0\n"
    )
    real = Path.read_text

    def staged(self: Path, *told: str) -> str:
        return table if str(self) == "/proc/mounts" else real(self, *told)

    monkeypatch.setattr(Path, "read_text", staged)
    with pytest.raises(UnsafePlace, match="nfs4"):
        folder.check_place(tmp_path / "study")
    folder.check_place(tmp_path / "in" / "study")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """A databank is made in a new or an empty folder, never among other files."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.txt").write_text("mine")
    with pytest.raises(FolderInUse):
        make(tmp_path / "papers")
    with pytest.raises(FolderInUse):
        make(tmp_path / "papers" / "thesis.txt")
    assert [p.name for p in (tmp_path / "papers").iterdir()] == ["thesis.txt"]
    (tmp_path / "empty").mkdir()
    make(tmp_path / "empty").close()


def test_where_there_is_no_databank_it_says_so(tmp_path: Path) -> None:
    """Neither an empty folder nor a missing one is taken for a databank."""
    for where in (tmp_path, tmp_path / "missing"):
        with pytest.raises(NoDatabank):
            relata.open(where, passphrase=PASSPHRASE)


def test_the_nearest_databank_above_is_found(closed: Path) -> None:
    """Working in a folder below is working in the databank."""
    below = closed / "notes" / "march"
    below.mkdir(parents=True)
    with relata.open(below, passphrase=PASSPHRASE) as bank:
        assert bank.folder == closed


@pytest.mark.parametrize(
    "mark", ["", "format = 1", "format = 99\nid = 'x'", "not toml at all [", "id = 1"]
)
def test_a_damaged_mark_is_named(closed: Path, mark: str) -> None:
    """A mark that cannot be read is one sentence, not a traceback of a parser."""
    (closed / "relata.toml").write_text(mark)
    with pytest.raises(NotOurs):
        relata.open(closed, passphrase=PASSPHRASE)


def test_a_missing_database_file_is_not_made_anew(closed: Path) -> None:
    """A databank without its rows is refused; no empty one takes its place."""
    for part in closed.glob("databank.db*"):
        part.unlink()
    with pytest.raises(NotOurs, match=r"databank\.db"):
        relata.open(closed, passphrase=PASSPHRASE)
    assert not (closed / "databank.db").exists()


@pytest.mark.parametrize("left", [0, 100, 4096, 20_480])
def test_a_database_cut_short_is_named_as_damaged(closed: Path, left: int) -> None:
    """However much is left of it, opening or the first look says that it is damaged."""
    file = closed / "databank.db"
    assert file.stat().st_size > left
    os.truncate(file, left)
    with pytest.raises((DamagedDatabase, WrongKey)) as refused:
        look_at_everything(closed)
    assert "backup" in refused.value.remedy


def look_at_everything(where: Path) -> None:
    with relata.open(where, passphrase=PASSPHRASE) as bank:
        bank.sources.list()
        bank.codebook.show()
        bank.verify()
        bank.history()


def test_overwritten_pages_are_named_as_damaged(closed: Path) -> None:
    """Pages of noise in the middle of the file are noticed by their seal."""
    file = closed / "databank.db"
    content = bytearray(file.read_bytes())
    for at in range(8192, len(content) - 4096, 8192):
        content[at : at + 64] = os.urandom(64)
    file.write_bytes(content)
    with pytest.raises((DamagedDatabase, WrongKey)):
        look_at_everything(closed)


def test_another_databanks_file_is_told_apart(closed: Path, tmp_path: Path) -> None:
    """A database that another key sealed is not opened, and says whose it may be."""
    with make(tmp_path / "other"):
        pass
    shutil.copy(tmp_path / "other" / "databank.db", closed / "databank.db")
    with pytest.raises(WrongKey):
        relata.open(closed, passphrase=PASSPHRASE)


def test_a_wrong_archive_key_opens_nothing_and_harms_nothing(closed: Path) -> None:
    """A key that is not this databank's is refused; the index and the rows stay as they are."""
    before = {p: p.read_bytes() for p in closed.rglob("*.db")}
    with pytest.raises(WrongKey):
        relata.open(closed, keys=Keys(b"\x01" * 32, b"\x02" * 16, ""))
    assert {p: p.read_bytes() for p in closed.rglob("*.db")} == before


@pytest.mark.parametrize("spoil", ["gone", "noise", "empty", "another's"])
def test_a_damaged_index_costs_nothing(closed: Path, tmp_path: Path, spoil: str) -> None:
    """The search index is told again from the texts, whatever became of its file."""
    file = closed / "search.db"
    for journal in closed.glob("search.db-*"):
        journal.unlink()
    if spoil == "gone":
        file.unlink()
    elif spoil == "noise":
        file.write_bytes(os.urandom(20_000))
    elif spoil == "empty":
        file.write_bytes(b"")
    else:
        with make(tmp_path / "other"):
            pass
        shutil.copy(tmp_path / "other" / "search.db", file)
    with relata.open(closed, passphrase=PASSPHRASE) as bank:
        assert bank.search("guards").passages == 1


def test_a_postgresql_that_does_not_answer_leaves_nothing_behind(tmp_path: Path) -> None:
    """An address where nothing listens is one sentence, and no half-made folder stays."""
    with pytest.raises(StoreUnreachable):
        make(tmp_path / "study", "postgresql://relata@127.0.0.1:1/none")
    assert not (tmp_path / "study").exists()


def test_the_password_of_a_server_is_not_written_down(tmp_path: Path, postgres_url: str) -> None:
    """The mark keeps the address of the server without its password."""
    url = postgres_url.replace("relata@", "relata:s3cretword@")
    with make(tmp_path / "study", url):
        told = (tmp_path / "study" / "relata.toml").read_text()
    assert "s3cretword" not in told
    assert "127.0.0.1" in told


def test_one_server_holds_many_databanks(make_bank: MakeBank) -> None:
    """Databanks made in the same moment keep apart, on a shared server too."""
    banks = [make_bank(f"b{number}") for number in range(6)]
    for number, bank in enumerate(banks):
        put(bank, f"report {number}", title=f"t{number}")
    for number, bank in enumerate(banks):
        assert [s.title for s in bank.sources.list()] == [f"t{number}"]


def test_two_databanks_of_one_identity_do_not_share_a_server(
    tmp_path: Path, postgres_url: str
) -> None:
    """Restoring beside the original on one server is refused, and harms neither."""
    with make(tmp_path / "study", postgres_url) as bank:
        put(bank, title="report")
        made = bank.backup(tmp_path / "b.relata")
        with pytest.raises(StoreInUse):
            relata.restore(made.file, tmp_path / "again", PASSPHRASE, url=postgres_url)
        assert not (tmp_path / "again").exists()
        assert [s.title for s in bank.sources.list()] == ["report"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    where = tmp_path / "small"
    where.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk to fill")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(where)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not let a small disk be mounted")
    yield where
    subprocess.run(["umount", "-l", str(where)], check=True)


def test_a_full_disk_loses_nothing_acknowledged(small_disk: Path) -> None:
    """Writing until the disk is full: one clear sentence, and all before it stands."""
    acknowledged: list[str] = []
    bank = make(small_disk / "study")
    bank.codebook.load(CODEBOOK)
    refusals: list[RelataError] = []
    for number in range(200):
        noise = os.urandom(150_000).hex()
        taken = ready(bank, noise, description=Description(f"t{number}"))
        try:
            put_all(bank, [taken])
        except RelataError as fault:
            refusals.append(fault)
            if len(refusals) == 3:
                break
        else:
            acknowledged.append(bank.revision)
    assert len(acknowledged) > 3
    assert len(refusals) == 3
    assert all(isinstance(fault, DiskFull) for fault in refusals)

    assert set(acknowledged) <= set(revision_names(bank))
    assert bank.verify().damages == ()
    packs = {p.name for p in (bank.folder / "blobs").iterdir()}
    assert len(packs) == len(acknowledged)
    bank.close()
    with relata.open(small_disk / "study", passphrase=PASSPHRASE) as again:
        assert again.verify().damages == ()
        assert len(again.sources.list()) == len(acknowledged)


def test_a_backup_that_finds_no_room_leaves_no_half_file(small_disk: Path, tmp_path: Path) -> None:
    """A backup is written whole or not at all."""
    with make(tmp_path / "study") as bank:
        for number in range(4):
            put(bank, os.urandom(900_000).hex(), title=f"t{number}")
        with pytest.raises(DiskFull):
            bank.backup(small_disk / "b.relata")
        assert list(small_disk.iterdir()) == []


def test_restoring_where_there_is_no_room_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    """A restored databank is whole or is not there."""
    with make(tmp_path / "study") as bank:
        for number in range(4):
            put(bank, os.urandom(900_000).hex(), title=f"t{number}")
        made = bank.backup(tmp_path / "b.relata")
    with pytest.raises(DiskFull):
        relata.restore(made.file, small_disk / "again", PASSPHRASE)
    assert list(small_disk.iterdir()) == []
