"""Revisions: a graph named by hash, and every past moment readable for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from support.banks import CODEBOOK, MakeBank, copy_of, put, revision_names, standing_rows

import relata
from relata.errors import RelataError
from relata.store import NoSuchRevision
from relata.store.undo import AlreadyUndone, CannotUndo, GroundIsGone, RestsOnIt
from relata.team import NotAllowed

PASSPHRASE = "correct horse battery"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)

    def __call__(self) -> float:
        return self.now.timestamp()


def named_anew(told: Any) -> bytes:
    """The name of a revision by the published recipe, apart from the program's own code."""
    digests = [hashlib.sha256(payload).digest() for payload in told.payloads]
    content = [1, sorted(told.parents), told.author, told.at, told.action, told.reason]
    return hashlib.sha256(msgspec.msgpack.encode([*content, told.undoes, digests])).digest()


def test_each_revision_is_named_by_what_it_says_and_what_came_before(
    study: relata.Databank,
) -> None:
    """Recomputed from its parts, every name is the name it has, and parents come first."""
    study.coding.code("first", (4, 9), code="brutality")
    study.undo(reason="too hasty")
    known: set[bytes] = set()
    told = copy_of(study).told

    for revision in told:
        assert named_anew(revision) == revision.hash
        assert set(revision.parents) <= known
        known.add(revision.hash)

    assert told[0].parents == ()
    assert all(len(revision.parents) == 1 for revision in told[1:])
    assert told[-1].undoes == told[-2].hash
    assert told[-1].hash.hex() == study.revision


def test_a_revision_says_who_when_and_what_for(make_bank: MakeBank) -> None:
    """History shows author, time, action and the typed reason, newest first."""
    clock = Clock()
    bank = make_bank(clock=clock)
    clock.now += dt.timedelta(hours=1)
    put(bank, title="r", reason="sent by the court")

    newest, first = bank.history()

    assert (newest.author, newest.action, newest.reason) == (
        "Lena",
        "sources.add",
        "sent by the court",
    )
    assert newest.at - first.at == 3_600_000
    assert newest.rows == {"add": {"source": 1, "description": 1, "text": 1}}
    assert newest.revision == bank.revision
    assert [e.revision for e in bank.history(limit=1)] == [newest.revision]


def test_doing_nothing_makes_no_revision(study: relata.Databank) -> None:
    """A link that stands already, or the same codebook again, leaves the graph as it is."""
    before = revision_names(study)
    study.cases.link("P-001", "first")
    study.codebook.load(CODEBOOK)
    assert revision_names(study) == before


def interrupted(bank: relata.Databank) -> None:
    with bank._desk.writing("sources.add", "x") as (writing, _):
        writing.put(b"\x01" * 16, "original", b"half " * 100_000)
        raise RuntimeError


def test_what_fails_half_way_leaves_nothing(study: relata.Databank) -> None:
    """A refused act adds no rows, no revision and no sealed file."""
    before, names = standing_rows(study), revision_names(study)
    packs = sorted(p.name for p in (study.folder / "blobs").iterdir())

    with pytest.raises(RelataError):
        study.coding.code("first", (4, 9), (80, 9_000), code="brutality")
    with pytest.raises(RelataError):
        study.cases.set("P-001", "age", "31", evidence=[("first", 0, 3), ("first", 0, 9_999)])
    with pytest.raises(RuntimeError):
        interrupted(study)

    assert standing_rows(study) == before
    assert revision_names(study) == names
    assert sorted(p.name for p in (study.folder / "blobs").iterdir()) == packs


def test_the_past_is_found_by_name_and_by_date(make_bank: MakeBank) -> None:
    """The first letters of a name, a day, or a moment mean the last revision up to then."""
    clock = Clock()
    bank = make_bank(clock=clock)
    founded = bank.revision
    clock.now = dt.datetime(2026, 3, 2, 23, 59, 59, tzinfo=dt.UTC)
    put(bank, "one", title="one")
    first = bank.revision
    clock.now = dt.datetime(2026, 3, 3, 0, 0, 1, tzinfo=dt.UTC)
    put(bank, "two", title="two")
    second = bank.revision

    for name, meant in (
        ("2026-03-01", founded),
        ("2026-03-02", first),
        ("2026-03-02T23:59", founded),
        ("2026-03-02T23:59:59", first),
        ("2026-03-03T01:30+01:00", second),
        ("2026-03-02 12:00", founded),
        ("2030-01-01", second),
        (first[:10].upper(), first),
        (second, second),
    ):
        assert bank.as_of(name).revision == meant, name
    assert [s.title for s in bank.as_of("2026-03-02").sources.list()] == ["one"]


def test_an_unknown_moment_is_refused(bank: relata.Databank) -> None:
    """Neither a wrong name nor a day before the beginning is quietly taken for another."""
    for name in ("", "abc", "ffff" * 16, "zzzz", "2026-13-01", "2001-01-01", "0x12"):
        with pytest.raises(NoSuchRevision):
            bank.as_of(name)


def test_every_past_moment_can_be_read_again(study: relata.Databank) -> None:
    """Whatever is done later, what stood as of a revision stands as of it for ever."""
    seen = {study.revision: standing_rows(study)}
    (made,) = study.coding.code("first", (4, 9), code="brutality").codings
    seen[study.revision] = standing_rows(study)
    study.cases.set("P-001", "age", "31", evidence=[("first", 0, 3)])
    seen[study.revision] = standing_rows(study)
    study.cases.set("P-001", "age", "32")
    seen[study.revision] = standing_rows(study)
    study.coding.remove(made.id)
    seen[study.revision] = standing_rows(study)
    for _ in range(2):
        study.undo()
        seen[study.revision] = standing_rows(study)

    assert len(seen) == 7
    for revision, rows in seen.items():
        assert standing_rows(study, revision) == rows
    past = study.as_of(list(seen)[1])
    assert [c.id for c in past.coding.list()] == [made.id]
    assert past.cases.sheet("P-001").values == ()


class Histories(RuleBasedStateMachine):
    """Random acts of two people; the past stays, and everything can be told again."""

    make: Any
    elsewhere: Path
    another_url: Any
    made = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        self.bank: relata.Databank = self.make(f"bank{self.made}")
        self.bank.codebook.load(CODEBOOK)
        self.bank.team.add("Omar", "lead")
        self.who = [self.bank, self.bank.seated("Omar")]
        self.texts = 0
        self.seen: dict[str, Any] = {}
        self.remember()

    def remember(self) -> None:
        self.seen.setdefault(self.bank.revision, standing_rows(self.bank))

    def sources(self) -> list[str]:
        return [s.id for s in self.bank.sources.list()]

    @rule(who=st.integers(0, 1))
    def take_in(self, who: int) -> None:
        self.texts += 1
        put(self.who[who], f"Report number {self.texts} of a long night.", title=f"t{self.texts}")
        self.remember()

    @rule(who=st.integers(0, 1), which=st.integers(0, 5))
    def make_case(self, who: int, which: int) -> None:
        sources = self.sources()
        self.who[who].cases.new(sources=[sources[which % len(sources)]] if sources else [])
        self.remember()

    @precondition(lambda self: self.sources())
    @rule(
        who=st.integers(0, 1),
        which=st.integers(0, 5),
        start=st.integers(0, 2),
        code=st.sampled_from(["brutality", "corruption"]),
    )
    def code(self, who: int, which: int, start: int, code: str) -> None:
        sources = self.sources()
        self.who[who].coding.code(sources[which % len(sources)], (start, start + 5), code=code)
        self.remember()

    @rule(who=st.integers(0, 1), which=st.integers(0, 5))
    def uncode(self, who: int, which: int) -> None:
        bank = self.who[who]
        mine = bank.coding.list(coder=bank.viewer.name)
        if mine:
            bank.coding.remove(mine[which % len(mine)].id)
        self.remember()

    @precondition(lambda self: self.bank.cases.list())
    @rule(who=st.integers(0, 1), which=st.integers(0, 5), age=st.integers(18, 20))
    def set_value(self, who: int, which: int, age: int) -> None:
        cases = self.bank.cases.list()
        sources = self.sources()
        self.who[who].cases.set(
            cases[which % len(cases)].pseudonym,
            "age",
            str(age),
            evidence=[(sources[which % len(sources)], 0, 6)] if sources else [],
        )
        self.remember()

    @rule(who=st.integers(0, 1), back=st.integers(0, 6), along=st.booleans())
    def undo(self, who: int, back: int, along: bool) -> None:
        names = revision_names(self.bank)[3:]  # the codebook and the team stay
        before = standing_rows(self.bank)
        try:
            if names:
                self.who[who].undo(names[-1 - back % len(names)], with_later=along)
        except (AlreadyUndone, CannotUndo, GroundIsGone, RestsOnIt, NotAllowed):
            assert standing_rows(self.bank) == before
        self.remember()
        assert self.bank.verify().damages == ()

    def teardown(self) -> None:
        assert self.bank.verify().damages == ()
        for revision, rows in self.seen.items():
            assert standing_rows(self.bank, revision) == rows
        made = self.bank.backup(self.elsewhere / f"{self.made}.relata")
        place = self.elsewhere / f"restored{self.made}"
        relata.restore(made.file, place, PASSPHRASE, url=self.another_url())
        with relata.open(place, passphrase=PASSPHRASE) as again:
            assert again.verify().damages == ()
            assert revision_names(again) == revision_names(self.bank)
            assert standing_rows(again) == standing_rows(self.bank)
            for revision, rows in self.seen.items():
                assert standing_rows(again, revision) == rows
        self.bank.close()


def test_random_histories_keep_every_past_and_survive_a_backup(
    make_bank: MakeBank, another_url: Any, tmp_path: Path, store_url: str | None
) -> None:
    """After any acts and undos: no damage, every past moment as it was, here and restored."""

    class Here(Histories):
        make = staticmethod(make_bank)
        elsewhere = tmp_path

    Here.another_url = staticmethod(another_url)
    run_machine(
        Here,
        settings=settings(
            max_examples=8 if store_url is None else 3,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_counts_of_history_are_those_of_the_log(study: relata.Databank) -> None:
    """The history's counts are recounted from the sealed changes."""
    from relata.store import payload

    study.coding.code("first", (4, 9), (10, 14), code="brutality")
    study.undo()
    store = study._desk.store
    with store.reading() as moment:
        ring = store.ring(moment.connection)
        for told, entry in zip(copy_of(study).told, reversed(study.history()), strict=True):
            counted: dict[str, dict[str, int]] = {}
            for packed in told.payloads:
                change = payload.decode(packed, ring)
                for rows in change.rows or ():
                    by_table = counted.setdefault("add", {})
                    by_table[rows.table] = by_table.get(rows.table, 0) + len(rows.values[0])
                for gone in change.withdrawn:
                    counted.setdefault("withdraw", {})[gone.table] = len(gone.rows)
            assert entry.rows == counted


def test_the_log_is_sealed(study: relata.Databank) -> None:
    """What lies in the log of changes cannot be read without the content keys."""
    with study._desk.store.reading() as moment:
        payloads = moment.connection.scalars(sa.text("SELECT payload FROM change")).all()
    told = b"".join(bytes(p) for p in payloads)
    assert b"somewhere/report.txt" not in told
    assert b"first" not in told
