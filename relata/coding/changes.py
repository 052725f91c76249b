"""What changed between two revisions, as one viewer may know it.

A workspace that stands open learns what others did without reading everything anew:
which revision, by whom, and which sources, cases and codes it touched. Only what the
viewer sees is told of; a revision that touched nothing of it is not told of at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from relata.store import payload
from relata.store.schema import ROOM_TABLES, change, own_columns, revision, tally, target_of
from relata.store.statements import Row, Statement, value
from relata.team import Desk, Sight
from relata.team.tables import user

_AT_ONCE = 500
_WITHIN = (value("after", revision.c.no), value("upto", revision.c.no))
_REVISIONS = Statement(
    sa.select(revision.c.no, revision.c.author, revision.c.action)
    .where(revision.c.no > _WITHIN[0], revision.c.no <= _WITHIN[1])
    .order_by(revision.c.no)
)
_DEEDS = Statement(
    sa.select(tally.c.revision, tally.c.room_table, tally.c.deed).where(
        tally.c.revision > _WITHIN[0], tally.c.revision <= _WITHIN[1]
    )
)
_CHANGES = Statement(
    sa.select(change.c.payload).where(change.c.revision == value("number", change.c.revision))
)


@dataclass(frozen=True)
class Touched:
    """Local numbers of what the visible rows of one table that changed belong to."""

    sources: frozenset[int] = frozenset()
    cases: frozenset[int] = frozenset()
    codes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Change:
    """One revision as a viewer may know it.

    `author` is the local number of a user, 0 for nobody known here. `tables` says what
    was touched, by the name of the table. `erased` tells that content went for good:
    whatever was read before may be gone and is to be read anew.
    """

    number: int
    author: int
    action: str
    tables: Mapping[str, Touched]
    erased: bool


def changes_between(desk: Desk, after: int, upto: int | None = None) -> list[Change]:
    """Visible changes of revisions after one number, up to another or the newest."""
    with desk.reading("history.read") as sight:
        upto = sight.latest if upto is None else min(upto, sight.latest)
        if after >= upto:
            return []
        touched: dict[int, dict[str, Touched]] = defaultdict(dict)
        deeds = _DEEDS.rows(sight.connection, after=after, upto=upto)
        for table in _told_of({name for _, name, deed in deeds if deed == "add"}):
            for number, found in _added(sight, table, after, upto):
                touched[number][table.name] = found
        for number in sorted({number for number, _, deed in deeds if deed == "withdraw"}):
            for name, found in _withdrawn(sight, number):
                touched[number][name] = _both(touched[number].get(name), found)
        erased = {number for number, _, deed in deeds if deed == "erase"}
        people = sight.kept("users by id", (user,), _users)
        return [
            Change(number, people.get(bytes(author), 0), action, touched[number], number in erased)
            for number, author, action in _REVISIONS.rows(sight.connection, after=after, upto=upto)
            if number in touched or number in erased
        ]


def _told_of(names: set[str]) -> list[sa.Table]:
    """Tables whose rows are news; a mere place that others rest on is none by itself."""
    tables = [ROOM_TABLES[name] for name in sorted(names)]
    return [table for table in tables if not table.info["shared"]]


def _added(sight: Sight, table: sa.Table, after: int, upto: int) -> Iterator[tuple[int, Touched]]:
    """Of one table: by revision, what the rows belong to that came and are seen."""
    query = sight.ready(
        f"added to {table.name}",
        lambda now: (
            sa.select(table.c.added, *_belonging(table))
            .where(
                table.c.added > value("after", table.c.added),
                table.c.added <= value("upto", table.c.added),
                now.of(table),
            )
            .distinct()
        ),
    )
    by_revision: dict[int, list[Row]] = defaultdict(list)
    for number, *belongs in query.rows(sight.connection, after=after, upto=upto):
        by_revision[number].append(tuple(belongs))
    for number, rows in by_revision.items():
        yield number, _touched(rows)


def _withdrawn(sight: Sight, number: int) -> Iterator[tuple[str, Touched]]:
    """Of one revision: by table, what the rows belong to that went and were seen before."""
    before = replace(sight, number=number - 1)
    for (told,) in _CHANGES.rows(sight.connection, number=number):
        by_table = {gone.table: gone for gone in payload.withdrawn(bytes(told))}
        for table in _told_of(set(by_table)):
            gone = by_table[table.name]
            rows: list[Row] = []
            for at in range(0, len(gone.rows), _AT_ONCE):
                ids = [id for id, _ in gone.rows[at : at + _AT_ONCE]]
                rows += [
                    tuple(row)
                    for row in sight.connection.execute(
                        sa.select(*_belonging(table)).where(table.c.id.in_(ids), before.of(table))
                    )
                ]
            if rows:
                yield table.name, _touched(rows)


_KINDS = {"source": "sources", "person_case": "cases", "code": "codes"}


def _belonging(table: sa.Table) -> list[sa.ColumnElement[int]]:
    """The columns by which a row belongs to a source, a case or a code, in that order.

    Of more columns to one table, such as a code and its parent, the first counts.
    """
    found: dict[str, sa.ColumnElement[int]] = {}
    if table.name in _KINDS:
        found[table.name] = table.c.no
    for column in own_columns(table):
        target = target_of(column)
        if target in _KINDS:
            found.setdefault(target, column)
    return [
        found.get(kind, sa.literal_column("0")).label(f"of_{name}") for kind, name in _KINDS.items()
    ]


def _touched(rows: list[Row]) -> Touched:
    sources, cases, codes = (frozenset(filter(None, cells)) for cells in zip(*rows, strict=True))
    return Touched(sources, cases, codes)


def _both(one: Touched | None, other: Touched) -> Touched:
    if one is None:
        return other
    return Touched(one.sources | other.sources, one.cases | other.cases, one.codes | other.codes)


def _users(sight: Sight) -> dict[bytes, int]:
    return {
        bytes(id): number
        for id, number in sight.connection.execute(sa.select(user.c.id, user.c.no))
    }
