"""Sessions: who has come in, at which browser, for how long.

A session is known by a token of 32 random bytes, of which only the hash is kept. Whoever
shows the token is its owner, with the role the owner has at this moment; so each step
up (a passphrase given again, a second factor) gives a new token and kills the old one.
A session ends by itself when nobody used it for a while, and in any case after a long
day. When the owner's role changes it locks, until the passphrase is given again; when
the account is deactivated it is over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store, new_id, standing
from relata.team.aside import aside, hash_of, milliseconds, new_token
from relata.team.recent import forget, recent
from relata.team.session import How, Session, sessions_where
from relata.team.sign_ins import record
from relata.team.signs_of_life import keep_seen, signs_of
from relata.team.tables import profile, session, user
from relata.team.users import viewer_for

Shown = Literal["passphrase", "second factor"]
_TICKET_LIFE = 600.0
_KEPT_AFTER_END = 30 * 86_400_000

__all__ = [
    "RULES",
    "How",
    "Rules",
    "Session",
    "SessionOver",
    "TicketSpent",
    "alive",
    "begin",
    "end",
    "end_all",
    "end_one",
    "enter",
    "entry_ticket",
    "find",
    "keep_seen",
    "list_sessions",
    "lock",
    "rise",
]


class SessionOver(RelataError):
    """The session ended, or was given another token."""

    remedy = "Sign in again."


class TicketSpent(RelataError):
    """A one-time entry was used before, or waited too long."""

    remedy = "Sign in with your name and passphrase, or start `relata serve` anew."


@dataclass(frozen=True)
class Rules:
    """How long sessions last, in seconds."""

    idle: float = 2 * 3600
    """Without a sign of life it ends."""
    longest: float = 14 * 3600
    """From its beginning; nothing makes it last longer."""
    lock_after: float = 600
    """Without a sign of life it locks."""
    seen_every: float = 60
    """How often signs of life are written down, for all sessions at once."""


RULES = Rules()


_tickets: WeakKeyDictionary[Store, dict[bytes, tuple[bytes, float]]] = WeakKeyDictionary()


# -- coming in ----------------------------------------------------------------


def begin(
    store: Store,
    owner: bytes,
    *,
    agent: str = "",
    how: How = "passphrase",
    now: float | None = None,
) -> tuple[str, Session]:
    """Begin a session for somebody who has shown who they are; returns token and session.

    `agent` is a few words such as "Firefox on Linux". Raises Deactivated, NoSuchUser.
    """
    at = milliseconds(store, now)
    viewer = viewer_for(store, owner)
    token, id = new_token(), new_id()
    with aside(store) as connection:
        connection.execute(session.delete().where(session.c.begun < at - _KEPT_AFTER_END))
        connection.execute(
            session.insert().values(
                id=id,
                token_hash=hash_of(store, token),
                user=owner,
                role=viewer.role,
                how=how,
                agent=agent[:60],
                begun=at,
                seen=at,
                rose=False,
                locked=False,
            )
        )
    begun = find(store, token, now)
    if begun is None:
        raise SessionOver("The session ended as it began.")
    return token, begun


def entry_ticket(store: Store, owner: bytes, now: float | None = None) -> str:
    """A one-time entry for whoever has just opened the databank with the passphrase.

    Good for ten minutes, once, in this process alone: it is written down nowhere.
    """
    moment = store.clock() if now is None else now
    tickets = _tickets.setdefault(store, {})
    for old in [t for t, (_, until) in tickets.items() if until <= moment]:
        tickets.pop(old, None)
    ticket = new_token()
    tickets[hash_of(store, ticket) or b""] = (owner, moment + _TICKET_LIFE)
    return ticket


def enter(
    store: Store, ticket: str, *, agent: str = "", now: float | None = None
) -> tuple[str, Session]:
    """Come in by an entry ticket. Raises TicketSpent."""
    moment = store.clock() if now is None else now
    owner, until = _tickets.get(store, {}).pop(hash_of(store, ticket) or b"", (b"", 0.0))
    if not moment < until:
        raise TicketSpent("This entry was used before, or is too old.")
    begun = begin(store, owner, agent=agent, how="entry ticket", now=now)
    record(store, owner, "entry ticket", "in", now=now)
    return begun


# -- at each request ----------------------------------------------------------


def find(
    store: Store,
    token: str,
    now: float | None = None,
    *,
    active: bool = True,
    rules: Rules = RULES,
) -> Session | None:
    """The session of a token; None when there is none, or it is over.

    Not `active` (a live stream, a poll) is no sign of life. Signs of life are written
    down for all sessions together, at most once in `rules.seen_every` seconds, and no
    request waits for it.
    """
    name = hash_of(store, token)
    if name is None:
        return None
    moment = store.clock() if now is None else now
    found: Session | None = recent(store, "sessions").get(name, moment, lambda: _read(store, name))
    if found is None:
        return None
    at, signs = int(moment * 1000), signs_of(store, moment)
    seen = max(found.seen, signs.seen.get(name, 0))
    if at >= found.begun + rules.longest * 1000 or at >= seen + rules.idle * 1000:
        return None
    if found.locked:
        return found
    if at - seen > rules.lock_after * 1000:
        # Nothing is written for it: what is locked gives no sign of life, and stays so.
        return replace(found, locked=True)
    if active:
        signs.give(name, moment, every=rules.seen_every)
    return found


# -- stepping up, locking, ending ---------------------------------------------


def rise(
    store: Store,
    token: str,
    shown: Shown,
    *,
    now: float | None = None,
    rules: Rules = RULES,
) -> tuple[str, Session]:
    """Give a session a new token, after its owner has shown more; the old one is dead.

    A passphrase unlocks it and takes over the owner's present role; if that was changed,
    a second factor passed before counts no more. Raises SessionOver.
    """
    if find(store, token, now, active=False, rules=rules) is None:
        raise SessionOver("This session is over.")
    fresh, name = new_token(), hash_of(store, token)
    mine = sa.and_(session.c.token_hash == name, session.c.ended.is_(None))
    with aside(store) as connection:
        row = connection.execute(
            sa.select(session.c.role, profile.c.role.label("present"))
            .join(user, user.c.id == session.c.user)
            .join(profile, profile.c.user == user.c.no)
            .where(mine, profile.c.active, standing(user, None), standing(profile, None))
        ).first()
        if row is None:
            raise SessionOver("This session is over.")
        told: dict[str, Any] = {
            "token_hash": hash_of(store, fresh),
            "seen": milliseconds(store, now),
        }
        if shown == "second factor":
            told["rose"] = True
        else:
            told |= {"locked": False, "role": row.present}
            if row.role != row.present:
                told["rose"] = False
        if connection.execute(session.update().where(mine).values(**told)).rowcount != 1:
            raise SessionOver("This session is over.")
    forget(store)
    risen = find(store, fresh, now, rules=rules)
    if risen is None:
        raise SessionOver("This session is over.")
    return fresh, risen


def lock(store: Store, token: str) -> None:
    """Hide everything until the owner's passphrase is given again."""
    with aside(store) as connection:
        connection.execute(
            session.update()
            .where(session.c.token_hash == hash_of(store, token))
            .values(locked=True)
        )
    forget(store)


def end(store: Store, token: str, *, now: float | None = None) -> None:
    """End the session of a token; nothing happens when it is over already."""
    _end(store, session.c.token_hash == hash_of(store, token), now)


def end_one(store: Store, owner: bytes, id: str, *, now: float | None = None) -> None:
    """End one of somebody's sessions by the id it is listed under."""
    _end(store, sa.and_(session.c.user == owner, session.c.id == _bytes(id)), now)


def end_all(
    store: Store, owner: bytes, *, but: str | None = None, now: float | None = None
) -> None:
    """End all of somebody's sessions, save one if `but` names it by id."""
    kept = session.c.id != _bytes(but) if but else sa.true()
    _end(store, sa.and_(session.c.user == owner, kept), now)


def list_sessions(
    store: Store, owner: bytes, now: float | None = None, *, rules: Rules = RULES
) -> list[Session]:
    """Somebody's sessions that are not over, the latest used first."""
    mine = sa.and_(session.c.user == owner, alive(store, now, rules=rules))
    return sorted(sessions_where(store, mine), key=lambda s: (-s.seen, s.id))


def alive(
    store: Store, now: float | None = None, *, rules: Rules = RULES
) -> sa.ColumnElement[bool]:
    """The condition under which a session is not over."""
    at = milliseconds(store, now)
    return sa.and_(
        session.c.ended.is_(None),
        session.c.begun > at - int(rules.longest * 1000),
        session.c.seen > at - int(rules.idle * 1000),
    )


# -- parts ---------------------------------------------------------------------


def _read(store: Store, name: bytes) -> Session | None:
    found = sessions_where(store, session.c.token_hash == name)
    return found[0] if found else None


def _end(store: Store, which: sa.ColumnElement[bool], now: float | None) -> None:
    with aside(store) as connection:
        connection.execute(
            session.update()
            .where(which, session.c.ended.is_(None))
            .values(ended=milliseconds(store, now))
        )
    forget(store)


def _bytes(id: str) -> bytes:
    try:
        return bytes.fromhex(id)
    except ValueError:
        return b""
