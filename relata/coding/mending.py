"""Mending one's own codings: moved, told of whom, confirmed, taken back.

A row is never changed: the coding is withdrawn and made again, in one revision. Who
repeats an act because the answer was lost finds it done: the coding of old stands no
more, the one that was to take its place does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from relata.archive import find_source
from relata.archive.tables import passage, source
from relata.codebook.standing import codes_seen, pick_code
from relata.coding.choosing import FEW, Act, NoSuchCoding, codings_seen
from relata.coding.definitions import definitions, first_added
from relata.coding.known import known_case, known_code
from relata.coding.memos import carry_memos
from relata.coding.model import Coded, Coding
from relata.coding.tables import coding
from relata.store.statements import Row, Statement, value
from relata.team import Desk, Sight
from relata.text.spans import Span

_CELLS = (
    *(coding.c[name] for name in ("no", "id", "source", "code", "coder", "case")),
    *(first_added(), coding.c.withdrawn, passage.c.start, passage.c.stop, passage.c.text),
)
_NO, _ID, _SOURCE, _CODE, _CODER, _CASE, _ADDED, _WITHDRAWN, _START, _STOP, _TEXT = range(11)
_ROW = sa.select(*_CELLS).join_from(coding, passage, passage.c.no == coding.c.passage)
_BY_ID = Statement(_ROW.where(coding.c.id == value("which", coding.c.id)))
_BY_NUMBER = Statement(_ROW.where(coding.c.no == value("which", coding.c.no)))


def move(desk: Desk, which: str | int, start: int, end: int) -> Coded:
    """Let one's own coding begin and end elsewhere in the newest text of its source.

    Raises NoSuchCoding for another coder's, or one that was taken back since.
    """
    with desk.writing("codings.write", "coding.move", brief=True) as (writing, sight):
        row = _own(sight, which)
        act = Act(desk, writing, sight)
        _again(act, row, Span(start, end), row[_CASE])
        (now,) = act.made or act.standing
        carry_memos(writing, dict.fromkeys(act.gone, now.number))
    return act.done()


def about(desk: Desk, which: str | int, case: str | None) -> Coded:
    """Say which case one's own coding is about; None leaves it open."""
    with desk.writing("codings.write", "coding.about", brief=True) as (writing, sight):
        row = _own(sight, which)
        act = Act(desk, writing, sight)
        _again(act, row, None, known_case(sight, case) if case is not None else None)
    return act.done()


def confirm(desk: Desk, which: Sequence[str | int]) -> Coded:
    """Keep one's own codings, having looked at them under the present definition.

    Those that are old are made again and are so no more; the others stay as they are.
    """
    import numpy as np

    brief = len(which) <= FEW
    with desk.writing("codings.write", "coding.confirm", brief=brief) as (writing, sight):
        act = Act(desk, writing, sight)
        defined = definitions(sight)
        for row in [_own(sight, one) for one in dict.fromkeys(which)]:
            old = defined.older(np.array([row[_CODE]]), np.array([row[_ADDED]]))
            _again(act, row, None, row[_CASE], renew=len(old) > 0)
    return act.done()


def give(desk: Desk, which: str | int, code: str | int) -> Coded:
    """Let one's own coding have another code, at the same place and about the same case.

    Raises NoSuchCoding for another coder's, or one that was taken back since.
    """
    with desk.writing("codings.write", "coding.give", brief=True) as (writing, sight):
        row = _own(sight, which)
        chosen = pick_code(codes_seen(sight), code, codable=True).number
        act = Act(desk, writing, sight)
        _again(act, row, None, row[_CASE], renew=chosen != row[_CODE], code=chosen)
        (now,) = act.made or act.standing
        carry_memos(writing, dict.fromkeys(act.gone, now.number))
    return act.done()


def uncode(desk: Desk, which: Sequence[str | int]) -> Coded:
    """Take one's own codings back; `gone` are the numbers of those that stood."""
    brief = len(which) <= FEW
    with desk.writing("codings.write", "coding.uncode", brief=brief) as (writing, sight):
        act = Act(desk, writing, sight)
        own = [_own(sight, one) for one in dict.fromkeys(which)]
        act.take_back([row[_NO] for row in own if row[_WITHDRAWN] is None])
    return act.done()


def older(desk: Desk, *, code: str | None = None, coder: str | None = None) -> list[Coding]:
    """Codings made under an older definition of their code, by place in their source."""
    import numpy as np

    with desk.reading("codings.read") as sight:
        conditions = []
        if code is not None:
            conditions.append(coding.c.code == known_code(sight, code).number)
        rows = sight.connection.execute(
            sa.select(coding.c.no, coding.c.code, first_added()).where(
                sight.of(coding), *conditions
            )
        ).fetchall()
        table = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 3)
        numbers = table[definitions(sight).older(table[:, 1], table[:, 2]), 0].tolist()
        found: list[Coding] = []
        for at in range(0, len(numbers), 500):
            found += codings_seen(sight, coding.c.no.in_(numbers[at : at + 500]))
        if coder is not None:
            found = [one for one in found if one.coder.casefold() == coder.casefold()]
        return sorted(found, key=lambda one: (one.source, one.start, one.end, one.number))


def _own(sight: Sight, which: str | int) -> Row:
    """The row of a coding of this person's own, standing or taken back."""
    if isinstance(which, int):
        row = _BY_NUMBER.first(sight.connection, which=which)
    else:
        row = _BY_ID.first(sight.connection, which=_id(which))
    if row is None or row[_CODER] != sight.viewer.number:
        raise NoSuchCoding("This coding is not yours, or there is none.")
    return row


def _id(told: str) -> bytes:
    try:
        return bytes.fromhex(told)
    except ValueError:
        raise NoSuchCoding("This is no id of a coding.") from None


def _again(
    act: Act,
    row: Row,
    to: Span | None,
    case: int | None,
    *,
    renew: bool = False,
    code: int | None = None,
) -> None:
    """Make a coding again: elsewhere, about another case, or with another code.

    What is so already stays as it is, unless it is to be made anew (`renew`).
    """
    here = Span(row[_START], row[_STOP])
    of = find_source(act.sight, act.writing.id_of(source, row[_SOURCE]).hex())
    if to is None:
        # A passage that could not be carried over stays in its own text.
        of = replace(of, text=row[_TEXT], characters=max(of.characters, row[_STOP]))
        to = here
    same = to == here and of.text == row[_TEXT] and case == row[_CASE]
    if row[_WITHDRAWN] is None and (renew or not same):
        act.take_back([row[_NO]])
    before = len(act.made)
    act.code(of, [to], row[_CODE] if code is None else code, case)
    if row[_WITHDRAWN] is not None and len(act.made) > before:
        raise NoSuchCoding("This coding was taken back.")
