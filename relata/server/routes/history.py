"""History: what changed, by whom, why; what undoing it would do; and undoing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import msgspec
from litestar import get, post
from litestar.params import Parameter

from relata.coding import Deed, Deeds
from relata.databank.bank import Databank
from relata.errors import RelataError
from relata.team import Entry
from relata.team.rights import NotAllowed

Revision = Annotated[str, Parameter(description="The name of a revision")]

_PAGE = 100
"""Entries told at once."""


class SourceTouched(msgspec.Struct, frozen=True):
    id: str
    title: str


class HistoryEntry(msgspec.Struct, frozen=True):
    """One revision: who, when, what, what for. `rows` counts by deed and table.

    `at` is in milliseconds since 1970. `undone_by` is the revision that took it back.
    """

    revision: str
    number: int
    at: int
    author: str
    own: bool
    action: str
    reason: str | None
    undoes: str | None
    undone_by: str | None
    rows: dict[str, dict[str, int]]
    sources: list[SourceTouched]
    n_sources: int


class HistoryTold(msgspec.Struct, frozen=True):
    """A page of the history, newest first; `before` asks for the next, None at its end."""

    entries: list[HistoryEntry]
    before: int | None


class DeedTold(msgspec.Struct, frozen=True):
    """One row that came or went, and what it belongs to; a gap is None."""

    table: str
    deed: Literal["add", "withdraw"]
    number: int
    stands: bool
    source: str | None
    title: str | None
    start: int | None
    end: int | None
    code: str | None
    variable: str | None
    case: str | None
    person: str | None


class DeedsTold(msgspec.Struct, frozen=True):
    """The first rows, and how many there are in all."""

    rows: list[DeedTold]
    total: int


class UndoRefused(msgspec.Struct, frozen=True):
    """Why something cannot be undone, in the library's words."""

    message: str
    remedy: str


class Undoable(msgspec.Struct, frozen=True):
    """What undoing would withdraw, bring back, and what rests on it; or why it cannot be."""

    withdraw: dict[str, int]
    revive: dict[str, int]
    later: dict[str, int]
    rests_on: DeedsTold
    refused: UndoRefused | None


class RevisionTold(msgspec.Struct, frozen=True):
    """One revision opened: what it changed, and what undoing it would do."""

    entry: HistoryEntry
    deeds: DeedsTold
    undo: Undoable


class UndoAsked(msgspec.Struct, frozen=True):
    """With `with_later`, what rests on it goes along."""

    with_later: bool = False
    reason: str | None = None


class UndoneTold(msgspec.Struct, frozen=True):
    """The revision that took it back: undoing that one does it again."""

    revision: str


@get("/history", sync_to_thread=True)
def history(
    bank: Databank,
    before: int | None = None,
    author: str | None = None,
    action: str | None = None,
    source: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=500)] = _PAGE,
) -> HistoryTold:
    """What was changed, newest first; by somebody, of one kind, or of one source."""
    found = bank.history(
        limit=limit + 1, before=before, author=author, action=action, source=source
    )
    shown = found[:limit]
    return HistoryTold(_entries(bank, shown), shown[-1].number if len(found) > limit else None)


@get("/history/{revision:str}", sync_to_thread=True)
def opened(bank: Databank, revision: Revision) -> RevisionTold:
    """What one revision changed, and what undoing it would do."""
    deeds = bank.deeds(revision)
    then = bank.as_of(revision)
    (entry,) = then.history(limit=1)
    (now,) = bank.history(limit=1, before=entry.number + 1)
    return RevisionTold(_entries(bank, [now])[0], _deeds(deeds), _undoable(bank, revision))


@post("/history/{revision:str}/undo", status_code=200, sync_to_thread=True)
def undo(bank: Databank, revision: Revision, data: UndoAsked) -> UndoneTold:
    """Take a revision back by a new one."""
    reason = (data.reason or "").strip() or None
    return UndoneTold(bank.undo(revision, with_later=data.with_later, reason=reason).hash)


def _entries(bank: Databank, found: Iterable[Entry]) -> list[HistoryEntry]:
    titles: dict[str, str] = {}
    told = []
    for entry in found:
        for id in entry.sources[:3]:
            if id not in titles:
                titles[id] = bank.sources.get(id).title
        told.append(
            HistoryEntry(
                entry.revision,
                entry.number,
                entry.at,
                entry.author,
                entry.author == bank.viewer.name,
                entry.action,
                entry.reason,
                entry.undoes,
                entry.undone_by,
                {deed: dict(tables) for deed, tables in entry.rows.items()},
                [SourceTouched(id, titles[id]) for id in entry.sources[:3]],
                len(entry.sources),
            )
        )
    return told


def _undoable(bank: Databank, revision: str) -> Undoable:
    nothing = DeedsTold([], 0)
    try:
        plan = bank.would_undo(revision)
    except NotAllowed:
        raise
    except RelataError as fault:
        refused = UndoRefused(str(fault.args[0]), fault.remedy or "")
        return Undoable({}, {}, {}, nothing, refused)
    later = _counts(plan.later)
    return Undoable(
        _counts(plan.withdraw),
        _counts(plan.revive),
        later,
        _deeds(bank.rests_on(revision)) if later else nothing,
        None,
    )


def _counts(numbers: Mapping[str, frozenset[int]]) -> dict[str, int]:
    return {table: len(rows) for table, rows in numbers.items() if rows}


def _deeds(deeds: Deeds) -> DeedsTold:
    return DeedsTold([_deed(deed) for deed in deeds.rows], deeds.total)


def _deed(deed: Deed) -> DeedTold:
    return DeedTold(
        deed.table,
        deed.deed,
        deed.number,
        deed.stands,
        deed.source,
        deed.title,
        deed.start,
        deed.end,
        deed.code,
        deed.variable,
        deed.case,
        deed.person,
    )


ROUTES = (history, opened, undo)
