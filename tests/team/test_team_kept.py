"""What is kept between acts is right: after changes here, elsewhere, undone, or refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from support.banks import revision_names

import relata
from relata.coding.known import known_only_case, people, pseudonyms
from relata.team import Deactivated, NotAllowed
from relata.team.tables import profile


@pytest.fixture
def elsewhere(study: relata.Databank) -> Iterator[relata.Databank]:
    """The same databank opened a second time, as another process would."""
    with relata.open(study.folder, keys=study._desk.store.keys) as other:
        yield other


def test_what_another_process_changed_is_seen_at_once(
    study: relata.Databank, elsewhere: relata.Databank
) -> None:
    """A link, a pseudonym, a name and a right changed elsewhere hold for the next act here."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    assert omar.coding.code("second", (0, 3), code="brutality").codings[0].case is None

    elsewhere.cases.link("P-001", "second")
    assert omar.coding.code("second", (4, 9), code="brutality").codings[0].case == "P-001"
    elsewhere.cases.new("Ada", sources=["second"])
    assert omar.coding.code("second", (10, 13), code="brutality").codings[0].case is None
    elsewhere.team.change("Omar", new_name="Omar B")
    assert omar.coding.code("second", (10, 14), code="brutality").codings[0].coder == "Omar B"
    elsewhere.team.change("Omar B", role="reader")
    with pytest.raises(NotAllowed):
        omar.coding.code("second", (0, 4), code="brutality")
    elsewhere.team.change("Omar B", role="coder", active=False)
    with pytest.raises(Deactivated):
        omar.coding.code("second", (0, 4), code="brutality")
    assert study.verify().damages == ()


def test_writing_here_and_elsewhere_by_turns_is_one_line(
    study: relata.Databank, elsewhere: relata.Databank
) -> None:
    """Numbers, names and keys that one process keeps do not clash with another's rows."""
    for number in range(6):
        for bank in (study, elsewhere):
            bank.cases.new(f"case {number} {bank is study}")
            bank.coding.code("first", (number, number + 4), code="hardship")
            bank.coding.code("second", (number, number + 5), code="corruption")
    assert len(study.coding.list()) == len(elsewhere.coding.list()) == 12
    assert study.verify().damages == ()


def test_what_a_failed_write_read_is_not_kept(study: relata.Databank) -> None:
    """A person renamed in a revision that is taken back keeps the old name."""
    desk = study._desk
    number = study.viewer.number

    def rename_and_fail() -> None:
        with desk.writing("cases.write", "test") as (writing, sight):
            standing = sight.connection.scalars(sa.select(profile.c.no)).all()
            writing.withdraw(profile, standing)
            writing.add_one(profile, user=number, name="Nobody", role="coder", active=True)
            assert people(sight)[number] == "Nobody"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()
    with desk.reading("team.read") as sight:
        assert people(sight)[number] == "Lena"


def test_what_a_moment_reads_is_of_that_moment(study: relata.Databank) -> None:
    """Kept answers of the past, of a held moment, and of the present do not mix."""
    desk = study._desk
    before = revision_names(study)[-1]
    number = study.sources.get("second").number
    with desk.reading("cases.read") as held:
        assert known_only_case(held, number) is None
        study.cases.link("P-001", "second")
        study.cases.new("Ada")
        with desk.reading("cases.read") as now:
            assert known_only_case(now, number) is not None
            assert sorted(pseudonyms(now).values()) == ["Ada", "P-001"]
        assert list(pseudonyms(held).values()) == ["P-001"]
        assert known_only_case(held, number) is None
    with desk.at(before).reading("cases.read") as past:
        assert known_only_case(past, number) is None
        assert list(pseudonyms(past).values()) == ["P-001"]
    with desk.reading("cases.read") as now:
        assert len(pseudonyms(now)) == 2


def test_undoing_is_a_change_like_any_other(study: relata.Databank) -> None:
    """After undo what is kept is what stands, not what stood."""
    study.cases.link("P-001", "second")
    assert study.coding.code("second", (0, 3), code="brutality").codings[0].case == "P-001"
    study.undo()
    study.undo()
    assert study.coding.code("second", (0, 3), code="brutality").codings[0].case is None


def test_nothing_is_kept_of_what_was_erased(
    study: relata.Databank, elsewhere: relata.Databank
) -> None:
    """Erased elsewhere: names and keys of it are let go here with the next look."""
    study.coding.code("first", (4, 9), code="brutality")
    assert any(str(key).startswith("kept") for key in study._desk.store.memory)
    keys = study._desk.store.memory["content keys"]
    owner = bytes.fromhex(study.sources.get("first").id)
    assert any(held == owner for held, _ in keys)

    elsewhere.sources.erase("first")
    study.coding.list()

    kept = study._desk.store.memory.get("content keys", {})
    assert not any(held == owner for held, _ in kept)
    assert study.coding.code("second", (4, 9), code="brutality").codings
    assert study.verify().damages == ()
