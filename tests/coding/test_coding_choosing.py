"""Codings: a coder's choice of a code for a passage, and the case it is about."""

from __future__ import annotations

import pytest
from support.banks import CODEBOOK, put, revision_names

import relata
from relata.codebook.standing import NoSuchCode, NotCodable
from relata.coding.choosing import NoSuchCoding
from relata.errors import RelataError


def test_a_coding_opens_to_its_words(study: relata.Databank) -> None:
    """Source, span, code, coder and case are as chosen, and the words are those of the text."""
    (made,) = study.coding.code("first", (4, 9), code="brutality").codings

    assert study.coding.quotation(made) == "guard"
    assert (made.start, made.end, made.code, made.coder) == (4, 9, "brutality", "Lena")
    assert made.case == "P-001"
    assert made.source == study.sources.get("first").id
    assert study.coding.list() == [made]


def test_offsets_count_characters_of_any_script(study: relata.Databank) -> None:
    """Emoji, combining marks and Arabic before a passage do not shift it."""
    content = "🙂🙂 e\u0301l\u00e8ve قَالَ 👩‍👩‍👧 guard"
    put(study, content, title="signs")
    start = content.index("guard")
    (made,) = study.coding.code("signs", (start, start + 5), code="brutality").codings
    assert study.coding.quotation(made) == "guard"


def test_the_same_choice_is_not_made_twice(study: relata.Databank) -> None:
    """A standing coding is counted as standing, also twice within one act."""
    first = study.coding.code("first", (4, 9), (4, 9), (10, 14), code="brutality")
    names = revision_names(study)
    again = study.coding.code("first", (10, 14), (4, 9), code="brutality")

    assert (len(first.codings), first.stood) == (2, 0)
    assert (len(again.codings), again.stood, again.revision) == (0, 2, None)
    assert revision_names(study) == names
    assert len(study.coding.list()) == 2


def test_coders_do_not_touch_each_others_choices(study: relata.Databank) -> None:
    """The same passage and code by two coders are two codings; each takes back only their own."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    (mine,) = study.coding.code("first", (4, 9), code="brutality").codings
    (his,) = omar.coding.code("first", (4, 9), code="brutality").codings
    assert mine.id != his.id
    with pytest.raises(NoSuchCoding):
        omar.coding.remove(mine.id)
    with pytest.raises(NoSuchCoding):
        omar.coding.remove(his.id, mine.id)
    assert len(study.coding.list()) == 2
    assert omar.coding.remove(his.id).gone == (his.number,)
    assert study.coding.list() == [mine]
    assert [c.coder for c in study.coding.list(coder="LENA")] == ["Lena"]


def test_the_case_is_filled_in_when_the_source_tells_of_exactly_one(
    study: relata.Databank,
) -> None:
    """One linked case: that one. None or several: left open. Named: the named one."""
    study.cases.new("Ada")
    (alone,) = study.coding.code("first", (0, 3), code="brutality").codings
    (none,) = study.coding.code("second", (0, 3), code="brutality").codings
    study.cases.link("Ada", "first")
    (several,) = study.coding.code("first", (4, 9), code="brutality").codings
    (named,) = study.coding.code("first", (10, 14), code="brutality", case="ada").codings

    assert [c.case for c in (alone, none, several, named)] == ["P-001", None, None, "Ada"]
    assert study.coding.list(case="Ada") == [named]


def test_one_passage_may_be_about_two_cases(study: relata.Databank) -> None:
    """The same words coded about two persons are two codings."""
    study.cases.new("Ada", sources=["first"])
    one = study.coding.code("first", (4, 9), code="brutality", case="Ada")
    two = study.coding.code("first", (4, 9), code="brutality", case="P-001")
    assert (len(one.codings), len(two.codings), two.stood) == (1, 1, 0)


def test_a_coding_left_open_is_given_its_case_later(study: relata.Databank) -> None:
    """Saying of whom a passage tells replaces the open choice; undo opens it again."""
    (left_open,) = study.coding.code("second", (0, 3), code="brutality").codings
    (told,) = study.coding.code("second", (0, 3), code="brutality", case="P-001").codings
    assert (left_open.case, told.case) == (None, "P-001")
    assert study.coding.list(source="second") == [told]
    study.undo()
    assert study.coding.list(source="second") == [left_open]


def test_codings_are_listed_by_place(study: relata.Databank) -> None:
    """In the order of the text, whenever they were made, narrowed by source and code."""
    study.coding.code("first", (10, 14), code="brutality")
    study.coding.code("first", (0, 3), (4, 9), code="hardship")
    places = [(c.start, c.end) for c in study.coding.list(source="first")]
    assert places == [(0, 3), (4, 9), (10, 14)]
    assert {c.code for c in study.coding.list(code="leaving/hardship")} == {"hardship"}
    assert study.coding.list(source="second") == []


def test_what_is_no_passage_is_refused(study: relata.Databank) -> None:
    """Outside the text, empty or reversed: refused with positions, never with words."""
    for span in ((-1, 3), (5, 5), (9, 4), (0, 10_000), (84, 90)):
        with pytest.raises(RelataError) as refused:
            study.coding.code("first", (0, 3), span, code="brutality")
        assert "guard" not in str(refused.value)
    assert study.coding.list() == []


def test_only_a_code_that_may_be_used_is_used(study: relata.Databank) -> None:
    """A gathering code and an unknown one are refused, the second with a hint."""
    with pytest.raises(NotCodable):
        study.coding.code("first", (0, 3), code="leaving")
    with pytest.raises(NoSuchCode, match="brutality"):
        study.coding.code("first", (0, 3), code="brutalty")
    with pytest.raises(RelataError):
        study.coding.code("no such source", (0, 3), code="brutality")
    with pytest.raises(RelataError):
        study.coding.code("first", (0, 3), code="brutality", case="nobody")


def test_an_id_of_no_coding_is_refused(study: relata.Databank) -> None:
    """Taking back what is not there is refused in one sentence."""
    for id in ("", "zz", "00" * 16, "not an id"):
        with pytest.raises(NoSuchCoding):
            study.coding.remove(id)


def test_a_coding_taken_back_stays_in_the_past(study: relata.Databank) -> None:
    """Removing is a revision; the moment before still shows the coding."""
    (made,) = study.coding.code("first", (4, 9), code="brutality").codings
    before = study.revision
    assert study.coding.remove(made.id).gone == (made.number,)
    assert study.coding.list() == []
    assert study.as_of(before).coding.list() == [made]
    (again,) = study.coding.code("first", (4, 9), code="brutality").codings
    assert again.id != made.id


TEXT = (
    "A guard spoke. The guards slept, and a guard ran. Nobody came.\n\nLater the guard left. End."
)


@pytest.mark.parametrize(
    ("extent", "passages"),
    [
        ("match", ["guard", "guards", "guard", "guard"]),
        (
            "sentence",
            ["A guard spoke.", "The guards slept, and a guard ran.", "Later the guard left."],
        ),
        ("paragraph", [*TEXT.split("\n\n")]),
    ],
)
def test_all_hits_are_coded_in_one_revision(
    study: relata.Databank, extent: str, passages: list[str]
) -> None:
    """The words, the sentences that hold them, or the paragraphs: each once, undone as one."""
    study.sources.erase("first")
    put(study, TEXT, title="guards")
    put(study, "Nothing here.", title="nothing")
    before = revision_names(study)

    coded = study.coding.code_hits("guard", "hardship", extent=extent)  # type: ignore[arg-type]

    assert [study.coding.quotation(c) for c in study.coding.list(code="hardship")] == passages
    assert revision_names(study) == [*before, coded.revision]
    assert len(coded.codings) == len(passages)
    again = study.coding.code_hits("guards", "hardship", extent=extent)  # type: ignore[arg-type]
    assert (again.codings, again.stood, again.revision) == ((), len(passages), None)
    study.undo()
    assert study.coding.list() == []


def test_hits_of_many_sources_are_about_the_case_of_each(study: relata.Databank) -> None:
    """Each hit is about the one case its source tells of, and open where there is none."""
    coded = study.coding.code_hits("guard OR cook", "hardship")
    assert sorted((c.case or "") for c in coded.codings) == ["", "P-001"]
    assert study.coding.code_hits("wyvern", "hardship").revision is None


def test_many_passages_are_coded_at_once(study: relata.Databank) -> None:
    """A thousand passages in one act are a thousand codings and one revision."""
    put(study, "word " * 1_000, title="long")
    before = len(revision_names(study))
    spans = [(at * 5, at * 5 + 4) for at in range(1_000)]
    coded = study.coding.code("long", *spans, code="brutality")
    assert len(coded.codings) == 1_000
    assert len(revision_names(study)) == before + 1
    assert study.verify().damages == ()


def test_a_coding_left_open_gets_its_case(bank: relata.Databank) -> None:
    """Coding a place again, saying whom it is about, does not stand beside the open one."""
    put(bank)
    bank.codebook.load(CODEBOOK)
    bank.coding.code("report", (4, 9), code="hardship")
    bank.cases.new("P-1", sources=["report"])

    done = bank.coding.code("report", (4, 9), code="hardship")

    assert [c.case for c in done.codings] == ["P-1"]
    assert [c.case for c in bank.coding.list()] == ["P-1"]
