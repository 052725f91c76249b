"""The team: people are added, renamed, given roles, deactivated; never deleted."""

from __future__ import annotations

import pytest

import relata
from relata.errors import RelataError
from relata.store.keys import Cost
from relata.team import Deactivated
from relata.team.users import LastLead, NameTaken, NoSuchRole, NoSuchUser

QUICK = Cost(1024, 1, 1)


def told(bank: relata.Databank) -> list[tuple[str, str, bool]]:
    return [(u.name, u.role, u.active) for u in bank.team.list()]


def test_whoever_makes_a_databank_is_its_guardian(bank: relata.Databank) -> None:
    """The first person is there from the first revision."""
    assert told(bank) == [("Lena", "guardian", True)]
    assert bank.viewer.name == "Lena"
    assert bank.viewer.id.hex() == bank.team.list()[0].id


def test_people_are_listed_by_name_as_they_are_now(bank: relata.Databank) -> None:
    """Changes of name, role and state show, and keep the person the same."""
    added = bank.team.add("  Omar   Haddad ", "coder")
    assert added.name == "Omar Haddad"
    changed = bank.team.change("omar haddad", new_name="Aya", role="lead", active=False)
    assert changed.id == added.id
    assert told(bank) == [("Aya", "lead", False), ("Lena", "guardian", True)]


def test_history_calls_people_by_their_present_name(bank: relata.Databank) -> None:
    """Who acted is a person, not a spelling."""
    bank.team.add("Omar", "coder")
    bank.seated("Omar").cases.new()
    bank.team.change("Omar", new_name="Aya")
    assert bank.history()[1].author == "Aya"


def test_two_people_cannot_be_told_apart_by_capitals(bank: relata.Databank) -> None:
    """One name is one person's, however it is written."""
    bank.team.add("Omar", "coder")
    for name in ("OMAR", " omar ", "", "   ", "Lena"):
        with pytest.raises(NameTaken):
            bank.team.add(name, "coder")
    with pytest.raises(NameTaken):
        bank.team.change("Lena", new_name="omar")


def test_wrong_names_and_roles_are_refused_without_repeating_them(bank: relata.Databank) -> None:
    """A refusal does not print what was typed."""
    for act in (
        lambda: bank.team.add("Aya", "emperor"),
        lambda: bank.team.change("Wyvernia", role="lead"),
        lambda: bank.seated("Wyvernia"),
    ):
        with pytest.raises((NoSuchRole, NoSuchUser)) as refused:
            act()
        assert "Wyvernia" not in str(refused.value)
        assert "emperor" not in str(refused.value)
    assert len(bank.team.list()) == 1


def test_a_team_keeps_a_lead(bank: relata.Databank) -> None:
    """The last lead can neither step down nor be deactivated."""
    for change in ({"role": "coder"}, {"role": "reader"}, {"active": False}):
        with pytest.raises(LastLead):
            bank.team.change("Lena", **change)
    bank.team.add("Ines", "lead")
    bank.team.change("Lena", role="coder")
    assert ("Lena", "coder", True) in told(bank)


def test_a_deactivated_person_is_not_let_in(bank: relata.Databank) -> None:
    """The passphrase is right, the account is closed, and it says so; work done stays."""
    bank.team.add("Omar", "coder", "another horse entirely", cost=QUICK)
    with relata.open(bank.folder, passphrase="another horse entirely", user="Omar") as omar:
        omar.cases.new()
    bank.team.change("Omar", active=False)
    with pytest.raises(Deactivated):
        relata.open(bank.folder, passphrase="another horse entirely", user="Omar")
    assert len(bank.cases.list()) == 1
    bank.team.change("Omar", active=True)
    with relata.open(bank.folder, passphrase="another horse entirely", user="Omar") as omar:
        assert omar.viewer.role == "coder"


def test_a_slot_of_nobody_opens_nothing(bank: relata.Databank) -> None:
    """A key slot whose owner this databank does not know is refused."""
    from relata.store.keys import Keys

    archive = bank._desk.store.keys.archive
    with pytest.raises(RelataError, match="nobody"):
        relata.open(bank.folder, keys=Keys(archive, b"\x09" * 16, ""))


def test_a_person_refused_for_a_weak_passphrase_was_not_added(bank: relata.Databank) -> None:
    """Nothing of a refused person stays behind, so a second try works."""
    with pytest.raises(RelataError, match="too short"):
        bank.team.add("Ada", "coder", "short")

    bank.team.add("Ada", "coder", "long enough to protect", cost=QUICK)


def test_a_renamed_person_opens_by_the_new_name(bank: relata.Databank) -> None:
    """The key slot goes by the name that the team uses."""
    bank.team.add("Ada", "coder", "long enough to protect", cost=QUICK)
    bank.team.change("Ada", new_name="Adele")

    with relata.open(bank.folder, passphrase="long enough to protect", user="Adele") as seat:
        assert seat.viewer.name == "Adele"
