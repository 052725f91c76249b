"""A session as it is at this moment: its owner, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from relata.store import Store, standing
from relata.team.desk import Viewer
from relata.team.rules import Needs, needs_of, rule_now
from relata.team.tables import profile, second_factor, session, user

How = Literal["passphrase", "recovery key", "entry ticket", "invitation"]


@dataclass(frozen=True)
class Session:
    """One session as it is now. Times are in milliseconds since 1970, UTC.

    `needs` says what is missing before anything may be seen: a second factor's code
    ("code"), a second factor itself ("set up"), or nothing (""). A locked session needs
    its owner's passphrase. `id` names it in lists; it opens nothing.
    """

    id: str
    viewer: Viewer
    how: How
    agent: str
    begun: int
    seen: int
    rose: bool
    locked: bool
    needs: Needs

    @property
    def user(self) -> bytes:
        return self.viewer.id


def sessions_where(store: Store, which: sa.ColumnElement[bool]) -> list[Session]:
    """The sessions under a condition, as they are now; none of a closed account."""
    query = (
        sa.select(
            session,
            user.c.no,
            profile.c.name,
            profile.c.role.label("present"),
            second_factor.c.secret.is_not(None).label("factor"),
        )
        .join(user, user.c.id == session.c.user)
        .join(profile, profile.c.user == user.c.no)
        .outerjoin(second_factor, second_factor.c.user == session.c.user)
        .where(
            which,
            session.c.ended.is_(None),
            profile.c.active,
            standing(user, None),
            standing(profile, None),
        )
    )
    with store.reading() as moment:
        rule = rule_now(moment.connection)
        return [_session(row, rule) for row in moment.connection.execute(query)]


def _session(row: sa.Row[Any], rule: str) -> Session:
    entered = row.rose or row.how == "entry ticket"
    return Session(
        bytes(row.id).hex(),
        Viewer(bytes(row.user), row.no, row.name, row.present),
        row.how,
        row.agent,
        row.begun,
        row.seen,
        bool(row.rose),
        bool(row.locked) or row.role != row.present,
        "" if entered else needs_of(row.present, rule=rule, has_factor=bool(row.factor)),
    )
