"""Looking: who has begun with a source, who is done, and who has not looked."""

from __future__ import annotations

import pytest

import relata
from relata.coding.looking import NoSuchState
from relata.team import NotAllowed


@pytest.fixture
def team(study: relata.Databank) -> relata.Databank:
    """The study with a coder and a reader beside Lena, its guardian."""
    study.team.add("Omar", "coder")
    study.team.add("Rosa", "reader")
    return study


def told(bank: relata.Databank, source: str | None = None) -> list[tuple[str, str, str, bool, int]]:
    titles = {s.id: s.title for s in bank.sources.list()}
    return [
        (titles[one.source], one.coder, one.state, one.said, one.codings)
        for one in bank.coding.looked(source)
    ]


def test_who_codes_has_begun(team: relata.Databank) -> None:
    """A coder who says nothing has begun where they coded, and has not looked elsewhere."""
    assert told(team) == []
    team.coding.code("first", (4, 9), (10, 14), code="brutality")
    team.seated("Omar").coding.code("second", (4, 9), code="hardship")

    assert told(team) == [
        ("first", "Lena", "begun", False, 2),
        ("second", "Omar", "begun", False, 1),
    ]
    assert told(team, "second") == [("second", "Omar", "begun", False, 1)]


def test_nothing_here_is_not_the_same_as_not_looked_at(team: relata.Databank) -> None:
    """Done without a coding is a judgement with a record; not looked at has none."""
    team.seated("Omar").coding.look("first", "done")
    team.coding.code("second", (4, 9), code="hardship")
    team.coding.look("second", "done")

    found = {(one.coder, one.state): one for one in team.coding.looked()}
    assert found["Omar", "done"].nothing_here
    assert not found["Lena", "done"].nothing_here
    assert {one.coder for one in team.coding.looked("first")} == {"Omar"}


def test_one_coder_says_one_thing_of_a_source(team: relata.Databank) -> None:
    """What is said takes the place of what was said before, and can be taken back."""
    revision = team.revision
    begun = team.coding.look("first", "begun")
    assert begun is not None
    assert (begun.state, begun.said, begun.codings) == ("begun", True, 0)
    again = team.revision
    team.coding.look("first", "begun")
    assert team.revision == again != revision

    team.coding.look("first", "done")
    assert told(team) == [("first", "Lena", "done", True, 0)]
    team.undo()
    assert told(team) == [("first", "Lena", "begun", True, 0)]

    assert team.coding.look("first", None) is None
    assert told(team) == []
    team.coding.code("first", (4, 9), code="brutality")
    team.coding.look("first", "done")
    back = team.coding.look("first", None)
    assert back is not None
    assert (back.state, back.said) == ("begun", False)
    assert team.verify().damages == ()


def test_what_was_coded_last_is_counted(team: relata.Databank) -> None:
    """The counts follow each coding at once, also one that is taken back, and look back in time."""
    (coding,) = team.coding.code("first", (4, 9), code="brutality").codings
    team.coding.look("first", "done")
    then = team.revision
    assert told(team) == [("first", "Lena", "done", True, 1)]
    team.coding.remove(coding.id)
    assert told(team) == [("first", "Lena", "done", True, 0)]
    assert told(team.as_of(then)) == [("first", "Lena", "done", True, 1)]


def test_only_known_states_and_coders(team: relata.Databank) -> None:
    """Another word is refused, and a reader says nothing of any source."""
    with pytest.raises(NoSuchState):
        team.coding.look("first", "finished")
    with pytest.raises(NotAllowed):
        team.seated("Rosa").coding.look("first", "done")


def test_an_erased_source_leaves_no_marks(team: relata.Databank) -> None:
    """Who looked at it goes with it."""
    team.coding.look("first", "done")
    team.coding.look("second", "done")
    team.sources.erase("first")
    assert told(team) == [("second", "Lena", "done", True, 0)]
    assert team.verify().damages == ()
