"""Who said what of a case when: every judgement of one thing, those taken back as well."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from relata.cases.keeping import find_case
from relata.cases.model import Status
from relata.cases.tables import value
from relata.cases.values import _subject
from relata.store.schema import revision
from relata.team import Desk, names


@dataclass(frozen=True)
class Judgement:
    """What one coder held of a case from one moment to another (milliseconds since 1970).

    `until` is None while it stands.
    """

    coder: str
    told: str | None
    status: Status
    missing: str | None
    note: str | None
    since: int
    until: int | None


def judgements(desk: Desk, name: str, about: str) -> list[Judgement]:
    """Every value of one variable or code of a case, oldest first."""
    begun, ended = revision.alias("begun"), revision.alias("ended")
    with desk.reading("history.read") as sight:
        found = find_case(sight, name)
        subject = _subject(sight, about)
        query = (
            sa.select(value, begun.c.at.label("since"), ended.c.at.label("until"), ended.c.no)
            .join(begun, begun.c.no == value.c.added)
            .join(ended, ended.c.no == value.c.withdrawn, isouter=True)
            .where(value.c.case == found.number, value.c[subject.column] == subject.number)
            .order_by(value.c.no)
        )
        if sight.number is not None:
            query = query.where(value.c.added <= sight.number)
        coders = names(sight.connection)
        return [
            Judgement(
                coders[row.coder],
                row.told,
                row.status,
                row.missing,
                row.note,
                row.since,
                row.until if _over(row.withdrawn, sight.number) else None,
            )
            for row in sight.connection.execute(query)
        ]


def _over(withdrawn: int | None, seen: int | None) -> bool:
    return withdrawn is not None and (seen is None or withdrawn <= seen)
