"""Records of memos."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """What a memo is about, as it is now.

    `kind` is "databank", "source", "passage", "coding", "code", "variable", "case" or
    "value"; a coding that was taken back leaves a memo on its passage. `source` is an
    id, `case` a pseudonym, `code` and `variable` are names, None where nothing of that
    kind belongs to it, or where it does not stand any more. `number` is the local
    number of the thing itself: of the standing coding or value, or of the passage,
    source, code, variable or case. Offsets count characters of the text that the
    passage was marked in.
    """

    kind: str
    number: int | None = None
    source: str | None = None
    source_number: int | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None
    code_number: int | None = None
    coder: str | None = None
    variable: str | None = None
    case: str | None = None


@dataclass(frozen=True)
class Memo:
    """A memo in its present wording.

    `id` stays when it is reworded, `number` is the wording's own. `at` is when this
    wording was written, in milliseconds since 1970, UTC. `mine` says whether the
    viewer wrote it and so may change it.
    """

    id: str
    number: int
    kind: str
    body: str
    writer: str
    writer_number: int
    mine: bool
    at: int
    about: About


@dataclass(frozen=True)
class Wording:
    """One wording that a memo had, since `at` (milliseconds since 1970, UTC)."""

    number: int
    body: str
    kind: str
    at: int
