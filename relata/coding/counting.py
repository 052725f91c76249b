"""How often each code stands, for the tree beside the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from relata.coding.tables import coding
from relata.team import Desk, Sight


@dataclass(frozen=True)
class Counts:
    """Visible codings of one code: how many, in how many passages, about how many cases,
    in how many sources. Codings whose case is left open count for no case.
    """

    codings: int
    passages: int
    cases: int
    sources: int


def counts(desk: Desk) -> Mapping[int, Counts]:
    """Counts by the local number of the code; a code without codings is left out."""
    with desk.reading("codings.read") as sight:
        return sight.kept("counts of codes", (coding,), _count)


def _count(sight: Sight) -> dict[int, Counts]:
    def different(column: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        return sa.func.count(column.distinct())

    c = coding.c
    rows = sight.connection.execute(
        sa.select(
            c.code, sa.func.count(), different(c.passage), different(c.case), different(c.source)
        )
        .where(sight.of(coding))
        .group_by(c.code)
    )
    return {code: Counts(*told) for code, *told in rows}
