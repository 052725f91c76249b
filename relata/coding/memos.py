"""Memos: what coders note of anything, for themselves and the team.

A memo is its writer's own: others read it, and answer in one of their own. Each
wording is kept. A memo follows its coding when that is moved or its code merged into
another (`carry_memos`), and is one on the passage once the coding is taken back.

A memo on a source, or on a place in it, goes when the source is erased; one on a case
or a value when the case is; one on a place in a source that tells of one case alone,
when either is. What is said of a code, a variable or the databank is the team's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import sqlalchemy as sa

from relata.coding.memo_records import Memo, Wording
from relata.coding.memo_subjects import ABOUT_KINDS, Asked, conditions, subject
from relata.coding.memo_telling import spoken, told
from relata.coding.tables import coding, memo
from relata.errors import RelataError
from relata.store import Writing, new_id
from relata.store.statements import Statement, value
from relata.team import Desk, Sight, may
from relata.text.analysis import analyse
from relata.text.matching import evaluate
from relata.text.normal import fixed
from relata.text.parsing import parse
from relata.text.query import Leaf, Prefix, Query, leaves

_COLUMNS = ("passage", "code", "coder")

MemoKind = Literal["memo", "question", "todo"]
MEMO_KINDS: tuple[MemoKind, ...] = get_args(MemoKind)

_AT_ONCE = 500
_RESTING = Statement(
    sa.select(memo.c.no)
    .join_from(memo, coding, sa.and_(*(memo.c[c] == coding.c[c] for c in _COLUMNS)))
    .where(
        coding.c.no == value("coding", coding.c.no),
        memo.c.about == sa.literal_column("'coding'"),
        memo.c.withdrawn.is_(None),
    )
)
"""Memos that rest on a coding, standing or taken back."""

LONGEST = 100_000
"""Characters of a memo."""

_OF_THE_CODEBOOK = ("code", "variable")
"""What a reader may read memos on; any other may quote a source."""


class NoSuchMemo(RelataError):
    """No standing memo has this id."""

    remedy = "Look at the list of memos again; it may have been removed."


class NotYourMemo(RelataError):
    """A memo is changed and removed by its writer alone."""

    remedy = "Write one of your own beside it; a lead can undo a revision."


class UnfitMemo(RelataError):
    """A memo without words, with too many, or of an unknown kind."""

    remedy = f"A memo has 1 to {LONGEST:,} characters and is one of: {', '.join(MEMO_KINDS)}."


def write_memo(desk: Desk, body: str, asked: Asked, *, kind: str = "memo") -> Memo:
    """Write a memo, as the person at this desk.

    Raises
    ------
    UnfitMemo, OneThing, NothingThere, and what finding the thing raises.
    """
    body, kind = _fit(body), _kind(kind)
    with desk.writing("codings.write", "memos.write", brief=True) as (writing, sight):
        id = new_id()
        number = writing.add_one(
            memo,
            id=id,
            thread=id,
            writer=desk.viewer.number,
            kind=kind,
            at=int(desk.store.clock() * 1000),
            body=body,
            **subject(desk, writing, sight, asked),
        )
        (made,) = told(sight, [_row(sight, number)])
    return made


def change_memo(desk: Desk, id: str, body: str, *, kind: str | None = None) -> Memo:
    """Reword one's own memo; the earlier wording is kept. Raises NoSuchMemo, NotYourMemo."""
    body = _fit(body)
    with desk.writing("codings.write", "memos.change", brief=True) as (writing, sight):
        rows = _own_thread(desk, sight, id)
        old = rows[-1]
        new_kind = old.kind if kind is None else _kind(kind)
        number = old.no
        if (old.body, old.kind) != (body, new_kind):
            writing.withdraw(memo, [row.no for row in rows])
            number = writing.add_one(
                memo,
                **{
                    **_own(old),
                    "body": body,
                    "kind": new_kind,
                    "at": int(desk.store.clock() * 1000),
                },
            )
        (made,) = told(sight, [_row(sight, number)])
    return made


def remove_memo(desk: Desk, id: str) -> None:
    """Take one's own memo back. Raises NoSuchMemo, NotYourMemo."""
    with desk.writing("codings.write", "memos.remove", brief=True) as (writing, sight):
        writing.withdraw(memo, [row.no for row in _own_thread(desk, sight, id)])


def list_memos(
    desk: Desk,
    asked: Asked,
    *,
    about: str | None = None,
    kind: str | None = None,
    writer: str | None = None,
    words: str | None = None,
    limit: int | None = None,
) -> list[Memo]:
    """Memos on one thing, or all, the newest first.

    `asked` names the thing; a source stands for everything in it. `about` narrows to
    memos on a kind of thing, `kind` to notes, questions or tasks, `words` to memos that
    a search finds. Readers see memos on codes and variables: others may quote a source.
    """
    if about is not None and about not in ABOUT_KINDS:
        raise UnfitMemo(f"There are no memos about such a thing, only: {', '.join(ABOUT_KINDS)}.")
    if asked.kind not in ("databank", *_OF_THE_CODEBOOK):
        desk.allow("codings.read")
    with desk.reading("codebook.read") as sight:
        wanted = [*conditions(sight, asked), _readable(sight)]
        if about is not None:
            wanted.append(memo.c.about == about)
        if kind is not None:
            wanted.append(memo.c.kind == _kind(kind))
        rows = _newest(
            sight.connection.execute(
                sa.select(memo).where(sight.of(memo), *wanted).order_by(memo.c.at, memo.c.id)
            ).all()
        )
        rows.sort(key=lambda row: (-row.at, -row.no))
        if words is not None:
            rows = _found(sight, rows, parse(words))
        if writer is None:
            rows = rows[:limit]
        found = told(sight, rows)
    if writer is not None:
        found = [m for m in found if m.writer.casefold() == writer.strip().casefold()]
    return found[:limit]


def memo_versions(desk: Desk, id: str) -> list[Wording]:
    """Every wording of a standing memo, the first one first."""
    with desk.reading("codebook.read") as sight:
        standing = _thread(sight, id)[-1]
        past = [] if sight.number is None else [memo.c.added <= sight.number]
        rows = sight.connection.execute(
            sa.select(memo.c.no, memo.c.body, memo.c.kind, memo.c.at)
            .where(memo.c.thread == standing.thread, *past)
            .order_by(memo.c.at, memo.c.id)
        ).all()
    found: list[Wording] = []
    for row in rows:
        # A memo that was carried to another place says the same again.
        if not found or (found[-1].body, found[-1].kind) != (row.body, row.kind):
            found.append(Wording(row.no, row.body, row.kind, row.at))
    return found


def carry_memos(writing: Writing, again: Mapping[int, int]) -> int:
    """Let memos follow codings that were made again at another place or with another code.

    `again` tells the number of each coding taken back and of the one in its stead. To be
    called in the same revision; returns how many memos went along.
    """
    carried = 0
    for gone, made in again.items():
        rows = _RESTING.rows(writing.connection, coding=gone)
        if rows:
            to = writing.connection.execute(
                sa.select(coding.c.passage, coding.c.code).where(coding.c.no == made)
            ).one()
            carried += _carry(writing, [row[0] for row in rows], **to._mapping)
    return carried


def carry_memos_of_code(writing: Writing, code: int, into: int) -> int:
    """Let all memos on a code, its codings and its values follow it into another code."""
    rows = writing.connection.scalars(
        sa.select(memo.c.no).where(memo.c.withdrawn.is_(None), memo.c.code == code)
    )
    return _carry(writing, list(rows), code=into)


def _carry(writing: Writing, numbers: Sequence[int], **to: int) -> int:
    """The same words, by the same writer, at another place; returns how many memos went."""
    gone = 0
    for at in range(0, len(numbers), _AT_ONCE):
        some = numbers[at : at + _AT_ONCE]
        rows = writing.connection.execute(sa.select(memo).where(memo.c.no.in_(some))).all()
        moving = [row for row in rows if any(row._mapping[c] != no for c, no in to.items())]
        writing.withdraw(memo, [row.no for row in moving])
        writing.add(memo, [{**_own(row), **to} for row in moving])
        gone += len(moving)
    return gone


def _own(row: Any) -> dict[str, Any]:
    """What a wording takes over from the one before."""
    left_out = ("no", "id", "added", "withdrawn")
    return {name: cell for name, cell in row._mapping.items() if name not in left_out}


def _fit(body: str) -> str:
    kept = fixed(body)
    if not kept.strip():
        raise UnfitMemo("A memo needs words.")
    if len(kept) > LONGEST:
        raise UnfitMemo(f"The memo has {len(kept):,} characters.")
    return kept


def _kind(told_kind: str) -> MemoKind:
    for known in MEMO_KINDS:
        if known == told_kind:
            return known
    raise UnfitMemo("There is no such kind of memo.")


def _readable(sight: Sight) -> sa.ColumnElement[bool]:
    if may(sight.viewer.role, "codings.read"):
        return sa.true()
    return memo.c.about.in_(_OF_THE_CODEBOOK)


def _row(sight: Sight, number: int) -> Any:
    return sight.connection.execute(sa.select(memo).where(memo.c.no == number)).one()


def _thread(sight: Sight, id: str) -> Sequence[Any]:
    """The standing rows of a memo: two where two copies of a databank reworded it apart."""
    try:
        thread = bytes.fromhex(id)
    except ValueError:
        raise NoSuchMemo("This is no id of a memo.") from None
    rows = sight.connection.execute(
        sa.select(memo)
        .where(memo.c.thread == thread, sight.of(memo), _readable(sight))
        .order_by(memo.c.at, memo.c.id)
    ).all()
    if not rows:
        raise NoSuchMemo("There is no such memo.")
    return rows


def _own_thread(desk: Desk, sight: Sight, id: str) -> Sequence[Any]:
    rows = _thread(sight, id)
    if any(row.writer != desk.viewer.number for row in rows):
        raise NotYourMemo("This memo is somebody else's.")
    return rows


def _newest(rows: Sequence[Any]) -> list[Any]:
    """The newest standing wording of each memo; rows come in the order they were written."""
    return list({bytes(row.thread): row for row in rows}.values())


def _found(sight: Sight, rows: Sequence[Any], query: Query) -> list[Any]:
    """The memos that a search finds, in whichever of the databank's languages they are."""
    languages = spoken(sight)
    # As the index holds texts; the bar keeps a phrase from running on into the next.
    analysed = {
        row.no: " | ".join(["", *(analyse(row.body, language) for language in languages), ""])
        for row in rows
    }
    sets: dict[Leaf, set[int]] = {}
    for leaf in leaves(query):
        end = "" if isinstance(leaf, Prefix) else " "
        wanted = [f" {' '.join(form)}{end}" for form in leaf.forms(languages)]
        sets[leaf] = {no for no, told in analysed.items() if any(form in told for form in wanted)}
    found = evaluate(query, sets)
    return [row for row in rows if row.no in found]
