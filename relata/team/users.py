"""Users: added, renamed, given a role, deactivated; never deleted."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store, Writing, new_id, standing
from relata.team.desk import Deactivated, Desk, Viewer
from relata.team.recent import recent
from relata.team.rights import ROLES, NotAllowed, Role, may
from relata.team.tables import profile, user


class NoSuchUser(RelataError):
    """Nobody of that name works on this databank."""

    remedy = "`relata users` lists who does."


class NameTaken(RelataError):
    """Two people cannot have one name."""

    remedy = "Choose another name."


class NoSuchRole(RelataError):
    """A role outside the table of rights."""

    remedy = f"The roles are {', '.join(ROLES)}."


class LastLead(RelataError):
    """Without a lead or guardian nobody could change the team again."""

    remedy = "Make somebody else lead first."


@dataclass(frozen=True)
class User:
    """One person of the team."""

    id: str
    number: int
    name: str
    role: Role
    active: bool


def first_user(writing: Writing, name: str, *, id: bytes, role: Role = "guardian") -> int:
    """The person who makes the databank, written by its first revision."""
    number = writing.add_one(user, id=id)
    writing.add_one(profile, user=number, name=name, role=role, active=True)
    return number


def viewer_for(store: Store, id: bytes) -> Viewer:
    """Who a key slot's owner is today. Raises Deactivated, NoSuchUser."""
    with store.reading() as moment:
        row = moment.connection.execute(
            sa.select(user.c.no, profile.c.name, profile.c.role, profile.c.active)
            .join(profile, profile.c.user == user.c.no)
            .where(user.c.id == id, standing(user, None), standing(profile, None))
        ).first()
    if row is None:
        raise NoSuchUser("The key slot belongs to nobody of this databank.")
    if not row.active:
        raise Deactivated("This account was deactivated.")
    return Viewer(id, row.no, row.name, row.role)


def viewer_now(store: Store, who: bytes | int) -> Viewer:
    """As `viewer_for`, by id or local number, for a server that asks at every request.

    What this process changes shows at once, what another does after two seconds.
    """

    def read() -> Viewer:
        if isinstance(who, bytes):
            return viewer_for(store, who)
        with store.reading() as moment:
            id = moment.connection.scalar(sa.select(user.c.id).where(user.c.no == who))
        return viewer_for(store, bytes(id or b""))

    found: Viewer | None = recent(store, "viewers").get(who, store.clock(), read)
    assert found is not None
    return found


def list_users(desk: Desk) -> list[User]:
    """Everybody, active or not, by name."""
    with desk.reading("team.read") as sight:
        rows = sight.connection.execute(
            sa.select(user.c.id, user.c.no, profile.c.name, profile.c.role, profile.c.active)
            .join(profile, profile.c.user == user.c.no)
            .where(sight.of(user), sight.of(profile))
            .order_by(profile.c.name)
        )
        return [User(bytes(r.id).hex(), r.no, r.name, r.role, bool(r.active)) for r in rows]


def add_user(desk: Desk, name: str, role: str, *, action: str = "team.add") -> User:
    """Add a person. A key slot is made apart, with that person's passphrase."""
    with desk.writing("team.write", action) as (writing, _):
        if role == "guardian":
            allow_guardians(desk, writing.connection)
        name = _free_name(writing.connection, name)
        id = new_id()
        number = writing.add_one(user, id=id)
        writing.add_one(profile, user=number, name=name, role=_role(role), active=True)
    return User(id.hex(), number, name, _role(role), True)


def change_user(
    desk: Desk,
    name: str,
    *,
    role: str | None = None,
    new_name: str | None = None,
    active: bool | None = None,
) -> User:
    """Give a person another role or name, or (de)activate the account."""
    with desk.writing("team.write", "team.change") as (writing, _):
        row = find_user(writing.connection, name)
        if "guardian" in (role, row.role):
            allow_guardians(desk, writing.connection)
        changed = {
            "user": row.user,
            "name": _free_name(writing.connection, new_name) if new_name else row.name,
            "role": _role(role) if role else row.role,
            "active": row.active if active is None else active,
        }
        writing.withdraw(profile, [row.no])
        writing.add_one(profile, **changed)
        keep_a_lead(writing.connection)
        id = writing.id_of(user, row.user)
    return User(
        id.hex(),
        row.user,
        str(changed["name"]),
        _role(str(changed["role"])),
        bool(changed["active"]),
    )


def allow_guardians(desk: Desk, connection: sa.Connection) -> None:
    """Refuse what only guardians may do to guardians, by the role of this very moment.

    Where the last guardian has gone, a lead may make one again.
    """
    active = sa.select(profile.c.user, profile.c.role).where(
        standing(profile, None), profile.c.active
    )
    roles = {row.user: row.role for row in connection.execute(active)}
    role = roles.get(desk.viewer.number, desk.viewer.role)
    if not may(role, "team.guardians") and "guardian" in roles.values():
        raise NotAllowed(role, "team.guardians")


def find_user(connection: sa.Connection, name: str) -> sa.Row[tuple[object, ...]]:
    """The standing profile row of a person by name. Raises NoSuchUser."""
    for row in connection.execute(sa.select(profile).where(standing(profile, None))):
        if row.name.casefold() == name.strip().casefold():
            return row
    raise NoSuchUser("Nobody of that name works on this databank.")


def id_of_user(connection: sa.Connection, number: int) -> bytes:
    """The id of a user by local number."""
    return bytes(connection.execute(sa.select(user.c.id).where(user.c.no == number)).scalar_one())


def names(connection: sa.Connection) -> dict[int, str]:
    """Names by local number of the user, of past members too."""
    rows = connection.execute(sa.select(profile.c.user, profile.c.name).order_by(profile.c.added))
    return {row.user: row.name for row in rows}


def _role(role: str) -> Role:
    for known in ROLES:
        if known == role:
            return known
    raise NoSuchRole("There is no such role.")


def _free_name(connection: sa.Connection, name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise NameTaken("A person needs a name.")
    for taken in connection.scalars(sa.select(profile.c.name).where(standing(profile, None))):
        if taken.casefold() == name.casefold():
            raise NameTaken("Somebody of that name works here already.")
    return name


def keep_a_lead(connection: sa.Connection) -> None:
    """Refuse a change after which nobody could change the team. Raises LastLead."""
    left = connection.scalar(
        sa.select(sa.func.count())
        .select_from(profile)
        .where(standing(profile, None), profile.c.active, profile.c.role.in_(["lead", "guardian"]))
    )
    if not left:
        raise LastLead("This person is the last lead.")
