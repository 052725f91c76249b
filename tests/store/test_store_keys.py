"""Key slots: who opens a databank, with what, and what the folder tells without a key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import relata
from relata.errors import RelataError
from relata.store import keys as keyring
from relata.store.keys import (
    STANDARD_COST,
    Cost,
    DamagedSlot,
    UserNeeded,
    WeakPassphrase,
    WrongPassphrase,
)

QUICK = Cost(memory_kib=1024, passes=1, lanes=1)
FIRST = "correct horse battery"
SECOND = "another horse entirely"


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[relata.Databank]:
    """A databank in a folder; keys are the same whatever holds the rows."""
    with relata.init(tmp_path / "mine", passphrase=FIRST, name="Lena Okoye", cost=QUICK) as bank:
        yield bank


def opens(folder: Path, passphrase: str, user: str | None = None) -> str:
    with relata.open(folder, passphrase=passphrase, user=user) as bank:
        return bank.viewer.name


def one_sentence(fault: RelataError) -> str:
    told = fault.args[0]
    assert told.endswith(".")
    assert told.count(". ") == 0
    assert "\n" not in told
    return str(told)


def test_the_passphrase_opens_and_another_does_not(mine: relata.Databank) -> None:
    """A wrong passphrase is told in one sentence that says nothing more."""
    assert opens(mine.folder, FIRST) == "Lena Okoye"
    with pytest.raises(WrongPassphrase) as refused:
        opens(mine.folder, "correct horse batterz")
    assert one_sentence(refused.value) == "Wrong passphrase."


def test_a_passphrase_is_the_same_in_every_way_of_typing_its_letters(tmp_path: Path) -> None:
    """A composed and a decomposed accent are one letter to the person who types it."""
    relata.init(tmp_path / "b", passphrase="perch\u00e9 cos\u00ec tardi", cost=QUICK).close()
    assert opens(tmp_path / "b", "perche\u0301 cosi\u0300 tardi") == "lead"


def test_the_recovery_key_opens_however_it_is_copied(mine: relata.Databank) -> None:
    """A recovery key typed in small letters with blanks around it opens."""
    key = mine.team.new_recovery_key(cost=QUICK)

    assert opens(mine.folder, f"  {key.lower()} ") == "Lena Okoye"
    with pytest.raises(WrongPassphrase, match="Wrong recovery key"):
        opens(mine.folder, key[:-1] + ("A" if key[-1] != "A" else "B"))


def test_two_recovery_keys_are_never_alike() -> None:
    """Recovery keys are random, long, and hold no letters that look alike."""
    made = {keyring.new_recovery_key() for _ in range(50)}

    assert len(made) == 50
    for key in made:
        prefix, *groups = key.split("-")
        assert prefix == "RELATA"
        assert len("".join(groups)) == 32
        assert not set("".join(groups)) & set("ILOU")


def test_after_a_change_only_the_new_passphrase_opens(mine: relata.Databank) -> None:
    """Changing a passphrase closes the old way in and leaves the content as it is."""
    key = mine.team.new_recovery_key(cost=QUICK)
    revision = mine.revision

    mine.team.change_passphrase(SECOND, cost=QUICK)

    with pytest.raises(WrongPassphrase):
        opens(mine.folder, FIRST)
    with relata.open(mine.folder, passphrase=SECOND) as again:
        assert again.revision == revision
    assert opens(mine.folder, key) == "Lena Okoye"


def test_a_weak_new_passphrase_changes_nothing(mine: relata.Databank) -> None:
    """A passphrase of nine characters is refused, and the old one still opens."""
    with pytest.raises(WeakPassphrase):
        mine.team.change_passphrase("nine char", cost=QUICK)
    assert opens(mine.folder, FIRST) == "Lena Okoye"


def test_a_weak_first_passphrase_makes_no_databank(tmp_path: Path) -> None:
    """Refusing a passphrase leaves no folder behind."""
    with pytest.raises(WeakPassphrase):
        relata.init(tmp_path / "b", passphrase="short", cost=QUICK)
    assert not (tmp_path / "b").exists()


def test_several_people_must_say_who_they_are(mine: relata.Databank) -> None:
    """With two people's slots a name is needed, and each passphrase opens its own."""
    mine.team.add("Omar", "coder", SECOND, cost=QUICK)

    with pytest.raises(UserNeeded, match="2 people"):
        opens(mine.folder, FIRST)
    assert opens(mine.folder, FIRST, "lena okoye") == "Lena Okoye"
    assert opens(mine.folder, SECOND, "OMAR") == "Omar"
    for passphrase, user in ((SECOND, "Lena Okoye"), (FIRST, "Omar"), (FIRST, "Nobody")):
        with pytest.raises(WrongPassphrase):
            opens(mine.folder, passphrase, user)


def test_a_renamed_person_can_be_opened_by_the_new_name(mine: relata.Databank) -> None:
    """The mark of a slot can follow a new name without the passphrase."""
    mine.team.add("Omar", "coder", SECOND, cost=QUICK)
    keyring.rename_slots(mine.folder / "keys", mine.viewer.id, "Helen")

    assert opens(mine.folder, FIRST, "Helen") == "Lena Okoye"
    with pytest.raises(WrongPassphrase):
        opens(mine.folder, FIRST, "Lena Okoye")
    assert opens(mine.folder, SECOND, "Omar") == "Omar"


def test_slots_hold_no_names_and_no_keys_in_clear(mine: relata.Databank) -> None:
    """Whoever finds the folder learns neither who works here nor anything of the key."""
    mine.team.add("Omar Haddad", "coder", SECOND, cost=QUICK)
    archive = mine._desk.store.keys.archive
    for path in mine.folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            lowered = raw.lower()
            assert not any(name in lowered for name in (b"lena", b"okoye", b"omar", b"haddad"))
            assert FIRST.encode() not in raw
            assert archive not in raw
            assert archive.hex().encode() not in lowered


def test_slots_are_for_their_owner_alone(mine: relata.Databank) -> None:
    """Other accounts of the machine cannot read the key slots."""
    assert (mine.folder / "keys").stat().st_mode & 0o077 == 0
    for path in (mine.folder / "keys").iterdir():
        assert path.stat().st_mode & 0o077 == 0


def test_what_users_get_costs_256_mebibytes_and_three_passes(tmp_path: Path) -> None:
    """The cost written by default is the one promised, and it is kept in the slot."""
    assert Cost(256 * 1024, 3, 4) == STANDARD_COST
    with relata.init(tmp_path / "b", passphrase=FIRST) as bank:
        (slot,) = keyring.read_slots(bank.folder / "keys")
        told = json.loads((bank.folder / "keys" / f"{slot.name}.json").read_text())
    assert slot.cost == STANDARD_COST
    assert told["kdf"]["name"] == "argon2id"
    assert (told["kdf"]["memory_kib"], told["kdf"]["passes"]) == (262144, 3)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda r: r.pop("archive"),
        lambda r: r.update(archive="not base64!"),
        lambda r: r.update(archive="AAAA"),
        lambda r: r.update(user="zz"),
        lambda r: r["kdf"].update(memory_kib=0),
        lambda r: r["kdf"].update(memory_kib=1 << 40),
        lambda r: r["kdf"].update(passes=-1),
        lambda r: r["kdf"].update(lanes="many"),
    ],
)
def test_a_damaged_slot_is_named(mine: relata.Databank, spoil: object) -> None:
    """Whatever is wrong in a slot, the answer is one sentence that names the file."""
    (path,) = (mine.folder / "keys").iterdir()
    record = json.loads(path.read_text())
    assert callable(spoil)
    spoil(record)
    path.write_text(json.dumps(record))

    with pytest.raises(DamagedSlot) as refused:
        opens(mine.folder, FIRST)
    assert path.name in one_sentence(refused.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b"null"])
def test_a_slot_that_is_no_slot_is_named(mine: relata.Databank, content: bytes) -> None:
    """A file cut short or overwritten is a damaged slot, not a crash."""
    (path,) = (mine.folder / "keys").iterdir()
    path.write_bytes(content)
    with pytest.raises(DamagedSlot, match=path.name):
        opens(mine.folder, FIRST)


def test_a_tampered_key_opens_nothing(mine: relata.Databank) -> None:
    """A wrapped key changed by one letter is noticed before any file is touched."""
    (path,) = (mine.folder / "keys").iterdir()
    record = json.loads(path.read_text())
    first = record["archive"][0]
    record["archive"] = ("A" if first != "A" else "B") + record["archive"][1:]
    path.write_text(json.dumps(record))
    with pytest.raises(WrongPassphrase):
        opens(mine.folder, FIRST)


def test_one_damaged_slot_locks_nobody_else_out(mine: relata.Databank) -> None:
    """The remedy says to open with another slot: that must work."""
    key = mine.team.new_recovery_key(cost=QUICK)
    passphrase_slot = next(
        s for s in keyring.read_slots(mine.folder / "keys") if s.kind == "passphrase"
    )
    (mine.folder / "keys" / f"{passphrase_slot.name}.json").write_text("{}")

    assert opens(mine.folder, key) == "Lena Okoye"
    with pytest.raises(DamagedSlot):
        opens(mine.folder, FIRST)


def test_without_any_slot_the_folder_says_so(mine: relata.Databank) -> None:
    """An empty folder of keys is told apart from a wrong passphrase."""
    for path in (mine.folder / "keys").iterdir():
        path.unlink()
    with pytest.raises(DamagedSlot, match="no key slot"):
        opens(mine.folder, FIRST)


def test_keys_never_show_in_a_traceback(mine: relata.Databank) -> None:
    """What is printed of opened keys and slots holds no secret."""
    keys = mine._desk.store.keys
    assert keys.archive.hex() not in repr(keys)
    assert repr(keys.archive) not in repr(keys)
    (slot,) = keyring.read_slots(mine.folder / "keys")
    assert repr(slot.wrapped) not in repr(slot)


def test_each_purpose_has_a_key_of_its_own(mine: relata.Databank) -> None:
    """A key derived for one purpose tells nothing of another's."""
    keys = mine._desk.store.keys
    purposes = ("database", "search", "backup", "backup keys", "content keys", "names of content")
    derived = {keys.derive(purpose) for purpose in purposes}
    assert len(derived) == len(purposes)
    assert all(len(key) == 32 and key != keys.archive for key in derived)
