"""The team: people are added, renamed, given roles, deactivated; never deleted."""

from __future__ import annotations

import pytest

import relata
from relata.errors import RelataError
from relata.store.keys import Cost, WrongPassphrase
from relata.team import Deactivated, NotAllowed
from relata.team.slots import LastKey
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
    """The passphrase opens nothing any more, now or later; work done stays."""
    bank.team.add("Omar", "coder", "another horse entirely", cost=QUICK)
    with relata.open(bank.folder, passphrase="another horse entirely", user="Omar") as omar:
        keys = omar._desk.store.keys
        omar.cases.new()
    bank.team.change("Omar", active=False)
    with pytest.raises(WrongPassphrase):
        relata.open(bank.folder, passphrase="another horse entirely", user="Omar")
    with pytest.raises(Deactivated):
        relata.open(bank.folder, keys=keys)
    assert len(bank.cases.list()) == 1
    bank.team.change("Omar", active=True)
    with pytest.raises(WrongPassphrase):
        relata.open(bank.folder, passphrase="another horse entirely", user="Omar")
    token = bank.team.invite("Omar").token
    assert token is not None
    bank.team.accept(token, "a third horse, and last", cost=QUICK)
    with relata.open(bank.folder, passphrase="a third horse, and last", user="Omar") as omar:
        assert omar.viewer.role == "coder"


def test_somebody_able_to_lead_keeps_a_key(bank: relata.Databank) -> None:
    """The last person who can open the databank and lead cannot be shut out of it."""
    bank.team.add("Ines", "guardian")
    bank.team.add("Omar", "coder", "another horse entirely", cost=QUICK)
    before = sorted((bank.folder / "keys").iterdir())
    with pytest.raises(LastKey):
        bank.seated("Ines").team.change("Lena", active=False)
    assert ("Lena", "guardian", True) in told(bank)
    assert sorted((bank.folder / "keys").iterdir()) == before
    token = bank.team.invite("Ines").token
    assert token is not None
    bank.team.accept(token, "a horse of her own", cost=QUICK)
    bank.seated("Ines").team.change("Lena", active=False)
    assert ("Lena", "guardian", False) in told(bank)


def test_only_guardians_make_and_change_guardians(bank: relata.Databank) -> None:
    """A lead neither becomes one, nor touches one, nor undoes what a guardian decided."""
    bank.team.add("Ines", "lead")
    bank.team.add("Nora", "guardian")
    ines = bank.seated("Ines")
    for act in (
        lambda: ines.team.add("Zoe", "guardian"),
        lambda: ines.team.invite("Zoe", "guardian"),
        lambda: ines.team.invite("Nora"),
        lambda: ines.team.change("Ines", role="guardian"),
        lambda: ines.team.change("Nora", role="lead"),
        lambda: ines.team.change("Nora", new_name="Norah"),
        lambda: ines.team.change("Nora", active=False),
        lambda: ines.team.reset_second_factor("Nora"),
        lambda: ines.team.require_second_factor("leads"),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.act == "team.guardians"
    bank.team.change("Nora", role="coder")
    demoted = bank.revision
    bank.team.require_second_factor("leads")
    for revision in (demoted, bank.revision):
        with pytest.raises(NotAllowed):
            ines.undo(revision)
    assert ("Nora", "coder", True) in told(bank)
    assert bank.team.second_factor_rule() == "leads"
    bank.undo(demoted)
    assert ("Nora", "guardian", True) in told(bank)


def test_a_guardian_who_is_none_any_more_makes_none(bank: relata.Databank) -> None:
    """What counts is the role of the moment, not that of when the databank was opened."""
    bank.team.add("Nora", "guardian")
    nora = bank.seated("Nora")
    bank.team.change("Nora", role="lead")
    with pytest.raises(NotAllowed):
        nora.team.change("Nora", role="guardian")


def test_where_the_last_guardian_went_a_lead_makes_one(bank: relata.Databank) -> None:
    """Erasing on withdrawn consent needs a guardian: a team is never without one for good."""
    bank.team.add("Ines", "lead")
    bank.team.change("Lena", role="lead")
    ines = bank.seated("Ines")
    ines.team.change("Ines", role="guardian")
    with pytest.raises(NotAllowed):
        bank.seated("Lena").team.change("Lena", role="guardian")


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
