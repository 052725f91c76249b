"""Deeds: what one revision did, row by row, as people know the rows.

The history tells a revision by counts; whoever is about to undo it wants to see the
passages, cases and codes it concerned. Only rows the viewer sees are told, with names
of today; a thing that no longer stands keeps no name but that of its code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa

from relata.archive.passages import passages_by_number
from relata.archive.shelf import sources_seen
from relata.cases.tables import value
from relata.codebook.tables import code_version, variable_version
from relata.coding.known import people, pseudonyms
from relata.store import payload
from relata.store.schema import ROOM_TABLES, change, life, own_columns, target_of
from relata.store.undo import plan
from relata.team import Desk, Sight

MOST = 200
"""Rows that are told of one revision; how many more there are is counted."""

_AT_ONCE = 500
_NAMED = ("source", "passage", "code", "variable", "person_case", "user_account", "case_value")


@dataclass(frozen=True)
class Deed:
    """One row that came or went, by the name of its table and what it belongs to.

    `source` is an id, `start` and `end` count code points of its text; `code` and
    `variable` are labels, `case` a pseudonym, `person` whose coding, value or account
    it is. A gap is None. `stands` tells whether the row stands today.
    """

    table: str
    deed: Literal["add", "withdraw"]
    number: int
    stands: bool
    source: str | None = None
    title: str | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None
    variable: str | None = None
    case: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Deeds:
    """The first rows that came or went, and how many visible ones there are in all."""

    rows: tuple[Deed, ...]
    total: int


def deeds(desk: Desk, name: str, *, most: int = MOST) -> Deeds:
    """What a revision added and withdrew; mere places, such as passages, are left out."""
    with desk.reading("history.read") as sight:
        number = desk.store.resolve(sight.connection, name).no
        found: list[tuple[sa.Table, str, Any]] = []
        for table in _rooms():
            found += [(table, "add", row) for row in _added(sight, table, number)]
        for ended, gone in _withdrawn(sight, number):
            found += [(ended, "withdraw", row) for row in gone]
        return Deeds(_told(sight, found[:most]), len(found))


def rests_on(desk: Desk, name: str, *, most: int = MOST) -> Deeds:
    """The later rows that undoing a revision would take along."""
    with desk.reading("history.read") as sight:
        number = desk.store.resolve(sight.connection, name).no
        later = plan(sight.connection, number).later
        found: list[tuple[sa.Table, str, Any]] = []
        for table in _rooms():
            rows = _by(sight, table, table.c.no, later.get(table.name, ()), sight.of(table))
            found += [(table, "withdraw", row) for row in rows]
        return Deeds(_told(sight, found[:most]), len(found))


def _rooms() -> Iterable[sa.Table]:
    return (table for table in ROOM_TABLES.values() if not table.info["shared"])


def _added(sight: Sight, table: sa.Table, number: int) -> Sequence[Any]:
    """Rows of a table that stood after a revision and not before it."""
    now, before = (replace(sight, number=no).of(table) for no in (number, number - 1))
    again = sa.select(life.c.row).where(life.c.room_table == table.name, life.c.added == number)
    return sight.connection.execute(
        sa.select(table)
        .where(sa.or_(table.c.added == number, table.c.no.in_(again)), now, sa.not_(before))
        .order_by(table.c.no)
    ).all()


def _withdrawn(sight: Sight, number: int) -> list[tuple[sa.Table, list[Any]]]:
    """By table, the rows that stood before a revision and that it ended."""
    before = replace(sight, number=number - 1)
    ended: dict[str, set[bytes]] = {}
    payloads = sight.connection.scalars(
        sa.select(change.c.payload).where(change.c.revision == number)
    )
    for told in payloads:
        for gone in payload.withdrawn(bytes(told)):
            ended.setdefault(gone.table, set()).update(id for id, _ in gone.rows)
    return [
        (table, _by(sight, table, table.c.id, ended[table.name], before.of(table)))
        for table in _rooms()
        if table.name in ended
    ]


def _by(
    sight: Sight,
    table: sa.Table,
    column: sa.ColumnElement[Any],
    wanted: Iterable[Any],
    condition: sa.ColumnElement[bool],
) -> list[Any]:
    keys = sorted(wanted)
    found: list[Any] = []
    for at in range(0, len(keys), _AT_ONCE):
        found += sight.connection.execute(
            sa.select(table)
            .where(column.in_(keys[at : at + _AT_ONCE]), condition)
            .order_by(table.c.no)
        ).all()
    return found


def _told(sight: Sight, found: Sequence[tuple[sa.Table, str, Any]]) -> tuple[Deed, ...]:
    names = _Names(sight, [_points(table, row) for table, _, row in found])
    return tuple(
        Deed(
            table.name,
            "add" if deed == "add" else "withdraw",
            row.no,
            row.withdrawn is None,
            **names.of(_points(table, row)),
        )
        for table, deed, row in found
    )


def _points(table: sa.Table, row: Any) -> dict[str, int]:
    """What a row belongs to: by the name of the table it points at, the local number."""
    found = {table.name: row.no} if table.name in _NAMED else {}
    for column in own_columns(table):
        target, number = target_of(column), row._mapping[column.name]
        if target in _NAMED and number is not None:
            found.setdefault(target, number)
    return found


class _Names:
    """The names of all that some rows belong to, looked up together."""

    def __init__(self, sight: Sight, points: Sequence[Mapping[str, int]]) -> None:
        def asked(kind: str) -> list[int]:
            return sorted({point[kind] for point in points if kind in point})

        connection = sight.connection
        self.places = passages_by_number(connection, asked("passage"))
        self.values: dict[int, Any] = {}
        for row in _by(sight, value, value.c.no, asked("case_value"), sa.true()):
            self.values[row.no] = row
        asked_codes = {*asked("code"), *(r.code for r in self.values.values() if r.code)}
        asked_variables = {
            *asked("variable"),
            *(r.variable for r in self.values.values() if r.variable),
        }
        self.codes = _labels(sight, code_version, "code", asked_codes)
        self.variables = _labels(sight, variable_version, "variable", asked_variables)
        sources = asked("source")
        self.sources = {s.number: s for s in sources_seen(sight, numbers=sources)}
        self.cases, self.people = pseudonyms(sight), people(sight)

    def of(self, points: Mapping[str, int]) -> dict[str, Any]:
        """The fields of a Deed."""
        of_value = self.values.get(points.get("case_value", 0))
        source = self.sources.get(points.get("source", 0))
        place = self.places.get(points.get("passage", 0)) if source is not None else None
        code = points.get("code") or (of_value.code if of_value is not None else None)
        variable = points.get("variable") or (of_value.variable if of_value is not None else None)
        return {
            "source": source.id if source is not None else None,
            "title": source.title if source is not None else None,
            "start": place.start if place is not None else None,
            "end": place.end if place is not None else None,
            "code": self.codes.get(code or 0),
            "variable": self.variables.get(variable or 0),
            "case": self.cases.get(points.get("person_case", 0)),
            "person": self.people.get(points.get("user_account", 0)),
        }


def _labels(sight: Sight, table: sa.Table, kind: str, wanted: Iterable[int]) -> dict[int, str]:
    """The newest wording of codes or variables, whether they stand or not."""
    rows = _by(sight, table, table.c[kind], wanted, sa.true())
    return {row._mapping[kind]: row.label or row.name for row in rows}
