"""Keeping a codebook: each wording is a version; a changed mind leaves the old one readable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
import sqlalchemy as sa

from relata.codebook.difference import Difference, difference
from relata.codebook.model import CodebookEntry, CodeEntry, VariableEntry
from relata.codebook.standing import Variable, codebook_seen, codes_seen, variables_seen
from relata.codebook.tables import code, code_version, codebook, variable, variable_version
from relata.errors import RelataError
from relata.store import Writing
from relata.store.undo import resting
from relata.team import Desk, Sight


class CodebookInUse(RelataError):
    """A code or variable would go that codings or values rest on."""

    remedy = "Keep it in the codebook, or take back what rests on it first."


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
        known = codes_seen(sight)
        merged = told if replace_all else _joined(present, told)
        found = difference(present, merged)
        _keep_title(writing, told)
        numbers = {c.entry.name: c.number for c in known.values()}
        old = {c.entry.name: c.entry for c in known.values()}
        fresh = [entry for entry in merged.codes if entry.name not in numbers]
        made = writing.add(code, [{} for _ in fresh])
        numbers |= {entry.name: no for entry, no in zip(fresh, made, strict=True)}
        places = _places(merged)
        _write_codes(writing, merged, old, numbers, places)
        _write_variables(writing, merged, {v.entry.name: v for v in variables_seen(sight).values()})
        if replace_all:
            _withdraw_missing(writing, sight, merged)
    return found


def _joined(present: CodebookEntry, told: CodebookEntry) -> CodebookEntry:
    """What stands, with what is told laid over it."""
    codes = {c.name: c for c in present.codes} | {c.name: c for c in told.codes}
    variables = {v.name: v for v in present.variables} | {v.name: v for v in told.variables}
    return replace(told, codes=tuple(codes.values()), variables=tuple(variables.values()))


def _places(merged: CodebookEntry) -> dict[str, int]:
    return {entry.name: place for place, entry in enumerate(merged.codes)}


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


def _write_codes(
    writing: Writing,
    merged: CodebookEntry,
    old: Mapping[str, CodeEntry],
    numbers: Mapping[str, int],
    places: Mapping[str, int],
) -> None:
    changed = [entry for entry in merged.codes if _wording(old.get(entry.name)) != _wording(entry)]
    going = [numbers[entry.name] for entry in changed if entry.name in old]
    if going:
        writing.withdraw(
            code_version,
            writing.connection.scalars(
                sa.select(code_version.c.no).where(
                    code_version.c.code.in_(going), code_version.c.withdrawn.is_(None)
                )
            ),
        )
    writing.add(
        code_version,
        [
            {
                **_wording(entry),
                "code": numbers[entry.name],
                "parent": numbers[entry.parent] if entry.parent else None,
                "position": places[entry.name],
            }
            for entry in changed
        ],
    )


def _write_variables(
    writing: Writing, merged: CodebookEntry, known: Mapping[str, Variable]
) -> None:
    for place, entry in enumerate(merged.variables):
        old = known.get(entry.name)
        if old is not None and old.entry == entry and _told(old.entry) == _told(entry):
            continue
        if old is None:
            number = writing.add_one(variable)
        else:
            number = old.number
            writing.withdraw(
                variable_version,
                writing.connection.scalars(
                    sa.select(variable_version.c.no).where(
                        variable_version.c.variable == number,
                        variable_version.c.withdrawn.is_(None),
                    )
                ),
            )
        writing.add_one(
            variable_version,
            variable=number,
            position=place,
            name=entry.name,
            label=entry.label,
            kind=entry.kind,
            told=_told(entry),
        )


def _withdraw_missing(writing: Writing, sight: Sight, merged: CodebookEntry) -> None:
    kept_codes = {c.name for c in merged.codes}
    kept_variables = {v.name for v in merged.variables}
    codes = [c.number for c in codes_seen(sight).values() if c.entry.name not in kept_codes]
    variables = [
        v.number for v in variables_seen(sight).values() if v.entry.name not in kept_variables
    ]
    _refuse_in_use(writing, codes, variables)
    for gone, entity, version, column in (
        (codes, code, code_version, code_version.c.code),
        (variables, variable, variable_version, variable_version.c.variable),
    ):
        writing.withdraw(
            version,
            writing.connection.scalars(
                sa.select(version.c.no).where(column.in_(gone), version.c.withdrawn.is_(None))
            ),
        )
        writing.withdraw(entity, gone)


def _refuse_in_use(writing: Writing, codes: list[int], variables: list[int]) -> None:
    """Codes and variables that anything but their own wording rests on stay."""
    found = resting(writing.connection, {"code": set(codes), "variable": set(variables)})
    used = {
        name: rows
        for name, rows in found.items()
        if rows and name not in (code_version.name, variable_version.name)
    }
    if used:
        told = ", ".join(f"{len(rows)} of {name}" for name, rows in sorted(used.items()))
        raise CodebookInUse(f"Rows rest on codes or variables that would go: {told}.")


def _told(entry: VariableEntry) -> str:
    return msgspec.json.encode(entry, order="deterministic").decode("utf-8")


def _wording(entry: CodeEntry | None) -> dict[str, Any]:
    """The columns of a version that say something; None for a code not yet there."""
    if entry is None:
        return {}
    return {
        "name": entry.name,
        "label": entry.label,
        "parent": entry.parent,
        "definition": entry.definition,
        "when_to_use": entry.when_to_use,
        "when_not": entry.when_not,
        "example": entry.example,
        "colour": entry.colour,
        "codable": entry.codable,
        "side": entry.side,
        "axis": entry.axis,
        "labels": json.dumps(dict(entry.labels), ensure_ascii=False, sort_keys=True),
        "schemes": json.dumps(dict(entry.schemes), ensure_ascii=False, sort_keys=True),
    }
