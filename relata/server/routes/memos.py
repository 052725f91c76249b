"""Memos on anything."""

from __future__ import annotations

import msgspec
from litestar import delete, get, post, put

from relata.coding.memo_records import Memo
from relata.databank.bank import Databank


class NewMemo(msgspec.Struct, frozen=True, omit_defaults=True):
    """A memo, and what it is about: a source, a place in one, a code, a case, a value."""

    body: str
    source: str | None = None
    start: int | None = None
    end: int | None = None
    coding: int | None = None
    code: str | None = None
    variable: str | None = None
    case: str | None = None
    value: str | None = None


class Reworded(msgspec.Struct, frozen=True):
    body: str


class MemoTold(msgspec.Struct, frozen=True):
    """A memo in its present wording; `at` in milliseconds since 1970."""

    id: str
    kind: str
    body: str
    writer: str
    mine: bool
    at: int
    about: str
    source: str | None
    start: int | None
    end: int | None
    code: str | None
    variable: str | None
    case: str | None


@get("/memos", sync_to_thread=True)
def memos(
    bank: Databank,
    source: str | None = None,
    start: int | None = None,
    end: int | None = None,
    coding: int | None = None,
    code: str | None = None,
    variable: str | None = None,
    case: str | None = None,
    value: str | None = None,
    words: str | None = None,
) -> list[MemoTold]:
    """Memos about something, or with some words; newest first."""
    found = bank.memos.list(
        source=source,
        start=start,
        end=end,
        coding=coding,
        code=code,
        variable=variable,
        case=case,
        value=value,
        words=words,
    )
    return [_told(memo) for memo in found]


@post("/memos", status_code=201, sync_to_thread=True)
def write(bank: Databank, data: NewMemo) -> MemoTold:
    """Write a memo."""
    about = {name: getattr(data, name) for name in data.__struct_fields__ if name != "body"}
    return _told(bank.memos.write(data.body, **about))


@put("/memos/{memo:str}", sync_to_thread=True)
def reword(bank: Databank, memo: str, data: Reworded) -> MemoTold:
    """Reword one's own memo; the old wording stays in the history."""
    return _told(bank.memos.change(memo, data.body))


@delete("/memos/{memo:str}", status_code=204, sync_to_thread=True)
def remove(bank: Databank, memo: str) -> None:
    """Take one's own memo away."""
    bank.memos.remove(memo)


def _told(memo: Memo) -> MemoTold:
    about = memo.about
    return MemoTold(
        memo.id,
        memo.kind,
        memo.body,
        memo.writer,
        memo.mine,
        memo.at,
        about.kind,
        about.source,
        about.start,
        about.end,
        about.code,
        about.variable,
        about.case,
    )


ROUTES = (memos, write, reword, remove)
