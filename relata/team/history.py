"""History: what was changed, when, by whom, what for; and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import undo as reverse
from relata.store.schema import ROOM_TABLES, revision, tally
from relata.store.sealing import unseal
from relata.store.store import Store
from relata.store.writing import Revision
from relata.team.desk import Desk, Sight
from relata.team.rights import NotAllowed, may
from relata.team.tables import profile, user
from relata.team.users import keep_a_lead, names


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
        undoing = reverse.plan(writing.connection, row.no)
        if with_later and _others_work(writing.connection, undoing, desk.viewer.id):
            desk.allow("undo.any")
        if profile.name in undoing.withdraw or profile.name in undoing.revive:
            desk.allow("team.write")
        reverse.carry_out(writing, undoing, with_later=with_later)
        keep_a_lead(writing.connection)
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
    """What to undo next: the newest own act that is in force.

    An act undone and redone is in force by the revision that redid it.
    """
    undoers: dict[bytes, sa.Row[Any]] = {}
    for row in sight.connection.execute(
        sa.select(revision).where(revision.c.undoes.is_not(None)).order_by(revision.c.no)
    ):
        undoers[bytes(row.undoes)] = row
    for row in sight.connection.execute(
        sa.select(revision)
        .where(revision.c.author == author, revision.c.undoes.is_(None), revision.c.no > 1)
        .order_by(revision.c.no.desc())
    ):
        force: sa.Row[Any] | None = row
        while force is not None and (undone := undoers.get(bytes(force.hash))) is not None:
            force = undoers.get(bytes(undone.hash))
        if force is not None and bytes(force.author) == author and _has_reverse(sight, force.no):
            return force
    raise NothingToUndo("There is nothing of yours to undo.")


def _has_reverse(sight: Sight, number: int) -> bool:
    """Whether anything of a revision is left to undo; refusals are told when it is tried."""
    try:
        reverse.plan(sight.connection, number)
    except reverse.AlreadyUndone:
        return False
    except RelataError:
        return True
    return True


def _others_work(connection: sa.Connection, undoing: reverse.Plan, author: bytes) -> bool:
    """Whether somebody else made any of the later rows that would go along."""
    for name, rows in undoing.later.items():
        table = ROOM_TABLES[name]
        makers = (
            sa.select(revision.c.author)
            .join(table, table.c.added == revision.c.no)
            .where(revision.c.author != author)
        )
        ordered = sorted(rows)
        for at in range(0, len(ordered), 500):
            if connection.scalar(makers.where(table.c.no.in_(ordered[at : at + 500])).limit(1)):
                return True
    return False


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
