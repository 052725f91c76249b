"""The throttle: whoever guesses waits longer and longer, and nobody is locked out for good.

Wrong attempts are counted over an hour, for the account and for the address, in a table,
so that starting the server anew forgives nothing. Each wrong attempt makes the next wait
longer, up to five minutes. A stranger who guesses at somebody's name makes strangers
wait: from an address at which that person has come in before, only the wrong attempts
made there count. An attempt counts as wrong from its beginning until it proves right, so
many at once gain nothing; an attempt refused for coming too early does not count.

Names and addresses are kept as keyed marks alone.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store, new_id
from relata.team.aside import aside, mark_of
from relata.team.tables import attempt

_KNOWN_FOR = 30 * 86_400.0


class TooManyAttempts(RelataError):
    """Several attempts went wrong, and the next must wait; `wait` is in seconds."""

    remedy = "Wait, then try again; a lead can invite whoever forgot a passphrase anew."

    def __init__(self, wait: float) -> None:
        super().__init__(f"Too many attempts: wait {max(1, round(wait))} s.")
        self.wait = wait


@dataclass(frozen=True)
class Pace:
    """How wrong attempts slow down the next: `free` cost nothing, then the wait doubles."""

    free: int
    first: float = 1.0
    longest: float = 300.0
    window: float = 3600.0

    def delay(self, wrong: int) -> float:
        """Seconds from the last of so many wrong attempts to the next."""
        if wrong < self.free:
            return 0.0
        return float(min(self.longest, self.first * 2.0 ** min(wrong - self.free, 30)))


ACCOUNT = Pace(free=3)
ADDRESS = Pace(free=12)
"""A team may sit behind one address."""


@dataclass(frozen=True)
class Attempt:
    """An attempt under way: wrong, until `succeed` says otherwise."""

    ids: tuple[bytes, ...]
    account: bytes
    pair: bytes
    known: bool


def enter(store: Store, account: str, *, address: str = "", now: float | None = None) -> Attempt:
    """Begin an attempt, or refuse it for coming too early. Raises TooManyAttempts.

    `account` is the name that was tried, known or not.
    """
    moment = store.clock() if now is None else now
    place = _network(address)
    mine = mark_of(store, "account", account)
    there = mark_of(store, "address", place)
    pair = mark_of(store, "account at address", account, place)
    with aside(store, alone=attempt) as connection:
        _forget_old(connection, moment)
        known = bool(place) and _came_in(connection, pair, moment)
        wait = _wait(connection, pair if known else mine, ACCOUNT, moment)
        if place:
            wait = max(wait, _wait(connection, there, ADDRESS, moment))
        if wait > 0:
            raise TooManyAttempts(wait)
        marks = [mine, there, pair] if place else [mine]
        rows = [
            {"id": new_id(), "mark": mark, "at": int(moment * 1000), "wrong": True}
            for mark in marks
        ]
        connection.execute(attempt.insert(), rows)
    return Attempt(tuple(bytes(row["id"]) for row in rows), mine, pair, known)  # type: ignore[call-overload]


def succeed(store: Store, made: Attempt, *, now: float | None = None) -> None:
    """The attempt was right: it does not count, and earlier slips of this person neither."""
    moment = store.clock() if now is None else now
    with aside(store, alone=attempt) as connection:
        connection.execute(attempt.delete().where(attempt.c.id.in_(made.ids)))
        connection.execute(attempt.delete().where(attempt.c.mark == made.pair))
        if not made.known:
            connection.execute(attempt.delete().where(attempt.c.mark == made.account))
        if len(made.ids) > 1:
            connection.execute(
                attempt.insert().values(
                    id=new_id(), mark=made.pair, at=int(moment * 1000), wrong=False
                )
            )


def take_back(store: Store, made: Attempt) -> None:
    """The attempt was never tried: it does not count."""
    with aside(store, alone=attempt) as connection:
        connection.execute(attempt.delete().where(attempt.c.id.in_(made.ids)))


def _wait(connection: sa.Connection, mark: bytes, pace: Pace, moment: float) -> float:
    wrong, last = connection.execute(
        sa.select(sa.func.count(), sa.func.max(attempt.c.at)).where(
            attempt.c.mark == mark,
            attempt.c.wrong,
            attempt.c.at > int((moment - pace.window) * 1000),
        )
    ).one()
    if not wrong:
        return 0.0
    # A clock set back must not make anybody wait longer than the pace says.
    since = max(0.0, moment - int(last) / 1000)
    return max(0.0, pace.delay(int(wrong)) - since)


def _came_in(connection: sa.Connection, pair: bytes, moment: float) -> bool:
    return bool(
        connection.scalar(
            sa.select(sa.func.count())
            .select_from(attempt)
            .where(
                attempt.c.mark == pair,
                sa.not_(attempt.c.wrong),
                attempt.c.at > int((moment - _KNOWN_FOR) * 1000),
            )
        )
    )


def _forget_old(connection: sa.Connection, moment: float) -> None:
    connection.execute(
        attempt.delete().where(
            sa.or_(
                attempt.c.at < int((moment - _KNOWN_FOR) * 1000),
                sa.and_(
                    attempt.c.wrong,
                    attempt.c.at < int((moment - max(ACCOUNT.window, ADDRESS.window)) * 1000),
                ),
            )
        )
    )


def _network(address: str) -> str:
    """Where an attempt comes from: an IPv4 address, or an IPv6 network of one household."""
    try:
        found = ipaddress.ip_address(address.strip().split("%", 1)[0])
    except ValueError:
        return address.strip()
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)
