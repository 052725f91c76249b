"""Cases: persons by pseudonym, what is known of them, by whom, and on which passages."""

from __future__ import annotations

import pytest
from support.banks import put, revision_names

import relata
from relata.cases.keeping import NoSuchCase, PseudonymTaken
from relata.cases.values import BadStatus
from relata.errors import RelataError


def test_cases_get_the_next_free_number(bank: relata.Databank) -> None:
    """Without a name a case is numbered; a number in use is passed over."""
    bank.cases.new("p-002")
    names = [bank.cases.new().pseudonym for _ in range(3)]
    assert names == ["P-003", "P-004", "P-005"]
    assert [c.pseudonym for c in bank.cases.list()] == ["p-002", *names]


def test_two_cases_do_not_share_a_pseudonym(bank: relata.Databank) -> None:
    """Whatever the capitals and blanks; the refusal does not repeat it."""
    bank.cases.new("The  Baker")
    for name in ("the baker", " The Baker "):
        with pytest.raises(PseudonymTaken) as refused:
            bank.cases.new(name)
        assert "aker" not in str(refused.value)
    with pytest.raises(NoSuchCase):
        bank.cases.sheet("nobody")


def test_links_are_made_and_taken_back(study: relata.Databank) -> None:
    """Linking twice is once; a link taken back leaves values and codings."""
    study.coding.code("first", (0, 3), code="brutality")
    assert study.cases.link("P-001", "first", "second", "second").sources == 2
    study.cases.unlink("P-001", "first")
    sheet = study.cases.sheet("P-001")
    assert sheet.sources == (study.sources.get("second").id,)
    assert sheet.case.sources == 1
    assert len(study.coding.list(case="P-001")) == 1
    study.undo()
    assert study.cases.sheet("P-001").case.sources == 2


def test_a_value_opens_to_its_evidence(study: relata.Databank) -> None:
    """A value leads back to the very words it rests on, in as many sources as there are."""
    value = study.cases.set(
        "P-001", "age", " 31 ", evidence=[("first", 4, 9), ("second", 4, 9)], note="by his account"
    )
    assert (value.about, value.told, value.status, value.coder) == ("age", "31", "stated", "Lena")
    assert value.note == "by his account"
    words = [study.sources.text(p.source).content[p.start : p.end] for p in value.evidence]
    assert words == ["guard", "other"]
    assert study.cases.sheet("P-001").values == (value,)
    assert study.cases.list()[0].values == 1


def test_all_five_statuses_can_be_said(study: relata.Databank) -> None:
    """Stated, stated as absent, not stated, contradicted, withheld: each is kept as said."""
    said = []
    for status, told in (
        ("stated", "31"),
        ("stated as absent", None),
        ("not stated", None),
        ("contradicted", "32"),
        ("withheld", None),
    ):
        value = study.cases.set("P-001", "age", told, status=status, beside=True)
        said.append((value.status, value.told))
    assert [(v.status, v.told) for v in study.cases.sheet("P-001").values] == said
    assert len(said) == 5


def test_a_code_is_said_yes_no_or_unknown(study: relata.Databank) -> None:
    """Of a motive a person may be said to have told it, told its absence, or neither."""
    for told, status in (("yes", "stated"), ("NO", "stated as absent"), ("unknown", "not stated")):
        value = study.cases.set("P-001", "brutality", told)
        assert (value.is_code, value.status, value.told) == (True, status, None)
    with pytest.raises(BadStatus):
        study.cases.set("P-001", "brutality", "perhaps")


def test_status_and_value_must_go_together(study: relata.Databank) -> None:
    """Only what is stated or contradicted carries a value, and what is stated needs one."""
    before = revision_names(study)
    for told, status in (
        (None, "stated"),
        ("31", "not stated"),
        ("31", "withheld"),
        ("31", "stated as absent"),
        ("31", "certain"),
    ):
        with pytest.raises(BadStatus):
            study.cases.set("P-001", "age", told, status=status)
    assert revision_names(study) == before


def test_what_the_codebook_does_not_allow_is_refused(study: relata.Databank) -> None:
    """A wrong value is refused, and does not come back in the message."""
    for about, told in (("age", "old"), ("left_on", "soon"), ("role", "king"), ("shoes", "42")):
        with pytest.raises(RelataError) as refused:
            study.cases.set("P-001", about, told)
        assert told not in str(refused.value).split()
    assert study.cases.sheet("P-001").values == ()


def test_ones_own_value_is_replaced_and_kept_in_the_past(study: relata.Databank) -> None:
    """A changed mind withdraws the old value with its evidence; history still shows it."""
    old = study.cases.set("P-001", "age", "31", evidence=[("first", 4, 9)])
    before = study.revision
    new = study.cases.set("P-001", "age", "32", evidence=[("first", 10, 14)])

    assert study.cases.sheet("P-001").values == (new,)
    assert study.as_of(before).cases.sheet("P-001").values == (old,)
    study.undo()
    assert study.cases.sheet("P-001").values == (old,)


def test_competing_values_stand_side_by_side(study: relata.Databank) -> None:
    """Another coder's value stays beside one's own, and so does one kept on purpose."""
    study.team.add("Omar", "coder")
    omar = study.seated("Omar")
    study.cases.set("P-001", "age", "31", evidence=[("first", 4, 9)])
    omar.cases.set("P-001", "age", "40", evidence=[("second", 0, 3)])
    study.cases.set("P-001", "age", "33", beside=True)

    values = study.cases.sheet("P-001").values
    assert [(v.coder, v.told) for v in values] == [("Lena", "31"), ("Omar", "40"), ("Lena", "33")]
    omar.cases.set("P-001", "age", "41")
    values = study.cases.sheet("P-001").values
    assert sorted((v.coder, v.told) for v in values) == [
        ("Lena", "31"),
        ("Lena", "33"),
        ("Omar", "41"),
    ]


def test_a_missing_value_says_why(study: relata.Databank) -> None:
    """Nothing known, with the reason the variable allows."""
    value = study.cases.set("P-001", "age", status="not stated", missing="not asked")
    assert (value.told, value.missing) == (None, "not asked")
    with pytest.raises(RelataError):
        study.cases.set("P-001", "age", status="not stated", missing="forgot")


def test_evidence_must_lie_in_a_text(study: relata.Databank) -> None:
    """Evidence beyond the text or of no source leaves no half value behind."""
    before = revision_names(study)
    for place in (("first", 0, 9_999), ("first", 5, 5), ("nowhere", 0, 3)):
        with pytest.raises(RelataError):
            study.cases.set("P-001", "age", "31", evidence=[place])
    assert revision_names(study) == before
    assert study.cases.sheet("P-001").values == ()


def test_an_undone_source_takes_evidence_along_and_leaves_the_value(
    study: relata.Databank,
) -> None:
    """A value rests on what is left of its evidence."""
    put(study, "A third report, of his age.", title="third")
    taken_in = study.revision
    study.cases.set("P-001", "age", "31", evidence=[("third", 0, 7), ("first", 4, 9)])
    study.undo(taken_in, with_later=True)
    (value,) = study.cases.sheet("P-001").values
    assert [p.source for p in value.evidence] == [study.sources.get("first").id]
    assert study.verify().damages == ()
