"""What was coded under an older definition: counted by coder, told in the words of then."""

from __future__ import annotations

import pytest

import relata
from relata.coding.choosing import NoSuchCoding


def number_of(bank: relata.Databank, code: str) -> int:
    return next(one.number for one in bank.codebook.codes() if one.entry.name == code)


def test_older_codings_are_counted_by_code_and_coder(study: relata.Databank) -> None:
    """Counts agree with the queue itself; what is confirmed is counted as older no more."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    study.coding.code("first", (4, 9), (10, 14), code="brutality")
    omar.coding.code("first", (4, 9), code="brutality")
    code = number_of(study, "brutality")
    assert {n.older for n in study.coding.older_counts()[code].values()} == {0}
    study.codebook.change("brutality", definition="Violence.")
    omar.coding.code("first", (10, 14), code="brutality")
    told = study.coding.older_counts()[code]
    assert (told[study.viewer.number].codings, told[study.viewer.number].older) == (2, 2)
    assert (told[omar.viewer.number].codings, told[omar.viewer.number].older) == (2, 1)
    assert sum(n.older for n in told.values()) == len(study.coding.older())
    study.coding.confirm(*(one.id for one in study.coding.older(coder=study.viewer.name)))
    assert study.coding.older_counts()[code][study.viewer.number].older == 0


def test_a_coding_is_told_in_the_wording_it_was_made_under(study: relata.Databank) -> None:
    """Two codings of two times have two wordings; a later one changes neither."""
    (first,) = study.coding.code("first", (4, 9), code="brutality").codings
    study.codebook.change("brutality", definition="Violence.", reason="clearer")
    (second,) = study.coding.code("first", (10, 14), code="brutality").codings
    study.codebook.change("brutality", definition="Violence, seen or suffered.")
    found = study.coding.wordings([first, second])
    assert found[first.number].entry.definition == ""
    assert found[second.number].entry.definition == "Violence."
    assert found[second.number].reason == "clearer"


def test_a_coding_of_ones_own_is_given_another_code(study: relata.Databank) -> None:
    """Place, case and coder stay; it is one revision, and undone as one."""
    (made,) = study.coding.code("first", (4, 9), code="brutality").codings
    (given,) = study.coding.give(made.id, "hardship").codings
    assert (given.start, given.end, given.code) == (4, 9, "hardship")
    assert (given.case, given.coder) == (made.case, made.coder)
    assert study.coding.list(code="brutality") == []
    study.undo()
    assert [one.code for one in study.coding.list(coder=made.coder)] == ["brutality"]


def test_others_codings_are_not_given_another_code(study: relata.Databank) -> None:
    """A coding is its coder's own."""
    study.team.add("Omar", "coder")
    (made,) = study.coding.code("first", (4, 9), code="brutality").codings
    with pytest.raises(NoSuchCoding):
        study.seated("Omar").coding.give(made.id, "hardship")
