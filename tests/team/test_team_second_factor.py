"""Second factors: a stolen passphrase alone lets nobody in."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from support.banks import MakeBank
from support.clock import Clock

import relata
from relata.store import Store
from relata.store.keys import Cost
from relata.team import Viewer, second_factor, sessions
from relata.team.codes import STEP
from relata.team.rules import NoSuchRule
from relata.team.second_factor import (
    NoSecondFactor,
    SecondFactorRequired,
    WrongCode,
)
from relata.team.signing_in import sign_in
from relata.team.tables import recovery_code
from relata.team.tables import second_factor as second_factor_table
from relata.team.throttle import TooManyAttempts

QUICK = Cost(1024, 1, 1)
LENAS = "correct horse battery"
OMARS = "another horse entirely"


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


@pytest.fixture
def lena(bank: relata.Databank) -> Viewer:
    return bank.viewer


class Device:
    """An authenticator made from RFC 4226 and RFC 6238, not from the program's library."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self.secret, self.clock = base64.b32decode(secret), clock

    def code(self, ahead: int = 0) -> str:
        import hashlib
        import hmac
        import struct

        step = int(self.clock.now // 30) + ahead
        digest = hmac.new(self.secret, struct.pack(">Q", step), hashlib.sha1).digest()
        at = digest[-1] & 15
        number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
        return f"{number % 10**6:06d}"

    def wrong(self) -> str:
        """Six digits that belong to no step near."""
        near = {self.code(n) for n in range(-2, 3)}
        return next(f"{n:06d}" for n in range(10) if f"{n:06d}" not in near)


def paired(
    bank: relata.Databank, clock: Clock, name: str = "Lena"
) -> tuple[Device, tuple[str, ...]]:
    """A device of that person's, confirmed a step ago, and the recovery codes."""
    seat = bank.seated(name)
    device = Device(seat.team.set_up_second_factor().secret, clock)
    codes = seat.team.confirm_second_factor(device.code())
    clock.go(2 * STEP)
    return device, codes


def test_the_device_of_the_standard_is_taken(
    bank: relata.Databank, store: Store, clock: Clock, lena: Viewer
) -> None:
    """Set up by the address or the secret, confirmed by a code, then asked for at each door."""
    made = bank.team.set_up_second_factor(label="Relata departures")
    parts = urlsplit(made.address)
    asked = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert asked["secret"] == [made.secret]
    assert asked["issuer"] == ["Relata departures"]
    assert not bank.team.second_factor().on, "not before it is confirmed"
    device = Device(made.secret, clock)
    with pytest.raises(WrongCode):
        bank.team.confirm_second_factor(device.wrong())
    codes = bank.team.confirm_second_factor(device.code())
    assert len(set(codes)) == 10
    told = bank.team.second_factor()
    assert (told.on, told.codes_left, told.since) == (True, 10, int(clock.now * 1000))
    clock.go(STEP)
    token, begun = sign_in(store, "Lena", LENAS)
    assert begun.needs == "code"
    second_factor.check(store, lena.id, device.code())
    token, risen = sessions.rise(store, token, "second factor")
    assert risen.needs == ""
    assert bank.seated("Omar").team.second_factor().on is False
    assert [a.second_factor for a in bank.team.accounts()] == [True, False]


def test_the_picture_is_a_square_for_cameras(bank: relata.Databank) -> None:
    """A drawing without scripts, styles or addresses of others."""
    picture = bank.team.set_up_second_factor().picture
    root = ElementTree.fromstring(picture)
    assert root.get("width") == root.get("height")
    assert {e.tag.rsplit("}", 1)[-1] for e in root.iter()} <= {"svg", "g", "path"}
    assert "style" not in picture
    assert "href" not in picture


def test_each_code_is_taken_once_and_soon(
    bank: relata.Databank, store: Store, clock: Clock, lena: Viewer
) -> None:
    """One step early or late, never twice, and none from before the last."""
    device, _ = paired(bank, clock)
    ahead = device.code(1)
    second_factor.check(store, lena.id, f" {ahead[:3]} {ahead[3:]} ")
    for spent in (ahead, device.code(0), device.code(-1)):
        with pytest.raises(WrongCode):
            second_factor.check(store, lena.id, spent)
    clock.go(3600)
    for far in (device.code(-2), device.code(2)):
        with pytest.raises(WrongCode):
            second_factor.check(store, lena.id, far)
    clock.go(60)
    second_factor.check(store, lena.id, device.code(-1))
    second_factor.check(store, lena.id, device.code())


def test_one_code_shown_by_many_at_once_lets_one_in(
    bank: relata.Databank, store: Store, clock: Clock, lena: Viewer
) -> None:
    """Whoever looks over a shoulder comes too late, or its owner notices."""
    device, codes = paired(bank, clock)
    for code in (device.code(), codes[0]):
        ready = Barrier(3)

        def show(_: int, code: str = code, ready: Barrier = ready) -> bool:
            ready.wait()
            try:
                second_factor.check(store, lena.id, code)
            except WrongCode:
                return False
            return True

        with ThreadPoolExecutor(3) as threads:
            assert sum(threads.map(show, range(3))) == 1
        clock.go(3600)


def test_arabic_digits_are_digits(
    bank: relata.Databank, store: Store, clock: Clock, lena: Viewer
) -> None:
    """A keyboard that writes ٠١٢ shows the same code."""
    device, _ = paired(bank, clock)
    eastern = device.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    second_factor.check(store, lena.id, eastern)


def test_a_recovery_code_stands_in_for_a_lost_device(
    bank: relata.Databank, store: Store, clock: Clock, lena: Viewer
) -> None:
    """However it is typed, once, and only by its owner."""
    _, codes = paired(bank, clock)
    paired(bank, clock, "Omar")
    second_factor.check(store, lena.id, codes[0].lower().replace("-", " "))
    assert bank.team.second_factor().codes_left == 9
    with pytest.raises(WrongCode):
        second_factor.check(store, lena.id, codes[0])
    with pytest.raises(WrongCode):
        second_factor.check(store, bank.seated("Omar").viewer.id, codes[1])
    second_factor.check(store, lena.id, codes[1])
    assert [(s.how, s.outcome) for s in bank.team.sign_ins()[:2]] == [
        ("recovery code", "in"),
        ("recovery code", "refused"),
    ]


def test_guessing_codes_gets_slower(
    bank: relata.Databank, store: Store, clock: Clock, lena: Viewer
) -> None:
    """The right code waits its delay too, and then is a new one."""
    device, codes = paired(bank, clock)
    for guess in (device.wrong(), "", "AAAA-BBBB-CCCC"):
        with pytest.raises(WrongCode):
            second_factor.check(store, lena.id, guess)
    for right in (device.code(), codes[0]):
        with pytest.raises(TooManyAttempts):
            second_factor.check(store, lena.id, right)
    clock.go(1)
    second_factor.check(store, lena.id, device.code())


def test_secrets_and_codes_lie_sealed(bank: relata.Databank, store: Store, clock: Clock) -> None:
    """Whoever reads the tables can make no code."""
    device, codes = paired(bank, clock)
    with store.reading() as moment:
        rows = [*moment.connection.execute(sa.select(second_factor_table)).one()]
        kept = moment.connection.execute(sa.select(recovery_code)).all()
    assert device.secret not in b"|".join(bytes(c) for c in rows if isinstance(c, bytes))
    assert not any(code in repr(kept) for code in codes)


def test_another_device_needs_a_code_of_the_first(
    bank: relata.Databank, store: Store, clock: Clock, lena: Viewer
) -> None:
    """Until the new one is confirmed the old one holds."""
    first, codes = paired(bank, clock)
    for bad in (None, "000000", first.wrong()):
        with pytest.raises(WrongCode):
            bank.team.set_up_second_factor(code=bad)
    clock.go(60)
    second = Device(bank.team.set_up_second_factor(code=first.code()).secret, clock)
    clock.go(60)
    second_factor.check(store, lena.id, first.code())
    assert bank.team.confirm_second_factor(second.code())
    clock.go(60)
    for old in (first.code(), codes[0]):
        with pytest.raises(WrongCode):
            second_factor.check(store, lena.id, old)
    second_factor.check(store, lena.id, second.code())


def test_a_rule_makes_leads_set_one_up(
    bank: relata.Databank, store: Store, clock: Clock, lena: Viewer
) -> None:
    """Before anything is seen; coders are asked for it only if they have one."""
    before, _ = sign_in(store, "Lena", LENAS)
    assert bank.team.second_factor_rule() == "off"
    bank.team.require_second_factor("leads")
    assert bank.history()[0].action == "team.rule"
    bank.team.require_second_factor("leads")
    assert len([e for e in bank.history() if e.action == "team.rule"]) == 1
    held = sessions.find(store, before)
    assert held is not None
    assert held.needs == "set up", "sessions that stand are asked as well"
    assert bank.team.second_factor().required
    assert sign_in(store, "Omar", OMARS)[1].needs == ""
    ticket = sessions.entry_ticket(store, lena.id)
    assert sessions.enter(store, ticket)[1].needs == "", "on one's own machine it is offered"
    device, _ = paired(bank, clock)
    assert sign_in(store, "Lena", LENAS)[1].needs == "code"
    with pytest.raises(SecondFactorRequired):
        bank.team.turn_off_second_factor(device.code())
    bank.team.require_second_factor("off")
    bank.team.turn_off_second_factor(device.code())
    assert sign_in(store, "Lena", LENAS)[1].needs == ""
    with pytest.raises(NoSuchRule):
        bank.team.require_second_factor("everybody")


def test_a_lost_device_is_reset_by_a_guardian(
    bank: relata.Databank, store: Store, clock: Clock
) -> None:
    """The history keeps it, sessions end, the next signing in goes without."""
    device, codes = paired(bank, clock, "Omar")
    token, _ = sign_in(store, "Omar", OMARS)
    bank.team.reset_second_factor("Omar")
    assert bank.history()[0].action == "team.reset_second_factor"
    assert sessions.find(store, token) is None
    assert sign_in(store, "Omar", OMARS)[1].needs == ""
    omar = bank.seated("Omar").viewer
    for old in (device.code(), codes[0]):
        with pytest.raises(NoSecondFactor):
            second_factor.check(store, omar.id, old)


def test_whoever_has_none_cannot_confirm_or_turn_off(bank: relata.Databank) -> None:
    """Refused in words, and it counts as no wrong attempt."""
    for _ in range(6):
        with pytest.raises(NoSecondFactor):
            bank.team.confirm_second_factor("123456")
        with pytest.raises(NoSecondFactor):
            bank.team.turn_off_second_factor("123456")


def test_a_rule_outlives_a_backup_and_factors_do_not(
    bank: relata.Databank, clock: Clock, tmp_path: object
) -> None:
    """A restored databank asks its leads to set a factor up; it never goes without the rule."""
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    bank.team.require_second_factor("leads")
    paired(bank, clock)
    bank.backup(tmp_path / "b.relata")
    relata.restore(tmp_path / "b.relata", tmp_path / "again", LENAS, user="Lena")
    with relata.open(tmp_path / "again", passphrase=LENAS, user="Lena", clock=clock) as again:
        assert again.team.second_factor_rule() == "leads"
        assert sign_in(again._desk.store, "Lena", LENAS)[1].needs == "set up"
