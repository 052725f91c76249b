"""Undo: the reverse of a revision is a new revision.

What the revision added is withdrawn, what it withdrew lives again. Later rows that
rest on what goes are listed, and go along only on request. An erasure cannot be
undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.errors import RelataError
from relata.store.schema import ROOM_TABLES, life, revision, tally, target_of
from relata.store.writing import Writing

_AT_ONCE = 500
Numbers = Mapping[str, frozenset[int]]


class RestsOnIt(RelataError):
    """Later work rests on what would be undone."""

    remedy = "Undo that first, or undo it all together (--with-later, with_later=True)."

    def __init__(self, later: Numbers) -> None:
        told = ", ".join(f"{len(rows)} of {table}" for table, rows in sorted(later.items()))
        super().__init__(f"Later rows rest on this revision: {told}.")
        self.later = later


class CannotUndo(RelataError):
    """A revision that has no reverse."""

    remedy = "Name another revision (`relata history` lists them)."


class GroundIsGone(RelataError):
    """What would live again rests on something that was withdrawn since."""

    remedy = "Undo that withdrawal first (`relata history` shows it)."

    def __init__(self, missing: Numbers) -> None:
        told = ", ".join(f"{len(rows)} of {table}" for table, rows in sorted(missing.items()))
        super().__init__(f"What would come back rests on withdrawn rows: {told}.")
        self.missing = missing


class AlreadyUndone(RelataError):
    """Nothing of the revision stands any more, or only what others use."""

    remedy = "`relata history` shows which revision undid it; undo that one to bring it back."


@dataclass(frozen=True)
class Plan:
    """What undoing a revision would do, by table and local number."""

    withdraw: Numbers
    revive: Numbers
    later: Numbers


def plan(connection: sa.Connection, number: int) -> Plan:
    """Work out the reverse of a revision. Raises CannotUndo, AlreadyUndone, GroundIsGone."""
    if number == 1:
        raise CannotUndo("The first revision made the databank itself.")
    deeds = set(connection.scalars(sa.select(tally.c.deed).where(tally.c.revision == number)))
    if "erase" in deeds:
        raise CannotUndo("This revision erased content for good; that cannot be undone.")
    going: dict[str, set[int]] = defaultdict(set)
    back: dict[str, set[int]] = defaultdict(set)
    for name, table in ROOM_TABLES.items():
        going[name] |= set(
            connection.scalars(
                sa.select(table.c.no).where(table.c.added == number, table.c.withdrawn.is_(None))
            )
        )
        going[name] |= _back_by_undo(connection, table, number)
        back[name] |= set(
            connection.scalars(sa.select(table.c.no).where(table.c.withdrawn == number))
        )
    missing = _ground(connection, back)
    if missing:
        raise GroundIsGone(_frozen(missing))
    later = resting(connection, going)
    _leave_shared(connection, going, later)
    for name, rows in _rivals(connection, back, going).items():
        later[name] |= rows
    if not any(going.values()) and not any(back.values()):
        raise AlreadyUndone("Nothing of this revision is left to undo.")
    return Plan(_frozen(going), _frozen(back), _frozen(later))


def carry_out(writing: Writing, undoing: Plan, *, with_later: bool) -> None:
    """Write the reverse. Raises RestsOnIt when later rows would lose their ground."""
    if undoing.later and not with_later:
        raise RestsOnIt(undoing.later)
    for rows_by_table in (undoing.later, undoing.withdraw):
        for name, rows in rows_by_table.items():
            writing.withdraw(ROOM_TABLES[name], rows)
    for name, rows in undoing.revive.items():
        writing.revive(ROOM_TABLES[name], sorted(rows))


def resting(connection: sa.Connection, going: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Standing rows that point, directly or not, at rows going, and are not going themselves."""
    found: dict[str, set[int]] = defaultdict(set)
    fresh = {
        name: rows for name, rows in going.items() if rows and not ROOM_TABLES[name].info["shared"]
    }
    while fresh:
        reached: dict[str, set[int]] = defaultdict(set)
        for other in ROOM_TABLES.values():
            for column in other.columns:
                rows = sorted(fresh.get(target_of(column) or "", ()))
                for start in range(0, len(rows), _AT_ONCE):
                    some = rows[start : start + _AT_ONCE]
                    reached[other.name] |= set(
                        connection.scalars(
                            sa.select(other.c.no).where(
                                column.in_(some), other.c.withdrawn.is_(None)
                            )
                        )
                    )
        fresh = {}
        for name, rows_reached in reached.items():
            new = rows_reached - going.get(name, set()) - found[name]
            if new:
                found[name] |= new
                fresh[name] = new
    return found


def _back_by_undo(connection: sa.Connection, table: sa.Table, number: int) -> set[int]:
    """Standing rows that a revision added, and that live again because what ended them was undone.

    One that came back by an act of its own stands by that act.
    """
    mine = sa.select(life.c.row).where(life.c.room_table == table.name, life.c.added == number)
    present = sa.select(table.c.no, table.c.added).where(
        table.c.no.in_(mine), table.c.withdrawn.is_(None)
    )
    standing = {row[0]: row[1] for row in connection.execute(present)}
    if not standing:
        return set()
    began = {
        (row.row, row.withdrawn): row.added
        for row in connection.execute(
            sa.select(life.c.row, life.c.added, life.c.withdrawn).where(
                life.c.room_table == table.name, life.c.row.in_(mine)
            )
        )
    }
    undone = revision.alias()
    ends = sa.select(revision.c.no, undone.c.no).join(undone, undone.c.hash == revision.c.undoes)
    ended_by = {row[0]: row[1] for row in connection.execute(ends)}
    found = set()
    for no, since in standing.items():
        step: int | None = since
        while step is not None and step != number:
            step = began.get((no, ended_by.get(step)))
        if step == number:
            found.add(no)
    return found


def _ground(connection: sa.Connection, back: dict[str, set[int]]) -> dict[str, set[int]]:
    """Rows that what comes back would rest on, and that do not stand.

    Mere places are no hindrance: they come back too.
    """
    missing: dict[str, set[int]] = defaultdict(set)
    fresh = {name: set(rows) for name, rows in back.items() if rows}
    while fresh:
        reached: dict[str, set[int]] = defaultdict(set)
        for name, rows in fresh.items():
            for column in ROOM_TABLES[name].columns:
                target = target_of(column)
                if target is not None:
                    fallen = _fallen(connection, column, ROOM_TABLES[target], rows)
                    reached[target] |= fallen - back[target]
        fresh = {}
        for name, rows in reached.items():
            if rows and ROOM_TABLES[name].info["shared"]:
                back[name] |= rows
                fresh[name] = rows
            elif rows:
                missing[name] |= rows
    return missing


def _fallen(
    connection: sa.Connection, column: sa.Column[Any], target: sa.Table, rows: set[int]
) -> set[int]:
    """The withdrawn rows of `target` that these rows point at."""
    table, ordered = column.table, sorted(rows)
    found: set[int] = set()
    for start in range(0, len(ordered), _AT_ONCE):
        place = target.alias()
        found |= set(
            connection.scalars(
                sa.select(place.c.no)
                .join(table, column == place.c.no)
                .where(
                    table.c.no.in_(ordered[start : start + _AT_ONCE]),
                    place.c.withdrawn.is_not(None),
                )
            )
        )
    return found


def _leave_shared(
    connection: sa.Connection, going: dict[str, set[int]], later: Mapping[str, set[int]]
) -> None:
    """A mere place that others use by now stays."""
    for name, rows in going.items():
        if not rows or not ROOM_TABLES[name].info["shared"]:
            continue
        for other in ROOM_TABLES.values():
            for column in other.columns:
                if target_of(column) != name:
                    continue
                users = connection.execute(
                    sa.select(column, other.c.no).where(
                        column.in_(sorted(rows)), other.c.withdrawn.is_(None)
                    )
                ).all()
                leaving = going.get(other.name, set()) | later.get(other.name, set())
                rows -= {place for place, user in users if user not in leaving}


def _rivals(
    connection: sa.Connection, back: Mapping[str, set[int]], going: Mapping[str, set[int]]
) -> dict[str, set[int]]:
    """Rows that came after what would live again and say the same thing differently."""
    rivals: dict[str, set[int]] = defaultdict(set)
    for name, rows in back.items():
        table = ROOM_TABLES[name]
        single = table.info["single"]
        if not rows or not single:
            continue
        old = table.alias()
        found = connection.scalars(
            sa.select(table.c.no).where(
                table.c.withdrawn.is_(None),
                sa.exists().where(
                    old.c.no.in_(sorted(rows)), *(old.c[c] == table.c[c] for c in single)
                ),
            )
        )
        rivals[name] |= set(found) - going.get(name, set())
    return {name: rows for name, rows in rivals.items() if rows}


def _frozen(rows_by_table: Mapping[str, set[int]]) -> Numbers:
    return {name: frozenset(rows) for name, rows in rows_by_table.items() if rows}
