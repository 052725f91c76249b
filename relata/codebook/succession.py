"""Succession: where a code has gone that was merged into another, or split into parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from relata.codebook.tables import code, code_version, succession
from relata.store import Writing
from relata.team import Desk, Sight

How = Literal["merged", "split"]


@dataclass(frozen=True)
class Succession:
    """One step: `code` was merged into `into`, or `into` is a part of what it was split into.

    Both are ids; `name` is the last name the code had, `into_name` the present one of
    the other. A part that was merged on leads to where it is now.
    """

    code: str
    name: str
    into: str
    into_name: str
    how: How


def successions(desk: Desk) -> list[Succession]:
    """What became of codes that were merged or split, the oldest step first."""
    from relata.codebook.standing import codes_seen

    with desk.reading("codebook.read") as sight:
        codes = codes_seen(sight)
        gone = {c.id: c.entry.name for c in codes.values()}
        rows = sight.connection.execute(
            sa.select(succession).where(sight.of(succession)).order_by(succession.c.no)
        ).all()
        gone |= _last_names(sight, {bytes(row.code) for row in rows} - _ids(gone))
        return [
            Succession(
                bytes(row.code).hex(),
                gone.get(bytes(row.code).hex(), "?"),
                codes[row.into].id,
                codes[row.into].entry.name,
                "merged" if row.how == "merged" else "split",
            )
            for row in rows
            if row.into in codes
        ]


def parts_of(sight: Sight, id: bytes) -> list[int]:
    """The local numbers of what a code was split into."""
    return list(
        sight.connection.scalars(
            sa.select(succession.c.into)
            .where(succession.c.code == id, succession.c.how == "split", sight.of(succession))
            .order_by(succession.c.no)
        )
    )


def write_succession(writing: Writing, gone: int, into: Sequence[int], how: How) -> None:
    """Keep where a code has gone."""
    id = writing.id_of(code, gone)
    writing.add(succession, [{"code": id, "into": number, "how": how} for number in into])


def lead_on(writing: Writing, gone: int, into: int) -> None:
    """Let what led to a code that is merged lead to the one it is merged into."""
    rows = writing.connection.execute(
        sa.select(succession).where(
            succession.c.into.in_([gone, into]), succession.c.withdrawn.is_(None)
        )
    ).all()
    own = writing.id_of(code, into)
    there = {bytes(row.code) for row in rows if row.into == into} | {own}
    moving = [row for row in rows if row.into == gone]
    writing.withdraw(succession, [row.no for row in moving])
    writing.add(
        succession,
        [
            {"code": bytes(row.code), "into": into, "how": row.how}
            for row in moving
            if bytes(row.code) not in there
        ],
    )


def forget_into(writing: Writing, numbers: Iterable[int]) -> None:
    """What led to codes that go leads nowhere."""
    rows = sa.select(succession.c.no).where(
        succession.c.into.in_(list(numbers)), succession.c.withdrawn.is_(None)
    )
    writing.withdraw(succession, writing.connection.scalars(rows))


def _last_names(sight: Sight, ids: set[bytes]) -> dict[str, str]:
    """The last names of codes that stand no more."""
    rows = sight.connection.execute(
        sa.select(code.c.id, code_version.c.name)
        .join(code_version, code_version.c.code == code.c.no)
        .where(code.c.id.in_(ids), code_version.c.source.is_(None))
        .order_by(code_version.c.no)
    )
    return {bytes(row.id).hex(): row.name for row in rows}


def _ids(names: Iterable[str]) -> set[bytes]:
    return {bytes.fromhex(name) for name in names}
