"""Giving the codings of a split code to its parts: what waits, and who decides.

Each coder looks at one's own; a lead may do it for all. The coding stays its coder's,
and the history tells who moved it.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from relata.codebook.changing import Which
from relata.codebook.standing import codes_seen, pick_code
from relata.codebook.succession import parts_of
from relata.codebook.tables import code as code_table
from relata.coding.choosing import FEW, NoSuchCoding, codings_seen
from relata.coding.memos import carry_memos
from relata.coding.model import Coded, Coding
from relata.coding.recoding import recode
from relata.coding.tables import coding
from relata.errors import RelataError
from relata.team import Desk, Sight, may


class NotAPart(RelataError):
    """A coding was to be given to a code that its own was not split into."""

    remedy = "Choose one of the parts of its code, or take it back and code the passage anew."


def to_reassign(desk: Desk, which: Which, *, coder: str | None = None) -> list[Coding]:
    """Visible codings that still stand with a code that was split, by place in their source.

    Empty for a code that was not split.
    """
    with desk.reading("codings.read") as sight:
        found = pick_code(codes_seen(sight), which)
        if not parts_of(sight, bytes.fromhex(found.id)):
            return []
        rows = codings_seen(sight, coding.c.code == found.number)
        if coder is not None:
            rows = [one for one in rows if one.coder.casefold() == coder.strip().casefold()]
        return sorted(rows, key=lambda one: (one.source, one.start, one.end, one.number))


def reassign(
    desk: Desk, which: Sequence[str | int], code: Which, *, reason: str | None = None
) -> Coded:
    """Give codings, by id or local number, to one of the parts of their code.

    Asked again, what is done already is found done.

    Raises
    ------
    NoSuchCoding
        None of this name stands, or it is another coder's and the codebook not ours.
    NotAPart, NotCodable, NoSuchCode
    """
    brief = len(which) <= FEW
    with desk.writing("codings.write", "coding.reassign", reason=reason, brief=brief) as (
        writing,
        sight,
    ):
        part = pick_code(codes_seen(sight), code, codable=True)
        rows = [_row(desk, sight, one) for one in dict.fromkeys(which)]
        done = [row.no for row in rows if row.withdrawn is not None]
        moving = [row for row in rows if row.withdrawn is None and row.code != part.number]
        for number in {row.code for row in moving}:
            if part.number not in parts_of(sight, writing.id_of(code_table, number)):
                raise NotAPart(f"The code {part.entry.name} is no part of the code of this coding.")
        again = recode(writing, moving, part.number)
        carry_memos(writing, again.instead)
        stood = {row.no for row in rows if row.withdrawn is None and row.code == part.number}
        stood |= {_in_stead(sight, row, part.number) for row in rows if row.no in done}
        numbers = sorted({*again.instead.values(), *stood})
        codings = [
            one
            for at in range(0, len(numbers), 500)
            for one in codings_seen(sight, coding.c.no.in_(numbers[at : at + 500]))
        ]
        gone = tuple(row.no for row in moving)
    revision = writing.revision
    standing = tuple(one for one in codings if one.number not in again.made)
    return Coded(
        tuple(one for one in codings if one.number in again.made),
        len(standing),
        revision.hash if revision else None,
        revision.number if revision else None,
        standing,
        gone,
    )


def _row(desk: Desk, sight: Sight, which: str | int) -> sa.Row[tuple[object, ...]]:
    """A coding of one's own, or anybody's for who may change the codebook."""
    try:
        wanted = (
            coding.c.no == which if isinstance(which, int) else coding.c.id == bytes.fromhex(which)
        )
    except ValueError:
        raise NoSuchCoding("This is no id of a coding.") from None
    row = sight.connection.execute(
        sa.select(coding).where(wanted, sa.or_(sight.of(coding), coding.c.withdrawn.is_not(None)))
    ).first()
    if row is None or not (
        row.coder == desk.viewer.number or may(desk.viewer.role, "codebook.write")
    ):
        raise NoSuchCoding("This coding is not yours, or there is none.")
    return row


def _in_stead(sight: Sight, row: sa.Row[tuple[object, ...]], code: int) -> int:
    """The coding that took the place of one taken back. Raises NoSuchCoding."""
    number = sight.connection.scalar(
        sa.select(coding.c.no).where(
            sight.of(coding),
            coding.c.passage == row.passage,
            coding.c.coder == row.coder,
            coding.c.code == code,
        )
    )
    if number is None:
        raise NoSuchCoding("This coding was taken back.")
    return int(number)
