"""Evidence given to a value and taken away, values taken back, and who said what when."""

from __future__ import annotations

import pytest

import relata
from relata.cases.evidence import NoSuchEvidence, NoSuchValue


def spots(value: relata.cases.Value) -> list[tuple[int, int]]:
    return [(place.start, place.end) for place in value.evidence]


def test_evidence_is_its_own_act_and_is_undone_alone(study: relata.Databank) -> None:
    """A value keeps its id while its evidence grows; undo takes only the last passage away."""
    value = study.cases.set("P-001", "age", "31", evidence=[("first", 4, 9)])
    grown = study.cases.rest(value.id, "second", 4, 9)
    assert (grown.id, spots(grown)) == (value.id, [(4, 9), (4, 9)])
    assert study.cases.rest(value.id, "second", 4, 9) == grown
    study.cases.unrest(value.id, "first", 4, 9)
    assert [place.source for place in study.cases.sheet("P-001").values[0].evidence] == [
        study.sources.get("second").id
    ]
    study.undo()
    assert set(study.cases.sheet("P-001").values[0].evidence) == set(grown.evidence)
    with pytest.raises(NoSuchEvidence):
        study.cases.unrest(value.id, "first", 0, 3)
    assert study.verify().sound


def test_a_value_taken_back_comes_again_with_its_evidence(study: relata.Databank) -> None:
    """Taking back leaves nothing said; undoing it brings value and passages again."""
    value = study.cases.set("P-001", "age", "31", evidence=[("first", 4, 9)])
    study.cases.take_back(value.id)
    assert study.cases.sheet("P-001").values == ()
    with pytest.raises(NoSuchValue):
        study.cases.take_back(value.id)
    study.undo()
    assert study.cases.sheet("P-001").values == (value,)


def test_an_id_that_is_none_is_refused_plainly(study: relata.Databank) -> None:
    """Letters that are no id, ids of nothing, and ids of others' values are one refusal."""
    study.team.add("Omar", "coder")
    omars = study.seated("Omar").cases.set("P-001", "age", "31")
    for id in ("not an id", "00" * 16, omars.id):
        with pytest.raises(NoSuchValue):
            study.cases.rest(id, "first", 0, 3)


def test_who_said_what_when_is_kept(study: relata.Databank) -> None:
    """Every judgement is told with its coder and when it stood; the past is seen as it was."""
    study.team.add("Omar", "coder")
    study.cases.set("P-001", "age", "31")
    before = study.revision
    study.seated("Omar").cases.set("P-001", "age", "32")
    study.cases.set("P-001", "age", status="withheld")
    told = study.cases.judgements("P-001", "age")
    assert [(j.coder, j.told, j.status, j.until is None) for j in told] == [
        ("Lena", "31", "stated", False),
        ("Omar", "32", "stated", True),
        ("Lena", None, "withheld", True),
    ]
    assert told[0].until == told[2].since
    (then,) = study.as_of(before).cases.judgements("P-001", "age")
    assert (then.told, then.until) == ("31", None)
    assert study.cases.judgements("P-001", "hardship") == ()


def test_what_was_erased_is_told_by_no_history(study: relata.Databank) -> None:
    """When a case is erased, its judgements go with it."""
    study.cases.set("P-001", "account", "zqxwyvern")
    study.cases.erase("P-001")
    with pytest.raises(relata.RelataError):
        study.cases.judgements("P-001", "account")
