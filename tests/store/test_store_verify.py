"""Verifying: whatever is damaged is named, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.banks import put

import relata
from relata.archive.tables import passage, source
from relata.coding.tables import coding
from relata.errors import RelataError
from relata.store import Verification
from relata.store.schema import blob, change, content_key, head, parent, revision
from relata.team.tables import profile


@pytest.fixture
def used(study: relata.Databank) -> relata.Databank:
    """A study with codings, a value, an undo and an erasure behind it."""
    study.coding.code("first", (4, 9), (10, 14), code="brutality")
    study.cases.set("P-001", "age", "31", note="from the first report", evidence=[("first", 0, 3)])
    study.coding.code("second", (4, 9), code="corruption")
    study.undo()
    put(study, "A third report.", title="third")
    study.sources.erase("third")
    return study


def by_force(bank: relata.Databank, *statements: sa.Executable) -> None:
    """Change the tables behind the program's back."""
    with bank._desk.store.engine.connect() as plain:
        raw = plain.connection.driver_connection
        assert raw is not None
        sqlite = plain.dialect.name == "sqlite"
        if sqlite:
            raw.execute("PRAGMA foreign_keys = OFF")
        connection = plain.execution_options(relata_writes=True)
        with connection.begin():
            if not sqlite:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for statement in statements:
                connection.execute(statement)
        if sqlite:
            raw.execute("PRAGMA foreign_keys = ON")
    bank._desk.store.memory.clear()


def things(verified: Verification) -> set[tuple[str, str]]:
    return {(damage.part, damage.thing) for damage in verified.damages}


def pack_of(bank: relata.Databank, title: str) -> tuple[Path, int, int]:
    """Where the original of a source lies: pack, start, length."""
    with bank._desk.store.reading() as moment:
        row = moment.connection.execute(
            sa.select(blob)
            .join(source, source.c.blob == blob.c.id)
            .where(source.c.id == bytes.fromhex(bank.sources.get(title).id))
        ).one()
    return bank.folder / "blobs" / row.pack, row.start, row.length


def test_a_sound_databank_is_sound(used: relata.Databank) -> None:
    """Codings, values, undo and erasure behind it, nothing is reported, and all was looked at."""
    verified = used.verify()
    assert verified.damages == ()
    assert verified.sound
    assert verified.revisions == len(used.history(limit=None))
    assert verified.blobs == 4
    assert verified.tombstones == 1
    assert verified.revision == used.revision


@pytest.mark.parametrize("where", [0, 17, -1])
def test_a_flipped_byte_in_a_sealed_file_is_named(used: relata.Databank, where: int) -> None:
    """One bit of a pack turned over: its source is named, others are not."""
    path, start, length = pack_of(used, "first")
    content = bytearray(path.read_bytes())
    content[start + (where % length)] ^= 1
    path.write_bytes(content)

    verified = used.verify()

    id = used.sources.get("first").id
    assert things(verified) == {("source", id)}
    assert {d.fault for d in verified.damages} == {
        "its sealed file was changed",
        "its original does not open",
    }
    with pytest.raises(RelataError):
        used.sources.original("first")
    assert used.sources.original("second")


def test_a_missing_pack_is_named(used: relata.Databank) -> None:
    """Every source and text that lay in it is named, and asking for one is refused clearly."""
    path, _, _ = pack_of(used, "second")
    path.unlink()

    verified = used.verify()

    assert ("source", used.sources.get("second").id) in things(verified)
    assert {part for part, _ in things(verified)} == {"source", "text"}
    assert len(things(verified)) == 2
    with pytest.raises(RelataError, match="missing"):
        used.sources.text("second")


def test_a_pack_cut_short_is_named(used: relata.Databank) -> None:
    """A pack that lost its end is damage, not a crash."""
    path, start, length = pack_of(used, "second")
    path.write_bytes(path.read_bytes()[: start + length // 2])
    assert ("source", used.sources.get("second").id) in things(used.verify())


Statements = Callable[[], tuple[sa.Executable, ...]]

TAMPERINGS: dict[str, tuple[Statements, set[str]]] = {
    "a title": (
        lambda: (sa.text("UPDATE description SET title = 'other' WHERE no = 1"),),
        {"description"},
    ),
    "a place": (
        lambda: (passage.update().where(passage.c.no == 1).values(start=5),),
        {"passage"},
    ),
    "the code of a coding": (
        lambda: (coding.update().where(coding.c.no == 1).values(code=4),),
        {"coding"},
    ),
    "a coding withdrawn": (
        lambda: (coding.update().where(coding.c.no == 1).values(withdrawn=3),),
        {"coding"},
    ),
    "a coding that had been withdrawn": (
        lambda: (coding.update().where(coding.c.no == 3).values(withdrawn=None),),
        {"coding"},
    ),
    "since when a coding stands": (
        lambda: (coding.update().where(coding.c.no == 1).values(added=2),),
        {"coding"},
    ),
    "a coding slipped in": (
        lambda: (
            sa.insert(coding).values(
                no=99, id=b"\x01" * 16, added=4, passage=1, source=1, code=3, coder=1
            ),
        ),
        {"coding"},
    ),
    "a coding removed": (lambda: (coding.delete().where(coding.c.no == 2),), {"coding"}),
    "a role raised": (
        lambda: (profile.update().values(role="lead"),),
        {"profile"},
    ),
    "a reference to nothing": (
        lambda: (coding.update().where(coding.c.no == 1).values(passage=4711),),
        {"coding"},
    ),
    "a passage beyond its text": (
        lambda: (passage.update().where(passage.c.no == 1).values(stop=100_000),),
        {"passage"},
    ),
    "the time of a revision": (
        lambda: (revision.update().where(revision.c.no == 3).values(at=7),),
        {"revision"},
    ),
    "the author of a revision": (
        lambda: (revision.update().where(revision.c.no == 3).values(author=b"\x02" * 16),),
        {"revision"},
    ),
    "a parent": (
        lambda: (parent.update().where(parent.c.revision == 3).values(parent=b"\x03" * 32),),
        {"revision", "graph"},
    ),
    "the heads": (
        lambda: (head.update().values(hash=b"\x04" * 32),),
        {"graph"},
    ),
    "a change put in": (
        lambda: (sa.insert(change).values(revision=3, place=9, payload=b"\x00"),),
        {"revision"},
    ),
    "a change taken out": (
        lambda: (change.delete().where(change.c.revision == 2),),
        {"revision", "codebook", "code", "code_version", "variable", "variable_version"},
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_changed_behind_the_program_is_named(used: relata.Databank, what: str) -> None:
    """A row, a reference, a life or the log changed by SQL: the part it lies in is named."""
    statements, parts = TAMPERINGS[what]

    by_force(used, *statements())
    verified = used.verify()

    assert not verified.sound
    assert {damage.part for damage in verified.damages} == parts
    for damage in verified.damages:
        assert "guard" not in str(damage)


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_change_that_was_altered_is_named(used: relata.Databank, place: int) -> None:
    """A byte of a sealed change turned over, wherever it lies: its revision is named."""
    with used._desk.store.reading() as moment:
        row = moment.connection.execute(
            sa.select(change, revision.c.hash)
            .join(revision, revision.c.no == change.c.revision)
            .order_by(change.c.revision.desc())
            .where(change.c.revision == 3)
        ).first()
    assert row is not None
    altered = bytearray(row.payload)
    altered[place] ^= 0x15
    by_force(
        used,
        change.update()
        .where(change.c.revision == row.revision, change.c.place == row.place)
        .values(payload=bytes(altered)),
    )

    verified = used.verify()

    assert ("revision", bytes(row.hash).hex()[:12]) in things(verified)


def test_a_lost_key_is_noticed(used: relata.Databank) -> None:
    """A content key gone without an erasure leaves rows that no revision tells of."""
    owner = bytes.fromhex(used.sources.get("second").id)
    by_force(used, content_key.delete().where(content_key.c.owner == owner))

    parts = {damage.part for damage in used.verify().damages}

    assert {"source", "description", "text"} <= parts
    assert "coding" in parts


def test_damage_is_told_without_content(used: relata.Databank) -> None:
    """A damage names a part, an id and a fault in plain words."""
    by_force(used, sa.text("UPDATE case_value SET note = 'planted zqxwyvern' WHERE no = 1"))
    (damage,) = used.verify().damages
    assert damage.part == "case_value"
    assert str(damage) == f"case_value {damage.thing}: its row is not what was written"
