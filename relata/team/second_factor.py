"""A second factor: six digits from a device, that a stolen passphrase does not give.

Time-based one-time passwords (RFC 6238, SHA-1, 30 s, six digits), as every authenticator
app makes them. The secret is sealed under a key derived from the archive key. A code is
taken one step early or late, because clocks drift, and each only once. Ten recovery
codes stand in for a lost device, each once. Wrong codes are slowed down as wrong
passphrases are.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store
from relata.team import sessions, throttle
from relata.team.aside import aside, milliseconds
from relata.team.codes import address_for, digits_of, drawn, hash_of_code, new_code, step_of
from relata.team.desk import Desk, Viewer
from relata.team.recent import forget
from relata.team.rules import needs_of, rule_now
from relata.team.sign_ins import record
from relata.team.tables import account_act, recovery_code, second_factor
from relata.team.users import find_user, id_of_user

CODES = 10
"""How many recovery codes there are."""

_SECRET_BYTES = 20


class WrongCode(RelataError):
    """The code is wrong, too old, or was used before."""

    remedy = "Wait for the next code, or use a recovery code."

    def __init__(self) -> None:
        super().__init__("This code is not taken.")


class NoSecondFactor(RelataError):
    """A code was given by somebody who has not set up a second factor."""

    remedy = "Set one up first."


class SecondFactorRequired(RelataError):
    """A second factor cannot be turned off where the team's rule asks for it."""

    remedy = "A guardian can change the rule."


@dataclass(frozen=True)
class SecondFactor:
    """Whether somebody has a second factor.

    `since` is in milliseconds since 1970, None when there is none; `codes_left` counts
    the recovery codes that were not used; `required` says whether the rule asks for it.
    """

    on: bool
    since: int | None
    codes_left: int
    required: bool


@dataclass(frozen=True, repr=False)
class Setup:
    """What a device needs: the address, drawn as an SVG picture, and the secret to type."""

    address: str
    picture: str
    secret: str


def state(store: Store, viewer: Viewer) -> SecondFactor:
    """Whether somebody has a second factor, and needs one."""
    with store.reading() as moment:
        connection = moment.connection
        row = connection.execute(
            sa.select(second_factor.c.secret, second_factor.c.since).where(
                second_factor.c.user == viewer.id
            )
        ).first()
        left = connection.scalar(
            sa.select(sa.func.count())
            .select_from(recovery_code)
            .where(recovery_code.c.user == viewer.id, recovery_code.c.used.is_(None))
        )
        on = row is not None and row.secret is not None
        required = needs_of(viewer.role, rule=rule_now(connection), has_factor=False) != ""
        return SecondFactor(on, row.since if row and on else None, int(left or 0), required)


def set_up(
    store: Store,
    viewer: Viewer,
    *,
    code: str | None = None,
    label: str = "Relata",
    now: float | None = None,
) -> Setup:
    """Make a new secret; it holds once a code made with it is confirmed (`confirm`).

    Whoever has a second factor already must give a code of it. `label` is what the
    device shows beside the name.
    """
    if state(store, viewer).on:
        check(store, viewer.id, code or "", now=now)
    secret = os.urandom(_SECRET_BYTES)
    sealed = _sealed(store, viewer.id, secret)
    with aside(store, alone=second_factor) as connection:
        changed = connection.execute(
            second_factor.update().where(second_factor.c.user == viewer.id).values(pending=sealed)
        )
        if not changed.rowcount:
            connection.execute(
                second_factor.insert().values(user=viewer.id, pending=sealed, last_step=0)
            )
    address = address_for(secret, viewer.name, label)
    return Setup(address, drawn(address), base64.b32encode(secret).decode("ascii"))


def confirm(
    store: Store, viewer: Viewer, code: str, *, now: float | None = None
) -> tuple[str, ...]:
    """Take the new secret into use, by a code made with it; returns ten recovery codes.

    They are shown once; earlier ones open nothing any more. Raises WrongCode.
    """
    made = _attempt(store, viewer.id, "", now)
    with store.reading() as moment:
        row = _row(moment.connection, viewer.id)
    if row is None or row.pending is None:
        throttle.take_back(store, made)
        raise NoSecondFactor("No second factor waits to be confirmed.")
    step = step_of(_opened(store, viewer.id, row.pending), code, _moment(store, now))
    if step is None:
        raise WrongCode
    codes = tuple(new_code() for _ in range(CODES))
    at = milliseconds(store, now)
    with aside(store, alone=second_factor) as connection:
        connection.execute(
            second_factor.update()
            .where(second_factor.c.user == viewer.id)
            .values(secret=row.pending, pending=None, last_step=step, since=at)
        )
        connection.execute(recovery_code.delete().where(recovery_code.c.user == viewer.id))
        connection.execute(
            recovery_code.insert(),
            [{"hash": hash_of_code(store, viewer.id, c), "user": viewer.id} for c in codes],
        )
    throttle.succeed(store, made, now=now)
    forget(store)
    return codes


def check(
    store: Store, owner: bytes, code: str, *, address: str = "", now: float | None = None
) -> None:
    """Take a code of somebody's device, or a recovery code; each is taken once.

    The session is then given a new token by `sessions.rise`.

    Raises
    ------
    WrongCode, NoSecondFactor, TooManyAttempts
    """
    made = _attempt(store, owner, address, now)
    with store.reading() as moment:
        row = _row(moment.connection, owner)
    if row is None or row.secret is None:
        throttle.take_back(store, made)
        raise NoSecondFactor("There is no second factor to check.")
    how = "second factor" if digits_of(code) else "recovery code"
    if digits_of(code):
        taken = _take_step(store, owner, _opened(store, owner, row.secret), code, now)
    else:
        taken = _take_recovery_code(store, owner, code, now)
    record(store, owner, how, "in" if taken else "refused", address=address, now=now)
    if not taken:
        raise WrongCode
    throttle.succeed(store, made, now=now)


def turn_off(store: Store, viewer: Viewer, code: str, *, now: float | None = None) -> None:
    """Do without a second factor, by a last code of it. Raises SecondFactorRequired."""
    if state(store, viewer).required:
        raise SecondFactorRequired("The team's rule asks for a second factor.")
    check(store, viewer.id, code, now=now)
    _remove(store, viewer.id)


def reset(desk: Desk, name: str) -> None:
    """Take somebody's second factor away, whose device is lost; guardians only.

    The person's sessions end. Where the rule asks for a factor, the next signing in
    begins with setting one up. The history keeps that it was done.
    """
    with desk.writing("team.guardians", "team.reset_second_factor") as (writing, _):
        row: Any = find_user(writing.connection, name)
        owner = id_of_user(writing.connection, row.user)
        writing.add_one(account_act, user=row.user, what="second factor reset")
    _remove(desk.store, owner)
    sessions.end_all(desk.store, owner)


# -- codes --------------------------------------------------------------------


def _take_step(store: Store, owner: bytes, secret: bytes, code: str, now: float | None) -> bool:
    step = step_of(secret, code, _moment(store, now))
    if step is None:
        return False
    with aside(store) as connection:
        # Of two who show one code at once, one comes in.
        taken = connection.execute(
            second_factor.update()
            .where(second_factor.c.user == owner, second_factor.c.last_step < step)
            .values(last_step=step)
        )
        return bool(taken.rowcount == 1)


def _take_recovery_code(store: Store, owner: bytes, code: str, now: float | None) -> bool:
    with aside(store) as connection:
        taken = connection.execute(
            recovery_code.update()
            .where(
                recovery_code.c.hash == hash_of_code(store, owner, code),
                recovery_code.c.user == owner,
                recovery_code.c.used.is_(None),
            )
            .values(used=milliseconds(store, now))
        )
        return bool(taken.rowcount == 1)


def _attempt(store: Store, owner: bytes, address: str, now: float | None) -> throttle.Attempt:
    return throttle.enter(store, f"\0second factor {owner.hex()}", address=address, now=now)


# -- keeping ------------------------------------------------------------------


def _row(connection: sa.Connection, owner: bytes) -> sa.Row[Any] | None:
    return connection.execute(sa.select(second_factor).where(second_factor.c.user == owner)).first()


def _remove(store: Store, owner: bytes) -> None:
    with aside(store, alone=second_factor) as connection:
        connection.execute(second_factor.delete().where(second_factor.c.user == owner))
        connection.execute(recovery_code.delete().where(recovery_code.c.user == owner))
    forget(store)


def _sealed(store: Store, owner: bytes, secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return nonce + AESGCM(store.keys.derive("second factors")).encrypt(nonce, secret, owner)


def _opened(store: Store, owner: bytes, sealed: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = AESGCM(store.keys.derive("second factors"))
    return key.decrypt(bytes(sealed[:12]), bytes(sealed[12:]), owner)


def _moment(store: Store, now: float | None) -> float:
    return store.clock() if now is None else now
