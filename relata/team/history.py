"""History: what was changed, when, by whom, what for; and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import undo as reverse
from relata.store.schema import revision, tally
from relata.store.sealing import unseal
from relata.store.store import Store
from relata.store.writing import Revision
from relata.team.desk import Desk, Sight
from relata.team.rights import NotAllowed, may
from relata.team.tables import user
from relata.team.users import names


@dataclass(frozen=True)
class Entry:
    """One revision as the history shows it: ids and counts, never content.

    `at` is in milliseconds since 1970, UTC. `reason` is what the author typed; None
    when nothing was typed, or when it was erased. `rows` counts what was added,
    withdrawn or erased, by table.
    """

    revision: str
    number: int
    at: int
    author: str
    action: str
    reason: str | None
    undoes: str | None
    rows: Mapping[str, Mapping[str, int]]


def history(desk: Desk, *, limit: int | None = 50) -> list[Entry]:
    """The newest revisions first."""
    with desk.reading("history.read") as sight:
        query = sa.select(revision).order_by(revision.c.no.desc()).limit(limit)
        if sight.number is not None:
            query = query.where(revision.c.no <= sight.number)
        rows = sight.connection.execute(query).all()
        return _entries(desk.store, sight, rows)


def undo(
    desk: Desk, name: str | None = None, *, with_later: bool = False, reason: str | None = None
) -> Revision:
    """Take a revision back by a new one; without a name, one's own latest.

    Raises
    ------
    RestsOnIt
        Later work rests on it, and `with_later` was not asked for.
    CannotUndo, AlreadyUndone, NotAllowed
    """
    with desk.reading("undo.own") as sight:
        row = (
            desk.store.resolve(sight.connection, name)
            if name is not None
            else _own_latest(sight, desk.viewer.id)
        )
    if bytes(row.author) != desk.viewer.id and not may(desk.viewer.role, "undo.any"):
        raise NotAllowed(desk.viewer.role, "undo.any")
    with desk.writing("undo.own", "undo", reason=reason, undoes=bytes(row.hash)) as (writing, _):
        reverse.carry_out(writing, reverse.plan(writing.connection, row.no), with_later=with_later)
    assert writing.revision is not None
    return writing.revision


def would_undo(desk: Desk, name: str) -> reverse.Plan:
    """What undoing a revision would take along."""
    with desk.reading("undo.own") as sight:
        row = desk.store.resolve(sight.connection, name)
        return reverse.plan(sight.connection, row.no)


class NothingToUndo(RelataError):
    """This person made no revision that could be taken back."""

    remedy = "`relata history` lists all revisions; name one."


def _own_latest(sight: Sight, author: bytes) -> sa.Row[Any]:
    """The newest own revision that is neither an undo nor undone."""
    undone = {
        bytes(h)
        for h in sight.connection.scalars(
            sa.select(revision.c.undoes).where(revision.c.undoes.is_not(None))
        )
    }
    for row in sight.connection.execute(
        sa.select(revision)
        .where(revision.c.author == author, revision.c.undoes.is_(None), revision.c.no > 1)
        .order_by(revision.c.no.desc())
    ):
        if bytes(row.hash) not in undone:
            return row
    raise NothingToUndo("There is nothing of yours to undo.")


def _entries(store: Store, sight: Sight, rows: Any) -> list[Entry]:
    ring = store.ring(sight.connection)
    people = names(sight.connection)
    ids = {
        bytes(id): number
        for id, number in sight.connection.execute(sa.select(user.c.id, user.c.no))
    }
    counts: dict[int, dict[str, dict[str, int]]] = {}
    for at in range(0, len(rows), 500):
        some = [row.no for row in rows[at : at + 500]]
        for number, table, deed, count in sight.connection.execute(
            sa.select(tally).where(tally.c.revision.in_(some))
        ):
            counts.setdefault(number, {}).setdefault(deed, {})[table] = count
    entries = []
    for row in rows:
        author = ids.get(bytes(row.author))
        entries.append(
            Entry(
                bytes(row.hash).hex(),
                row.no,
                row.at,
                people.get(author, "?") if author is not None else "?",
                row.action,
                _reason(ring, row),
                bytes(row.undoes).hex() if row.undoes is not None else None,
                counts.get(row.no, {}),
            )
        )
    return entries


def _reason(ring: Any, row: sa.Row[Any]) -> str | None:
    if row.reason is None:
        return None
    try:
        return unseal([ring.get(bytes(row.reason_key))], row.reason, about=b"reason").decode(
            "utf-8"
        )
    except RelataError:
        return None
