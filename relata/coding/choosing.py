"""Choosing codes for passages, and taking a choice back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import sqlalchemy as sa

from relata.archive import find_source, mark_passages, passages_by_number, quotations, search
from relata.archive.model import Source
from relata.cases import cases_seen, find_case, only_case_of
from relata.codebook.standing import codes_seen, find_code
from relata.coding.model import Coded, Coding
from relata.coding.tables import coding
from relata.errors import RelataError
from relata.store import Writing
from relata.team import Desk, Sight, names
from relata.text.sentences import sentences
from relata.text.spans import Span

Extent = Literal["match", "sentence", "paragraph"]


class NoSuchCoding(RelataError):
    """No standing coding has this id, or it is another coder's."""

    remedy = "One may take back one's own codings; a lead can undo a revision."


def code_passages(
    desk: Desk, source: str, spans: Sequence[Span], code: str, *, case: str | None = None
) -> Coded:
    """Code passages of one source, as the person at this desk.

    `case` names the case the coding is about; left out, it is the one the source is
    linked to when that is exactly one. A coding that stands already is not made twice.
    """
    with desk.writing("codings.write", "coding.code") as (writing, sight):
        of = find_source(sight, source)
        chosen = find_code(codes_seen(sight), code, codable=True)
        about = find_case(sight, case).number if case else only_case_of(sight, of.number)
        made, stood = _write(desk, writing, of, spans, chosen.number, about)
        told = codings_seen(sight, coding.c.no.in_(made))
    return Coded(tuple(told), stood, writing.revision.hash if writing.revision else None)


def code_hits(
    desk: Desk,
    words: str,
    code: str,
    *,
    extent: Extent = "sentence",
    case: str | None = None,
    language: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Coded:
    """Code everything a search finds, in one revision.

    `extent` says what becomes the passage: the words that match, the sentences that
    hold them, or the whole paragraphs.
    """
    desk.allow("codings.write")
    answer = search(desk, words, language=language, kind=kind, since=since, until=until, limit=None)
    spans: dict[str, set[Span]] = {}
    for hit in answer.hits:
        found = spans.setdefault(hit.source, set())
        if extent == "paragraph":
            found.add(hit.span)
        elif extent == "match":
            found.update(hit.marks)
        else:
            for sentence in sentences(hit.content, hit.language):
                whole = Span(hit.span.start + sentence.start, hit.span.start + sentence.end)
                if any(whole.overlaps(mark) for mark in hit.marks):
                    found.add(whole)
    made: list[int] = []
    stood = 0
    with desk.writing("codings.write", "coding.code hits") as (writing, sight):
        chosen = find_code(codes_seen(sight), code, codable=True)
        about = find_case(sight, case).number if case else None
        for source, places in spans.items():
            of = find_source(sight, source)
            person = about if about is not None else only_case_of(sight, of.number)
            new, old = _write(desk, writing, of, sorted(places), chosen.number, person)
            made += new
            stood += old
        told = _by_number(sight, made)
    return Coded(tuple(told), stood, writing.revision.hash if writing.revision else None)


def uncode(desk: Desk, ids: Sequence[str]) -> int:
    """Take one's own codings back; returns how many stood."""
    with desk.writing("codings.write", "coding.uncode") as (writing, sight):
        wanted = [_id(id) for id in ids]
        numbers = list(
            sight.connection.scalars(
                sa.select(coding.c.no).where(
                    coding.c.id.in_(wanted),
                    coding.c.coder == desk.viewer.number,
                    sight.of(coding),
                )
            )
        )
        if len(numbers) != len(set(wanted)):
            raise NoSuchCoding("Not all of these codings are yours and standing.")
        return writing.withdraw(coding, numbers)


def _id(told: str) -> bytes:
    try:
        return bytes.fromhex(told)
    except ValueError:
        raise NoSuchCoding("This is no id of a coding.") from None


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
            conditions.append(coding.c.code == find_code(codes_seen(sight), code).number)
        if case is not None:
            conditions.append(coding.c.case == find_case(sight, case).number)
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
    codes = codes_seen(sight)
    return _records(
        sight,
        rows,
        {number: code.entry.name for number, code in codes.items()},
    )


def _by_number(sight: Sight, numbers: Sequence[int]) -> list[Coding]:
    found: list[Coding] = []
    for at in range(0, len(numbers), 500):
        found += codings_seen(sight, coding.c.no.in_(numbers[at : at + 500]))
    return found


def _records(sight: Sight, rows: Sequence[sa.Row[Any]], codes: Mapping[int, str]) -> list[Coding]:
    passages = passages_by_number(sight.connection, [row.passage for row in rows])
    coders = names(sight.connection)
    cases = {found.number: found.pseudonym for found in cases_seen(sight)}
    return [
        Coding(
            bytes(row.id).hex(),
            row.no,
            passages[row.passage].source,
            passages[row.passage].start,
            passages[row.passage].end,
            codes[row.code],
            coders[row.coder],
            cases.get(row.case) if row.case is not None else None,
        )
        for row in rows
    ]


def _write(
    desk: Desk,
    writing: Writing,
    of: Source,
    spans: Sequence[Span],
    code: int,
    case: int | None,
) -> tuple[list[int], int]:
    """Add the codings that do not stand yet; returns their numbers, and how many stood."""
    passages = mark_passages(desk.store, writing, of, list(dict.fromkeys(spans)))
    own = writing.connection.execute(
        sa.select(coding.c.no, coding.c.passage, coding.c.case).where(
            coding.c.source == of.number,
            coding.c.code == code,
            coding.c.coder == desk.viewer.number,
            coding.c.withdrawn.is_(None),
        )
    ).all()
    standing = {row.passage for row in own if row.case == case}
    if case is not None:
        # What was left open whom it is about is about this case now.
        places = set(passages)
        writing.withdraw(
            coding, [row.no for row in own if row.case is None and row.passage in places]
        )
    fresh = [p for p in passages if p not in standing]
    made = writing.add(
        coding,
        [
            {
                "passage": passage,
                "source": of.number,
                "code": code,
                "coder": desk.viewer.number,
                "case": case,
            }
            for passage in fresh
        ],
    )
    return made, len(passages) - len(fresh)
