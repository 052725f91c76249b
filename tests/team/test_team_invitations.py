"""Invitations: whoever is invited chooses a passphrase that nobody else ever sees."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from support.banks import MakeBank
from support.clock import Clock

import relata
from relata.store import Store
from relata.store.keys import Cost, WeakPassphrase, WrongPassphrase, read_slots
from relata.team import Deactivated, NotAllowed, derivation, invitations, sessions
from relata.team.desk import PastIsFixed
from relata.team.invitations import LIFE, InvitationSpent, NoSuchInvitation
from relata.team.signing_in import sign_in
from relata.team.tables import invitation
from relata.team.users import NameTaken, NoSuchUser

QUICK = Cost(1024, 1, 1)
OWN = "a horse of my own"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bank(make_bank: MakeBank, clock: Clock) -> relata.Databank:
    """A databank of Lena (guardian) and Ines (lead)."""
    bank = make_bank(clock=clock)
    bank.team.add("Ines", "lead")
    return bank


@pytest.fixture
def store(bank: relata.Databank) -> Store:
    return bank._desk.store


def invited(bank: relata.Databank, name: str, role: str | None = None) -> str:
    token = bank.team.invite(name, role).token
    assert token is not None
    return token


def test_an_invitation_becomes_a_key_slot(bank: relata.Databank, store: Store) -> None:
    """With the person's own passphrase; it opens the databank as that person."""
    token = invited(bank.seated("Ines"), "Omar", "coder")
    assert invitations.look(store, token) == "Omar"
    with pytest.raises(relata.RelataError):
        sign_in(store, "Omar", OWN)
    viewer = bank.team.accept(token, OWN, cost=QUICK)
    assert (viewer.name, viewer.role) == ("Omar", "coder")
    with relata.open(bank.folder, passphrase=OWN, user="Omar") as omar:
        assert omar.viewer == viewer
    assert bank.history()[0].action == "team.invite"
    latest = bank.team.sign_ins()[0]
    assert (latest.name, latest.how, latest.outcome) == ("Omar", "invitation", "in")


def test_an_invitation_is_used_once(bank: relata.Databank, store: Store) -> None:
    """Of five who accept it at once, one does."""
    token = invited(bank, "Omar", "coder")
    ready = Barrier(5)

    def accept(n: int) -> bool:
        ready.wait()
        try:
            bank.team.accept(token, f"{OWN} {n}", cost=QUICK)
        except InvitationSpent:
            return False
        return True

    with ThreadPoolExecutor(5) as threads:
        assert sum(threads.map(accept, range(5))) == 1
    assert len(read_slots(store.layout.keys)) == 2
    with pytest.raises(InvitationSpent):
        invitations.look(store, token)


def test_an_invitation_ends_after_a_week(bank: relata.Databank, store: Store, clock: Clock) -> None:
    """One that is old, taken back, followed by a newer one, or made up: all answered alike."""
    replaced, late = invited(bank, "Omar", "coder"), invited(bank, "Omar")
    taken_back = bank.team.invite("Zoe", "reader")
    bank.team.withdraw_invitation(taken_back.id)
    with pytest.raises(NoSuchInvitation):
        bank.team.withdraw_invitation(taken_back.id)
    clock.go(LIFE / 1000 - 1)
    assert invitations.look(store, late) == "Omar"
    clock.go(1)
    told = set()
    for spent in (replaced, late, taken_back.token or "", "", "A" * 43):
        for ask in (
            lambda t: invitations.look(store, t),
            lambda t: bank.team.accept(t, OWN, cost=QUICK),
        ):
            with pytest.raises(InvitationSpent) as refused:
                ask(spent)
            told.add(str(refused.value))
    assert len(told) == 1
    assert sorted(i.state for i in bank.team.invitations()) == ["expired", "withdrawn", "withdrawn"]
    assert all(i.token is None for i in bank.team.invitations())


def test_a_weak_passphrase_leaves_the_invitation_open(bank: relata.Databank, store: Store) -> None:
    """And so does the form of a recovery key, which anybody might be shown."""
    token = invited(bank, "Omar", "coder")
    for weak in ("short", "", "RELATA-0000-0000"):
        with pytest.raises(WeakPassphrase):
            bank.team.accept(token, weak, cost=QUICK)
    assert bank.team.accept(token, OWN, cost=QUICK).name == "Omar"


def test_an_invitation_that_could_not_be_accepted_stays_open(
    bank: relata.Databank, store: Store
) -> None:
    """When too many sign in at that moment, the token holds for a second try."""
    token = invited(bank, "Omar", "coder")
    for _ in range(derivation.PLACES):
        derivation._places.acquire()
    try:
        with pytest.raises(derivation.TooBusy):
            bank.team.accept(token, OWN, cost=QUICK)
    finally:
        derivation._places.release(derivation.PLACES)
    assert bank.team.invitations()[0].state == "open"
    assert bank.team.accept(token, OWN, cost=QUICK).name == "Omar"


def test_whoever_forgot_a_passphrase_is_invited_anew(bank: relata.Databank, store: Store) -> None:
    """Until it is accepted the old one holds; then it, recovery keys and sessions are gone."""
    bank.team.accept(invited(bank, "Omar", "coder"), OWN, cost=QUICK)
    key = bank.seated("Omar").team.new_recovery_key(cost=QUICK)
    session, _ = sign_in(store, "Omar", OWN)
    token = invited(bank.seated("Ines"), "omar")
    assert bank.history()[0].action == "team.invite"
    assert bank.history()[0].author == "Ines"
    assert sessions.find(store, session)
    assert bank.team.accept(token, "a newer horse", cost=QUICK).name == "Omar"
    assert sessions.find(store, session) is None
    for old in (OWN, key):
        with pytest.raises(WrongPassphrase):
            relata.open(bank.folder, passphrase=old, user="Omar")
    assert sign_in(store, "Omar", "a newer horse")
    assert len([u for u in bank.team.list() if u.name == "Omar"]) == 1


def test_who_is_invited_must_make_sense(bank: relata.Databank) -> None:
    """A new person needs a role, an old one keeps theirs, a closed account opens first."""
    bank.team.invite("Omar", "coder")
    with pytest.raises(NameTaken):
        bank.team.invite("Omar", "lead")
    with pytest.raises(NoSuchUser):
        bank.team.invite("Nobody")
    bank.team.change("Omar", active=False)
    with pytest.raises(Deactivated):
        bank.team.invite("Omar")
    with pytest.raises(NotAllowed):
        bank.seated("Ines").team.invite("Lena")


def test_a_deactivated_account_takes_its_invitation_along(bank: relata.Databank) -> None:
    """Activating it again does not bring the token back."""
    token = invited(bank, "Omar", "coder")
    bank.team.change("Omar", active=False)
    with pytest.raises(InvitationSpent):
        bank.team.accept(token, OWN, cost=QUICK)
    bank.team.change("Omar", active=True)
    with pytest.raises(InvitationSpent):
        bank.team.accept(token, OWN, cost=QUICK)


def test_an_undone_invitation_lets_nobody_in(bank: relata.Databank) -> None:
    """Who was invited by mistake is not of the team, whatever token they hold."""
    token = invited(bank, "Omar", "coder")
    bank.undo()
    with pytest.raises(InvitationSpent):
        bank.team.accept(token, OWN, cost=QUICK)


def test_leads_see_who_invited_whom(bank: relata.Databank, store: Store) -> None:
    """By name, with how it stands; the token itself is kept nowhere."""
    token = invited(bank.seated("Ines"), "Omar", "coder")
    (told,) = bank.team.invitations()
    assert (told.name, told.by, told.state) == ("Omar", "Ines", "open")
    assert told.expires - told.made == LIFE
    bank.team.accept(token, OWN, cost=QUICK)
    assert bank.team.invitations()[0].state == "accepted"
    with store.reading() as moment:
        rows = moment.connection.execute(sa.select(invitation)).all()
    assert token not in repr(rows)
    with pytest.raises(PastIsFixed):
        bank.as_of(bank.revision).team.invitations()
