"""Signing in: a name and a passphrase together, at a pace that guessing cannot bear."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
import sqlalchemy as sa
from support.banks import MakeBank
from support.clock import Clock

import relata
from relata.store import Store
from relata.store import keys as keyring
from relata.store.keys import Cost
from relata.team import derivation, sessions, signing_in, throttle
from relata.team.derivation import TooBusy, one_at_a_time
from relata.team.sessions import SessionOver
from relata.team.signing_in import NotSignedIn, sign_in, unlock_session
from relata.team.tables import attempt
from relata.team.tables import sign_in as sign_in_table
from relata.team.throttle import ACCOUNT, ADDRESS, TooManyAttempts

QUICK = Cost(1024, 1, 1)
LENAS = "correct horse battery"
OMARS = "another horse entirely"
HOME, OFFICE, ELSEWHERE = "10.0.0.7", "10.0.0.8", "2001:db8::1"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bank(make_bank: MakeBank, clock: Clock) -> relata.Databank:
    """A databank of Lena (guardian) and Omar (coder), each with a passphrase."""
    bank = make_bank(clock=clock)
    bank.team.add("Omar", "coder", OMARS, cost=QUICK)
    return bank


@pytest.fixture
def store(bank: relata.Databank) -> Store:
    return bank._desk.store


def fail(store: Store, name: str = "Omar", *, address: str = HOME, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            sign_in(store, name, "not the passphrase", address=address)


def wait_of(store: Store, name: str, passphrase: str, *, address: str = HOME) -> float:
    with pytest.raises(TooManyAttempts) as refused:
        sign_in(store, name, passphrase, address=address)
    return refused.value.wait


def test_a_name_and_its_passphrase_open_a_session(bank: relata.Databank, store: Store) -> None:
    """However the name is capitalised; the session is that person's."""
    token, begun = sign_in(store, " omar ".strip(), OMARS, address=HOME, agent="Firefox on Linux")
    assert begun.viewer.name == "Omar"
    assert begun.agent == "Firefox on Linux"
    assert sessions.find(store, token) == begun
    key = bank.seated("Omar").team.new_recovery_key(cost=QUICK)
    assert sign_in(store, "Omar", key)[1].how == "recovery key"


def test_a_wrong_name_and_a_wrong_passphrase_are_answered_alike(
    bank: relata.Databank, store: Store
) -> None:
    """A stranger learns not who works here."""
    bank.team.add("Zoe", "coder")  # invited, so to speak: no slot yet
    told = set()
    for name, passphrase in (
        ("Omar", LENAS),
        ("Nobody", OMARS),
        ("Zoe", OMARS),
        ("", ""),
        ("Omar", ""),
        ("Omar\0", OMARS),
        ("\ud800", OMARS),
        ("Omar " * 1000, OMARS),
        ("Omar", keyring.new_recovery_key()),
    ):
        with pytest.raises(NotSignedIn) as refused:
            sign_in(store, name, passphrase)
        told.add((str(refused.value), refused.value.remedy))
    assert len(told) == 1


def test_a_wrong_name_costs_the_time_of_a_wrong_passphrase(tmp_path: Path) -> None:
    """Nor does the time tell: as many stretchings, of the same cost."""
    cost = Cost(16 * 1024, 2, 1)
    keys = keyring.Keys(keyring.new_archive_key(), b"\x01" * 16, "")
    for n, name in enumerate(("Lena", "Omar"), start=1):
        keyring.add_slot(tmp_path, keys, LENAS, user=bytes([n]) * 16, name=name, cost=cost)

    def spent(name: str) -> float:
        begun = time.process_time()
        with pytest.raises(keyring.WrongPassphrase):
            keyring.unlock_evenly(tmp_path, "not the passphrase", user=name)
        return time.process_time() - begun

    member = min(spent("Omar") for _ in range(3))
    stranger = min(spent("Nobody") for _ in range(3))
    assert 0.6 < stranger / member < 1.6


def test_a_slot_laid_into_the_folder_proves_nothing(bank: relata.Databank, store: Store) -> None:
    """It wraps some key, but not the one of this databank."""
    keyring.add_slot(
        store.layout.keys,
        keyring.new_archive_key(),
        "a stranger's own passphrase",
        user=bank.viewer.id,
        name="Lena",
        cost=QUICK,
    )
    with pytest.raises(NotSignedIn):
        sign_in(store, "Lena", "a stranger's own passphrase")
    assert sign_in(store, "Lena", LENAS)


def test_guessing_gets_slower_and_the_right_passphrase_waits_too(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """After three slips each doubles the wait; waiting it out lets the owner in."""
    fail(store, times=3)
    assert wait_of(store, "Omar", OMARS) == 1
    assert wait_of(store, "omar", OMARS) == 1, "however it is written"
    clock.go(1)
    fail(store)
    assert wait_of(store, "Omar", OMARS) == 2
    clock.go(1.5)
    assert wait_of(store, "Omar", OMARS) == 0.5
    clock.go(0.5)
    assert sign_in(store, "Omar", OMARS, address=HOME)
    fail(store, address=OFFICE, times=3)  # whoever came in begins anew


def test_an_attempt_refused_for_coming_early_does_not_count(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Impatience makes nobody wait longer."""
    fail(store, times=4 - 1)
    for _ in range(20):
        wait_of(store, "Omar", OMARS)
    clock.go(1)
    assert sign_in(store, "Omar", OMARS)


def test_nobody_is_locked_out_for_good(bank: relata.Databank, store: Store, clock: Clock) -> None:
    """However often somebody guesses, the wait is five minutes at most, and over in an hour."""
    for n in range(40):
        made = throttle.enter(store, "Omar", address=f"10.1.{n}.1")
        assert not made.known
        clock.go(300)
    assert ACCOUNT.delay(10_000) == 300
    fail(store, address="10.2.0.1")
    assert wait_of(store, "Omar", OMARS) == 300
    clock.go(300)
    assert sign_in(store, "Omar", OMARS, address=HOME)
    clock.go(3600)
    fail(store, times=3)
    assert wait_of(store, "Omar", OMARS) == 1


def test_a_stranger_who_guesses_does_not_keep_the_owner_out(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """From where a person has come in before, only slips made there count."""
    sign_in(store, "Omar", OMARS, address=HOME)
    fail(store, address=ELSEWHERE, times=3)
    assert wait_of(store, "Omar", OMARS, address=ELSEWHERE) == 1
    assert wait_of(store, "Omar", OMARS, address=OFFICE) == 1
    assert sign_in(store, "Omar", OMARS, address=HOME)
    assert wait_of(store, "Omar", OMARS, address=ELSEWHERE) == 1, "the stranger still waits"
    clock.go(31 * 86_400)
    fail(store, address=ELSEWHERE, times=3)
    assert wait_of(store, "Omar", OMARS, address=HOME) == 1, "known for thirty days"


def test_an_address_that_tries_many_names_is_slowed_down(
    bank: relata.Databank, store: Store
) -> None:
    """One passphrase tried at everybody; a household of IPv6 is one address."""
    for n in range(ADDRESS.free):
        with pytest.raises(NotSignedIn):
            sign_in(store, f"Name {n}", "passphrase123", address=f"2001:db8:0:1::{n + 1:x}")
    assert wait_of(store, "Lena", LENAS, address="2001:db8:0:1:ffff::1") == 1
    assert sign_in(store, "Lena", LENAS, address="2001:db8:0:2::1")


def test_starting_the_server_anew_forgives_nothing(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Attempts are counted in a table, by marks that tell neither name nor address."""
    fail(store, name="Wyvernia", times=3)
    with relata.open(bank.folder, keys=store.keys, clock=clock) as again:
        assert wait_of(again._desk.store, "Wyvernia", OMARS) == 1
    with store.reading() as moment:
        rows = moment.connection.execute(sa.select(attempt)).all()
        rows += moment.connection.execute(sa.select(sign_in_table)).all()
    assert len(rows) == 12
    assert "wyvern" not in repr(rows).lower()
    assert HOME not in repr(rows)


def test_many_at_once_gain_nothing(bank: relata.Databank, store: Store) -> None:
    """Eight guesses in one moment: three are tried, as one after the other."""
    ready = Barrier(8)

    def guess(n: int) -> str:
        ready.wait()
        try:
            sign_in(store, "Omar", f"wrong guess {n}", address=HOME)
        except (NotSignedIn, TooManyAttempts) as refused:
            return type(refused).__name__
        return "in"

    with ThreadPoolExecutor(8) as threads:
        told = sorted(threads.map(guess, range(8)))
    assert told == ["NotSignedIn"] * 3 + ["TooManyAttempts"] * 5


def test_a_clock_set_back_makes_nobody_wait_for_it(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """The wait is counted from now at the latest."""
    fail(store, times=3)
    clock.go(-86_400)
    assert wait_of(store, "Omar", OMARS) <= 1


def test_when_too_many_wait_the_next_is_asked_to_come_back(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """One passphrase is stretched at a time, and whoever was not tried loses nothing."""
    go, begun = Event(), []

    def occupy() -> None:
        with one_at_a_time():
            begun.append(1)
            go.wait(20)

    with ThreadPoolExecutor(derivation.PLACES) as threads:
        done = [threads.submit(occupy) for _ in range(derivation.PLACES)]
        deadline = time.monotonic() + 10
        while derivation._places._value and time.monotonic() < deadline:  # type: ignore[attr-defined]
            time.sleep(0.01)
        assert len(begun) == 1
        for _ in range(5):
            with pytest.raises(TooBusy) as refused:
                sign_in(store, "Omar", OMARS, address=HOME)
        assert refused.value.wait > 0
        go.set()
        for each in done:
            each.result(timeout=10)
    assert sign_in(store, "Omar", OMARS, address=HOME)


def test_a_locked_session_opens_with_its_owners_passphrase(
    bank: relata.Databank, store: Store
) -> None:
    """And with nobody else's; slips count as at the door."""
    token, _ = sign_in(store, "Omar", OMARS, address=HOME)
    sessions.lock(store, token)
    for _ in range(3):
        with pytest.raises(NotSignedIn):
            unlock_session(store, token, LENAS, address=HOME)
    with pytest.raises(TooManyAttempts):
        unlock_session(store, token, OMARS, address=HOME)
    store.clock.go(1)  # type: ignore[attr-defined]
    fresh, opened = unlock_session(store, token, OMARS, address=HOME)
    assert not opened.locked
    with pytest.raises(SessionOver):
        unlock_session(store, token, OMARS, address=HOME)
    assert sessions.find(store, fresh)


def test_a_new_passphrase_ends_the_sessions_of_the_old(bank: relata.Databank, store: Store) -> None:
    """Save the one in which it was changed."""
    here, begun = sign_in(store, "Omar", OMARS)
    there, _ = sign_in(store, "Omar", OMARS)
    bank.seated("Omar").team.change_passphrase(
        "quite another horse", cost=QUICK, keep_session=begun.id
    )
    assert sessions.find(store, here)
    assert sessions.find(store, there) is None
    fail(store)
    with pytest.raises(NotSignedIn):
        sign_in(store, "Omar", OMARS)
    assert sign_in(store, "Omar", "quite another horse")


def test_leads_see_who_came_in_and_who_was_refused(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Members by name, strangers as nobody, places by a mark that can be compared."""
    sign_in(store, "Omar", OMARS, address=HOME)
    fail(store, "Omar", address=ELSEWHERE)
    fail(store, "Wyvernia", address=ELSEWHERE)
    told = bank.team.sign_ins()
    assert [(s.name, s.how, s.outcome) for s in told] == [
        (None, "passphrase", "refused"),
        ("Omar", "passphrase", "refused"),
        ("Omar", "passphrase", "in"),
    ]
    assert told[0].place == told[1].place != told[2].place
    assert told[0].at == int(clock.now * 1000)
    assert len(bank.team.sign_ins(limit=1)) == 1


def test_leads_see_what_everybody_comes_in_by(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Who has accepted, who has a second factor, who is in, and since when."""
    bank.team.invite("Zoe", "reader")
    clock.go(60)
    sign_in(store, "Omar", OMARS, address=HOME)
    fail(store, "Lena", address=HOME)
    told = {a.user.name: a for a in bank.team.accounts()}
    assert [n for n, a in told.items() if a.has_key] == ["Lena", "Omar"]
    assert {n: a.sessions for n, a in told.items()} == {"Lena": 0, "Omar": 1, "Zoe": 0}
    assert told["Omar"].last_in == int(clock.now * 1000)
    assert told["Lena"].last_in is None
    assert not any(a.second_factor for a in told.values())
    clock.go(sessions.RULES.idle)
    assert [a.sessions for a in bank.team.accounts()] == [0, 0, 0]


def test_a_damaged_slot_is_not_told_to_strangers(bank: relata.Databank, store: Store) -> None:
    """The answer stays the same; leads see it in the list."""
    keys = store.layout.keys
    omars = next(p for p in keys.glob("*.json") if _owner(p) != bank.viewer.id.hex())
    omars.write_text("{}")
    with pytest.raises(NotSignedIn):
        sign_in(store, "Omar", OMARS)
    assert bank.team.sign_ins()[0].outcome == "damaged slot"
    assert sign_in(store, "Lena", LENAS)


def _owner(path: Path) -> str:
    return str(json.loads(path.read_text("utf-8"))["user"])


def test_the_list_of_sign_ins_is_bounded(
    bank: relata.Databank, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest go, so that a flood of attempts fills no disk."""
    monkeypatch.setattr("relata.team.sign_ins.MOST", 5)
    for _ in range(8):
        signing_in.record(store, None, "passphrase", "refused")
    assert len(bank.team.sign_ins()) == 5
