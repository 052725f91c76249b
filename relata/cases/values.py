"""Values of cases: what is known of a person, by whom it was judged, on which passages it rests.

A coder who thinks again withdraws the old value; other coders' values stay beside
it. Unknown is not no: only a value "stated as absent" says no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.archive import find_source, mark_passages, passages_by_number
from relata.cases.keeping import find_case, linked_sources, source_ids
from relata.cases.model import STATUSES, CaseSheet, Status, Value
from relata.cases.tables import evidence, value
from relata.codebook import check_value, missing_reason
from relata.codebook.standing import (
    NoSuchVariable,
    codes_seen,
    find_code,
    find_variable,
    variables_seen,
)
from relata.errors import RelataError
from relata.team import Desk, Sight, may, names
from relata.text.spans import Span


class BadStatus(RelataError):
    """A status and a value that do not go together."""

    remedy = (
        "A value is stated, stated as absent, not stated, contradicted or withheld; "
        "only what is stated (or contradicted) carries a value."
    )


@dataclass(frozen=True)
class Place:
    """Evidence as a person names it: a source, and a passage of it."""

    source: str
    start: int
    end: int


def set_value(
    desk: Desk,
    name: str,
    about: str,
    told: str | None = None,
    *,
    status: str = "stated",
    evidence_at: Sequence[Place] = (),
    missing: str | None = None,
    note: str | None = None,
    beside: bool = False,
) -> Value:
    """Set a value of a case, as the person at this desk judges it.

    Parameters
    ----------
    about : a variable, or a code (then `told` is left out: the status says it all).
    told : the value as typed; checked against the variable.
    missing : the reason there is no value, one of the variable's own.
    evidence_at : the passages it rests on; left out where the same value stood before,
        that one's passages are kept.
    beside : keep this coder's earlier value standing beside the new one.

    Raises
    ------
    BadStatus, and what the codebook raises for values it does not allow.
    """
    with desk.writing("cases.write", "cases.set") as (writing, sight):
        found = find_case(sight, name)
        subject = _subject(sight, about)
        kept_status, canonical, reason = _judged(subject, told, status, missing)
        kept: list[dict[str, Any]] = []
        if not beside:
            mine = (writing.connection, desk.viewer.number, found.number, subject)
            if not evidence_at:
                kept = _same_evidence(*mine, kept_status, canonical)
            writing.withdraw(evidence, _of_values(*mine))
            writing.withdraw(value, _earlier(*mine))
        number = writing.add_one(
            value,
            case=found.number,
            coder=desk.viewer.number,
            status=kept_status,
            told=canonical,
            missing=reason,
            note=note,
            **{subject.column: subject.number},
        )
        rows = [{**row, "value": number} for row in kept]
        for place in evidence_at:
            of = find_source(sight, place.source)
            (passage,) = mark_passages(desk.store, writing, of, [Span(place.start, place.end)])
            rows.append(
                {
                    "value": number,
                    "case": found.number,
                    "passage": passage,
                    "source": of.number,
                }
            )
        writing.add(evidence, rows)
        told_of = _values(sight, value.c.no == number)
    return told_of[0]


def case_sheet(desk: Desk, name: str) -> CaseSheet:
    """All values of a case with their evidence."""
    with desk.reading("cases.read") as sight:
        found = find_case(sight, name)
        return CaseSheet(
            found,
            tuple(_values(sight, value.c.case == found.number)),
            source_ids(sight, linked_sources(sight, found.number)),
            sight.revision,
        )


@dataclass(frozen=True)
class _Subject:
    column: str
    number: int
    name: str
    variable: Any = None


def _subject(sight: Sight, about: str) -> _Subject:
    variables = variables_seen(sight)
    try:
        found = find_variable(variables, about)
    except NoSuchVariable:
        try:
            code = find_code(codes_seen(sight), about)
        except RelataError:
            find_variable(variables, about)
            raise
        return _Subject("code", code.number, code.entry.name)
    return _Subject("variable", found.number, found.entry.name, found.entry)


def _judged(
    subject: _Subject, told: str | None, status: str, missing: str | None
) -> tuple[Status, str | None, str | None]:
    """Status, canonical value and missing reason, or a refusal."""
    if subject.column == "code" and told is not None:
        said = told.strip().casefold()
        if said not in _SAID:
            raise BadStatus(
                "A code is said to be told (yes), told as absent (no), or left unknown."
            )
        status, told = _SAID[said], None
    if status not in STATUSES:
        raise BadStatus("There is no such status.")
    kept: Status = status
    if kept == "stated" and told is None and missing is not None:
        kept = "not stated"  # a reason for having no value says as much
    if told is not None and kept not in ("stated", "contradicted"):
        raise BadStatus("This status carries no value.")
    if told is None and kept == "stated" and subject.column == "variable":
        raise BadStatus("What is stated needs a value.")
    canonical = None
    reason = None
    if subject.variable is not None:
        if told is not None:
            canonical = check_value(subject.variable, told).canonical
        if missing is not None:
            reason = missing_reason(subject.variable, missing)
    return kept, canonical, reason


_SAID = {"yes": "stated", "no": "stated as absent", "unknown": "not stated"}


def _earlier(
    connection: sa.Connection, coder: int, case_number: int, subject: _Subject
) -> sa.ScalarResult[Any]:
    return connection.scalars(
        sa.select(value.c.no).where(
            value.c.withdrawn.is_(None),
            value.c.case == case_number,
            value.c.coder == coder,
            value.c[subject.column] == subject.number,
        )
    )


def _same_evidence(
    connection: sa.Connection,
    coder: int,
    case_number: int,
    subject: _Subject,
    status: Status,
    told: str | None,
) -> list[dict[str, Any]]:
    """The evidence of this coder's standing value, when the new one says the same."""
    rows = connection.execute(
        sa.select(evidence.c.case, evidence.c.passage, evidence.c.source)
        .join(value, value.c.no == evidence.c.value)
        .where(
            evidence.c.withdrawn.is_(None),
            value.c.no.in_(list(_earlier(connection, coder, case_number, subject))),
            value.c.status == status,
            value.c.told.is_not_distinct_from(told),
        )
    )
    return [dict(row._mapping) for row in rows]


def _of_values(
    connection: sa.Connection, coder: int, case_number: int, subject: _Subject
) -> sa.ScalarResult[Any]:
    going = list(_earlier(connection, coder, case_number, subject))
    return connection.scalars(
        sa.select(evidence.c.no).where(evidence.c.withdrawn.is_(None), evidence.c.value.in_(going))
    )


def _values(sight: Sight, condition: sa.ColumnElement[bool]) -> list[Value]:
    rows = sight.connection.execute(
        sa.select(value).where(condition, sight.of(value)).order_by(value.c.no)
    ).all()
    resting: dict[int, list[int]] = {}
    for held, passage in sight.connection.execute(
        sa.select(evidence.c.value, evidence.c.passage)
        .where(evidence.c.value.in_([row.no for row in rows]), sight.of(evidence))
        .order_by(evidence.c.no)
    ):
        resting.setdefault(held, []).append(passage)
    passages = passages_by_number(sight.connection, [p for ps in resting.values() for p in ps])
    coders = names(sight.connection)
    codes = codes_seen(sight)
    variables = variables_seen(sight)
    notes = may(sight.viewer.role, "codings.read")  # a note may quote a source
    return [
        Value(
            bytes(row.id).hex(),
            row.no,
            codes[row.code].entry.name if row.code else variables[row.variable].entry.name,
            row.code is not None,
            row.told,
            row.status,
            row.missing,
            row.note if notes else None,
            coders[row.coder],
            tuple(passages[p] for p in resting.get(row.no, ())),
        )
        for row in rows
    ]
