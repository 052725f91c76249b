"""Copies: one content has one name in each of them, and what they tell one another adds up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.banks import (
    CODEBOOK,
    Copy,
    MakeBank,
    copy_of,
    put,
    revision_names,
    standing_rows,
    unite,
)

import relata
from relata.errors import RelataError
from relata.store.replay import BrokenChain, Told

PASSPHRASE = "correct horse battery"
AnotherUrl = Callable[[], str | None]
TextFile = Callable[[str, str], Path]


def second_copy(
    bank: relata.Databank, folder: Path, another_url: AnotherUrl, name: str = "b"
) -> relata.Databank:
    """A laptop in the field: the databank restored from a backup."""
    made = bank.backup(folder / f"{name}.relata")
    relata.restore(made.file, folder / name, PASSPHRASE, url=another_url())
    return relata.open(folder / name, passphrase=PASSPHRASE)


def test_the_same_bytes_are_one_source(bank: relata.Databank, text_file: TextFile) -> None:
    """Taken in twice, under two names, the same bytes are one source and one text."""
    first = bank.sources.add(text_file("a.txt", "the very same words"))
    names = revision_names(bank)
    again = bank.sources.add(text_file("b.txt", "the very same words"))

    assert [taken.id for taken in again.taken] == [taken.id for taken in first.taken]
    assert (first.new, again.new) == (1, 0)
    assert revision_names(bank) == names
    assert len(standing_rows(bank)["source"]) == len(standing_rows(bank)["text"]) == 1


def test_two_copies_name_the_same_content_alike(
    study: relata.Databank, another_url: AnotherUrl, tmp_path: Path
) -> None:
    """Two laptops that take one file in and mark one place have one source, text and passage."""
    other = second_copy(study, tmp_path, another_url)
    for bank in (study, other):
        taken = put(bank, "A report both obtained.", title="both")
        bank.coding.code(taken, (2, 8), code="brutality")

    ours, theirs = standing_rows(study), standing_rows(other)
    for table in ("source", "text", "passage"):
        assert set(ours[table]) == set(theirs[table])
        assert ours[table]
    assert set(ours["coding"]).isdisjoint(theirs["coding"])
    other.close()


def test_another_databank_names_the_same_content_otherwise(make_bank: MakeBank) -> None:
    """Whoever holds the file cannot tell from an id that a databank holds it."""
    assert put(make_bank("one"), "the same words") != put(make_bank("two"), "the same words")


def test_a_source_taken_back_lives_again_when_taken_in_again(
    bank: relata.Databank, text_file: TextFile
) -> None:
    """Undone and taken in again, a source is the one it was, and nothing is damaged."""
    first = bank.sources.add(text_file("a.txt", "some words of a report")).taken[0].id
    taken_in = standing_rows(bank)
    bank.undo()
    assert bank.sources.list() == []

    again = bank.sources.add(text_file("b.txt", "some words of a report"))

    assert again.new == 1
    assert [s.id for s in bank.sources.list()] == [first]
    assert bank.sources.original(first) == b"some words of a report"
    assert bank.sources.text(first).content == "some words of a report"
    assert [hit.source for hit in bank.search("report").hits] == [first]
    assert bank.verify().damages == ()
    assert set(standing_rows(bank)["text"]) == set(taken_in["text"])


def test_an_erased_source_is_not_taken_in_again(bank: relata.Databank, text_file: TextFile) -> None:
    """The tombstone refuses the same bytes, without quoting them."""
    taken = bank.sources.add(text_file("a.txt", "some words of a report")).taken[0]
    bank.sources.erase(taken.id)

    again = bank.sources.add(text_file("b.txt", "some words of a report"))

    assert again.taken == ()
    (refused,) = again.refused
    assert "erased" in refused.reason
    assert "words" not in f"{refused.reason} {refused.remedy}"
    assert bank.sources.list() == []


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("take in"), st.integers(0, 3)),
        st.tuples(st.just("code"), st.integers(0, 3), st.sampled_from(["brutality", "hardship"])),
        st.tuples(st.just("uncode"), st.integers(0, 3)),
        st.tuples(st.just("value"), st.integers(0, 1), st.integers(18, 19)),
        st.tuples(st.just("link"), st.integers(0, 1), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.integers(0, 4), st.booleans()),
        st.tuples(st.just("erase"), st.integers(0, 3)),
        st.tuples(st.just("erase case"), st.integers(0, 1)),
    ),
    max_size=7,
)


def do(bank: relata.Databank, act: tuple[Any, ...]) -> None:
    """One act; what the databank refuses at this point is skipped."""
    kind, *told = act
    sources = [s.id for s in bank.sources.list()]
    cases = [c.pseudonym for c in bank.cases.list()]
    if kind == "take in":
        if f"report {told[0]}" not in {s.title for s in bank.sources.list()}:
            put(bank, f"Report {told[0]}: a long night.", title=f"report {told[0]}")
    elif kind == "code" and sources:
        bank.coding.code(sources[told[0] % len(sources)], (0, 6), code=told[1])
    elif kind == "uncode" and (codings := bank.coding.list()):
        bank.coding.remove(codings[told[0] % len(codings)].id)
    elif kind == "value" and cases:
        evidence = [(sources[0], 0, 6)] if sources else []
        bank.cases.set(cases[told[0] % len(cases)], "age", str(told[1]), evidence=evidence)
    elif kind == "link" and cases and sources:
        bank.cases.link(cases[told[0] % len(cases)], sources[told[1] % len(sources)])
    elif kind == "undo":
        names = revision_names(bank)
        bank.undo(names[-1 - told[0] % len(names)], with_later=told[1])
    elif kind == "erase" and sources:
        bank.sources.erase(sources[told[0] % len(sources)])
    elif kind == "erase case" and cases:
        bank.cases.erase(cases[told[0] % len(cases)])


def do_all(bank: relata.Databank, acts: list[tuple[Any, ...]]) -> None:
    for act in acts:
        try:
            do(bank, act)
        except RelataError:
            continue


def heads(copy: Copy) -> set[bytes]:
    return {t.hash for t in copy.told} - {p for t in copy.told for p in t.parents}


def replay_both_ways(
    make_bank: MakeBank, url: AnotherUrl, folder: Path, ours: list[Any], theirs: list[Any]
) -> None:
    number = len(list(folder.iterdir()))
    left = make_bank(f"left{number}")
    left.codebook.load(CODEBOOK)
    for place in range(2):
        put(left, f"Common report {place}.", title=f"common {place}")
        left.cases.new(sources=[f"common {place}"])
    left.coding.code("common 0", (0, 6), code="brutality")
    right = second_copy(left, folder, url, f"right{number}")
    try:
        do_all(left, ours)
        do_all(right, theirs)
        told_left, told_right = copy_of(left), copy_of(right)

        unite(left, told_right)
        unite(right, told_left)

        merged = standing_rows(left)
        assert standing_rows(right) == merged
        assert heads(copy_of(left)) == heads(copy_of(right))
        assert set(revision_names(left)) == set(revision_names(right))
        assert unite(left, told_right) == 0
        assert unite(right, copy_of(left)) == 0
        assert standing_rows(left) == merged
        for bank in (left, right):
            # Rows of one copy may rest on what the other withdrew: that is listed as such.
            damages = [d for d in bank.verify().damages if not d.fault.endswith("was withdrawn")]
            assert damages == []
        gone = told_left.tombstones | told_right.tombstones
        assert not gone & {id for rows in merged.values() for id in rows}
    finally:
        left.close()
        right.close()


def test_what_two_copies_did_apart_adds_up_the_same_either_way(
    make_bank: MakeBank, another_url: AnotherUrl, tmp_path: Path, store_url: str | None
) -> None:
    """Whichever copy is told of the other's acts, the same rows stand; twice changes nothing."""

    @settings(
        max_examples=8 if store_url is None else 2,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(ours=ACTS, theirs=ACTS)
    def either_way(ours: list[Any], theirs: list[Any]) -> None:
        replay_both_ways(make_bank, another_url, tmp_path, ours, theirs)

    either_way()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        # Both take the same file in; one erases it, the other codes it.
        ([("take in", 0), ("erase", 2)], [("take in", 0), ("code", 2, "hardship")]),
        # Both take it in; one takes that back.
        ([("take in", 0), ("undo", 0, False)], [("take in", 0)]),
        # Both take the same coding back; one brings it back.
        ([("uncode", 0), ("undo", 0, False)], [("uncode", 0)]),
        ([("uncode", 0), ("undo", 0, False)], [("uncode", 0), ("undo", 0, False)]),
        # One erases the case, the other sets a value of it and links it.
        ([("erase case", 0)], [("value", 0, 18), ("link", 0, 1)]),
        # One erases a source that the other withdrew with all that rests on it.
        ([("erase", 0)], [("undo", 4, True), ("undo", 0, False)]),
        ([("erase", 0), ("erase", 0)], [("erase", 0), ("erase case", 0)]),
    ],
)
def test_where_two_copies_meet(
    make_bank: MakeBank, another_url: AnotherUrl, tmp_path: Path, ours: list[Any], theirs: list[Any]
) -> None:
    """The meetings that matter most: the same file, the same withdrawal, erased or used."""
    replay_both_ways(make_bank, another_url, tmp_path, ours, theirs)


def test_a_row_added_apart_falls_only_with_both_lives(
    make_bank: MakeBank, another_url: AnotherUrl, tmp_path: Path
) -> None:
    """After uniting, taking a source back ends both its lives, in every copy alike."""
    left = make_bank("left")
    right = second_copy(left, tmp_path, another_url)
    put(left, "One report.", title="one")
    put(right, "One report.", title="one")
    unite(left, copy_of(right))
    store = left._desk
    from relata.archive.tables import source

    with store.writing("sources.add", "test") as (writing, _):
        assert writing.withdraw(source, [1]) == 1
    unite(right, copy_of(left))

    assert standing_rows(left)["source"] == {}
    assert standing_rows(right)["source"] == {}
    right.close()


def test_a_forged_revision_is_refused(
    make_bank: MakeBank, another_url: AnotherUrl, tmp_path: Path
) -> None:
    """A revision whose content does not give its name is not let in, and nothing changes."""
    left = make_bank("left")
    right = second_copy(left, tmp_path, another_url)
    put(right, "One report.", title="one")
    copy = copy_of(right)
    last = copy.told[-1]
    forged = Told(
        last.hash,
        last.parents,
        b"\x07" * 16,
        last.at,
        last.action,
        last.reason,
        last.reason_key,
        last.undoes,
        last.payloads,
    )
    before = revision_names(left)

    with pytest.raises(BrokenChain):
        unite(left, Copy((*copy.told[:-1], forged), copy.keys, copy.tombstones, copy.blobs))

    assert revision_names(left) == before
    assert left.verify().sound
    right.close()


def test_a_copied_folder_is_a_fork(tmp_path: Path) -> None:
    """A databank's folder copied while closed opens and goes its own way."""
    import shutil

    from relata.store.keys import Cost

    with relata.init(tmp_path / "a", passphrase=PASSPHRASE, cost=Cost(1024, 1, 1)) as bank:
        bank.codebook.load(CODEBOOK)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    with (
        relata.open(tmp_path / "a", passphrase=PASSPHRASE) as left,
        relata.open(tmp_path / "b", passphrase=PASSPHRASE) as right,
    ):
        put(left, "left words", title="left")
        put(right, "right words", title="right")
        assert left.revision != right.revision
        assert unite(left, copy_of(right)) == 1
        assert unite(right, copy_of(left)) == 1
        assert standing_rows(left) == standing_rows(right)
        assert {s.title for s in left.sources.list()} == {"left", "right"}
        assert left.sources.text("right").content == "right words"
        put(left, "after both", title="after")
        assert len(copy_of(left).told[-1].parents) == 2
        assert left.verify().sound
