"""The list of cases: what is held of each, what is missing, and codings left open."""

from __future__ import annotations

import pytest
from support.banks import put

import relata
from relata.codebook.standing import NoSuchVariable
from relata.coding.case_overview import CaseLine


@pytest.fixture
def held(study: relata.Databank) -> relata.Databank:
    """Three cases: one well known, one hardly, one without a source."""
    study.cases.new(sources=["second"])
    study.cases.new()
    study.coding.code("first", (4, 9), (10, 14), code="brutality")
    study.cases.set("P-001", "age", "31", evidence=[("first", 0, 3)])
    study.cases.set("P-001", "role", "guard")
    study.cases.set("P-001", "hardship", "yes")
    study.cases.set("P-002", "age", status="not stated")
    study.cases.set("P-002", "corruption", "no")
    return study


def names(lines: list[CaseLine]) -> list[str]:
    return [line.pseudonym for line in lines]


def test_a_line_tells_what_is_held(held: relata.Databank) -> None:
    """Sources, values, codings and motives are counted; variables without a word are named."""
    first, second, third = held.cases.overview()
    assert (first.pseudonym, first.sources, first.values) == ("P-001", 1, 3)
    assert (first.codings, first.motives, first.open) == (2, 2, 0)
    assert first.missing == ("left_on", "account")
    assert (second.values, second.codings, second.motives) == (2, 0, 0)
    assert second.missing == ("left_on", "role", "account")
    assert (third.sources, third.values) == (0, 0)
    assert third.missing == ("age", "left_on", "role", "account")
    assert [line.id for line in held.cases.overview()] == [c.id for c in held.cases.list()]


def test_a_disputed_motive_is_not_counted(held: relata.Databank) -> None:
    """A value that denies the code, or one above it, takes it out, as in the findings."""
    assert held.cases.overview()[0].motives == 2
    held.cases.set("P-001", "brutality", "no", beside=True)
    assert held.cases.overview()[0].motives == 1
    held.cases.set("P-001", "leaving", "no")
    assert held.cases.overview()[0].motives == 0


def test_cases_are_found_by_their_values(held: relata.Databank) -> None:
    """A value asked for as typed is found in its canonical form; None finds the gaps."""
    overview = held.cases.overview
    assert names(overview(where={"Age": " 31 "})) == ["P-001"]
    assert names(overview(where={"role": "G"})) == ["P-001"]
    assert names(overview(where={"role": "guard", "age": "30"})) == []
    assert names(overview(where={"age": None})) == ["P-003"]
    assert names(overview(where={"role": None})) == ["P-002", "P-003"]
    with pytest.raises(NoSuchVariable):
        overview(where={"height": "2"})


def test_cases_are_found_by_a_code_or_those_below(held: relata.Databank) -> None:
    """A coding about the case or a value that states it counts; one that denies it does not."""
    assert names(held.cases.overview(code="brutality")) == ["P-001"]
    assert names(held.cases.overview(code="hardship")) == ["P-001"]
    assert names(held.cases.overview(code="leaving")) == ["P-001"]
    assert names(held.cases.overview(code="corruption")) == []


def test_what_is_left_open_is_listed(held: relata.Databank) -> None:
    """A coding about no case is listed with the cases to choose from, until somebody says."""
    third = put(held, "They all left.", title="third")
    held.coding.code("third", (0, 4), code="brutality")
    assert [(o.coding.source, o.cases) for o in held.cases.open_codings()] == [(third, ())]
    assert names(held.cases.overview(open=True)) == ["P-003"]

    held.cases.link("P-001", "third")
    held.cases.link("P-002", "third")
    (found,) = held.cases.open_codings(source="third")
    assert found.cases == ("P-001", "P-002")
    assert names(held.cases.overview(open=True)) == ["P-001", "P-002", "P-003"]
    assert [line.open for line in held.cases.overview()] == [1, 1, 0]

    held.coding.about(found.coding.number, "P-002")
    assert held.cases.open_codings() == []
    assert names(held.cases.overview(open=True)) == ["P-003"]


def test_a_coding_made_before_the_link_is_still_open(study: relata.Databank) -> None:
    """Linking a source later says nothing of codings made before; they stay listed."""
    study.coding.code("second", (4, 9), code="brutality")
    study.cases.link("P-001", "second")
    (found,) = study.cases.open_codings()
    assert found.cases == ("P-001",)
    assert study.cases.open_codings(source="first") == []
    assert len(study.cases.open_codings(limit=0)) == 0


def test_the_list_is_as_it_was_at_a_revision(held: relata.Databank) -> None:
    """As of an earlier revision the list tells what was held then, and later what is held now."""
    then = held.revision
    held.cases.set("P-001", "account", "He left.")
    assert held.cases.overview()[0].missing == ("left_on",)
    assert held.as_of(then).cases.overview()[0].missing == ("left_on", "account")
