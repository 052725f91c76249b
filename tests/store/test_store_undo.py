"""Undo: one's own acts, what rests on them, and acts taken back twice."""

from __future__ import annotations

import pytest
from support.banks import CODEBOOK, MakeBank, put, standing_rows

import relata
from relata.codebook.model import CodebookEntry, VariableEntry
from relata.store.undo import AlreadyUndone, CannotUndo, GroundIsGone, RestsOnIt
from relata.team import NotAllowed
from relata.team.history import NothingToUndo
from relata.team.users import LastLead


def newest(bank: relata.Databank) -> str:
    return bank.revision


def test_undoing_an_addition_withdraws_what_it_added(study: relata.Databank) -> None:
    """After undo the rows stand exactly as before the act."""
    before = standing_rows(study)
    study.coding.code("first", (4, 9), code="brutality")

    study.undo()

    assert standing_rows(study) == before


def test_undoing_a_withdrawal_brings_back_what_it_withdrew(study: relata.Databank) -> None:
    """A coding taken back and undone is the same coding, by its id."""
    (made,) = study.coding.code("first", (4, 9), code="brutality").codings
    before = standing_rows(study)
    study.coding.remove(made.id)
    assert study.coding.list() == []

    study.undo()

    assert standing_rows(study) == before
    assert [c.id for c in study.coding.list()] == [made.id]


def test_undo_and_redo_go_on_without_end(study: relata.Databank) -> None:
    """Undo, undo of the undo, undo again: always the same act, never an older one."""
    study.coding.code("second", (0, 3), code="corruption")
    before = standing_rows(study)
    study.coding.code("first", (4, 9), code="brutality")
    after = standing_rows(study)

    for _ in range(3):
        undone = study.undo()
        assert standing_rows(study) == before
        study.undo(undone.hash)
        assert standing_rows(study) == after


def test_undo_walks_back_through_ones_own_acts(study: relata.Databank) -> None:
    """Pressing undo again and again takes back one act after the other, newest first."""
    states = [standing_rows(study)]
    for place, code in enumerate(("brutality", "corruption", "hardship")):
        study.coding.code("first", (place, place + 5), code=code)
        states.append(standing_rows(study))

    for state in reversed(states[:-1]):
        study.undo()
        assert standing_rows(study) == state


def test_undo_goes_on_past_a_removal_that_was_undone(study: relata.Databank) -> None:
    """A coding taken back, brought back by undo, is still its own act's to undo."""
    before = standing_rows(study)
    made = study.coding.code("first", (4, 9), code="brutality")
    study.coding.remove(made.codings[0].id)
    study.undo()
    assert len(study.coding.list()) == 1
    study.undo()
    assert standing_rows(study) == before


def test_the_first_revision_cannot_be_undone(bank: relata.Databank) -> None:
    """The databank itself is no act to take back."""
    with pytest.raises(CannotUndo):
        bank.undo(bank.revision)
    with pytest.raises(NothingToUndo):
        bank.undo()


def test_an_erasure_cannot_be_undone(study: relata.Databank) -> None:
    """What was erased for good is not brought back, and the refusal says so."""
    study.sources.erase("second")
    with pytest.raises(CannotUndo, match="erased"):
        study.undo(newest(study))


def test_an_act_undone_already_says_so(study: relata.Databank) -> None:
    """Undoing an act twice is refused, not done half."""
    made = study.coding.code("first", (4, 9), code="brutality")
    assert made.revision
    study.undo(made.revision)
    with pytest.raises(AlreadyUndone):
        study.undo(made.revision)


def test_later_work_is_counted_and_goes_along_only_on_request(study: relata.Databank) -> None:
    """Undoing an intake names how much rests on it, and touches nothing until asked."""
    third = put(study, "A third report.", title="third")
    taken_in = newest(study)
    study.cases.link("P-001", third)
    study.coding.code(third, (2, 7), (8, 14), code="brutality")
    before = standing_rows(study)

    with pytest.raises(RestsOnIt) as refused:
        study.undo(taken_in)

    assert {name: len(rows) for name, rows in refused.value.later.items()} == {
        "coding": 2,
        "passage": 2,
        "link": 1,
    }
    assert "2 of coding" in str(refused.value)
    assert standing_rows(study) == before
    assert study.would_undo(taken_in).later == refused.value.later
    study.undo(taken_in, with_later=True)
    assert {s.title for s in study.sources.list()} == {"first", "second"}
    assert study.coding.list() == []


def test_undoing_an_undo_with_later_work_brings_all_of_it_back(study: relata.Databank) -> None:
    """What went along comes back along."""
    third = put(study, "A third report.", title="third")
    taken_in = newest(study)
    study.coding.code(third, (2, 7), code="brutality")
    before = standing_rows(study)

    undone = study.undo(taken_in, with_later=True)
    study.undo(undone.hash)

    assert standing_rows(study) == before


def test_a_passage_others_rest_on_stays(study: relata.Databank) -> None:
    """Undoing the coding that first marked a place leaves the place to whoever uses it."""
    study.team.add("Omar", "coder")
    first = study.coding.code("first", (4, 9), code="brutality")
    omar = study.seated("Omar")
    omar.coding.code("first", (4, 9), code="brutality")
    assert first.revision

    study.undo(first.revision)

    assert [c.coder for c in study.coding.list()] == ["Omar"]
    assert study.verify().sound
    omar.undo()
    assert study.coding.list() == []


def test_a_place_withdrawn_meanwhile_comes_back_with_the_coding(study: relata.Databank) -> None:
    """Redoing a coding finds its passage again, though another's undo took it away."""
    study.team.add("Omar", "coder")
    study.coding.code("first", (4, 9), code="brutality")
    undone = study.undo()
    omar = study.seated("Omar")
    omar.coding.code("first", (4, 9), code="hardship")
    omar.undo()

    study.undo(undone.hash)

    assert [c.code for c in study.coding.list()] == ["brutality"]
    assert study.verify().damages == ()


def test_what_rested_on_something_gone_does_not_come_back_alone(study: relata.Databank) -> None:
    """Redoing a coding whose source was undone since is refused, and says on what it rests."""
    third = put(study, "A third report.", title="third")
    taken_in = newest(study)
    study.coding.code(third, (2, 7), code="brutality")
    uncoded = study.undo()
    without = study.undo(taken_in, with_later=True)

    with pytest.raises(GroundIsGone, match="source"):
        study.undo(uncoded.hash)
    study.undo(without.hash)
    study.undo(uncoded.hash)

    assert len(study.coding.list(source=third)) == 1
    assert study.verify().sound


def test_only_places_left_by_others_is_nothing_to_undo(study: relata.Databank) -> None:
    """A coding removed, its place in use by another coder: nothing is left to take back."""
    study.team.add("Omar", "coder")
    made = study.coding.code("first", (4, 9), code="brutality")
    study.seated("Omar").coding.code("first", (4, 9), code="brutality")
    study.coding.remove(made.codings[0].id)
    assert made.revision

    with pytest.raises(AlreadyUndone):
        study.undo(made.revision)


def test_of_two_wordings_one_stands_after_an_undo(bank: relata.Databank) -> None:
    """Undoing the first of two changes of a wording would leave two: the later one is named."""
    bank.codebook.load(CODEBOOK)
    changes = []
    for label in ("Years", "Years of age"):
        entry = CodebookEntry("Leaving", variables=(VariableEntry("age", label, "number"),))
        bank.codebook.load(entry)
        changes.append(newest(bank))

    with pytest.raises(RestsOnIt, match="variable_version"):
        bank.undo(changes[0])
    bank.undo(changes[0], with_later=True)

    labels = [v.entry.label for v in bank.codebook.variables() if v.entry.name == "age"]
    assert labels == ["Age"]


def test_others_acts_are_undone_by_a_lead_alone(study: relata.Databank) -> None:
    """A coder undoes own acts; a lead, anybody's."""
    study.team.add("Omar", "coder")
    study.team.add("Ines", "lead")
    made = study.coding.code("first", (4, 9), code="brutality")
    assert made.revision

    with pytest.raises(NotAllowed):
        study.seated("Omar").undo(made.revision)
    study.seated("Ines").undo(made.revision)

    assert study.coding.list() == []


def test_a_coder_takes_no_other_coders_work_along(study: relata.Databank) -> None:
    """Undoing one's own intake with what rests on it needs a lead, once others coded it."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    third = put(omar, "A third report.", title="third")
    taken_in = newest(omar)
    study.coding.code(third, (2, 7), code="brutality")

    with pytest.raises(NotAllowed):
        omar.undo(taken_in, with_later=True)
    assert len(study.coding.list()) == 1
    study.undo(taken_in, with_later=True)
    assert study.coding.list() == []


def test_undo_leaves_no_team_without_a_lead(make_bank: MakeBank) -> None:
    """Undoing the addition of the last lead is refused."""
    bank = make_bank()
    bank.team.add("Ines", "lead")
    added = newest(bank)
    bank.team.change("Lena", role="coder")

    with pytest.raises(LastLead):
        bank.seated("Ines").undo(added, with_later=True)
    assert {u.name for u in bank.team.list()} == {"Lena", "Ines"}


def test_a_former_lead_does_not_undo_changes_of_the_team(study: relata.Databank) -> None:
    """Who lost the right to change the team does not get it back through undo."""
    study.team.add("Ines", "lead")
    ines = study.seated("Ines")
    ines.team.add("Omar", "coder")
    added = newest(ines)
    study.team.change("Ines", role="coder")

    with pytest.raises(NotAllowed):
        study.seated("Ines").undo(added)


def test_undo_is_refused_while_looking_at_the_past(study: relata.Databank) -> None:
    """The past is read, not written."""
    study.coding.code("first", (4, 9), code="brutality")
    with pytest.raises(NotAllowed):
        study.as_of(newest(study)).undo()
