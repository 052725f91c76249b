"""Mending one's own codings: moved, told of whom, confirmed, taken back; repeated safely."""

from __future__ import annotations

import pytest
from support.banks import revision_names
from support.codes import redefine

import relata
from relata.coding import Coding
from relata.coding.choosing import NoSuchCoding
from relata.errors import RelataError


@pytest.fixture
def made(study: relata.Databank) -> Coding:
    """A coding of Lena's, of the word "guard"."""
    return study.coding.code("first", (4, 9), code="brutality").codings[0]


def test_a_coding_tells_all_it_needs_to_be_drawn(study: relata.Databank, made: Coding) -> None:
    """The numbers of an act's answer are those of the columns."""
    found = study.coding.columns("first")
    assert found.number.tolist() == [made.number]
    assert found.code.tolist() == [made.code_number]
    assert found.coder.tolist() == [made.coder_number]
    assert found.case.tolist() == [made.case_number]
    again = study.coding.code("first", (4, 9), code="brutality")
    assert again.standing == (made,)
    assert (again.codings, again.gone, again.number) == ((), (), None)


def test_a_coding_is_moved(study: relata.Databank, made: Coding) -> None:
    """Longer by a word: one revision, the old one gone, the new one in its place; undone as one."""
    before = revision_names(study)
    done = study.coding.move(made.number, 4, 14)

    (moved,) = done.codings
    assert (moved.start, moved.end, moved.code, moved.case) == (4, 14, "brutality", "P-001")
    assert done.gone == (made.number,)
    assert study.coding.list() == [moved]
    assert revision_names(study) == [*before, done.revision]
    assert done.number == len(before) + 1
    study.undo()
    assert study.coding.list() == [made]
    assert study.verify().damages == ()


@pytest.mark.parametrize("name", ["number", "id"])
def test_an_act_repeated_is_found_done(study: relata.Databank, made: Coding, name: str) -> None:
    """Asked again with the coding of old, nothing is written and the answer is the same coding."""
    study.cases.new("Ada")
    which = getattr(made, name)
    (moved,) = study.coding.move(which, 4, 14).codings
    names = revision_names(study)
    assert study.coding.move(which, 4, 14).standing == (moved,)
    assert study.coding.move(moved.number, 4, 14).standing == (moved,)
    assert revision_names(study) == names

    (told,) = study.coding.about(getattr(moved, name), "Ada").codings
    names = revision_names(study)
    assert study.coding.about(getattr(moved, name), "Ada").standing == (told,)
    assert study.coding.about(getattr(told, name), "ada").standing == (told,)
    assert revision_names(study) == names

    assert study.coding.remove(getattr(told, name)).gone == (told.number,)
    assert study.coding.remove(getattr(told, name)).gone == ()
    assert len(revision_names(study)) == len(names) + 1
    with pytest.raises(NoSuchCoding):
        study.coding.move(getattr(told, name), 0, 3)
    with pytest.raises(NoSuchCoding):
        study.coding.about(getattr(told, name), None)
    assert len(revision_names(study)) == len(names) + 1
    assert study.verify().damages == ()


def test_moving_onto_a_coding_that_stands_leaves_one(study: relata.Databank, made: Coding) -> None:
    """The same code at the same place is one coding, the one that stood there."""
    (there,) = study.coding.code("first", (10, 14), code="brutality").codings
    done = study.coding.move(made.id, 10, 14)
    assert (done.codings, done.standing, done.gone) == ((), (there,), (made.number,))
    assert study.coding.list() == [there]


def test_whom_a_coding_is_about_is_said_and_taken_back(
    study: relata.Databank, made: Coding
) -> None:
    """Another case, then none; an unknown case is refused and nothing changes."""
    study.cases.new("Ada")
    (told,) = study.coding.about(made.id, "Ada").codings
    assert (told.case, told.start, told.end) == ("Ada", 4, 9)
    (left_open,) = study.coding.about(told.number, None).codings
    assert (left_open.case, left_open.case_number) == (None, None)
    with pytest.raises(RelataError):
        study.coding.about(left_open.number, "nobody")
    assert study.coding.list() == [left_open]


def test_only_ones_own_codings_are_mended(study: relata.Databank, made: Coding) -> None:
    """Another coder's coding, and none at all, are refused in one sentence without its words."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    before = revision_names(study)
    for act in (
        lambda: omar.coding.move(made.number, 0, 3),
        lambda: omar.coding.about(made.id, None),
        lambda: omar.coding.confirm(made.number),
        lambda: omar.coding.remove(made.number),
        lambda: study.coding.move(99_999, 0, 3),
        lambda: study.coding.confirm(made.number, "00" * 16),
    ):
        with pytest.raises(NoSuchCoding):
            act()
    with pytest.raises(RelataError):
        study.coding.move(made.number, 4, 99_999)
    assert revision_names(study) == before
    assert study.coding.list() == [made]


def test_confirming_takes_a_coding_off_the_queue(study: relata.Databank, made: Coding) -> None:
    """Looked at again under the new definition: not old any more, once, and undone like any act."""
    (other,) = study.coding.code("first", (0, 3), code="hardship").codings
    redefine(study, "brutality", definition="Violence that was seen.")
    assert study.coding.older() == [made]

    done = study.coding.confirm(made.number, other.number)

    (renewed,) = done.codings
    assert (renewed.start, renewed.end, renewed.case) == (made.start, made.end, made.case)
    assert done.standing == (other,)
    assert study.coding.older() == []
    names = revision_names(study)
    assert study.coding.confirm(made.number, renewed.number).codings == ()
    assert revision_names(study) == names
    study.undo()
    assert study.coding.older() == [made]
    assert study.verify().damages == ()
