"""Changing the codebook: versions with reasons, places in the tree, undone, never in the way."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.banks import CODEBOOK, revision_names, standing_rows

import relata
from relata.codebook import CodebookEntry, check_codebook, read_codebook, write_codebook
from relata.codebook.changing import CodebookInUse, WrongPlace
from relata.codebook.siblings import arrange
from relata.codebook.standing import NoSuchCode
from relata.codebook.wording import NameTaken, UnfitWording


def paths(bank: relata.Databank) -> list[str]:
    return [code.entry.path for code in bank.codebook.codes()]


def number(bank: relata.Databank, name: str) -> int:
    return next(c.number for c in bank.codebook.codes() if c.entry.name == name)


def test_a_code_is_added_where_it_is_wanted(study: relata.Databank) -> None:
    """Below a parent, behind or before a sibling, or last; the name is made of what is typed."""
    made = study.codebook.add("Air raids", parent="leaving", after="brutality", reason="often told")
    study.codebook.add("boredom", "Boredom", parent=made.parent, before="brutality")
    study.codebook.add("Joining", side="joining")
    study.codebook.add("money", parent="joining")

    assert (made.entry.name, made.entry.label) == ("air-raids", "Air raids")
    assert paths(study) == [
        "leaving",
        "leaving/boredom",
        "leaving/brutality",
        "leaving/air-raids",
        "leaving/corruption",
        "leaving/hardship",
        "joining",
        "joining/money",
    ]
    assert study.codebook.codes()[-1].entry.side == "joining"
    assert study.verify().damages == ()


def test_a_change_is_a_version_with_its_reason(study: relata.Databank) -> None:
    """Who, when, why, and what is other than before; saying the same again writes nothing."""
    study.team.add("Ines", "lead")
    study.seated("Ines").codebook.change(
        "brutality", definition="Violence seen or done.", reason="was empty"
    )
    names = revision_names(study)
    study.codebook.change("brutality", definition="Violence seen or done.")
    assert revision_names(study) == names
    study.codebook.change(number(study, "brutality"), name="Cruelty", colour="#F00")

    first, second, third = study.codebook.versions("cruelty")
    assert (first.author, first.changed, first.entry.definition) == ("Lena", (), "")
    assert (second.author, second.reason) == ("Ines", "was empty")
    assert second.changed == ("definition",)
    assert second.revision == names[-1]
    assert study.history(limit=2)[1].at == second.at
    assert third.changed == ("name", "colour")
    assert (third.entry.name, third.entry.colour, third.entry.parent) == (
        "cruelty",
        "#ff0000",
        "leaving",
    )
    assert len(study.as_of(names[-1]).codebook.versions("brutality")) == 2
    study.undo()
    assert study.codebook.versions("brutality")[-1].changed == ("name", "colour")


def test_a_definition_stands_since_its_words_changed(study: relata.Databank) -> None:
    """Moving and recolouring leave it; rewording does not; undo gives the old moment back."""

    def since() -> int:
        return next(c.defined for c in study.codebook.codes() if c.entry.name == "brutality")

    made = since()
    study.codebook.change("brutality", colour="#123456", label="Cruelty")
    study.codebook.move("brutality", under=None)
    assert since() == made
    coded = study.coding.code("first", (4, 9), code="brutality").codings[0]
    study.codebook.change("brutality", when_not="Not the law.")
    assert since() == len(revision_names(study))
    assert study.coding.older() == [coded]
    study.undo()
    assert study.coding.older() == []


def test_a_code_is_moved_with_all_below_it(study: relata.Databank) -> None:
    """Under another code, to the root, before a sibling; undone as one."""
    study.codebook.add("Beatings", parent="brutality")
    before = standing_rows(study)
    study.codebook.move("brutality", under="hardship", reason="belongs there")
    assert paths(study)[2:] == [
        "leaving/hardship",
        "leaving/hardship/brutality",
        "leaving/hardship/brutality/beatings",
    ]
    study.codebook.move("hardship", under="leaving", before="corruption")
    assert paths(study)[:2] == ["leaving", "leaving/hardship"]
    assert paths(study)[-1] == "leaving/corruption"
    study.undo()
    study.undo()
    assert standing_rows(study) == before


@pytest.mark.parametrize("under", ["leaving", "brutality", "beatings"])
def test_a_code_does_not_stand_below_itself(study: relata.Databank, under: str) -> None:
    """Nor below what stands below it; nothing is written."""
    study.codebook.add("Beatings", parent="brutality")
    names = revision_names(study)
    with pytest.raises(WrongPlace):
        study.codebook.move("leaving", under=under)
    with pytest.raises(WrongPlace):
        study.codebook.move("beatings", under="leaving", after="leaving")
    assert revision_names(study) == names


def test_a_tree_is_no_deeper_than_a_file_may_say(study: relata.Databank) -> None:
    """Twelve levels: what is made here can be written out and read again."""
    above: str | None = None
    for level in range(12):
        above = study.codebook.add(f"level {level}", parent=above).entry.name
    assert check_codebook(study.codebook.show()) == ()
    with pytest.raises(WrongPlace):
        study.codebook.add("too deep", parent=above)
    with pytest.raises(WrongPlace):
        study.codebook.move("leaving", under="level-10")


def test_what_cannot_stand_is_refused_in_a_sentence(study: relata.Databank) -> None:
    """Names taken or empty, colours that are none, words for nothing."""
    names = revision_names(study)
    with pytest.raises(NameTaken):
        study.codebook.add("Brutality")
    with pytest.raises(NameTaken):
        study.codebook.change("brutality", name="corruption")
    for words in ({"colour": "reddish"}, {"name": "?!"}, {"labels": {"Italian": "x"}}, {"x": 1}):
        with pytest.raises(UnfitWording):
            study.codebook.change("brutality", **words)
    with pytest.raises(NoSuchCode):
        study.codebook.change(999, label="x")
    assert revision_names(study) == names


def test_only_what_nothing_rests_on_is_retired(study: relata.Databank) -> None:
    """A code with codings, or codes below it, stays; another goes, and undo brings it back."""
    study.coding.code("first", (4, 9), code="brutality")
    for name in ("brutality", "leaving"):
        with pytest.raises(CodebookInUse):
            study.codebook.retire(name)
    study.codebook.retire("hardship", reason="never used")
    assert "leaving/hardship" not in paths(study)
    assert study.verify().damages == ()
    study.undo()
    assert "leaving/hardship" in paths(study)


def test_variables_are_added_changed_moved_and_retired(study: relata.Databank) -> None:
    """In the order wanted; one with values stays."""
    study.codebook.add_variable("Home town", kind="text", before="age", reason="asked for")
    study.codebook.move_variable("role", after="home-town")
    assert [v.entry.name for v in study.codebook.variables()] == [
        "home-town",
        "role",
        "age",
        "left_on",
        "account",
    ]
    assert study.codebook.change_variable("left_on", label="Out on").entry.name == "left_on"
    study.undo()
    study.codebook.change_variable("age", unit="years", minimum=0, maximum=120)
    assert study.codebook.show().variables[2].maximum == 120
    study.cases.set("P-001", "age", "31")
    with pytest.raises(CodebookInUse):
        study.codebook.retire_variable("age")
    study.codebook.retire_variable("home-town")
    with pytest.raises(UnfitWording):
        study.codebook.add_variable("rank", kind="ordinal")
    for _ in range(3):
        study.undo()
    assert study.verify().damages == ()


def test_a_changed_codebook_goes_out_and_comes_in_again(
    study: relata.Databank, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Merged, split and moved, it is written out and read back, and changes nothing."""
    study.codebook.split("brutality", ["Seen", "Done"])
    study.codebook.merge("corruption", "hardship")
    study.codebook.move("hardship", under="leaving", before="brutality")
    file = tmp_path_factory.mktemp("out") / "codebook.yaml"
    write_codebook(study.codebook.show(), file)
    names = revision_names(study)

    told = read_codebook(file)
    assert told.codes == study.codebook.show().codes
    again = replace(told, variables=CODEBOOK.variables)
    assert study.codebook.load(again, replace=True).nothing
    assert revision_names(study) == names


def test_loading_an_earlier_codebook_whole_drops_parts_and_what_led_to_them(
    study: relata.Databank,
) -> None:
    """What became of a code leads nowhere when its parts are withdrawn; undo leads there again."""
    study.codebook.split("brutality", ["Seen", "Done"])
    study.codebook.load(CODEBOOK, replace=True)
    assert study.codebook.successions() == []
    assert study.codebook.show().codes == CODEBOOK.codes
    assert study.verify().damages == ()
    study.undo()
    assert [s.into_name for s in study.codebook.successions()] == ["seen", "done"]


def test_loading_another_order_is_another_order(study: relata.Databank) -> None:
    """A codebook loaded whole stands in the order of its file."""
    first, *others = CODEBOOK.codes
    turned = CodebookEntry(
        "Leaving", codes=(first, *reversed(others)), variables=CODEBOOK.variables
    )
    assert study.codebook.load(turned, replace=True).reordered
    assert study.codebook.show().codes == turned.codes


positions = st.lists(st.none() | st.integers(-50, 50), max_size=9)


@given(positions)
def test_positions_rise_and_as_few_as_possible_change(present: list[int | None]) -> None:
    """Strictly rising; no choice of more that stay would leave room for the rest."""
    found = arrange(present)
    assert all(low < high for low, high in pairwise(found))
    stays = sum(old == new for old, new in zip(present, found, strict=True))
    assert stays >= most_that_can_stay(present)


def most_that_can_stay(present: list[int | None]) -> int:
    """By trying every choice."""
    most = 0
    for choice in range(1 << len(present)):
        kept = [
            (place, position)
            for place, position in enumerate(present)
            if choice >> place & 1 and position is not None
        ]
        if all(b[1] - a[1] >= b[0] - a[0] for a, b in pairwise(kept)):
            most = max(most, len(kept))
    return most
