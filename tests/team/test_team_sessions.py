"""Sessions: a token stands for a person, for a while, with that person's present rights."""

from __future__ import annotations

import time
from hashlib import sha256

import pytest
import sqlalchemy as sa
from support.banks import MakeBank
from support.clock import Clock

import relata
from relata.store import Store
from relata.store.keys import Cost
from relata.team import Deactivated, sessions
from relata.team.aside import aside
from relata.team.sessions import RULES, Session, SessionOver, TicketSpent
from relata.team.tables import session

QUICK = Cost(1024, 1, 1)
PASSPHRASE = "correct horse battery"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bank(make_bank: MakeBank, clock: Clock) -> relata.Databank:
    """A databank of Lena (guardian), Ines (lead) and Omar (coder)."""
    bank = make_bank(clock=clock)
    bank.team.add("Ines", "lead")
    bank.team.add("Omar", "coder")
    return bank


@pytest.fixture
def store(bank: relata.Databank) -> Store:
    return bank._desk.store


def id_of(bank: relata.Databank, name: str) -> bytes:
    return next(bytes.fromhex(u.id) for u in bank.team.list() if u.name == name)


def here(store: Store, token: str) -> Session:
    """The session of a token, which must stand."""
    found = sessions.find(store, token)
    assert found is not None
    return found


def test_a_token_stands_for_its_owner_and_is_kept_nowhere(
    bank: relata.Databank, store: Store
) -> None:
    """The one who shows it is Omar; the tables hold only its hash."""
    token, begun = sessions.begin(store, id_of(bank, "Omar"), agent="Firefox on Linux")
    assert begun.viewer.name == "Omar"
    assert begun.viewer.role == "coder"
    assert here(store, token) == begun
    assert not begun.locked
    assert begun.needs == ""
    with store.reading() as moment:
        row = moment.connection.execute(sa.select(session)).one()
    assert token not in repr(row)
    assert token.encode() not in b"".join(bytes(c) for c in row if isinstance(c, bytes))
    for other in ("", "x", token[:-1], token[:-1] + "é", token + "A", "A" * 43):
        assert sessions.find(store, other) is None


def test_a_row_that_somebody_wrote_by_hand_opens_nothing(
    bank: relata.Databank, store: Store
) -> None:
    """Whoever administers the database, without the archive key, makes no session."""
    token, _ = sessions.begin(store, bank.viewer.id)
    forged = "B" * 43
    with store.reading() as moment:
        row = dict(moment.connection.execute(sa.select(session)).one()._mapping)
    with aside(store) as connection:
        for n, guess in enumerate((sha256(forged.encode()).digest(), forged.encode()[:32])):
            connection.execute(
                session.insert().values(**row | {"id": bytes([n]) * 16, "token_hash": guess})
            )
    assert sessions.find(store, forged) is None
    assert sessions.find(store, token)


def test_a_session_begins_for_members_only(bank: relata.Databank, store: Store) -> None:
    """Nobody is seated whose account is closed."""
    omar = id_of(bank, "Omar")
    bank.team.change("Omar", active=False)
    with pytest.raises(Deactivated):
        sessions.begin(store, omar)


def test_a_session_ends_when_nobody_uses_it(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Two hours without a sign of life are its end, and nothing revives it."""
    token, _ = sessions.begin(store, id_of(bank, "Omar"))
    clock.go(RULES.idle - 1)
    assert here(store, token).locked
    clock.go(1)
    assert sessions.find(store, token) is None
    for shown in ("passphrase", "second factor"):
        with pytest.raises(SessionOver):
            sessions.rise(store, token, shown)
    assert sessions.find(store, token) is None
    assert sessions.list_sessions(store, id_of(bank, "Omar")) == []


def test_a_session_ends_after_a_long_day_however_busy(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Fourteen hours after it began it is over, and a new token does not make it last longer."""
    token, begun = sessions.begin(store, id_of(bank, "Omar"))
    for _ in range(int(RULES.longest // 300) - 1):
        clock.go(300)
        assert not here(store, token).locked
    token, risen = sessions.rise(store, token, "passphrase")
    assert risen.begun == begun.begun
    clock.go(299)
    assert sessions.find(store, token) is not None
    clock.go(1)
    assert sessions.find(store, token) is None


def test_signs_of_life_outlive_the_process_within_a_minute(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Written down at most once a minute, and read again by a server started anew."""
    token, begun = sessions.begin(store, id_of(bank, "Omar"))

    def written() -> int:
        with store.reading() as moment:
            return int(moment.connection.scalar(sa.select(session.c.seen)) or 0)

    def comes_to(seen: int, *, asked: bool = False) -> bool:
        deadline = time.monotonic() + 10
        while written() != seen and time.monotonic() < deadline:
            if asked:
                sessions.keep_seen(store)
            time.sleep(0.01)
        return written() == seen

    here(store, token)
    clock.go(59)
    here(store, token)
    assert written() == begun.seen
    clock.go(1)
    here(store, token)
    assert comes_to(begun.seen + 60_000)
    clock.go(30)
    here(store, token)
    assert comes_to(begun.seen + 90_000, asked=True)
    with relata.open(bank.folder, keys=store.keys, clock=clock) as again:
        assert here(again._desk.store, token).seen == begun.seen + 90_000


def test_no_request_waits_for_a_long_write(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """While a large import holds the databank, sessions are found, locked and over as ever."""
    token, _ = sessions.begin(store, id_of(bank, "Omar"))
    with store.writing(author=bank.viewer.id, action="test"):
        begun = time.monotonic()
        clock.go(61)
        assert not here(store, token).locked
        clock.go(601)
        assert here(store, token).locked
        clock.go(RULES.idle)
        assert sessions.find(store, token) is None
        assert time.monotonic() - begun < 5


def test_a_session_locks_when_nobody_is_there(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Ten minutes without a sign of life; a live stream is none; the passphrase opens it."""
    token, _ = sessions.begin(store, id_of(bank, "Omar"))
    for _ in range(10):
        clock.go(60)
        found = sessions.find(store, token, active=False)
        assert found is not None
        assert not found.locked
    clock.go(1)
    assert here(store, token).locked
    assert here(store, token).locked, "looking does not open it"
    fresh, risen = sessions.rise(store, token, "passphrase")
    assert not risen.locked
    assert sessions.find(store, token) is None
    assert not here(store, fresh).locked


def test_a_locked_session_is_not_opened_by_a_second_factor(
    bank: relata.Databank, store: Store
) -> None:
    """Six digits are no passphrase."""
    token, _ = sessions.begin(store, id_of(bank, "Omar"))
    sessions.lock(store, token)
    assert here(store, token).locked
    fresh, risen = sessions.rise(store, token, "second factor")
    assert risen.locked
    assert risen.rose
    assert here(store, fresh).locked


def test_each_step_up_kills_the_old_token(bank: relata.Databank, store: Store) -> None:
    """A token that was seen before the second factor opens nothing after it."""
    token, begun = sessions.begin(store, id_of(bank, "Omar"))
    assert sessions.find(store, token)
    fresh, risen = sessions.rise(store, token, "second factor")
    assert fresh != token
    assert risen.id == begun.id
    assert risen.rose
    assert sessions.find(store, token) is None
    with pytest.raises(SessionOver):
        sessions.rise(store, token, "second factor")


def test_an_ended_session_is_over_at_once(bank: relata.Databank, store: Store) -> None:
    """One, those of one person, and all but the one at which one sits."""
    omar, ines = id_of(bank, "Omar"), id_of(bank, "Ines")
    tokens = [sessions.begin(store, omar, agent=f"Firefox {n}")[0] for n in range(4)]
    other, _ = sessions.begin(store, ines)
    assert len(sessions.list_sessions(store, omar)) == 4
    sessions.end(store, tokens[0])
    assert sessions.find(store, tokens[0]) is None
    sessions.end_one(store, ines, here(store, tokens[1]).id)
    assert sessions.find(store, tokens[1]), "another person's session is not theirs to end"
    sessions.end_one(store, omar, here(store, tokens[1]).id)
    assert sessions.find(store, tokens[1]) is None
    sessions.end_all(store, omar, but=here(store, tokens[2]).id)
    assert sessions.find(store, tokens[3]) is None
    assert [s.agent for s in sessions.list_sessions(store, omar)] == ["Firefox 2"]
    assert sessions.find(store, other)


def test_a_session_follows_its_owners_name_and_role(bank: relata.Databank, store: Store) -> None:
    """A new name shows at once; a new role locks until the passphrase is given again."""
    token, _ = sessions.begin(store, id_of(bank, "Omar"))
    token, _ = sessions.rise(store, token, "second factor")
    bank.team.change("Omar", new_name="Aya")
    assert here(store, token).viewer.name == "Aya"
    assert not here(store, token).locked
    bank.team.change("Aya", role="reader")
    assert here(store, token).viewer.role == "reader"
    assert here(store, token).locked
    fresh, risen = sessions.rise(store, token, "passphrase")
    assert not risen.locked
    assert not risen.rose, "a second factor counts for the role it was shown in"
    bank.undo()
    assert here(store, fresh).viewer.role == "coder"
    assert here(store, fresh).locked
    assert bank.seated_as(id_of(bank, "Aya")).viewer.role == "coder"


def test_whoever_is_deactivated_is_out_at_once(bank: relata.Databank, store: Store) -> None:
    """Sessions end, and activating the account does not bring them back."""
    omar = id_of(bank, "Omar")
    token, _ = sessions.begin(store, omar)
    assert bank.seated_as(omar).viewer.name == "Omar"
    bank.team.change("Omar", active=False)
    assert sessions.find(store, token) is None
    with pytest.raises(Deactivated):
        bank.seated_as(omar)
    bank.team.change("Omar", active=True)
    assert sessions.find(store, token) is None
    assert bank.seated_as(omar).viewer.name == "Omar"


def test_what_another_process_changes_shows_within_two_seconds(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """A role changed from the command line, a session ended elsewhere."""
    omar = id_of(bank, "Omar")
    first, _ = sessions.begin(store, omar)
    second, _ = sessions.begin(store, omar)
    assert not here(store, first).locked
    assert here(store, second)
    assert bank.seated_as(omar).viewer.role == "coder"
    with relata.open(bank.folder, keys=store.keys, clock=clock) as elsewhere:
        elsewhere.team.change("Omar", role="reader")
        sessions.end(elsewhere._desk.store, second)
    clock.go(2)
    assert here(store, first).locked
    assert sessions.find(store, second) is None
    assert bank.seated_as(omar).viewer.role == "reader"


def test_a_person_is_seated_by_id_or_number(bank: relata.Databank) -> None:
    """As by name, and nobody by what names nobody."""
    user = next(u for u in bank.team.list() if u.name == "Omar")
    by_name = bank.seated("Omar").viewer
    assert bank.seated_as(bytes.fromhex(user.id)).viewer == by_name
    assert bank.seated_as(user.number).viewer == by_name
    for nobody in (b"\x09" * 16, 999):
        with pytest.raises(relata.RelataError, match="nobody"):
            bank.seated_as(nobody)


def test_an_entry_ticket_lets_in_once_and_not_for_long(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """Whoever opened the databank with the passphrase comes in without giving it again."""
    ticket = sessions.entry_ticket(store, bank.viewer.id)
    token, begun = sessions.enter(store, ticket, agent="Chromium on Linux")
    assert begun.viewer.name == "Lena"
    assert begun.how == "entry ticket"
    assert here(store, token)
    late = sessions.entry_ticket(store, bank.viewer.id)
    clock.go(600)
    for spent in (ticket, late, "", "A" * 43):
        with pytest.raises(TicketSpent):
            sessions.enter(store, spent)
    told = [(s.name, s.how, s.outcome) for s in bank.team.sign_ins()]
    assert told == [("Lena", "entry ticket", "in")]


def test_sessions_do_not_come_back_from_a_backup(
    bank: relata.Databank, store: Store, tmp_path: object, clock: Clock
) -> None:
    """A backup holds what was told, and no way in beside the key slots."""
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    token, _ = sessions.begin(store, bank.viewer.id)
    bank.team.prefer(theme="dark")
    bank.backup(tmp_path / "b.relata")
    relata.restore(tmp_path / "b.relata", tmp_path / "again", PASSPHRASE)
    with relata.open(tmp_path / "again", passphrase=PASSPHRASE, clock=clock) as again:
        assert sessions.find(again._desk.store, token) is None
        assert again.team.preferences().theme == "system"
        assert again.verify().sound
    assert bank.verify().sound


def test_a_request_is_seated_in_microseconds(bank: relata.Databank, store: Store) -> None:
    """Finding a session and seating its owner asks the database nothing while it is fresh."""
    token, _ = sessions.begin(store, id_of(bank, "Omar"))
    bank.seated_as(here(store, token).user)
    asked = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    best = min(_timed(bank, store, token) for _ in range(5))
    assert asked == []
    assert best < 0.001, "generous: a loaded machine takes a hundred times longer than needed"


def _timed(bank: relata.Databank, store: Store, token: str) -> float:
    begun = time.perf_counter()
    for _ in range(100):
        found = sessions.find(store, token)
        assert found is not None
        bank.seated_as(found.user)
    return (time.perf_counter() - begun) / 100
