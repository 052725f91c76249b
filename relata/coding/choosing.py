"""Choosing codes for passages, and taking a choice back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from relata.archive import find_source, mark_passages, passages_by_number, quotations
from relata.archive.model import Source
from relata.codebook.standing import codes_seen
from relata.coding.known import known_case, known_code, known_only_case, people, pseudonyms
from relata.coding.model import Coded, Coding
from relata.coding.tables import coding
from relata.errors import RelataError
from relata.store import Writing
from relata.store.statements import Statement, value
from relata.team import Desk, Sight
from relata.text.spans import Span

FEW = 16
"""An act of so many passages is brief: it may share a commit with others."""

_OWN_HERE = Statement(
    sa.select(coding.c.no, coding.c.id, coding.c.passage, coding.c.case).where(
        coding.c.passage == value("passage", coding.c.passage),
        coding.c.code == value("code", coding.c.code),
        coding.c.coder == value("coder", coding.c.coder),
        coding.c.withdrawn.is_(None),
    )
)
_OWN_IN_SOURCE = Statement(
    sa.select(coding.c.no, coding.c.id, coding.c.passage, coding.c.case).where(
        coding.c.source == value("source", coding.c.source),
        coding.c.code == value("code", coding.c.code),
        coding.c.coder == value("coder", coding.c.coder),
        coding.c.withdrawn.is_(None),
    )
)


class NoSuchCoding(RelataError):
    """No standing coding has this id, or it is another coder's."""

    remedy = "One may change and take back one's own codings; a lead can undo a revision."


def code_passages(
    desk: Desk, source: str, spans: Sequence[Span], code: str, *, case: str | None = None
) -> Coded:
    """Code passages of one source, as the person at this desk.

    `case` names the case the coding is about; left out, it is the one the source is
    linked to when that is exactly one. A coding that stands already is not made twice.
    """
    brief = len(spans) <= FEW
    with desk.writing("codings.write", "coding.code", brief=brief) as (writing, sight):
        of = find_source(sight, source)
        chosen = known_code(sight, code, codable=True).number
        about = known_case(sight, case) if case else known_only_case(sight, of.number)
        act = Act(desk, writing, sight)
        act.code(of, spans, chosen, about)
    return act.done()


def list_codings(
    desk: Desk,
    *,
    source: str | None = None,
    code: str | None = None,
    coder: str | None = None,
    case: str | None = None,
) -> list[Coding]:
    """Visible codings, by place in their source."""
    with desk.reading("codings.read") as sight:
        conditions = []
        if source is not None:
            conditions.append(coding.c.source == find_source(sight, source).number)
        if code is not None:
            conditions.append(coding.c.code == known_code(sight, code).number)
        if case is not None:
            conditions.append(coding.c.case == known_case(sight, case))
        found = codings_seen(sight, *conditions)
        if coder is not None:
            found = [c for c in found if c.coder.casefold() == coder.casefold()]
        return sorted(found, key=lambda c: (c.source, c.start, c.end, c.number))


def quotation(desk: Desk, found: Coding) -> str:
    """The words a coding marks."""
    place = (found.source, found.start, found.end)
    return quotations(desk, [place])[place]


def codings_seen(sight: Sight, *conditions: sa.ColumnElement[bool]) -> list[Coding]:
    """Visible codings that meet conditions on the table of codings."""
    rows = sight.connection.execute(
        sa.select(coding).where(sight.of(coding), *conditions).order_by(coding.c.no)
    ).all()
    if not rows:
        return []
    passages = passages_by_number(sight.connection, [row.passage for row in rows])
    return [
        coding_record(
            sight,
            bytes(row.id),
            row.no,
            (passages[row.passage].source, row.source),
            (passages[row.passage].start, passages[row.passage].end),
            row.code,
            row.coder,
            row.case,
        )
        for row in rows
    ]


def coding_record(
    sight: Sight,
    id: bytes,
    number: int,
    source: tuple[str, int],
    place: tuple[int, int],
    code: int,
    coder: int,
    case: int | None,
) -> Coding:
    """A coding from what its row holds: `source` by id and number, the rest by number."""
    return Coding(
        id.hex(),
        number,
        source[0],
        *place,
        codes_seen(sight)[code].entry.name,
        people(sight)[coder],
        pseudonyms(sight).get(case) if case is not None else None,
        source[1],
        code,
        coder,
        case,
    )


@dataclass
class Act:
    """One act of coding in the making: what it adds, finds standing, and takes back."""

    desk: Desk
    writing: Writing
    sight: Sight
    made: list[Coding] = field(default_factory=list)
    standing: list[Coding] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def code(self, of: Source, spans: Sequence[Span], code: int, case: int | None) -> None:
        """Add this person's codings of passages that do not stand yet."""
        places = list(dict.fromkeys(spans))
        passages = mark_passages(self.desk.store, self.writing, of, places)
        own = self._own(of, passages, code)
        if case is not None:
            # What was left open whom it is about is about this case now.
            here = set(passages)
            self.take_back([row[0] for row in own if row[3] is None and row[2] in here])
        standing = {row[2]: row for row in own if row[3] == case}
        fresh = [passage for passage in passages if passage not in standing]
        made = self.writing.add(
            coding,
            [
                {
                    "passage": passage,
                    "source": of.number,
                    "code": code,
                    "coder": self.desk.viewer.number,
                    "case": case,
                }
                for passage in fresh
            ],
        )
        numbers = dict(zip(fresh, made, strict=True))
        for place, passage in zip(places, passages, strict=True):
            stood = standing.get(passage)
            number = stood[0] if stood else numbers[passage]
            (self.standing if stood else self.made).append(
                coding_record(
                    self.sight,
                    bytes(stood[1]) if stood else self.writing.id_of(coding, number),
                    number,
                    (of.id, of.number),
                    (place.start, place.end),
                    code,
                    self.desk.viewer.number,
                    case,
                )
            )

    def take_back(self, numbers: Sequence[int]) -> None:
        """Withdraw codings."""
        if numbers:
            self.writing.withdraw(coding, numbers)
            self.gone += numbers

    def done(self) -> Coded:
        """What was done, once it is written."""
        revision = self.writing.revision
        return Coded(
            tuple(self.made),
            len(self.standing),
            revision.hash if revision else None,
            revision.number if revision else None,
            tuple(self.standing),
            tuple(self.gone),
        )

    def _own(self, of: Source, passages: Sequence[int], code: int) -> list[tuple[Any, ...]]:
        """This person's standing codings with a code: number, id, passage and case."""
        coder = self.desk.viewer.number
        if len(passages) > FEW:
            return _OWN_IN_SOURCE.rows(
                self.writing.connection, source=of.number, code=code, coder=coder
            )
        found = []
        for passage in passages:
            found += _OWN_HERE.rows(
                self.writing.connection, passage=passage, code=code, coder=coder
            )
        return found
