"""Invitations: a person gets in by a one-time token and chooses a passphrase alone.

A lead invites; the token is shown once, to be handed over; within seven days the person
accepts with a passphrase that nobody else ever sees. Somebody who forgot a passphrase is
invited anew: on accepting, the old slots are gone and so are the sessions. The archive
key comes from the process that holds it (a server): an invitation opens nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store, new_id
from relata.store import keys as keyring
from relata.store.keys import Cost
from relata.team import sessions, slots
from relata.team.aside import aside, hash_of, milliseconds, new_token
from relata.team.desk import Deactivated, Desk, Viewer
from relata.team.sign_ins import record
from relata.team.tables import account_act, invitation, user
from relata.team.users import (
    NoSuchUser,
    add_user,
    allow_guardians,
    find_user,
    id_of_user,
    names,
    viewer_for,
)

LIFE = 7 * 86_400_000
"""Milliseconds for which an invitation can be accepted."""

State = Literal["open", "accepted", "withdrawn", "expired"]


class InvitationSpent(RelataError):
    """The invitation is unknown, was used or taken back, or is too old; which is not said."""

    remedy = "Ask a lead of this databank for a new invitation."

    def __init__(self) -> None:
        super().__init__("This invitation does not hold any more.")


class NoSuchInvitation(RelataError):
    """No open invitation has this id."""

    remedy = "List the invitations."


@dataclass(frozen=True)
class Invitation:
    """An invitation. `token` is told once, when it is made; times are in milliseconds."""

    id: str
    user: str
    name: str
    by: str
    made: int
    expires: int
    state: State
    token: str | None = None


def invite(desk: Desk, name: str, role: str | None = None) -> Invitation:
    """Invite a new person in a role, or somebody who works here, without a role, anew.

    An earlier invitation of the same person is taken back.

    Raises
    ------
    NameTaken
        A role was named, and somebody of that name works here already.
    Deactivated
        The person's account is closed.
    NotAllowed
        Only guardians invite guardians.
    """
    store = desk.store
    if role is not None:
        made = add_user(desk, name, role, action="team.invite")
        owner, called = bytes.fromhex(made.id), made.name
    else:
        with desk.writing("team.write", "team.invite") as (writing, _):
            row: Any = find_user(writing.connection, name)
            if row.role == "guardian":
                allow_guardians(desk, writing.connection)
            if not row.active:
                raise Deactivated("This account was deactivated.")
            owner, called = id_of_user(writing.connection, row.user), row.name
            writing.add_one(account_act, user=row.user, what="invited anew")
    token, id, at = new_token(), new_id(), milliseconds(store, None)
    withdraw_all(store, owner)
    with aside(store) as connection:
        connection.execute(
            invitation.insert().values(
                id=id,
                token_hash=hash_of(store, token),
                user=owner,
                by=desk.viewer.id,
                made=at,
                expires=at + LIFE,
            )
        )
    return Invitation(id.hex(), owner.hex(), called, desk.viewer.name, at, at + LIFE, "open", token)


def list_invitations(desk: Desk) -> list[Invitation]:
    """All invitations, newest first; for leads and guardians."""
    desk.refuse_past()
    at = milliseconds(desk.store, None)
    with desk.reading("team.write") as sight:
        connection = sight.connection
        people = names(connection)
        by_id = {
            bytes(id): people.get(number, "?")
            for id, number in connection.execute(sa.select(user.c.id, user.c.no))
        }
        query = sa.select(invitation).order_by(invitation.c.made.desc(), invitation.c.id.desc())
        return [
            Invitation(
                bytes(row.id).hex(),
                bytes(row.user).hex(),
                by_id.get(bytes(row.user), "?"),
                by_id.get(bytes(row.by), "?"),
                row.made,
                row.expires,
                _state(row, at),
            )
            for row in connection.execute(query)
        ]


def withdraw(desk: Desk, id: str) -> None:
    """Take an open invitation back. Raises NoSuchInvitation."""
    desk.refuse_past()
    desk.allow("team.write")
    try:
        wanted = bytes.fromhex(id)
    except ValueError:
        raise NoSuchInvitation("No invitation has this id.") from None
    if not _withdraw(desk.store, invitation.c.id == wanted):
        raise NoSuchInvitation("No open invitation has this id.")


def withdraw_all(store: Store, owner: bytes) -> None:
    """Take back every open invitation of a person."""
    _withdraw(store, invitation.c.user == owner)


def look(store: Store, token: str, *, now: float | None = None) -> str:
    """Whom an invitation is for, by name, to greet the person. Raises InvitationSpent."""
    owner = _owner(store, token, milliseconds(store, now))
    return viewer_for(store, owner).name


def accept(
    store: Store,
    token: str,
    passphrase: str,
    *,
    address: str = "",
    cost: Cost | None = None,
    now: float | None = None,
) -> Viewer:
    """Accept an invitation with a passphrase of one's own; returns who one is.

    Earlier slots of the person, recovery keys too, are removed and all sessions end.

    Raises
    ------
    InvitationSpent, WeakPassphrase, TooBusy, Deactivated
        The invitation is used up only when it was accepted.
    """
    keyring.check_passphrase(passphrase)
    if keyring.is_recovery_key(passphrase):
        raise keyring.WeakPassphrase("A recovery key is no passphrase.")
    at = milliseconds(store, now)
    owner = _owner(store, token, at)
    try:
        viewer = viewer_for(store, owner)
    except NoSuchUser:
        raise InvitationSpent from None
    old = slots.slots_of(store, owner)
    if not _claim(store, token, at):
        raise InvitationSpent
    try:
        slots.give(store, owner, viewer.name, passphrase, cost=cost)
    except BaseException:
        _give_back(store, token)
        raise
    slots.take(store, old)
    sessions.end_all(store, owner, now=now)
    record(store, owner, "invitation", "in", address=address, now=now)
    return viewer


def _open(at: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        invitation.c.accepted.is_(None), invitation.c.withdrawn.is_(None), invitation.c.expires > at
    )


def _owner(store: Store, token: str, at: int) -> bytes:
    with store.reading() as moment:
        found = moment.connection.scalar(
            sa.select(invitation.c.user).where(
                invitation.c.token_hash == hash_of(store, token), _open(at)
            )
        )
    if found is None:
        raise InvitationSpent
    return bytes(found)


def _claim(store: Store, token: str, at: int) -> bool:
    """Use the token up; of two who try at once, one succeeds."""
    with aside(store) as connection:
        claimed = connection.execute(
            invitation.update()
            .where(invitation.c.token_hash == hash_of(store, token), _open(at))
            .values(accepted=at)
        )
        return bool(claimed.rowcount == 1)


def _give_back(store: Store, token: str) -> None:
    with aside(store) as connection:
        connection.execute(
            invitation.update()
            .where(invitation.c.token_hash == hash_of(store, token))
            .values(accepted=None)
        )


def _withdraw(store: Store, which: sa.ColumnElement[bool]) -> bool:
    with aside(store) as connection:
        gone = connection.execute(
            invitation.update()
            .where(which, invitation.c.accepted.is_(None), invitation.c.withdrawn.is_(None))
            .values(withdrawn=milliseconds(store, None))
        )
        return bool(gone.rowcount)


def _state(row: sa.Row[Any], at: int) -> State:
    if row.accepted is not None:
        return "accepted"
    if row.withdrawn is not None:
        return "withdrawn"
    return "open" if row.expires > at else "expired"
