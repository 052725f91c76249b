"""Evidence of a value, given and taken away, and taking a value back.

A coder changes only their own values. A value keeps its id while its evidence grows, so
that what was judged and what it rests on have each their own revision.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from relata.archive import find_source, mark_passages, passages_by_number
from relata.cases.model import Value
from relata.cases.tables import evidence, value
from relata.cases.values import Place, _values
from relata.errors import RelataError
from relata.team import Desk, Sight
from relata.text.spans import Span


class NoSuchValue(RelataError):
    """No standing value has this id, or it is another coder's."""

    remedy = "Everybody changes their own values; set one of yours beside it."


class NoSuchEvidence(RelataError):
    """The value does not rest on this passage."""

    remedy = "Look at the case again: its evidence may have changed."


def add_evidence(desk: Desk, id: str, place: Place) -> Value:
    """Let one's own value rest on one more passage; one that it rests on already is kept once."""
    with desk.writing("cases.write", "cases.evidence") as (writing, sight):
        number, case = _own(desk, sight, id)
        of = find_source(sight, place.source)
        (passage,) = mark_passages(desk.store, writing, of, [Span(place.start, place.end)])
        if passage not in {row.passage for row in _resting(writing.connection, number)}:
            writing.add_one(evidence, value=number, case=case, passage=passage, source=of.number)
        return _values(sight, value.c.no == number)[0]


def remove_evidence(desk: Desk, id: str, place: Place) -> Value:
    """Let one's own value no longer rest on a passage; the value stays. Raises NoSuchEvidence."""
    with desk.writing("cases.write", "cases.evidence") as (writing, sight):
        number, _ = _own(desk, sight, id)
        source = find_source(sight, place.source).id
        rows = _resting(writing.connection, number)
        places = passages_by_number(writing.connection, [row.passage for row in rows])
        going = [
            row.no
            for row in rows
            if (places[row.passage].source, places[row.passage].start, places[row.passage].end)
            == (source, place.start, place.end)
        ]
        if not going:
            raise NoSuchEvidence("The value does not rest on this passage.")
        writing.withdraw(evidence, going)
        return _values(sight, value.c.no == number)[0]


def take_back(desk: Desk, id: str) -> None:
    """Take one's own value back with its evidence: nothing is said in its place."""
    with desk.writing("cases.write", "cases.take back") as (writing, sight):
        number, _ = _own(desk, sight, id)
        writing.withdraw(evidence, [row.no for row in _resting(writing.connection, number)])
        writing.withdraw(value, [number])


def _own(desk: Desk, sight: Sight, id: str) -> tuple[int, int]:
    """The numbers of one's own standing value and of its case."""
    try:
        wanted = bytes.fromhex(id)
    except ValueError:
        raise NoSuchValue("This is no id of a value.") from None
    row = sight.connection.execute(
        sa.select(value.c.no, value.c.case).where(
            value.c.id == wanted, value.c.coder == desk.viewer.number, sight.of(value)
        )
    ).one_or_none()
    if row is None:
        raise NoSuchValue("This value is not yours, or no longer stands.")
    return row.no, row.case


def _resting(connection: sa.Connection, number: int) -> list[sa.Row[Any]]:
    return list(
        connection.execute(
            sa.select(evidence.c.no, evidence.c.passage).where(
                evidence.c.value == number, evidence.c.withdrawn.is_(None)
            )
        )
    )
