"""Shapes: what is said of every row of a room's table, worked out and compiled once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from relata.store.schema import own_columns, revision, target_of
from relata.store.statements import Statement, value


class Shape:
    """What is said of every row of a table, worked out once."""

    def __init__(self, table: sa.Table) -> None:
        own = own_columns(table)
        self.columns = tuple((str(c.name), target_of(c)) for c in own)
        self.names = tuple(name for name, _ in self.columns)
        self.targets = dict(self.columns)
        given = [table.c.no, table.c.id, table.c.added, *own]
        self.insert = Statement(table.insert().values({c: value(c.name, c) for c in given}))
        self.by_id = Statement(
            sa.select(table.c.no, table.c.withdrawn).where(table.c.id == value("id", table.c.id))
        )
        self.id_of = Statement(sa.select(table.c.id).where(table.c.no == value("row", table.c.no)))
        self.end = Statement(
            sa.update(table)
            .where(table.c.no == value("row", table.c.no))
            .values(withdrawn=value("withdrawn", table.c.withdrawn))
        )
        self._standing = (
            sa.select(table.c.no, table.c.id, revision.c.hash)
            .join(revision, revision.c.no == table.c.added, isouter=True)
            .where(table.c.withdrawn.is_(None))
        )
        self._number = table.c.no
        self._one = Statement(self._standing.where(table.c.no == value("row", table.c.no)))

    def lives(self, connection: sa.Connection, numbers: Sequence[int]) -> Sequence[Any]:
        """Of the rows that stand: number, id, and the revision that began the life."""
        if len(numbers) == 1:
            return self._one.rows(connection, row=numbers[0])
        return connection.execute(self._standing.where(self._number.in_(numbers))).all()


@cache
def shape_of(table: sa.Table) -> Shape:
    """The shape of a table; worked out at its first use."""
    return Shape(table)
