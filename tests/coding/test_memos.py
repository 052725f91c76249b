"""Memos: written on anything, reworded, found again, and gone with what they quote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.banks import CODEBOOK, copy_of, put, revision_names, unite

import relata
from relata.codebook.standing import codes_seen
from relata.coding.memo_records import Memo
from relata.coding.memo_subjects import NothingThere, OneThing
from relata.coding.memos import (
    LONGEST,
    NoSuchMemo,
    NotYourMemo,
    UnfitMemo,
    carry_memos_of_code,
)
from relata.team import NotAllowed


@pytest.fixture
def team(study: relata.Databank) -> relata.Databank:
    """The study with a coder, a lead and a reader beside Lena, its guardian."""
    for name, role in (("Omar", "coder"), ("Ines", "lead"), ("Rosa", "reader")):
        study.team.add(name, role)
    return study


def bodies(memos: list[Memo]) -> list[str]:
    return [memo.body for memo in memos]


def test_a_memo_is_told_back_with_what_it_is_about(study: relata.Databank) -> None:
    """A memo on each kind of thing says which it is, where it lies and whose it is."""
    first = study.sources.get("first")
    (coding,) = study.coding.code("first", (4, 9), code="brutality").codings
    value = study.cases.set("P-001", "age", "31", evidence=[("first", 0, 3)])

    about = {
        "databank": study.memos.write("of all").about,
        "source": study.memos.write("of it", source="first").about,
        "passage": study.memos.write("of this", source="first", start=0, end=3).about,
        "coding": study.memos.write("of that", coding=coding.id).about,
        "code": study.memos.write("of a code", code="brutality").about,
        "variable": study.memos.write("of a variable", variable="age").about,
        "case": study.memos.write("of a person", case="P-001").about,
        "value": study.memos.write("of an age", value=value.number).about,
    }

    assert {kind: found.kind for kind, found in about.items()} == {kind: kind for kind in about}
    assert about["databank"].number is None
    assert (about["source"].source, about["source"].number) == (first.id, first.number)
    assert (about["passage"].start, about["passage"].end) == (0, 3)
    assert (about["coding"].number, about["coding"].code) == (coding.number, "brutality")
    assert (about["coding"].coder, about["coding"].case) == ("Lena", "P-001")
    assert (about["coding"].start, about["coding"].end) == (4, 9)
    assert (about["code"].code, about["code"].source) == ("brutality", None)
    assert about["variable"].variable == "age"
    assert about["case"].case == "P-001"
    assert (about["value"].number, about["value"].variable) == (value.number, "age")
    assert about["value"].source == first.id
    assert len(study.memos.list()) == 8
    assert study.verify().damages == ()


def test_each_thing_lists_its_own_memos(study: relata.Databank) -> None:
    """A source stands for all within it, a passage for the codings on it; others for themselves."""
    (coding,) = study.coding.code("first", (4, 9), code="brutality").codings
    study.memos.write("source", source="first")
    study.memos.write("passage", source="first", start=4, end=9)
    study.memos.write("coding", coding=coding.number)
    study.memos.write("elsewhere", source="first", start=0, end=3)
    study.memos.write("other source", source="second")
    study.memos.write("code", code="brutality")
    study.memos.write("case", case="P-001")

    memos = study.memos
    assert set(bodies(memos.list(source="first"))) == {"source", "passage", "coding", "elsewhere"}
    assert bodies(memos.list(source="first", start=4, end=9)) == ["coding", "passage"]
    assert bodies(memos.list(coding=coding.id)) == ["coding"]
    assert bodies(memos.list(code="brutality")) == ["code"]
    assert bodies(memos.list(case="P-001")) == ["case"]
    assert bodies(memos.list(about="source")) == ["other source", "source"]
    assert bodies(memos.list(limit=2)) == ["case", "code"]


def test_a_memo_is_kept_in_one_form(study: relata.Databank) -> None:
    """Composed letters and one kind of line end, as texts are; nothing else is changed."""
    memo = study.memos.write("  perche\u0301\r\nno\rmai\n")

    assert memo.body == "  perché\nno\nmai\n"
    assert study.memos.list()[0] == memo


@pytest.mark.parametrize("body", ["", " \n\t ", "x" * (LONGEST + 1)])
def test_what_is_no_memo_is_refused(study: relata.Databank, body: str) -> None:
    """One without words or with too many is refused, and nothing is written."""
    before = revision_names(study)
    with pytest.raises(UnfitMemo) as refused:
        study.memos.write(body, source="first")
    assert "xx" not in str(refused.value)
    assert revision_names(study) == before
    assert study.memos.write("x" * LONGEST).body == "x" * LONGEST


def test_a_memo_is_about_one_thing(study: relata.Databank) -> None:
    """Two things at once, half a passage and things that do not stand are refused."""
    (coding,) = study.coding.code("first", (4, 9), code="brutality").codings
    study.coding.remove(coding.id)
    for several in (
        {"source": "first", "code": "brutality"},
        {"source": "first", "start": 3},
        {"start": 3, "end": 5},
        {"case": "P-001", "variable": "age"},
    ):
        with pytest.raises(OneThing):
            study.memos.write("note", **several)  # type: ignore[arg-type]
    for nothing in ({"coding": coding.id}, {"coding": "no id"}, {"value": 12}):
        with pytest.raises(NothingThere):
            study.memos.write("note", **nothing)  # type: ignore[arg-type]
    assert study.memos.list() == []


def test_each_wording_is_kept(study: relata.Databank) -> None:
    """A memo keeps its id when it is reworded; its wordings are told, and undo brings one back."""
    memo = study.memos.write("one", source="first")
    again = study.memos.change(memo.id, "two", kind="question")
    same = study.memos.change(memo.id, "two")

    assert (again.id, again.about) == (memo.id, memo.about)
    assert same == again
    assert bodies(study.memos.list()) == ["two"]
    assert [(w.body, w.kind) for w in study.memos.versions(memo.id)] == [
        ("one", "memo"),
        ("two", "question"),
    ]
    study.undo()
    assert bodies(study.memos.list()) == ["one"]
    study.memos.remove(memo.id)
    assert study.memos.list() == []
    with pytest.raises(NoSuchMemo):
        study.memos.versions(memo.id)
    study.undo()
    assert bodies(study.memos.list()) == ["one"]
    assert study.verify().damages == ()


def test_a_memo_is_as_it_was_at_a_revision(study: relata.Databank) -> None:
    """As of an earlier revision the earlier wording is read, and no later one is told."""
    memo = study.memos.write("one")
    then = study.revision
    study.memos.change(memo.id, "two")

    past = study.as_of(then)
    assert bodies(past.memos.list()) == ["one"]
    assert [w.body for w in past.memos.versions(memo.id)] == ["one"]


def test_a_memo_is_its_writers_own(team: relata.Databank) -> None:
    """Nobody else rewords or removes it, be it a lead or a guardian; all coders read it."""
    memo = team.seated("Omar").memos.write("I am not sure.", source="first")

    for name in ("Ines", "Lena"):
        other = team.seated(name)
        (read,) = other.memos.list(source="first")
        assert (read.body, read.writer, read.mine) == ("I am not sure.", "Omar", False)
        with pytest.raises(NotYourMemo):
            other.memos.change(memo.id, "He is sure.")
        with pytest.raises(NotYourMemo):
            other.memos.remove(memo.id)
    assert team.seated("Omar").memos.list()[0].mine
    assert bodies(team.memos.list(writer="omar")) == ["I am not sure."]
    assert team.memos.list(writer="Lena") == []


def test_a_reader_reads_no_memo_that_may_quote(team: relata.Databank) -> None:
    """To a reader there are memos on codes and variables, and no others."""
    quoting = team.memos.write("He says: at night", source="first")
    team.memos.write("of a case", case="P-001")
    team.memos.write("of all")
    team.memos.write("of a code", code="brutality")
    team.memos.write("of a variable", variable="age")

    rosa = team.seated("Rosa")
    assert set(bodies(rosa.memos.list())) == {"of a code", "of a variable"}
    assert rosa.memos.list(about="source") == []
    assert rosa.memos.list(words="night") == []
    with pytest.raises(NoSuchMemo):
        rosa.memos.versions(quoting.id)
    for asked in ({"source": "first"}, {"case": "P-001"}):
        with pytest.raises(NotAllowed):
            rosa.memos.list(**asked)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        rosa.memos.write("of a code", code="brutality")


def test_memos_are_found_in_any_inflection(study: relata.Databank) -> None:
    """Words, phrases, AND, NOT and beginnings find memos as they find texts."""
    put(study, "Il disertore fuggì.", title="italian", language="it")
    study.memos.write("The guards were leaving.")
    study.memos.write("A guard stays.")
    study.memos.write("I disertori parlano.")

    def found(words: str) -> set[str]:
        return set(bodies(study.memos.list(words=words)))

    assert found("guard") == {"The guards were leaving.", "A guard stays."}
    assert found("guard NOT leave") == {"A guard stays."}
    assert found('"guard stay"') == {"A guard stays."}
    assert found('"stay guard"') == set()
    assert found("disertore") == {"I disertori parlano."}
    assert found("disert*") == {"I disertori parlano."}
    assert len(study.memos.list(words="guard", limit=1)) == 1


def test_a_memo_stays_with_its_coding(study: relata.Databank) -> None:
    """When the coding is confirmed, moved or told of another case, its memo comes along."""
    study.cases.new("Other")
    (coding,) = study.coding.code("first", (4, 9), code="brutality").codings
    memo = study.memos.write("Is it?", coding=coding.id)

    told = study.coding.about(coding.number, "Other").codings[0]
    assert study.memos.list(coding=told.id)[0].about.number == told.number

    moved = study.coding.move(told.number, 4, 16).codings[0]
    (found,) = study.memos.list(coding=moved.number)
    assert (found.id, found.about.start, found.about.end) == (memo.id, 4, 16)
    assert found.at == memo.at
    assert len(study.memos.versions(memo.id)) == 1

    study.undo()
    assert study.memos.list(coding=told.id)[0].about.end == 9
    assert study.verify().damages == ()


def test_a_memo_outlives_its_coding(study: relata.Databank) -> None:
    """When the coding is taken back or undone, its memo is one on the passage."""
    (coding,) = study.coding.code("first", (4, 9), code="brutality").codings
    memo = study.memos.write("Is it?", coding=coding.id)
    study.coding.remove(coding.id)

    (left,) = study.memos.list(source="first", start=4, end=9)
    assert (left.id, left.about.kind, left.about.code) == (memo.id, "passage", "brutality")
    assert left.about.number is not None

    study.coding.code("first", (4, 9), code="brutality")
    assert study.memos.list(source="first")[0].about.kind == "coding"
    study.undo()
    assert study.memos.list(source="first")[0].about.kind == "passage"


def test_a_memo_stays_with_a_value_set_anew(study: relata.Databank) -> None:
    """A coder who thinks again keeps what they noted of the value before."""
    old = study.cases.set("P-001", "age", "31")
    study.memos.write("He may be older.", value=old.id)
    new = study.cases.set("P-001", "age", "35")

    (memo,) = study.memos.list(value=new.id)
    assert (memo.body, memo.about.number) == ("He may be older.", new.number)


def test_a_memo_reworded_in_two_copies_is_one_memo(
    study: relata.Databank, tmp_path: Path, another_url: Callable[[], str | None]
) -> None:
    """Joined again, both copies show the wording written last, and keep the other."""
    memo = study.memos.write("one", source="first")
    made = study.backup(tmp_path / "copy.relata")
    relata.restore(made.file, tmp_path / "copy", "correct horse battery", url=another_url())
    with relata.open(tmp_path / "copy", passphrase="correct horse battery") as other:
        study.memos.change(memo.id, "two")
        other.memos.change(memo.id, "three")
        ours, theirs = copy_of(study), copy_of(other)
        unite(study, theirs)
        unite(other, ours)
        for bank in (study, other):
            assert bodies(bank.memos.list()) == ["three"]
            assert [line.memos for line in bank.sources.overview()] == [1, 0]
            assert [w.body for w in bank.memos.versions(memo.id)] == ["one", "two", "three"]
    study.memos.change(memo.id, "four")
    assert bodies(study.memos.list()) == ["four"]
    assert study.verify().damages == ()


def test_memos_follow_a_code_into_another(study: relata.Databank) -> None:
    """When a code is merged, the memos on it and on its codings go along, in one revision."""
    (coding,) = study.coding.code("first", (4, 9), code="brutality").codings
    study.memos.write("on the coding", coding=coding.id)
    study.memos.write("on the code", code="brutality")

    with study._desk.writing("codebook.write", "test") as (writing, sight):
        codes = {code.entry.name: code.number for code in codes_seen(sight).values()}
        assert carry_memos_of_code(writing, codes["brutality"], codes["hardship"]) == 2

    assert study.memos.list(code="brutality") == []
    assert bodies(study.memos.list(code="hardship")) == ["on the code"]
    (on_coding,) = study.memos.list(source="first")
    assert (on_coding.about.kind, on_coding.about.code) == ("passage", "hardship")


def test_erasing_a_source_takes_the_memos_in_it(study: relata.Databank) -> None:
    """Memos on the source, its passages and codings go; others stay."""
    (coding,) = study.coding.code("first", (4, 9), code="brutality").codings
    value = study.cases.set("P-001", "age", "31", evidence=[("first", 0, 3)])
    for gone in (
        {"source": "first"},
        {"source": "first", "start": 0, "end": 3},
        {"coding": coding.id},
        {"value": value.id},
    ):
        study.memos.write("gone", **gone)  # type: ignore[arg-type]
    study.memos.write("case", case="P-001")
    study.memos.write("code", code="brutality")
    study.memos.write("second", source="second")

    study.sources.erase("first")

    assert set(bodies(study.memos.list())) == {"case", "code", "second"}
    assert study.verify().damages == ()


def test_erasing_a_case_takes_the_memos_on_it(study: relata.Databank) -> None:
    """So do memos on a source that tells of it alone; one that tells of several keeps its own."""
    study.cases.new("Other", sources=["second"])
    study.cases.link("P-001", "second")
    study.memos.write("gone", case="P-001")
    study.memos.write("gone", source="first", start=0, end=3)
    study.memos.write("gone", value=study.cases.set("P-001", "age", "31").id)
    study.memos.write("of both", source="second")
    study.memos.write("other", case="Other")

    study.cases.erase("P-001")

    assert set(bodies(study.memos.list())) == {"of both", "other"}
    assert study.verify().damages == ()


def test_a_source_read_again_keeps_its_memos(bank: relata.Databank) -> None:
    """A memo on a passage moves to the better text; what is not found there stays and is told."""
    bank.codebook.load(CODEBOOK)
    put(
        bank,
        "Garbled HEAD\n\nThe guard left at night and nobody saw him go.",
        title="first",
        data=b"The guard left at night and nobody saw him go.",
    )
    memo = bank.memos.write("when?", source="first", start=14, end=37)
    lost = bank.memos.write("what is this?", source="first", start=0, end=12)

    done = bank.sources.reread("first")

    assert done.carried == 1
    assert [place.memos for place in done.left] == [1]
    found = {m.id: m.about for m in bank.memos.list(source="first")}
    assert (found[memo.id].start, found[memo.id].end) == (0, 23)
    assert (found[lost.id].start, found[lost.id].end) == (0, 12)
