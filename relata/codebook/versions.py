"""The wordings of a code: since when its definition stands, and every version it had."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from relata.codebook.model import CodeEntry
from relata.codebook.tables import code_version
from relata.store.schema import life, revision
from relata.team import Desk, Sight, names
from relata.team.history import reason_of
from relata.team.tables import user

_DEFINING = ("definition", "when_to_use", "when_not")
"""What coders decide by; another label, colour or place leaves it what it was."""
_SHOWN = (
    *("name", "label", *_DEFINING, "example", "colour", "codable", "side", "axis"),
    *("labels", "schemes", "parent", "position"),
)
_END = 1 << 62

_LIVES = sa.union_all(
    sa.select(
        code_version.c.no.label("row"),
        code_version.c.added.label("began"),
        code_version.c.withdrawn.label("ended"),
    ),
    sa.select(life.c.row, life.c.added, life.c.withdrawn).where(
        life.c.room_table == code_version.name
    ),
).subquery()
"""Each time that a version began to stand, and when that ended; undo lets one live again."""
_BEGAN = _LIVES.c.began


@dataclass(frozen=True)
class CodeVersion:
    """One wording of a code, as a revision made it.

    `revision` is its name, `number` its local number, `at` is in milliseconds since
    1970, UTC. `changed` are the fields that differ from the version before, with
    "parent" and "position" for the place in the tree; empty for the first. The path of
    `entry` is its own name alone, `parent` the name of the code above it at the time.
    """

    revision: str
    number: int
    author: str
    at: int
    reason: str | None
    changed: tuple[str, ...]
    entry: CodeEntry


def code_versions(desk: Desk, number: int) -> list[CodeVersion]:
    """Every wording of a code by its local number, the oldest first.

    What brings an older wording back, such as an undo, counts as a version.
    """
    with desk.reading("history.read") as sight:
        past = [] if sight.number is None else [sight.number >= _BEGAN]
        rows = sight.connection.execute(
            sa.select(
                code_version,
                *(revision.c[name] for name in ("hash", "at", "reason", "reason_key")),
                _BEGAN,
                user.c.no.label("author_number"),
            )
            .join(_LIVES, _LIVES.c.row == code_version.c.no)
            .join(revision, revision.c.no == _BEGAN)
            .join(user, user.c.id == revision.c.author, isouter=True)
            .where(code_version.c.code == number, *past)
            .order_by(_BEGAN, code_version.c.no)
        ).all()
        ring = desk.store.ring(sight.connection)
        people = names(sight.connection)
        above = _names_of(sight, {row.parent for row in rows if row.parent})
        found: list[CodeVersion] = []
        last: Any = None
        for row in rows:
            changed = tuple(
                field
                for field in _SHOWN
                if last is not None and row._mapping[field] != last._mapping[field]
            )
            if last is None or changed:
                found.append(
                    CodeVersion(
                        bytes(row.hash).hex(),
                        row.began,
                        people.get(row.author_number, "?"),
                        row.at,
                        reason_of(ring, row),
                        changed,
                        _entry(row, above.get(row.parent)),
                    )
                )
            last = row
    return found


def defined_since(sight: Sight) -> dict[int, int]:
    """By code, the revision since which its present definition stands without a break."""
    now = _END - 1 if sight.number is None else sight.number
    lives = sa.select(
        code_version.c.code,
        *(code_version.c[name] for name in _DEFINING),
        _BEGAN,
        _LIVES.c.ended,
    ).join(_LIVES, _LIVES.c.row == code_version.c.no)
    stretches: dict[int, list[tuple[int, int, tuple[str, ...]]]] = {}
    for number, *words, began, ended in sight.connection.execute(lives):
        stretches.setdefault(number, []).append((began, ended or _END, tuple(words)))
    found = {}
    for number, lived in stretches.items():
        lived.sort(reverse=True)
        present = next((words for began, ended, words in lived if began <= now < ended), None)
        if present is None:
            continue
        since = now + 1
        for began, ended, told in lived:
            if told == present and began < since <= ended:
                since = began
        found[number] = since
    return found


def _names_of(sight: Sight, numbers: set[int]) -> dict[int, str]:
    """The newest names of codes, whether they stand or not."""
    rows = sight.connection.execute(
        sa.select(code_version.c.code, code_version.c.name)
        .where(code_version.c.code.in_(numbers))
        .order_by(code_version.c.no)
    )
    return {row.code: row.name for row in rows}


def _entry(row: Any, parent: str | None) -> CodeEntry:
    return CodeEntry(
        row.name,
        row.label,
        path=row.name,
        parent=parent,
        definition=row.definition,
        when_to_use=row.when_to_use,
        when_not=row.when_not,
        example=row.example,
        colour=row.colour,
        codable=bool(row.codable),
        side=row.side,
        axis=row.axis,
        labels=json.loads(row.labels),
        schemes=json.loads(row.schemes),
    )
