"""What a memo is about: one thing of the databank, named as a person names it.

A memo on a coding rests on the coding's passage, code and coder, not on its row: the
row is withdrawn and made again when the coding is confirmed, or said to be about
another case, and the memo stays with it. When the coding is taken back, the memo is
one on the passage. A memo on a value rests on the case, the variable or code, and the
coder, for the same reason.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

import sqlalchemy as sa

from relata.archive import find_source, mark_passages
from relata.archive.tables import passage
from relata.cases.tables import evidence, value
from relata.codebook.standing import find_variable, variables_seen
from relata.coding.known import known_case, known_code, known_only_case
from relata.coding.tables import coding, memo
from relata.errors import RelataError
from relata.store import Writing
from relata.team import Desk, Sight
from relata.text.spans import NotAPassage, Span

AboutKind = Literal["databank", "source", "passage", "coding", "code", "variable", "case", "value"]
ABOUT_KINDS: tuple[AboutKind, ...] = get_args(AboutKind)


class OneThing(RelataError):
    """A memo was to be about several things, or about half of one."""

    remedy = (
        "Name a source, a source with the start and end of a passage, a coding, a code, "
        "a variable, a case or a value; nothing for the databank itself."
    )


class NothingThere(RelataError):
    """A memo was to be about a coding or value that does not stand."""

    remedy = "Take its id from the list of codings, or from the sheet of the case."


@dataclass(frozen=True)
class Asked:
    """What a person says a memo is about; all None for the databank itself."""

    source: str | None = None
    start: int | None = None
    end: int | None = None
    coding: str | int | None = None
    code: str | None = None
    variable: str | None = None
    case: str | None = None
    value: str | int | None = None

    @property
    def kind(self) -> AboutKind:
        """What it is. Raises OneThing."""
        given = {f.name for f in fields(self) if getattr(self, f.name) is not None}
        if given == {"source", "start", "end"}:
            return "passage"
        if not given:
            return "databank"
        if len(given) > 1 or given & {"start", "end"}:
            raise OneThing("A memo is about one thing.")
        found: AboutKind = given.pop()  # type: ignore[assignment]
        return found

    @property
    def span(self) -> Span:
        """The place of a passage. Raises NotAPassage."""
        assert self.start is not None
        assert self.end is not None
        if not 0 <= self.start < self.end:
            raise NotAPassage("A passage begins at 0 or later and ends after it begins.")
        return Span(self.start, self.end)


def subject(desk: Desk, writing: Writing, sight: Sight, asked: Asked) -> dict[str, Any]:
    """The columns by which a new memo rests on its thing, and on the owners of its words.

    The case is filled in as for codings: of a source that tells of one case alone, a
    memo is that case's too and goes when either is erased.
    """
    kind = asked.kind
    found: dict[str, Any] = {"about": kind}
    if kind in ("source", "passage"):
        of = find_source(sight, asked.source or "")
        found |= {"source": of.number, "case": known_only_case(sight, of.number)}
        if kind == "passage":
            (found["passage"],) = mark_passages(desk.store, writing, of, [asked.span])
    elif kind == "coding":
        row = _standing_row(sight, coding, asked.coding)
        case = row.case if row.case is not None else known_only_case(sight, row.source)
        found |= {"source": row.source, "passage": row.passage, "case": case}
        found |= {"code": row.code, "coder": row.coder}
    elif kind == "value":
        row = _standing_row(sight, value, asked.value)
        found |= {"case": row.case, "variable": row.variable, "code": row.code}
        found |= {"coder": row.coder, "source": _only_source(sight, row.no)}
    elif kind != "databank":
        found[kind] = _number(sight, kind, asked)
    return found


def conditions(sight: Sight, asked: Asked) -> list[sa.ColumnElement[bool]]:
    """Under which a memo is about this thing; all memos of a source, where one is named."""
    kind = asked.kind
    if kind == "databank":
        return []
    if kind == "source":
        return [memo.c.source == find_source(sight, asked.source or "").number]
    if kind == "passage":
        of = find_source(sight, asked.source or "")
        span = asked.span
        places = sa.select(passage.c.no).where(
            passage.c.source == of.number,
            passage.c.start == span.start,
            passage.c.stop == span.end,
        )
        return [memo.c.passage.in_(places)]
    if kind == "coding":
        row = _standing_row(sight, coding, asked.coding)
        return [
            memo.c.about == kind,
            *(memo.c[name] == row._mapping[name] for name in ("passage", "code", "coder")),
        ]
    if kind == "value":
        row = _standing_row(sight, value, asked.value)
        same = ("case", "coder", "variable" if row.variable is not None else "code")
        return [memo.c.about == kind, *(memo.c[name] == row._mapping[name] for name in same)]
    return [memo.c.about == kind, memo.c[kind] == _number(sight, kind, asked)]


def _number(sight: Sight, kind: str, asked: Asked) -> int:
    """The local number of a code, variable or case."""
    if kind == "code":
        return known_code(sight, asked.code or "").number
    if kind == "variable":
        return find_variable(variables_seen(sight), asked.variable or "").number
    return known_case(sight, asked.case or "")


def _standing_row(sight: Sight, table: sa.Table, name: str | int | None) -> Any:
    """A visible coding or value by its id or local number. Raises NothingThere."""
    try:
        numbered = isinstance(name, int) or len(str(name)) < 20
        wanted = table.c.no == int(name or 0) if numbered else table.c.id == _id(str(name))
    except ValueError:
        raise NothingThere("This is no id of a coding or value.") from None
    row = sight.connection.execute(sa.select(table).where(wanted, sight.of(table))).first()
    if row is None:
        raise NothingThere("This coding or value does not stand.")
    return row


def _id(told: str) -> bytes:
    id = bytes.fromhex(told)
    if len(id) != 16:
        raise ValueError
    return id


def _only_source(sight: Sight, number: int) -> int | None:
    """The source a value rests on, when it is one alone."""
    found = list(
        sight.connection.scalars(
            sa.select(evidence.c.source)
            .where(evidence.c.value == number, sight.of(evidence))
            .distinct()
            .limit(2)
        )
    )
    return found[0] if len(found) == 1 else None
