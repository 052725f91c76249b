"""Signing in: a name, a passphrase, and a key slot that they open together.

The server holds the archive key already, so a slot opens nothing new to it: opening it
is the proof of who asks. A name nobody has is answered as a wrong passphrase is, with
the same words and after the same work.
"""

from __future__ import annotations

import hmac

from relata.errors import RelataError
from relata.store import Store
from relata.store import keys as keyring
from relata.store.keys import DamagedSlot, Keys, WrongPassphrase
from relata.team import sessions, throttle
from relata.team.derivation import TooBusy, one_at_a_time
from relata.team.desk import Deactivated
from relata.team.sessions import How, Session, SessionOver
from relata.team.sign_ins import Outcome, record
from relata.team.users import NoSuchUser, find_user, id_of_user

_LONGEST = 4096
"""Characters beyond which nothing is a name or a passphrase that somebody typed."""


class NotSignedIn(RelataError):
    """The name and the passphrase do not go together; which is wrong is not said."""

    remedy = "Check both, and the keyboard layout; a lead can invite you anew."

    def __init__(self) -> None:
        super().__init__("This name and this passphrase do not go together.")


def sign_in(
    store: Store,
    name: str,
    passphrase: str,
    *,
    address: str = "",
    agent: str = "",
    now: float | None = None,
) -> tuple[str, Session]:
    """Sign a person in by name and passphrase (or recovery key); returns token and session.

    `address` is where the request comes from. Whether a second factor is still needed is
    told by the session (`needs`).

    Raises
    ------
    NotSignedIn
        The name, or the passphrase, is wrong.
    TooManyAttempts, TooBusy
        Not tried at all; `wait` says how many seconds to wait.
    Deactivated
        All is right, and the account is closed.
    """
    how: How = "recovery key" if keyring.is_recovery_key(passphrase) else "passphrase"
    keys = prove(store, name, passphrase, address=address, how=how, now=now)
    try:
        begun = sessions.begin(store, keys.user, agent=agent, how=how, now=now)
    except Deactivated:
        record(store, keys.user, how, "deactivated", address=address, now=now)
        raise
    except NoSuchUser:
        raise NotSignedIn from None
    record(store, keys.user, how, "in", address=address, now=now)
    return begun


def unlock_session(
    store: Store, token: str, passphrase: str, *, address: str = "", now: float | None = None
) -> tuple[str, Session]:
    """Open a locked session with its owner's passphrase; returns its new token."""
    held = sessions.find(store, token, now, active=False)
    if held is None:
        raise SessionOver("This session is over.")
    keys = prove(store, held.viewer.name, passphrase, address=address, how="unlocking", now=now)
    if keys.user != held.user:
        raise NotSignedIn
    return sessions.rise(store, token, "passphrase", now=now)


def prove(
    store: Store,
    name: str,
    passphrase: str,
    *,
    address: str = "",
    how: str = "passphrase",
    now: float | None = None,
) -> Keys:
    """Make sure that a name and a passphrase go together, at the pace of the throttle."""
    if max(len(name), len(passphrase)) > _LONGEST:
        raise NotSignedIn
    made = throttle.enter(store, name, address=address, now=now)
    outcome: Outcome = "refused"
    try:
        with one_at_a_time():
            keys = keyring.unlock_evenly(store.layout.keys, passphrase, user=name)
        # A slot that somebody laid into the folder wraps some key, but not ours.
        if hmac.compare_digest(keys.archive, store.keys.archive):
            throttle.succeed(store, made, now=now)
            return keys
    except TooBusy:
        throttle.take_back(store, made)
        raise
    except (WrongPassphrase, UnicodeEncodeError):
        pass
    except DamagedSlot:
        outcome = "damaged slot"
    record(store, _member(store, name), how, outcome, address=address, now=now)
    raise NotSignedIn


def _member(store: Store, name: str) -> bytes | None:
    with store.reading() as moment:
        try:
            return id_of_user(moment.connection, find_user(moment.connection, name).user)
        except NoSuchUser:
            return None
