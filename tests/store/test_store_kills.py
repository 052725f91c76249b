"""Killed at any moment: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.banks import CODEBOOK, put_all, revision_names
from support.banks import intake as ready
from support.writer import words

import relata
from relata.archive import Description, catch_up
from relata.archive.indexer import Behind
from relata.archive.search import pending

WRITER = Path(__file__).parent.parent / "support" / "writer.py"
ROUNDS = 10


def write_until_killed(bank: relata.Databank, first: int, after: float) -> list[str]:
    """Let another process write, kill it hard, and return what it had acknowledged."""
    keys = bank._desk.store.keys
    process = subprocess.Popen(
        [sys.executable, str(WRITER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    told = {
        "folder": str(bank.folder),
        "archive": keys.archive.hex(),
        "user": keys.user.hex(),
        "first": first,
    }
    process.stdin.write(json.dumps(told) + "\n")
    process.stdin.flush()
    acknowledged = [process.stdout.readline().strip()]
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    process.stdin.close()
    assert process.returncode == -signal.SIGKILL
    return acknowledged


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_it_was_told_is_kept(bank: relata.Databank) -> None:
    """Kill -9 at random moments: every acknowledged revision stands, the databank is sound."""
    bank.codebook.load(CODEBOOK)
    chance = random.Random(20261121)
    acknowledged: list[str] = []
    for kill in range(ROUNDS):
        taken = write_until_killed(bank, kill * 1000, chance.uniform(0.0, 0.35))
        assert all(len(name) == 64 for name in taken)
        acknowledged += taken
        names = revision_names(bank)
        assert set(acknowledged) <= set(names)
        # At most one more: written, and killed before it could be told.
        assert len(names) - 3 - len(acknowledged) <= kill + 1
    assert len(acknowledged) > ROUNDS

    verified = bank.verify()

    assert verified.damages == ()
    sources = bank.sources.list()
    assert len({s.id for s in sources}) == len(sources) >= ROUNDS
    for source in sources:
        number = int(source.title.removeprefix("report "))
        hits = bank.search(f"marked{number:05d}").hits
        assert [hit.source for hit in hits] == [source.id]
        assert bank.sources.text(source.id).content == words(number)
    assert pending(bank._desk.store) == []


@pytest.mark.slow
def test_a_killed_indexer_goes_on_where_it_stopped(bank: relata.Databank) -> None:
    """The index holds whole texts or nothing of them, catches up, and finds every one."""
    many = 160
    put_all(
        bank,
        [
            ready(bank, words(number), description=Description(f"report {number}", language="en"))
            for number in range(many)
        ],
    )
    store = bank._desk.store
    chance = random.Random(7)
    left = [len(pending(store))]
    assert left == [many]
    for _ in range(6):
        behind = Behind(store)
        behind.start()
        process = behind._process
        assert process is not None
        time.sleep(chance.uniform(0.4, 0.9))
        process.kill()
        process.wait()
        assert process.stdin is not None
        process.stdin.close()
        left.append(len(pending(store)))
    assert left == sorted(left, reverse=True)

    catch_up(store)

    assert pending(store) == []
    for number in range(many):
        assert bank.search(f"marked{number:05d}").passages == 1
    assert bank.search("guards").sources == many
    assert bank.search("night").passages == bank.search("guard").passages
    assert catch_up(store) == 0


def test_a_pack_that_nothing_refers_to_harms_nobody(study: relata.Databank) -> None:
    """What a kill between sealed file and revision leaves behind is no damage."""
    orphan = study.folder / "blobs" / ("0" * 32 + ".pack")
    orphan.write_bytes(b"half a pack")
    assert study.verify().damages == ()
    assert study.sources.text("first").content.startswith("The guard")


def test_a_databank_closed_by_force_opens_again(study: relata.Databank) -> None:
    """The journal of a process that never closed is taken up by the next."""
    study.coding.code("first", (4, 9), code="brutality")
    with relata.open(study.folder, keys=study._desk.store.keys) as again:
        assert again.revision == study.revision
        assert len(again.coding.list()) == 1
