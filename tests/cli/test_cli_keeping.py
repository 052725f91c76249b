"""Keeping: history, undo, verify, backup, restore, the demonstration."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relata.cli.commands.demo import WORD

Run = Callable[..., Any]


def test_history_tells_who_did_what_and_why(run: Run) -> None:
    """Newest first, with counts and the reason given, and nothing of what was written."""
    run("codebook", "import", "reasons-for-joining", "--reason", "second wave")
    run("case", "set", "P-1", "sex", "female", "--note", "her own words")
    out = run("history", "--limit", "2").out
    assert len(out.splitlines()) == 3
    assert "cases.set" in out
    assert "(second wave)" in out
    everything = run("history", "--all", "--json")
    assert "her own words" not in everything.out
    assert "female" not in everything.out
    actions = [entry["action"] for entry in everything.told["items"]]
    assert actions[:2] == ["cases.set", "codebook.import"]
    assert actions[-1] == "databank.init"


def test_undo_takes_the_latest_back_and_can_be_undone(run: Run) -> None:
    """Two undos are as if nothing had been done, and four revisions tell of it."""
    run("case", "new", "P-3")
    undone = run("undo", "--reason", "a slip", "--json").told
    assert "P-3" not in run("cases").out
    assert run("undo", undone["revision"][:10]).status == 0
    assert "P-3" in run("cases").out
    actions = [entry["action"] for entry in run("history", "--json").told["items"]]
    assert actions[:3] == ["undo", "undo", "cases.new"]


def test_undo_leaves_later_work_unless_told(run: Run) -> None:
    """What rests on the revision is counted; --with-later takes it along."""
    run("case", "new", "P-3")
    made = run("history", "--limit", "1", "--json").told["revision"]
    run("link", "P-3", "winter.txt")
    ran = run("undo", made)
    assert ran.status == 1
    assert "1 of link" in ran.err
    assert "--with-later" in ran.err
    assert run("undo", made, "--with-later").status == 0
    assert "P-3" not in run("cases").out


def test_a_sound_databank_is_verified(run: Run) -> None:
    """Status 0, and what was looked at is counted."""
    ran = run("verify")
    assert ran.status == 0
    assert ran.out.startswith("Sound: ")
    assert run("verify", "--json").told["sound"] is True


def test_damage_is_named_and_is_status_1(run: Run, folder: Path) -> None:
    """One byte changed in a sealed file is found, and the thing it belongs to is named."""
    pack = max((folder / "blobs").rglob("*"), key=lambda p: p.stat().st_size if p.is_file() else 0)
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    pack.write_bytes(data)
    ran = run("verify")
    assert ran.status == 1
    assert "damage" in ran.out
    assert "backup" in ran.err
    told = run("verify", "--json").told
    assert told["sound"] is False
    assert told["damages"]


def test_a_backup_restored_is_the_same_databank(run: Run, folder: Path) -> None:
    """Elsewhere, with the same passphrase, everything is there; a file is not written over."""
    before = {words: run(*words.split(), "--json").told for words in ("cases", "find motives")}
    assert run("backup", "../monday.relata").status == 0
    assert run("backup", "../monday.relata").status == 1
    (folder.parent / "monday.keys").rename(folder.parent / "kept.keys")
    assert run("restore", "../monday.relata", "../again").status == 1
    ran = run("restore", "../monday.relata", "../again", "--keys", "../kept.keys")
    assert ran.status == 0, ran.err
    assert run("restore", "../monday.relata", "../again", "--keys", "../kept.keys").status == 1
    for words, told in before.items():
        assert run(*words.split(), "--databank", "../again", "--json").told == told
    assert run("verify", "--databank", "../again").status == 0
    assert run("search", "disertore", "--databank", "../again", "--json").told["passages"] == 2


def test_a_backup_is_restored_by_a_program_that_has_opened_nothing(process: Run) -> None:
    """The first command on a new machine may be the restoring: every room's rows come back."""
    assert process("backup", "../monday.relata").status == 0
    assert process("restore", "../monday.relata", "../again").status == 0
    ran = process("find", "motives", "--open", "boredom", "--databank", "../again")
    assert ran.status == 0, ran.err
    assert "I was bored" in ran.out.splitlines()


def test_a_new_databank_tells_its_maker_what_to_do(run: Run, folder: Path) -> None:
    """Who one is, the recovery key and the next commands; not twice in one folder."""
    ran = run("init", "../fresh", "--name", "Noor")
    assert ran.status == 0
    assert "You are Noor, its guardian." in ran.out
    assert "RELATA-" in ran.out
    assert "relata add" in ran.out
    again = run("init", "../fresh")
    assert again.status == 1
    assert "not empty" in again.err
    assert run("open", "../fresh", "--upgrade", "--json").told["counts"]["people"] == 1


def test_open_counts_what_is_there(run: Run) -> None:
    """Signing in shows who one is and how much the databank holds."""
    told = run("open", "--json").told
    assert (told["user"], told["role"]) == ("Lena", "guardian")
    assert told["counts"]["sources"] == 3
    assert told["counts"]["cases"] == 2


@pytest.mark.skipif(
    importlib.util.find_spec("relata.demo.telling") is None, reason="the story is not told yet"
)
@pytest.mark.slow
def test_the_demonstration_opens_on_something_worth_seeing(
    process: Run, folder: Path, tmp_path: Path
) -> None:
    """One command writes it, its passphrase is told, and its motives are counted."""
    ran = process("demo", tmp_path / "departures")
    assert ran.status == 0, ran.err
    passphrase = process("demo", "--passphrase").out.strip()
    assert passphrase in ran.out
    env = {"RELATA_PASSPHRASE": passphrase, "RELATA_USER": "Demo"}
    at = ("--databank", tmp_path / "departures")
    told = json.loads(process("find", "motives", *at, "--json", env=env).out)
    assert max(row["cases"] for row in told["items"]) >= 20
    assert process("verify", *at, env=env).status == 0
    found = json.loads(process("search", WORD, *at, "--json", env=env).out)
    assert found["passages"] >= 5, "the word it proposes to search for is rarely said"
    assert f"relata search {WORD} " in ran.out
    assert process("demo", tmp_path / "departures").status == 1
