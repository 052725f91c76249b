"""Competing values: what coders hold of one case, side by side."""

from __future__ import annotations

import pytest

import relata


@pytest.fixture
def team(study: relata.Databank) -> relata.Databank:
    """The study with a coder beside Lena, its guardian."""
    study.team.add("Omar", "coder")
    return study


def test_coders_agree_or_differ_by_the_canonical_value(team: relata.Databank) -> None:
    """Whoever types it otherwise says the same; another value, status or reason differs."""
    omar = team.seated("Omar")
    team.cases.set("P-001", "age", "31", evidence=[("first", 0, 3)])
    omar.cases.set("P-001", "age", " 31.0 ", evidence=[("first", 0, 3), ("first", 4, 9)])
    team.cases.set("P-001", "role", "guard")
    omar.cases.set("P-001", "role", "C")
    team.cases.set("P-001", "left_on", missing="not asked")
    omar.cases.set("P-001", "left_on", missing="refused")
    team.cases.set("P-001", "account", "He left.")
    team.cases.set("P-001", "brutality", "yes")
    omar.cases.set("P-001", "brutality", "no")

    found = team.cases.competing("P-001")

    assert [(one.about, one.verdict) for one in found] == [
        ("age", "same"),
        ("left_on", "differ"),
        ("role", "differ"),
        ("account", "one"),
        ("brutality", "differ"),
    ]
    (age,) = found[0].positions
    assert (age.status, age.told, age.coders) == ("stated", "31", ("Lena", "Omar"))
    assert [(place.start, place.end) for place in age.evidence] == [(0, 3), (4, 9)]
    assert [len(value.evidence) for value in age.values] == [1, 2]
    assert {p.told: p.coders for p in found[2].positions} == {
        "guard": ("Lena",),
        "cook": ("Omar",),
    }
    assert [p.status for p in found[4].positions] == ["stated", "stated as absent"]


def test_one_coders_two_values_differ(team: relata.Databank) -> None:
    """Values that one coder lets stand beside each other are shown as different things."""
    team.cases.set("P-001", "role", "guard")
    team.cases.set("P-001", "role", "cook", beside=True)
    (role,) = team.cases.competing("P-001")
    assert role.verdict == "differ"
    assert len(role.positions) == 2


def test_a_case_without_values_has_nothing_to_compare(team: relata.Databank) -> None:
    """What nobody has said anything of is left out."""
    assert team.cases.competing("P-001") == []
