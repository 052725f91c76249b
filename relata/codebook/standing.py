"""The codebook as it stands at one moment: its codes, its variables, and finding one by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from relata.codebook.model import CodebookEntry, CodeEntry, VariableEntry
from relata.codebook.naming import find, nearest
from relata.codebook.tables import code, code_version, codebook, variable, variable_version
from relata.errors import RelataError
from relata.team import Sight

T = TypeVar("T")


class NoSuchCode(RelataError):
    """No code goes by this name."""

    remedy = "`relata codebook show` lists the codes."


class NotCodable(RelataError):
    """A code that only gathers others."""

    remedy = "Choose one of the codes below it."


class NoSuchVariable(RelataError):
    """No variable goes by this name."""

    remedy = "`relata codebook show` lists the variables."


@dataclass(frozen=True)
class Code:
    """A code of the databank: its id, its local number, its present wording."""

    id: str
    number: int
    entry: CodeEntry


@dataclass(frozen=True)
class Variable:
    """A variable of the databank: its id, its local number, its present wording."""

    id: str
    number: int
    entry: VariableEntry


def codebook_seen(sight: Sight) -> CodebookEntry:
    """The whole codebook as it stands at one moment."""
    row = sight.connection.execute(
        sa.select(codebook).where(sight.of(codebook)).order_by(codebook.c.no)
    ).all()
    first = row[0] if row else None
    return CodebookEntry(
        "; ".join(r.title for r in row),
        version=first.version if first else "",
        language=first.language if first else "en",
        description="\n".join(r.description for r in row if r.description),
        sources=tuple(told for r in row for told in json.loads(r.sources)),
        codes=tuple(c.entry for c in codes_seen(sight).values()),
        variables=tuple(v.entry for v in variables_seen(sight).values()),
    )


def codes_seen(sight: Sight) -> dict[int, Code]:
    """All codes by local number, parents before children, in the codebook's order."""
    return _remembered(sight, "codes", (code, code_version), _codes)


def _codes(sight: Sight) -> dict[int, Code]:
    rows = sight.connection.execute(
        sa.select(code_version, code.c.id.label("code_id"))
        .join(code, code.c.no == code_version.c.code)
        .where(sight.of(code_version), sight.of(code))
        .order_by(code_version.c.position, code_version.c.no)
    ).all()
    by_parent: dict[int | None, list[Any]] = {}
    here = {row.code for row in rows}
    for row in rows:
        by_parent.setdefault(row.parent if row.parent in here else None, []).append(row)
    found: dict[int, Code] = {}

    def descend(parent: int | None, above: CodeEntry | None) -> None:
        for row in by_parent.get(parent, ()):
            if row.code in found:
                continue
            entry = _code_entry(row, above)
            found[row.code] = Code(bytes(row.code_id).hex(), row.code, entry)
            descend(row.code, entry)

    descend(None, None)
    return found


def variables_seen(sight: Sight) -> dict[int, Variable]:
    """All variables by local number, in the codebook's order."""
    return _remembered(sight, "variables", (variable, variable_version), _variables)


def _remembered(
    sight: Sight, name: str, tables: tuple[sa.Table, ...], load: Callable[[Sight], dict[int, T]]
) -> dict[int, T]:
    """What was loaded before, as long as no row of the tables came or went since."""
    newest = [
        sa.select(sa.func.max(column)).scalar_subquery()
        for table in tables
        for column in (table.c.added, table.c.withdrawn)
    ]
    state = (sight.number, *sight.connection.execute(sa.select(*newest)).one())
    held = sight.memory.get(name)
    if held is None or held[0] != state:
        held = (state, load(sight))
        sight.memory[name] = held
    found: dict[int, T] = held[1]
    return found


def _variables(sight: Sight) -> dict[int, Variable]:
    rows = sight.connection.execute(
        sa.select(variable_version, variable.c.id.label("variable_id"))
        .join(variable, variable.c.no == variable_version.c.variable)
        .where(sight.of(variable_version), sight.of(variable))
        .order_by(variable_version.c.position, variable_version.c.no)
    ).all()
    return {
        row.variable: Variable(
            bytes(row.variable_id).hex(),
            row.variable,
            msgspec.json.decode(row.told, type=VariableEntry),
        )
        for row in rows
    }


def find_code(codes: Mapping[int, Code], name: str, *, codable: bool = False) -> Code:
    """A code by its name, its path, or its label in any language, whatever the capitals."""
    entries = [code.entry for code in codes.values()]
    wanted = name.strip().strip("/").casefold()
    entry = next((e for e in entries if e.path.casefold() == wanted), None) or find(entries, name)
    if entry is None:
        near = nearest(entries, name)
        raise NoSuchCode("There is no such code." + (f" Did you mean {near}?" if near else ""))
    if codable and not entry.codable:
        raise NotCodable(f"The code {entry.name} only gathers others.")
    return next(code for code in codes.values() if code.entry is entry)


def find_variable(variables: Mapping[int, Variable], name: str) -> Variable:
    """A variable by its name, or its label in any language, whatever the capitals."""
    entries = [variable.entry for variable in variables.values()]
    entry = find(entries, name)
    if entry is None:
        near = nearest(entries, name)
        raise NoSuchVariable(
            "There is no such variable." + (f" Did you mean {near}?" if near else "")
        )
    return next(variable for variable in variables.values() if variable.entry is entry)


def _code_entry(row: sa.Row[Any], above: CodeEntry | None) -> CodeEntry:
    return CodeEntry(
        row.name,
        row.label,
        path=f"{above.path}/{row.name}" if above else row.name,
        parent=above.name if above else None,
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
