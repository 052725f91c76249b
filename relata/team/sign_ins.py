"""Who came in, and who was refused: the last ten thousand times.

A name that was tried is kept only when it is a member's, as that member; an address only
as a keyed mark, which shows whether two attempts came from one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from relata.store import Store
from relata.team.aside import aside, mark_of, milliseconds
from relata.team.desk import Desk
from relata.team.tables import sign_in, user
from relata.team.users import names

MOST = 10_000
Outcome = Literal["in", "refused", "deactivated", "damaged slot"]


@dataclass(frozen=True)
class SignIn:
    """One attempt to come in.

    `name` is None when nobody of the name that was tried works here. `place` is a mark
    of the address: equal marks are equal addresses; None where there was no address.
    """

    at: int
    name: str | None
    how: str
    outcome: str
    place: str | None


def record(
    store: Store,
    owner: bytes | None,
    how: str,
    outcome: Outcome,
    *,
    address: str = "",
    now: float | None = None,
) -> None:
    """Write an attempt down, and let the oldest beyond ten thousand go."""
    with aside(store) as connection:
        connection.execute(
            sign_in.insert().values(
                user=owner,
                at=milliseconds(store, now),
                how=how,
                outcome=outcome,
                place=mark_of(store, "place", address) if address else None,
            )
        )
        newest = connection.scalar(sa.select(sa.func.max(sign_in.c.no))) or 0
        connection.execute(sign_in.delete().where(sign_in.c.no <= newest - MOST))


def list_sign_ins(desk: Desk, *, limit: int = 200) -> list[SignIn]:
    """The latest attempts to come in, newest first; for leads and guardians."""
    desk.refuse_past()
    with desk.reading("team.write") as sight:
        people = names(sight.connection)
        query = (
            sa.select(sign_in, user.c.no.label("number"))
            .outerjoin(user, user.c.id == sign_in.c.user)
            .order_by(sign_in.c.no.desc())
            .limit(limit)
        )
        return [
            SignIn(
                row.at,
                people.get(row.number),
                row.how,
                row.outcome,
                bytes(row.place).hex()[:8] if row.place is not None else None,
            )
            for row in sight.connection.execute(query)
        ]
