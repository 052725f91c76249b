"""Keeping a codebook: each wording is a version; a changed mind leaves the old one readable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from relata.codebook.changing import CodebookInUse, refuse_in_use, withdraw_codes, write_again
from relata.codebook.changing_variables import withdraw_variables, write_variable
from relata.codebook.difference import Difference, difference
from relata.codebook.model import CodebookEntry
from relata.codebook.siblings import arrange
from relata.codebook.standing import Code, Variable, codebook_seen, codes_seen, variables_seen
from relata.codebook.succession import forget_into
from relata.codebook.tables import code, code_version, codebook, variable
from relata.codebook.wording import columns_of
from relata.store import Writing
from relata.team import Desk, Sight

__all__ = ["CodebookInUse", "import_codebook"]


def import_codebook(
    desk: Desk, told: CodebookEntry, *, reason: str | None = None, replace_all: bool = False
) -> Difference:
    """Bring a codebook into the databank, as one revision.

    Codes and variables are recognised by name: new ones are added, changed ones get
    another version. What the databank has and `told` lacks stays, unless
    `replace_all`: then it is withdrawn, which is refused while anything rests on it.
    """
    with desk.writing("codebook.write", "codebook.import", reason=reason) as (writing, sight):
        present = codebook_seen(sight)
        known = {c.entry.name: c for c in codes_seen(sight).values()}
        merged = told if replace_all else _joined(present, told)
        found = difference(present, merged)
        _keep_title(writing, told)
        _write_codes(writing, merged, known)
        _write_variables(writing, merged, {v.entry.name: v for v in variables_seen(sight).values()})
        if replace_all:
            _withdraw_missing(writing, sight, merged)
    return found


def _joined(present: CodebookEntry, told: CodebookEntry) -> CodebookEntry:
    """What stands, with what is told laid over it."""
    codes = {c.name: c for c in present.codes} | {c.name: c for c in told.codes}
    variables = {v.name: v for v in present.variables} | {v.name: v for v in told.variables}
    return replace(told, codes=tuple(codes.values()), variables=tuple(variables.values()))


def _keep_title(writing: Writing, told: CodebookEntry) -> None:
    row = {
        "title": told.title,
        "version": told.version,
        "language": told.language,
        "description": told.description,
        "sources": json.dumps(list(told.sources), ensure_ascii=False),
    }
    old = writing.connection.execute(
        sa.select(codebook).where(codebook.c.title == told.title, codebook.c.withdrawn.is_(None))
    ).first()
    if old is not None:
        if all(old._mapping[name] == value for name, value in row.items()):
            return
        writing.withdraw(codebook, [old.no])
    writing.add(codebook, [row])


def _write_codes(writing: Writing, merged: CodebookEntry, known: Mapping[str, Code]) -> None:
    numbers = {name: found.number for name, found in known.items()}
    fresh = [entry for entry in merged.codes if entry.name not in known]
    made = writing.add(code, [{} for _ in fresh])
    numbers |= {entry.name: no for entry, no in zip(fresh, made, strict=True)}
    places = _places(merged, known)
    added, changed = [], {}
    for entry in merged.codes:
        row = {
            **columns_of(entry),
            "parent": numbers[entry.parent] if entry.parent else None,
            "position": places[entry.name],
        }
        old = known.get(entry.name)
        if old is None:
            added.append({**row, "code": numbers[entry.name]})
        elif row != {**columns_of(old.entry), "parent": old.parent, "position": old.position}:
            changed[old.number] = row
    write_again(writing, changed)
    writing.add(code_version, added)


def _places(merged: CodebookEntry, known: Mapping[str, Code]) -> dict[str, int]:
    """Positions among siblings, in the order told; as many as possible stay as they are."""
    siblings: dict[str | None, list[str]] = {}
    for entry in merged.codes:
        siblings.setdefault(entry.parent, []).append(entry.name)
    found: dict[str, int] = {}
    for parent, names in siblings.items():
        present = [
            known[name].position if name in known and known[name].entry.parent == parent else None
            for name in names
        ]
        found |= zip(names, arrange(present), strict=True)
    return found


def _write_variables(
    writing: Writing, merged: CodebookEntry, known: Mapping[str, Variable]
) -> None:
    places = arrange(
        [known[v.name].position if v.name in known else None for v in merged.variables]
    )
    for place, entry in zip(places, merged.variables, strict=True):
        old = known.get(entry.name)
        number = old.number if old is not None else writing.add_one(variable)
        write_variable(writing, number, entry, place, old)


def _withdraw_missing(writing: Writing, sight: Sight, merged: CodebookEntry) -> None:
    kept_codes = {c.name for c in merged.codes}
    kept_variables = {v.name for v in merged.variables}
    codes = [c.number for c in codes_seen(sight).values() if c.entry.name not in kept_codes]
    variables = [
        v.number for v in variables_seen(sight).values() if v.entry.name not in kept_variables
    ]
    refuse_in_use(writing, codes, variables)
    forget_into(writing, codes)
    withdraw_codes(writing, codes)
    withdraw_variables(writing, variables)
