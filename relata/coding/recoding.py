"""Giving codings another code: merging two codes, and what is made again for it.

Nothing is changed in place. Each coding is withdrawn and made again with the other
code, for the same coder and case; where that coder has it already it is not made
twice. All of it is one revision, and undone as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from relata.cases.tables import evidence, value
from relata.codebook.changing import (
    Which,
    WrongPlace,
    children_of,
    place_below,
    refuse_below_itself,
    refuse_in_use,
    withdraw_codes,
)
from relata.codebook.standing import Code, NotCodable, code_now, codes_seen, pick_code
from relata.codebook.succession import lead_on, write_succession
from relata.coding.memos import carry_memos_of_code
from relata.coding.tables import coding
from relata.store import Writing
from relata.store.schema import own_columns
from relata.team import Desk

T = TypeVar("T")

_AT_ONCE = 500


@dataclass(frozen=True)
class Merge:
    """What merging one code into another concerns: that many, as far as they are seen.

    `doubles` are codings that their coder has made with the other code too, so that one
    of the two goes; `values` say of a case whether it told the code; `children` are the
    codes directly below, which go along.
    """

    codings: int
    doubles: int
    passages: int
    sources: int
    coders: int
    cases: int
    values: int
    children: int


@dataclass(frozen=True)
class Again:
    """Codings made again: the number of each that went, and of the one in its stead.

    `made` were not there before; the others stood already.
    """

    instead: dict[int, int]
    made: frozenset[int]


def would_merge(desk: Desk, which: Which, into: Which) -> Merge:
    """What `merge` would concern, or the refusal it would meet; nothing is written."""
    with desk.reading("codings.read") as sight:
        gone, kept = _two(codes_seen(sight), which, into)
        rows = sight.connection.execute(
            sa.select(coding).where(sight.of(coding), coding.c.code == gone.number)
        ).all()
        if rows:
            _refuse_gathering(kept)
        there = sight.connection.execute(
            sa.select(coding.c.passage, coding.c.coder, coding.c.case).where(
                sight.of(coding),
                coding.c.code == kept.number,
                coding.c.passage.in_(
                    sa.select(coding.c.passage).where(coding.c.code == gone.number)
                ),
            )
        ).all()
        about = sight.connection.execute(
            sa.select(value.c.case).where(sight.of(value), value.c.code == gone.number)
        ).all()
        cases = {row.case for row in (*rows, *about)} - {None}
        held: dict[tuple[int, int], set[int | None]] = {}
        for row in there:
            held.setdefault((row.passage, row.coder), set()).add(row.case)
        return Merge(
            len(rows),
            sum(_doubled(row.case, held.get((row.passage, row.coder), set())) for row in rows),
            len({row.passage for row in rows}),
            len({row.source for row in rows}),
            len({row.coder for row in rows}),
            len(cases),
            len(about),
            len(children_of(codes_seen(sight), gone.number)),
        )


def merge(desk: Desk, which: Which, into: Which, *, reason: str | None = None) -> Code:
    """Merge a code into another, whose words stay; returns the other.

    Codings, values with their evidence, memos, and the codes directly below come to the
    other code; the merged one is withdrawn with its last wording, and where it went is
    kept.

    Raises
    ------
    NoSuchCode
    WrongPlace
        Into itself, or into a code below it.
    NotCodable
        The other code only gathers others, and there are codings.
    """
    with desk.writing("codebook.write", "codebook.merge", reason=reason) as (writing, sight):
        codes = codes_seen(sight)
        gone, kept = _two(codes, which, into)
        rows = _standing(writing, coding, coding.c.code == gone.number)
        if rows:
            _refuse_gathering(kept)
        recode(writing, rows, kept.number)
        _revalue(writing, gone.number, kept.number)
        carry_memos_of_code(writing, gone.number, kept.number)
        place_below(writing, codes, kept, children_of(codes, gone.number))
        lead_on(writing, gone.number, kept.number)
        write_succession(writing, gone.number, [kept.number], "merged")
        refuse_in_use(writing, [gone.number], [])
        withdraw_codes(writing, [gone.number])
    return code_now(desk, kept.number)


def recode(writing: Writing, rows: Sequence[Any], to: int) -> Again:
    """Make standing codings again with another code, each its coder's own."""
    there = _by_place(writing, rows, to)
    instead: dict[int, int] = {}
    fresh: list[Any] = []
    waiting: list[tuple[int, tuple[int, int], int | None]] = []
    more_exact: list[int] = []
    # Those that tell of whom they are come first: what was left open adds nothing to them.
    for row in sorted(rows, key=lambda row: (row.case is None, row.no)):
        here = there.setdefault((row.passage, row.coder), {})
        case = row.case if row.case is not None or not here else next(iter(here))
        if case not in here:
            if case is not None and None in here:
                more_exact.append(here.pop(None))
            here[case] = 0
            fresh.append(row)
        waiting.append((row.no, (row.passage, row.coder), case))
    writing.withdraw(coding, [*(row.no for row in rows), *more_exact])
    made = writing.add(coding, [{**_own(coding, row), "code": to} for row in fresh])
    for row, number in zip(fresh, made, strict=True):
        there[row.passage, row.coder][row.case] = number
    for number, place, case in waiting:
        instead[number] = there[place][case]
    return Again(instead, frozenset(made))


def _two(codes: dict[int, Code], which: Which, into: Which) -> tuple[Code, Code]:
    gone, kept = pick_code(codes, which), pick_code(codes, into)
    if gone.number == kept.number:
        raise WrongPlace("A code cannot be merged into itself.")
    refuse_below_itself(codes, gone, kept)
    return gone, kept


def _doubled(case: int | None, there: set[int | None]) -> bool:
    """Whether of a coding and those its coder has there with another code, one goes."""
    return bool(there) and (case is None or case in there or None in there)


def _refuse_gathering(kept: Code) -> None:
    if not kept.entry.codable:
        raise NotCodable(f"The code {kept.entry.name} only gathers others.")


def _by_place(
    writing: Writing, rows: Sequence[Any], code: int
) -> dict[tuple[int, int], dict[int | None, int]]:
    """Standing codings with a code on the passages of some rows: by place and coder, by case."""
    found: dict[tuple[int, int], dict[int | None, int]] = {}
    for some in _portions(sorted({row.passage for row in rows})):
        for row in _standing(writing, coding, coding.c.code == code, coding.c.passage.in_(some)):
            found.setdefault((row.passage, row.coder), {}).setdefault(row.case, row.no)
    return found


def _revalue(writing: Writing, gone: int, kept: int) -> None:
    """Let what is said of cases about a code be said about another, on the same evidence.

    A coder who said the same of both says it once, on all the passages; who said
    different things has both stand side by side.
    """
    moving = _standing(writing, value, value.c.code == gone)
    there = {
        (row.case, row.coder, row.status): row.no
        for row in reversed(_standing(writing, value, value.c.code == kept))
    }
    same = {row.no: there.get((row.case, row.coder, row.status)) for row in moving}
    fresh = [row for row in moving if same[row.no] is None]
    made = writing.add(value, [{**_own(value, row), "code": kept} for row in fresh])
    now = {**same, **dict(zip((row.no for row in fresh), made, strict=True))}
    for some in _portions([row.no for row in moving]):
        resting = _standing(writing, evidence, evidence.c.value.in_(some))
        doubled = _evidence_of(writing, [same[row.value] for row in resting])
        writing.withdraw(evidence, [row.no for row in resting])
        writing.add(
            evidence,
            [
                {**_own(evidence, row), "value": now[row.value]}
                for row in resting
                if (now[row.value], row.passage) not in doubled
            ],
        )
    writing.withdraw(value, [row.no for row in moving])


def _evidence_of(writing: Writing, values: Iterable[int | None]) -> set[tuple[int, int]]:
    """Value and passage of the evidence of some values."""
    wanted = sorted({number for number in values if number is not None})
    return {
        (row.value, row.passage)
        for row in _standing(writing, evidence, evidence.c.value.in_(wanted))
    }


def _standing(writing: Writing, table: sa.Table, *conditions: Any) -> list[Any]:
    """Rows that stand, whoever looks: what is merged is merged for all."""
    return list(
        writing.connection.execute(
            sa.select(table).where(table.c.withdrawn.is_(None), *conditions).order_by(table.c.no)
        )
    )


def _own(table: sa.Table, row: Any) -> dict[str, Any]:
    return {column.name: row._mapping[column.name] for column in own_columns(table)}


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for at in range(0, len(items), _AT_ONCE):
        yield items[at : at + _AT_ONCE]
