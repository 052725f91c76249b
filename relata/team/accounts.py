"""Accounts: a person's profile together with what that person comes in by.

A change of the profile is a revision; key slots, sessions and invitations follow it. A
deactivated account loses its slots, so that no old passphrase comes back with it:
whoever is activated again needs a new invitation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.store import keys as keyring
from relata.store.keys import Cost
from relata.team import invitations, sessions, slots, users
from relata.team.desk import Desk
from relata.team.recent import forget
from relata.team.tables import second_factor, session, sign_in
from relata.team.users import User


@dataclass(frozen=True)
class Account:
    """What a person comes in by.

    `has_key` is False while an invitation was not accepted. `last_in` is when the person
    last signed in, in milliseconds since 1970; None when that is not known.
    """

    user: User
    has_key: bool
    second_factor: bool
    sessions: int
    last_in: int | None


def list_accounts(desk: Desk) -> list[Account]:
    """Everybody's way in, by name; for leads and guardians."""
    desk.refuse_past()
    desk.allow("team.write")
    store = desk.store
    alive = sessions.alive(store)
    people = users.list_users(desk)
    holders = {slot.user for slot in keyring.read_slots(store.layout.keys)}
    with store.reading() as moment:
        connection = moment.connection
        factors = {
            bytes(id)
            for id in connection.scalars(
                sa.select(second_factor.c.user).where(second_factor.c.secret.is_not(None))
            )
        }
        open_ones = _by_user(
            connection,
            sa.select(session.c.user, sa.func.count()).where(alive).group_by(session.c.user),
        )
        last = _by_user(
            connection,
            sa.select(sign_in.c.user, sa.func.max(sign_in.c.at))
            .where(sign_in.c.outcome == "in", sign_in.c.user.is_not(None))
            .group_by(sign_in.c.user),
        )
    return [
        Account(
            person,
            person.id in holders,
            (id := bytes.fromhex(person.id)) in factors,
            open_ones.get(id, 0),
            last.get(id),
        )
        for person in people
    ]


def _by_user(connection: sa.Connection, query: sa.Select[Any]) -> dict[bytes, int]:
    return {bytes(id): int(number) for id, number in connection.execute(query)}


def add(
    desk: Desk, name: str, role: str, passphrase: str | None = None, *, cost: Cost | None = None
) -> User:
    """Add a person; with a passphrase the person can open the databank at once."""
    if passphrase is not None:
        keyring.check_passphrase(passphrase)
    made = users.add_user(desk, name, role)
    if passphrase is not None:
        slots.give(desk.store, bytes.fromhex(made.id), made.name, passphrase, cost=cost)
    return made


def change(
    desk: Desk,
    name: str,
    *,
    role: str | None = None,
    new_name: str | None = None,
    active: bool | None = None,
) -> User:
    """Give a person another role or name, or (de)activate the account. Raises LastKey."""
    store = desk.store
    with desk.reading("team.write") as sight:
        row: Any = users.find_user(sight.connection, name)
        owner = users.id_of_user(sight.connection, row.user)
        closes = active is not None and bool(row.active) != active
        if closes and not active:
            slots.keep_a_key(store, sight.connection, without=owner)
    changed = users.change_user(desk, name, role=role, new_name=new_name, active=active)
    forget(store)
    if new_name is not None:
        keyring.rename_slots(store.layout.keys, owner, changed.name)
    if closes:
        slots.take(store, slots.slots_of(store, owner))
        invitations.withdraw_all(store, owner)
        sessions.end_all(store, owner)
    return changed


def change_passphrase(
    desk: Desk, new: str, *, cost: Cost | None = None, keep_session: str | None = None
) -> None:
    """Give oneself a new passphrase; the old one, and sessions begun with it, are over."""
    store, viewer = desk.store, desk.viewer
    old = slots.slots_of(store, viewer.id, kind="passphrase")
    slots.give(store, viewer.id, viewer.name, new, cost=cost)
    slots.take(store, old)
    sessions.end_all(store, viewer.id, but=keep_session)


def new_recovery_key(desk: Desk, *, cost: Cost | None = None) -> str:
    """A recovery key that opens the databank as oneself; shown once, kept nowhere."""
    key = keyring.new_recovery_key()
    slots.give(desk.store, desk.viewer.id, desk.viewer.name, key, cost=cost)
    return key


def end_sessions(desk: Desk, name: str) -> None:
    """End all sessions of a person of the team, whose device is lost."""
    desk.refuse_past()
    with desk.reading("team.write") as sight:
        row: Any = users.find_user(sight.connection, name)
        if row.role == "guardian":
            users.allow_guardians(desk, sight.connection)
        owner = users.id_of_user(sight.connection, row.user)
    sessions.end_all(desk.store, owner)
