"""Touching: which sources a revision concerned, and which revisions concerned a source.

A revision touches a source when a row that belongs to it came or went.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from relata.store import payload
from relata.store.schema import ROOM_TABLES, change, life, own_columns, target_of
from relata.team.desk import Sight

_SOURCE = "source"
_AT_ONCE = 500


def touching(source: int) -> sa.CompoundSelect[Any]:
    """The revisions that touched a source, by its local number."""
    found: list[sa.Select[Any]] = []
    for table, columns in _tables():
        of_it = sa.or_(*(column == source for column in columns))
        earlier = sa.and_(life.c.room_table == table.name, life.c.row == table.c.no)
        for moment in (table.c.added, table.c.withdrawn):
            found.append(sa.select(moment).where(of_it, moment.is_not(None)))
        for moment in (life.c.added, life.c.withdrawn):
            joined = sa.select(moment).join_from(table, life, earlier)
            found.append(joined.where(of_it, moment.is_not(None)))
    return sa.union(*found)


def sources_touched(
    sight: Sight, numbers: Iterable[int], ending: Iterable[int]
) -> Mapping[int, tuple[str, ...]]:
    """By revision, the ids of the sources it touched, as far as these stand.

    `ending` are those among them that withdrew rows.
    """
    touched: dict[int, set[int]] = defaultdict(set)
    wanted = sorted(numbers)
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        for table, columns in _tables():
            for column in columns:
                query = sa.select(table.c.added, column).where(table.c.added.in_(some)).distinct()
                for number, source in sight.connection.execute(query):
                    touched[number].add(source)
    for number in ending:
        touched[number] |= set(_ended(sight, number))
    ids = _ids(sight, {source for found in touched.values() for source in found if source})
    return {
        number: tuple(ids[source] for source in sorted(found - {None}) if source in ids)
        for number, found in touched.items()
    }


def _ended(sight: Sight, number: int) -> Iterator[int]:
    """The sources of the rows whose lives a revision ended."""
    columns_of = {table.name: (table, columns) for table, columns in _tables()}
    for told in sight.connection.scalars(
        sa.select(change.c.payload).where(change.c.revision == number)
    ):
        for gone in payload.withdrawn(bytes(told)):
            if gone.table not in columns_of:
                continue
            table, columns = columns_of[gone.table]
            names = [id for id, _ in gone.rows]
            for at in range(0, len(names), _AT_ONCE):
                here = table.c.id.in_(names[at : at + _AT_ONCE])
                for column in columns:
                    yield from sight.connection.scalars(sa.select(column).where(here).distinct())


def _tables() -> Iterator[tuple[sa.Table, list[sa.ColumnElement[int]]]]:
    """Every table whose rows belong to sources, and by which columns; mere places apart."""
    for table in ROOM_TABLES.values():
        if table.info["shared"]:
            continue
        columns: list[sa.ColumnElement[int]] = [
            column for column in own_columns(table) if target_of(column) == _SOURCE
        ]
        if table.name == _SOURCE:
            columns.append(table.c.no)
        if columns:
            yield table, columns


def _ids(sight: Sight, numbers: Iterable[int]) -> dict[int, str]:
    source, wanted = ROOM_TABLES[_SOURCE], sorted(numbers)
    found: dict[int, str] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        for number, id in sight.connection.execute(
            sa.select(source.c.no, source.c.id).where(
                source.c.no.in_(wanted[at : at + _AT_ONCE]), sight.of(source)
            )
        ):
            found[number] = bytes(id).hex()
    return found
