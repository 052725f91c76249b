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
from relata.team.recent import forget
from relata.team.rights import NotAllowed, may
from relata.team.tables import profile, team_rule, user
from relata.team.touching import sources_touched, touching
from relata.team.users import allow_guardians, find_user, keep_a_lead, names


@dataclass(frozen=True)
class Entry:
    """One revision as the history shows it: ids and counts, never content.

    `at` is in milliseconds since 1970, UTC. `reason` is what the author typed; None
    when nothing was typed, or when it was erased. `rows` counts what was added,
    withdrawn or erased, by table. `undone_by` is the revision that took it back, as
    long as that has not been taken back in turn. `sources` are the ids of those it
    touched, as far as they stand.
    """

    revision: str
    number: int
    at: int
    author: str
    action: str
    reason: str | None
    undoes: str | None
    rows: Mapping[str, Mapping[str, int]]
    undone_by: str | None = None
    sources: tuple[str, ...] = ()


def history(
    desk: Desk,
    *,
    limit: int | None = 50,
    before: int | None = None,
    author: str | None = None,
    action: str | None = None,
    source: int | None = None,
) -> list[Entry]:
    """The newest revisions first.

    `before` gives those older than a local number, for the next page. `author` is
    somebody's name; `action` a whole one such as "coding.code", or a room such as
    "coding" for all of it; `source` the local number of a source that was touched.
    """
    with desk.reading("history.read") as sight:
        query = sa.select(revision).order_by(revision.c.no.desc()).limit(limit)
        if sight.number is not None:
            query = query.where(revision.c.no <= sight.number)
        if before is not None:
            query = query.where(revision.c.no < before)
        if author is not None:
            who = sa.select(user.c.id).where(user.c.no == find_user(sight.connection, author).user)
            query = query.where(revision.c.author == who.scalar_subquery())
        if action is not None:
            of_room = revision.c.action.startswith(f"{action}.", autoescape=True)
            query = query.where(sa.or_(revision.c.action == action, of_room))
        if source is not None:
            query = query.where(revision.c.no.in_(touching(source)))
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
        if _touches_guardians(writing.connection, undoing):
            allow_guardians(desk, writing.connection)
        reverse.carry_out(writing, undoing, with_later=with_later)
        keep_a_lead(writing.connection)
    forget(desk.store)
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
    undoers = _undoers(sight)
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


def _undoers(sight: Sight, after: int = 0) -> dict[bytes, sa.Row[Any]]:
    """The latest revision that undid each, of those made after a local number."""
    query = sa.select(revision).where(revision.c.undoes.is_not(None), revision.c.no > after)
    if sight.number is not None:
        query = query.where(revision.c.no <= sight.number)
    rows = sight.connection.execute(query.order_by(revision.c.no))
    return {bytes(row.undoes): row for row in rows}


def _undone_by(undoers: Mapping[bytes, sa.Row[Any]], hash: bytes) -> str | None:
    """The revision by which another is out of force; None while that is in force."""
    while (undone := undoers.get(hash)) is not None:
        redone = undoers.get(bytes(undone.hash))
        if redone is None:
            return bytes(undone.hash).hex()
        hash = bytes(redone.hash)
    return None


def _has_reverse(sight: Sight, number: int) -> bool:
    """Whether anything of a revision is left to undo; refusals are told when it is tried."""
    try:
        reverse.plan(sight.connection, number)
    except reverse.AlreadyUndone:
        return False
    except RelataError:
        return True
    return True


def _touches_guardians(connection: sa.Connection, undoing: reverse.Plan) -> bool:
    """Whether the undoing makes or unmakes a guardian, or changes a rule of the team."""
    parts = (undoing.withdraw, undoing.revive, undoing.later)
    if any(part.get(team_rule.name) for part in parts):
        return True
    people = [no for part in parts for no in part.get(profile.name, ())]
    query = sa.select(profile.c.no).where(profile.c.role == "guardian")
    guardians = set(connection.scalars(query))
    return not guardians.isdisjoint(people)


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
    undoers = _undoers(sight, min((row.no for row in rows), default=0))
    ending = [number for number, deeds in counts.items() if "withdraw" in deeds]
    sources = sources_touched(sight, [row.no for row in rows], ending)
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
                reason_of(ring, row),
                bytes(row.undoes).hex() if row.undoes is not None else None,
                counts.get(row.no, {}),
                _undone_by(undoers, bytes(row.hash)),
                sources.get(row.no, ()),
            )
        )
    return entries


def reason_of(ring: Any, row: sa.Row[Any]) -> str | None:
    """What the author of a revision typed; None when nothing, or when it was erased."""
    if row.reason is None:
        return None
    try:
        return unseal([ring.get(bytes(row.reason_key))], row.reason, about=b"reason").decode(
            "utf-8"
        )
    except RelataError:
        return None
