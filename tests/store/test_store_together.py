"""Together: people write at once and read meanwhile; nothing is lost or seen half."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from support.banks import CODEBOOK, put, revision_names, standing_rows

import relata
from relata.store.ids import new_id

WRITER = Path(__file__).parent.parent / "support" / "writer.py"


def in_threads(*works: object) -> None:
    """Run callables at once; whatever one of them raises fails the test."""
    faults: list[BaseException] = []

    def guarded(work: object) -> None:
        assert callable(work)
        try:
            work()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_threads_that_write_at_once_lose_nothing(study: relata.Databank) -> None:
    """Four coders of one process, each coding and taking sources in: all of it stands."""
    people = []
    for number in range(4):
        study.team.add(f"coder {number}", "coder")
        people.append(study.seated(f"coder {number}"))
    before = len(revision_names(study))

    def work(bank: relata.Databank) -> None:
        for number in range(6):
            taken = put(bank, f"Report {number} of {bank.viewer.name}.", title=f"r{number}")
            bank.coding.code(taken, (0, 6), code="brutality")
            bank.coding.code("first", (number, number + 3), code="hardship")

    in_threads(*(lambda bank=bank: work(bank) for bank in people))

    assert len(revision_names(study)) == before + 4 * 6 * 3
    assert len(study.coding.list()) == 4 * 12
    assert len(study.sources.list()) == 2 + 24
    assert study.verify().damages == ()


def test_the_same_file_taken_in_at_once_is_one_source(
    study: relata.Databank, tmp_path: Path
) -> None:
    """Two people who obtain the same report in the same minute have one source of it."""
    path = tmp_path / "same.txt"
    path.write_text("The very same report, obtained by both of them.")
    added: list[int] = []

    def take() -> None:
        added.append(study.sources.add(path, searchable=False).new)

    in_threads(*[take] * 4)

    assert (
        sum(s.title == "same" or s.origin.endswith("same.txt") for s in study.sources.list()) == 1
    )
    assert study.verify().damages == ()


def test_processes_that_write_at_once_lose_nothing(bank: relata.Databank) -> None:
    """Two processes and this one, interleaved: every acknowledged revision is there."""
    bank.codebook.load(CODEBOOK)
    keys = bank._desk.store.keys
    acknowledged: list[str] = []
    processes = []
    for first in (1000, 2000):
        process = subprocess.Popen(
            [sys.executable, str(WRITER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin
        told = {
            "folder": str(bank.folder),
            "archive": keys.archive.hex(),
            "user": keys.user.hex(),
            "first": first,
        }
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        processes.append(process)
    for process in processes:
        assert process.stdout
        acknowledged.append(process.stdout.readline().strip())
    for number in range(3):
        put(bank, f"Mine, number {number}.", title=f"mine {number}")
        acknowledged.append(bank.revision)
    for process in processes:
        process.kill()
        assert process.stdout
        assert process.stdin
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
        process.wait()
        process.stdout.close()
        process.stdin.close()

    assert set(acknowledged) <= set(revision_names(bank))
    assert bank.verify().damages == ()


def test_a_long_read_sees_one_moment(study: relata.Databank) -> None:
    """What is written while something is read does not show until it is read anew."""
    store = study._desk.store
    with study._desk.reading("sources.read") as sight:
        from relata.archive import sources_seen

        seen = sources_seen(sight)
        in_threads(lambda: put(study, "Meanwhile.", title="meanwhile"))
        assert sources_seen(sight) == seen
        assert store.latest(sight.connection) == sight.revision
    assert len(study.sources.list()) == len(seen) + 1


def test_a_reader_never_sees_half_a_revision(study: relata.Databank) -> None:
    """A source, its text and its description are there together or not at all."""
    done = threading.Event()
    odd: list[object] = []

    def write() -> None:
        for number in range(12):
            put(study, f"Report {number}.", title=f"r{number}")
            study.undo()
        done.set()

    def look() -> None:
        while not done.is_set():
            rows = standing_rows(study)
            if len({len(rows[name]) for name in ("source", "text", "description")}) != 1:
                odd.append(rows)

    in_threads(write, look)

    assert odd == []


def test_ids_made_at_once_are_never_alike() -> None:
    """Threads that make ids together make as many as they ask for, in order within each."""
    made: list[list[bytes]] = [[] for _ in range(4)]

    def work(mine: list[bytes]) -> None:
        mine += [new_id() for _ in range(5_000)]

    in_threads(*(lambda mine=mine: work(mine) for mine in made))

    assert len({id for mine in made for id in mine}) == 20_000
    for mine in made:
        assert mine == sorted(mine)
        assert all(id[6] >> 4 == 7 and id[8] >> 6 == 0b10 for id in mine)
