"""Sharing a commit: brief writes go to the disk together, and each stands for itself."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from support.banks import revision_names, standing_rows

import relata
from relata.archive.tables import source
from relata.coding.choosing import code_passages
from relata.coding.tables import coding
from relata.errors import RelataError
from relata.store import Store
from relata.store.engines import DiskFull
from relata.store.schema import head, parent, revision
from relata.text.spans import Span

MANY = 20


class Startled(Exception):
    """What a write fails at in these tests."""


@contextmanager
def counting_commits(store: Store) -> Iterator[list[int]]:
    """Counts the commits of writes."""
    seen: list[int] = []

    def committed(connection: sa.Connection) -> None:
        seen.append(1)

    event.listen(store.engine, "commit", committed)
    try:
        yield seen
    finally:
        event.remove(store.engine, "commit", committed)


def all_waiting(bank: relata.Databank, works: list[Callable[[], Any]]) -> list[BaseException]:
    """Hold the turn to write until all of these wait for it, then let them go at once.

    Returns what they raised.
    """
    store = bank._desk.store
    faults: list[BaseException] = []

    def guarded(work: Callable[[], Any]) -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    with store.writing(author=bank.viewer.id, action="nothing"):
        for thread in threads:
            thread.start()
        ends = time.monotonic() + 10
        while len(store._turns._queue) < len(works):
            assert time.monotonic() < ends
            time.sleep(0.002)
    for thread in threads:
        thread.join()
    return faults


def seats(bank: relata.Databank, count: int) -> list[relata.Databank]:
    for number in range(count):
        bank.team.add(f"coder {number}", "coder")
    return [bank.seated(f"coder {number}") for number in range(count)]


def test_brief_writes_that_wait_share_a_commit(study: relata.Databank) -> None:
    """Twenty acts at once are twenty revisions in one line, on the disk in fewer commits."""
    people = seats(study, MANY)
    before = revision_names(study)
    with counting_commits(study._desk.store) as commits:
        faults = all_waiting(
            study,
            [
                lambda seat=seat: seat.coding.code("first", (4, 9), code="brutality")
                for seat in people
            ],
        )

    assert faults == []
    names = revision_names(study)
    assert len(names) == len(before) + MANY
    assert 0 < len(commits) < MANY
    assert {c.coder for c in study.coding.list()} == {f"coder {n}" for n in range(MANY)}
    with study._desk.store.reading() as moment:
        heads = moment.connection.scalars(sa.select(head.c.hash)).all()
        followed = moment.connection.scalars(
            sa.select(parent.c.parent)
            .join(revision, revision.c.no == parent.c.revision)
            .order_by(revision.c.no)
        ).all()
    assert [bytes(h).hex() for h in heads] == names[-1:]
    assert [bytes(p).hex() for p in followed] == names[:-1]
    assert study.verify().damages == ()


def test_one_that_fails_takes_back_only_itself(study: relata.Databank) -> None:
    """Among twenty that share commits, every third fails after writing: it alone is gone."""
    people = seats(study, MANY)
    before = len(revision_names(study))
    numbers: list[int] = []

    def work(number: int) -> None:
        desk = people[number]._desk
        if number % 3:
            done = code_passages(desk, "first", [Span(number, number + 3)], "hardship")
            numbers.extend(c.number for c in done.codings)
            return
        with desk.writing("codings.write", "coding.code", brief=True) as (writing, sight):
            at = sight.connection.scalar(sa.select(source.c.no).order_by(source.c.no).limit(1))
            writing.add(source, [{"id": bytes([number] * 16), **blank_source()}])
            assert at is not None
            raise Startled

    faults = all_waiting(study, [lambda number=number: work(number) for number in range(MANY)])

    assert [type(fault) for fault in faults] == [Startled] * len(range(0, MANY, 3))
    stood = MANY - len(faults)
    assert len(revision_names(study)) == before + stood
    assert sorted(numbers) == sorted(c.number for c in study.coding.list())
    assert len(set(numbers)) == stood
    assert len(study.sources.list()) == 2
    assert study.verify().damages == ()


def blank_source() -> dict[str, Any]:
    return {"media_type": "text/plain", "size": 1, "sha256": "", "origin": "", "obtained": 0}


def test_a_commit_that_fails_fails_all_that_share_it(study: relata.Databank) -> None:
    """A disk that is full at the commit: the same refusal to each, and nothing stands."""
    people = seats(study, 6)
    store = study._desk.store
    rows = standing_rows(study)
    names = revision_names(study)

    def full(connection: sa.Connection) -> None:
        raise OSError(errno.ENOSPC, "no room")

    event.listen(store.engine, "commit", full)
    try:
        faults = all_waiting(
            study,
            [
                lambda seat=seat: seat.coding.code("first", (4, 9), code="brutality")
                for seat in people
            ],
        )
    finally:
        event.remove(store.engine, "commit", full)

    assert [type(fault) for fault in faults] == [DiskFull] * 6
    assert revision_names(study) == names
    assert standing_rows(study) == rows
    for seat in people:
        assert len(seat.coding.code("first", (4, 9), code="brutality").codings) == 1
    assert len(study.coding.list()) == 6
    assert study.verify().damages == ()


def test_a_long_write_shares_its_commit_with_nobody(study: relata.Databank) -> None:
    """What is not brief begins anew and commits alone, wherever it stands in the line."""
    people = seats(study, 3)
    inside: list[int] = []

    def long(seat: relata.Databank) -> None:
        with seat._desk.writing("codings.write", "long") as (writing, sight):
            passage = standing_passage(sight.connection)
            inside.append(writing._batch.members)
            writing.add_one(coding, **passage, code=2, coder=seat.viewer.number, case=None)

    study.coding.code("first", (0, 3), code="brutality")
    faults = all_waiting(
        study,
        [
            lambda: people[0].coding.code("first", (4, 9), code="brutality"),
            lambda: long(people[1]),
            lambda: people[2].coding.code("first", (4, 9), code="brutality"),
        ],
    )
    assert faults == []
    assert inside == [1]
    assert len(study.coding.list()) == 4
    assert study.verify().damages == ()


def standing_passage(connection: sa.Connection) -> dict[str, int]:
    row = connection.execute(sa.select(coding.c.passage, coding.c.source).limit(1)).one()
    return {"passage": row.passage, "source": row.source}


def test_who_waits_is_served_in_the_order_of_coming(study: relata.Databank) -> None:
    """Nobody overtakes: the revisions come in the order in which their authors asked."""
    people = seats(study, 8)
    store = study._desk.store
    threads = [
        threading.Thread(
            target=seat.coding.code, args=("first", (4, 9)), kwargs={"code": "hardship"}
        )
        for seat in people
    ]
    with store.writing(author=study.viewer.id, action="nothing"):
        for number, thread in enumerate(threads, 1):
            thread.start()
            ends = time.monotonic() + 10
            while len(store._turns._queue) < number:
                assert time.monotonic() < ends
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    made = sorted(study.coding.list(), key=lambda c: c.number)
    assert [c.coder for c in made] == [seat.viewer.name for seat in people]


def test_a_refusal_does_not_stop_the_line(study: relata.Databank) -> None:
    """Whoever asks for what is refused is told so, and the next one writes."""
    with pytest.raises(RelataError):
        study.coding.code("first", (4, 9_999), code="brutality")
    assert study._desk.store._turns._taken is False
    assert len(study.coding.code("first", (4, 9), code="brutality").codings) == 1
