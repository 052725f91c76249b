"""Records as JSON: names a program can rely on, times in ISO 8601, ids in full.

Local numbers, which differ from one copy of a databank to the next, are left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relata.archive import Passage, Source
    from relata.archive.search.asking import Hit
    from relata.cases import Case, Value
    from relata.coding import Coding
    from relata.team import Entry, User

SHORT = 10
"""How many letters of an id are shown to people: enough to name it by."""


def short(id: str) -> str:
    """The first letters of an id, as they are shown and may be typed."""
    return id[:SHORT]


def moment(milliseconds: int) -> str:
    """Milliseconds since 1970 as ISO 8601 in UTC, to the second."""
    told = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    return told.isoformat(timespec="seconds").replace("+00:00", "Z")


def plain(told: Any) -> Any:
    """A frozen record, and whatever it holds, as JSON knows it."""
    if is_dataclass(told) and not isinstance(told, type):
        return {f.name: plain(getattr(told, f.name)) for f in fields(told)}
    if isinstance(told, Mapping):
        return {str(name): plain(value) for name, value in told.items()}
    if isinstance(told, list | tuple | set | frozenset):
        return [plain(value) for value in told]
    if isinstance(told, bytes):
        return told.hex()
    if isinstance(told, Path):
        return str(told)
    return told


def source(of: Source) -> dict[str, Any]:
    told = {
        name: value for name, value in plain(of).items() if name not in ("number", "text", "reader")
    }
    return told | {"obtained": moment(of.obtained), "reader": of.reader}


def hit(found: Hit) -> dict[str, Any]:
    return {
        "source": found.source,
        "title": found.title,
        "language": found.language,
        "date": found.date,
        "start": found.span.start,
        "end": found.span.end,
        "content": found.content,
        "marks": [{"start": mark.start, "end": mark.end} for mark in found.marks],
    }


def coding(of: Coding) -> dict[str, Any]:
    return _without_number(of)


def passage(of: Passage) -> dict[str, Any]:
    return _without_number(of)


def case(of: Case) -> dict[str, Any]:
    return _without_number(of)


def value(of: Value) -> dict[str, Any]:
    return _without_number(of) | {"evidence": [passage(p) for p in of.evidence]}


def user(of: User) -> dict[str, Any]:
    return _without_number(of)


def entry(of: Entry) -> dict[str, Any]:
    return _without_number(of) | {"at": moment(of.at)}


def _without_number(told: Any) -> dict[str, Any]:
    found: dict[str, Any] = plain(told)
    return {name: v for name, v in found.items() if not name.endswith("number")}
