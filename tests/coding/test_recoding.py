"""Merging and splitting codes: nothing lost, each coding its coder's, undone as one."""

from __future__ import annotations

import pytest
from support.banks import put, revision_names, standing_rows

import relata
from relata.codebook.changing import WrongPlace
from relata.codebook.standing import NoSuchCode, NotCodable
from relata.coding.choosing import NoSuchCoding
from relata.coding.fitting import ValuesWouldNotFit
from relata.coding.reassigning import NotAPart
from relata.errors import RelataError
from relata.team import NotAllowed


def told(bank: relata.Databank) -> list[tuple[int, int, str, str, str | None]]:
    return sorted((c.start, c.end, c.code, c.coder, c.case) for c in bank.coding.list())


@pytest.fixture
def omar(study: relata.Databank) -> relata.Databank:
    """A coder beside Lena, the guardian."""
    study.team.add("Omar", "coder")
    return study.seated("Omar")


@pytest.fixture
def coded(study: relata.Databank, omar: relata.Databank) -> relata.Databank:
    """Codings of two coders, a value with evidence, memos, and a code below the merged one."""
    study.codebook.add("Beatings", parent="brutality")
    study.coding.code("first", (4, 9), (10, 14), code="brutality")
    study.coding.code("first", (10, 14), code="corruption")
    omar.coding.code("first", (4, 9), code="brutality")
    omar.cases.set("P-001", "brutality", status="stated", evidence=[("first", 4, 9)], note="n")
    study.cases.set("P-001", "brutality", status="stated", evidence=[("first", 4, 9)])
    study.cases.set("P-001", "corruption", status="stated", evidence=[("first", 4, 9)])
    study.memos.write("Of the code.", code="brutality")
    omar.memos.write("Of mine.", coding=study.coding.list(coder="Omar")[0].id)
    return study


def test_merging_moves_everything_and_keeps_whose_it_is(coded: relata.Databank) -> None:
    """Codings, values with evidence, memos and codes below come along; doubles become one."""
    foreseen = coded.codebook.would_merge("brutality", "corruption")
    assert (foreseen.codings, foreseen.doubles, foreseen.passages) == (3, 1, 2)
    assert (foreseen.sources, foreseen.coders, foreseen.cases) == (1, 2, 1)
    assert (foreseen.values, foreseen.children) == (2, 1)
    before = revision_names(coded)

    kept = coded.codebook.merge("brutality", "corruption", reason="too near")

    assert len(revision_names(coded)) == len(before) + 1
    assert kept.entry.name == "corruption"
    assert told(coded) == [
        (4, 9, "corruption", "Lena", "P-001"),
        (4, 9, "corruption", "Omar", "P-001"),
        (10, 14, "corruption", "Lena", "P-001"),
    ]
    values = coded.cases.sheet("P-001").values
    assert [(v.about, v.coder, len(v.evidence)) for v in values] == [
        ("corruption", "Lena", 1),
        ("corruption", "Omar", 1),
    ]
    assert [v.note for v in values] == [None, "n"]
    assert [m.body for m in coded.memos.list(code="corruption")] == ["Of the code."]
    (mine,) = coded.coding.list(coder="Omar")
    assert [m.body for m in coded.memos.list(coding=mine.id)] == ["Of mine."]
    beatings = next(c for c in coded.codebook.codes() if c.entry.name == "beatings")
    assert beatings.parent == kept.number
    with pytest.raises(NoSuchCode):
        coded.coding.code("first", (0, 3), code="brutality")
    assert coded.verify().damages == ()


def test_a_merge_is_undone_as_one(coded: relata.Databank) -> None:
    """After undo every row stands as before; redone, as after the merge; the past is the past."""
    before, moment = standing_rows(coded), coded.revision
    coded.codebook.merge("brutality", "corruption")
    after = standing_rows(coded)
    assert standing_rows(coded, moment) == before
    assert len(coded.as_of(moment).codebook.codes()) == len(coded.codebook.codes()) + 1

    undone = coded.undo()
    assert standing_rows(coded) == before
    assert coded.codebook.successions() == []
    coded.undo(undone.hash)
    assert standing_rows(coded) == after
    assert coded.verify().damages == ()


def test_what_was_said_differently_stays_side_by_side(study: relata.Databank) -> None:
    """A coder who stated one code and the absence of the other keeps both judgements."""
    study.cases.set("P-001", "brutality", status="stated")
    study.cases.set("P-001", "corruption", status="stated as absent")
    study.codebook.merge("brutality", "corruption")

    values = study.cases.sheet("P-001").values
    assert sorted((v.about, v.status) for v in values) == [
        ("corruption", "stated"),
        ("corruption", "stated as absent"),
    ]


def test_whom_a_coding_is_about_is_kept_in_a_merge(study: relata.Databank) -> None:
    """A coding that says of whom it is takes the place of one that leaves it open."""
    study.coding.code("second", (0, 9), code="brutality")
    study.coding.code("second", (0, 9), code="corruption", case="P-001")
    study.coding.code("second", (10, 16), code="brutality", case="P-001")
    study.coding.code("second", (10, 16), code="corruption")
    study.codebook.merge("brutality", "corruption")

    assert told(study) == [
        (0, 9, "corruption", "Lena", "P-001"),
        (10, 16, "corruption", "Lena", "P-001"),
    ]


def test_a_chain_of_merges_leads_to_the_last(study: relata.Databank) -> None:
    """What was merged into a code that is merged on is found where it is now."""
    study.codebook.merge("brutality", "corruption")
    study.codebook.merge("corruption", "hardship")

    steps = [(s.name, s.into_name, s.how) for s in study.codebook.successions()]
    assert steps == [
        ("brutality", "hardship", "merged"),
        ("corruption", "hardship", "merged"),
    ]
    assert study.verify().damages == ()
    study.undo()
    study.undo()
    assert study.codebook.successions() == []
    assert len(study.codebook.codes()) == 4


def test_impossible_merges_are_refused(study: relata.Databank) -> None:
    """Into itself, into a code below, or codings into a code that only gathers."""
    study.coding.code("first", (4, 9), code="brutality")
    names = revision_names(study)
    for gone, into, fault in (
        ("brutality", "brutality", WrongPlace),
        ("leaving", "brutality", WrongPlace),
        ("brutality", "leaving", NotCodable),
    ):
        with pytest.raises(fault):
            study.codebook.would_merge(gone, into)
        with pytest.raises(fault):
            study.codebook.merge(gone, into)
    assert revision_names(study) == names


def test_a_split_code_gathers_and_its_codings_wait(
    coded: relata.Databank, omar: relata.Databank
) -> None:
    """Parts stand below; codings are given to them by their coders, or by a lead for all."""
    parts = coded.codebook.split(
        "brutality", ["Seen", ("done", "Done by himself", "He did it.")], reason="two things"
    )
    assert [(c.entry.path, c.entry.label, c.entry.definition) for c in parts] == [
        ("leaving/brutality/seen", "Seen", ""),
        ("leaving/brutality/done", "Done by himself", "He did it."),
    ]
    with pytest.raises(NotCodable):
        omar.coding.code("first", (0, 3), code="brutality")
    waiting = coded.codebook.to_reassign("brutality")
    assert [(c.start, c.coder) for c in waiting] == [(4, "Lena"), (4, "Omar"), (10, "Lena")]
    assert coded.codebook.to_reassign("corruption") == []
    lenas, omars = waiting[0], waiting[1]

    with pytest.raises(NoSuchCoding):
        omar.codebook.reassign([lenas.id], "seen")
    with pytest.raises(NotAPart):
        omar.codebook.reassign([omars.id], "corruption")
    done = omar.codebook.reassign([omars.id], "seen")
    assert (done.gone, [c.code for c in done.codings]) == ((omars.number,), ["seen"])
    assert [m.body for m in omar.memos.list(coding=done.codings[0].id)] == ["Of mine."]
    assert omar.codebook.reassign([omars.number], "seen").standing == done.codings
    coded.codebook.reassign([c.number for c in coded.codebook.to_reassign("brutality")], "done")

    assert coded.codebook.to_reassign("brutality") == []
    assert told(coded) == [
        (4, 9, "done", "Lena", "P-001"),
        (4, 9, "seen", "Omar", "P-001"),
        (10, 14, "corruption", "Lena", "P-001"),
        (10, 14, "done", "Lena", "P-001"),
    ]
    assert coded.verify().damages == ()


def test_a_lead_reassigns_a_coders_coding_in_the_coders_name(
    coded: relata.Databank, omar: relata.Databank
) -> None:
    """The coding stays the coder's; the history tells who moved it."""
    coded.codebook.split("brutality", ["Seen"])
    (omars,) = coded.codebook.to_reassign("brutality", coder="Omar")
    done = coded.codebook.reassign([omars.id], "seen")

    assert [c.coder for c in done.codings] == ["Omar"]
    assert coded.history(limit=1)[0].author == "Lena"


def test_a_split_beside_leaves_the_code_usable_and_is_undone(study: relata.Databank) -> None:
    """Parts beside the old code follow it in the tree."""
    before = standing_rows(study)
    study.codebook.split("brutality", ["Seen", "Done"], beside=True)
    assert [c.entry.path for c in study.codebook.codes()] == [
        "leaving",
        "leaving/brutality",
        "leaving/seen",
        "leaving/done",
        "leaving/corruption",
        "leaving/hardship",
    ]
    study.coding.code("first", (4, 9), code="brutality")
    assert len(study.codebook.to_reassign("brutality")) == 1
    study.undo()
    study.undo()
    assert standing_rows(study) == before


def test_a_part_that_is_merged_on_stays_a_part(study: relata.Databank) -> None:
    """Codings of the split code may go to where its part has gone."""
    study.coding.code("first", (4, 9), code="brutality")
    study.codebook.split("brutality", ["Seen"])
    study.codebook.merge("seen", "hardship")
    (waiting,) = study.codebook.to_reassign("brutality")
    study.codebook.reassign([waiting.id], "hardship")

    assert [c[2] for c in told(study)] == ["hardship"]


def test_in_vivo_makes_a_code_of_the_words_and_codes_them(
    study: relata.Databank, omar: relata.Databank
) -> None:
    """One revision: a code named by the words, at the root, and the passage coded with it."""
    before = revision_names(study)
    done = omar.codebook.in_vivo("first", 0, 23)

    assert done.made
    assert (done.code.entry.name, done.code.entry.label) == (
        "the-guard-left-at-night",
        "The guard left at night",
    )
    assert [(c.start, c.end, c.code, c.case) for c in done.coded.codings] == [
        (0, 23, "the-guard-left-at-night", "P-001")
    ]
    assert len(revision_names(study)) == len(before) + 1
    again = omar.codebook.in_vivo("first", 0, 23)
    assert (again.made, again.coded.stood, again.code) == (False, 1, done.code)
    omar.undo()
    assert study.coding.list() == []
    assert len(study.codebook.codes()) == 4


def test_in_vivo_codes_stand_where_the_lead_wants_them(
    study: relata.Databank, omar: relata.Databank
) -> None:
    """Below the code called "in-vivo"; another place is for those who may change the codebook."""
    gather = study.codebook.add("in-vivo", "In vivo", codable=False)
    assert omar.codebook.in_vivo("first", 4, 9).code.parent == gather.number
    with pytest.raises(NotAllowed):
        omar.codebook.in_vivo("first", 4, 14, under="leaving")
    made = study.codebook.in_vivo("first", 4, 14, under="leaving", name="exit").code
    assert made.entry.path == "leaving/exit"


def test_long_words_are_cut_between_words_and_names_stay_apart(study: relata.Databank) -> None:
    """A label has sixty characters at most; two passages that begin alike have two codes."""
    put(
        study,
        "We were promised a house and a wage and schools and bread, by them.\n" * 2,
        title="x",
    )
    first = study.codebook.in_vivo("x", 0, 66).code
    assert first.entry.label == "We were promised a house and a wage and schools and bread…"
    put(study, "... ... !!!", title="y")
    assert study.codebook.in_vivo("y", 0, 3).code.entry.name == "words"
    assert study.codebook.in_vivo("y", 8, 11).code.entry.name == "words-2"


def test_the_words_of_a_source_in_a_code_are_a_readers_no_more_than_the_source(
    study: relata.Databank, omar: relata.Databank
) -> None:
    """A reader sees such a code by its number; reworded by a lead, by its name."""
    study.team.add("Rosa", "reader")
    code = omar.codebook.in_vivo("first", 4, 9).code
    rosa = study.seated("Rosa")
    shown = next(c for c in rosa.codebook.codes() if c.number == code.number)
    assert (shown.entry.name, shown.entry.label) == (
        f"in-vivo-{code.number}",
        f"In vivo {code.number}",
    )
    assert "guard" not in repr(rosa.codebook.show().codes)
    assert next(c for c in omar.codebook.codes() if c.number == code.number) == code

    study.codebook.change(code.number, name="warden", label="Warden")
    assert "Warden" in repr(rosa.codebook.show())


def test_erasing_a_source_takes_its_words_out_of_the_codebook(study: relata.Databank) -> None:
    """The code stays, by its number, for what other sources say with it; it may be named anew."""
    code = study.codebook.in_vivo("first", 4, 9).code
    study.codebook.change(code.number, colour="#123456")
    study.coding.code("second", (0, 9), code="guard")
    study.sources.erase("first")

    now = next(c for c in study.codebook.codes() if c.number == code.number)
    assert now.entry.name == f"in-vivo-{code.number}"
    assert [c.code for c in study.coding.list()] == [now.entry.name]
    assert study.verify().damages == ()
    assert study.codebook.change(code.number, name="warden", label="Warden").entry.name == "warden"
    assert study.verify().damages == ()


def test_a_variable_that_values_would_not_fit_is_not_changed(study: relata.Databank) -> None:
    """The refusal tells how many values, and the cases by pseudonym; wording may change."""
    study.cases.set("P-001", "role", "cook")
    names = revision_names(study)
    guard = study.codebook.show().variables[2].choices[1]
    with pytest.raises(ValuesWouldNotFit, match=r"1 value .* P-001") as refused:
        study.codebook.change_variable("role", choices=[guard])
    assert (refused.value.values, refused.value.cases) == (1, ("P-001",))
    with pytest.raises(ValuesWouldNotFit):
        study.codebook.change_variable("role", kind="number", choices=[])
    assert revision_names(study) == names

    changed = study.codebook.change_variable("role", label="What he was", reason="clearer")
    assert changed.entry.label == "What he was"
    study.codebook.change_variable("left_on", kind="text")
    study.undo()
    with pytest.raises(RelataError):
        study.codebook.retire_variable("role")
