"""Telling what memos are about today: which coding stands where one rested, and names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from relata.archive import Passage, passages_by_number
from relata.archive.tables import description, source
from relata.cases.tables import value
from relata.codebook.standing import codes_seen, variables_seen
from relata.coding.known import people, pseudonyms
from relata.coding.memo_records import About, Memo
from relata.coding.tables import coding
from relata.team import Sight

_AT_ONCE = 500
_THINGS = ("source", "passage", "code", "variable", "case")


def told(sight: Sight, rows: Sequence[Any]) -> list[Memo]:
    """Rows of the table of memos as records, in the order given."""
    if not rows:
        return []
    writers = people(sight)
    told_of = _Telling(sight, rows)
    return [
        Memo(
            bytes(row.thread).hex(),
            row.no,
            row.kind,
            row.body,
            writers[row.writer],
            row.writer,
            row.writer == sight.viewer.number,
            row.at,
            told_of.about(row),
        )
        for row in rows
    ]


def spoken(sight: Sight) -> tuple[str | None, ...]:
    """The languages of the sources, and none: memos are written in any of them."""
    return sight.kept("languages spoken", (description,), _spoken)


def _spoken(sight: Sight) -> tuple[str | None, ...]:
    found = sight.connection.scalars(
        sa.select(description.c.language).where(sight.of(description)).distinct()
    )
    return (*sorted({"en", *filter(None, found)}), None)


class _Telling:
    """What the memos of one list rest on, looked up together."""

    def __init__(self, sight: Sight, rows: Sequence[Any]) -> None:
        self._people = people(sight)
        self._codes = codes_seen(sight)
        self._variables = variables_seen(sight)
        self._cases = pseudonyms(sight)
        places = {row.passage for row in rows if row.passage is not None}
        self._passages: dict[int, Passage] = passages_by_number(sight.connection, places)
        self._sources = _source_ids(sight, {row.source for row in rows} - {None})
        self._codings = _standing(
            sight,
            coding,
            ("passage", "code", "coder"),
            {row.passage for row in rows if row.about == "coding"},
        )
        self._values = _standing(
            sight,
            value,
            ("case", "variable", "code", "coder"),
            {row.case for row in rows if row.about == "value"},
        )

    def about(self, row: Any) -> About:
        """What one memo is about."""
        kind: str = row.about
        if kind == "coding":
            number = self._codings.get((row.passage, row.code, row.coder))
            if number is None:
                kind = "passage"
        if kind == "value":
            number = self._values.get((row.case, row.variable, row.code, row.coder))
        elif kind != "coding":
            number = row._mapping[kind] if kind in _THINGS else None
        place = self._passages.get(row.passage)
        code, variable = self._codes.get(row.code), self._variables.get(row.variable)
        return About(
            kind,
            number,
            self._sources.get(row.source),
            row.source,
            place.start if place else None,
            place.end if place else None,
            code.entry.name if code else None,
            row.code,
            self._people.get(row.coder),
            variable.entry.name if variable else None,
            self._cases.get(row.case),
        )


def _source_ids(sight: Sight, numbers: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in _portions(numbers):
        for no, id in sight.connection.execute(
            sa.select(source.c.no, source.c.id).where(source.c.no.in_(some), sight.of(source))
        ):
            found[no] = bytes(id).hex()
    return found


def _standing(
    sight: Sight, table: sa.Table, key: tuple[str, ...], numbers: Iterable[int]
) -> dict[tuple[int | None, ...], int]:
    """Standing rows by what memos rest on; `key` begins with the column of `numbers`."""
    found: dict[tuple[int | None, ...], int] = {}
    columns = [table.c[name] for name in key]
    for some in _portions(numbers):
        for no, *rest in sight.connection.execute(
            sa.select(table.c.no, *columns)
            .where(columns[0].in_(some), sight.of(table))
            .order_by(table.c.no)
        ):
            found[tuple(rest)] = no
    return found


def _portions(numbers: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(numbers)
    for at in range(0, len(ordered), _AT_ONCE):
        yield ordered[at : at + _AT_ONCE]
