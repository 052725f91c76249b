"""The codebook as it stands at one moment: its codes, its variables, and finding one by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from relata.codebook.colours import colour_at
from relata.codebook.model import CodebookEntry, CodeEntry, VariableEntry
from relata.codebook.naming import find, nearest
from relata.codebook.tables import code, code_version, codebook, variable, variable_version
from relata.codebook.versions import defined_since
from relata.errors import RelataError
from relata.team import Desk, Sight, may


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
    """A code of the databank: its id, its local number, its present wording.

    `parent` is the local number of the code above, `position` rises among siblings.
    `defined` is the number of the revision since which its definition stands, and when
    to use it and when not; 0 when that cannot be told. `colour` is what to show: its
    own, or one by its place. `words_of` is the local number of the source whose words
    name it, when it was made in vivo.
    """

    id: str
    number: int
    entry: CodeEntry
    parent: int | None = None
    position: int = 0
    defined: int = 0
    colour: str = "#808080"
    words_of: int | None = None


@dataclass(frozen=True)
class Variable:
    """A variable of the databank: its id, its local number, its present wording."""

    id: str
    number: int
    entry: VariableEntry
    position: int = 0


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
    """All codes by local number, parents before children, in the codebook's order.

    A code made of a source's own words goes by its number for who may not read sources,
    and for everybody once these words were erased.
    """
    quoting = quotes(sight)
    return sight.kept(
        "codes" if quoting else "codes without words of sources",
        (code, code_version),
        lambda now: _codes(now, quoting=quoting),
    )


def quotes(sight: Sight) -> bool:
    """Whether this viewer may see the words of sources."""
    return may(sight.viewer.role, "sources.read")


def _codes(sight: Sight, *, quoting: bool) -> dict[int, Code]:
    rows = sight.connection.execute(
        sa.select(code_version, code.c.id.label("code_id"), code.c.no.label("code_no"))
        .join_from(
            code,
            code_version,
            sa.and_(code_version.c.code == code.c.no, sight.of(code_version)),
            isouter=True,
        )
        .where(sight.of(code))
        .order_by(code_version.c.position, code.c.no, code_version.c.no)
    ).all()
    since = defined_since(sight)
    order = _down(rows)
    places = _places(order)
    found: dict[int, Code] = {}
    for row, above in order:
        number = row.code_no
        entry = _code_entry(row, found[above].entry if above else None, quoting=quoting)
        found[number] = Code(
            row.code_id.hex(),
            number,
            entry,
            above,
            row.position or 0,
            since.get(number, 0),
            entry.colour or colour_at(places[number]),
            row.source,
        )
    return found


def _down(rows: Iterable[Any]) -> list[tuple[Any, int | None]]:
    """Each code once, with the number of the one above it, which comes before it.

    Where copies that were merged moved codes into one another, the circle is cut.
    """
    here: dict[int, Any] = {}
    for row in rows:
        here.setdefault(row.code_no, row)
    below: dict[int | None, list[Any]] = {}
    for row in here.values():
        below.setdefault(row.parent if row.parent in here else None, []).append(row)
    found: list[tuple[Any, int | None]] = []
    seen: set[int] = set()
    for root in [*below.get(None, ()), *here.values()]:
        waiting: list[tuple[Any, int | None]] = [(root, None)]
        while waiting:
            row, above = waiting.pop()
            number = row.code_no
            if number not in seen:
                seen.add(number)
                found.append((row, above))
                waiting += [(child, number) for child in reversed(below.get(number, ()))]
    return found


def _places(order: Sequence[tuple[Any, int | None]]) -> dict[int, tuple[int, ...]]:
    """For each code the way to it, by rank among its siblings in the order they were made.

    The order they are shown in does not count: a code that is moved among its siblings
    keeps its colour, and theirs.
    """
    last: dict[int | None, int] = {}
    ranks: dict[int, int] = {}
    for row, above in sorted(order, key=lambda told: told[0].code_id):
        ranks[row.code_no] = last[above] = last.get(above, -1) + 1
    found: dict[int, tuple[int, ...]] = {}
    for row, above in order:
        found[row.code_no] = (*(found[above] if above else ()), ranks[row.code_no])
    return found


def variables_seen(sight: Sight) -> dict[int, Variable]:
    """All variables by local number, in the codebook's order."""
    return sight.kept("variables", (variable, variable_version), _variables)


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
            row.position,
        )
        for row in rows
    }


def code_now(desk: Desk, number: int) -> Code:
    """A code by its local number, as it stands after a change."""
    with desk.reading("codebook.read") as sight:
        return pick_code(codes_seen(sight), number)


def pick_code(codes: Mapping[int, Code], which: str | int, *, codable: bool = False) -> Code:
    """A code by its local number, or as `find_code` finds it."""
    if not isinstance(which, int):
        return find_code(codes, which, codable=codable)
    found = codes.get(which)
    if found is None:
        raise NoSuchCode("There is no code of this number.")
    if codable and not found.entry.codable:
        raise NotCodable(f"The code {found.entry.name} only gathers others.")
    return found


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


def _code_entry(row: Any, above: CodeEntry | None, *, quoting: bool) -> CodeEntry:
    """The wording of a row; without its words where there are none, or not for this viewer."""
    name, label = row.name, row.label
    if name is None or (row.source is not None and not quoting):
        name, label = f"in-vivo-{row.code_no}", f"In vivo {row.code_no}"
    return CodeEntry(
        name,
        label,
        path=f"{above.path}/{name}" if above else name,
        parent=above.name if above else None,
        definition=row.definition or "",
        when_to_use=row.when_to_use or "",
        when_not=row.when_not or "",
        example=row.example or "",
        colour=row.colour,
        codable=row.codable is None or bool(row.codable),
        side=row.side,
        axis=row.axis,
        labels=_told(row.labels),
        schemes=_told(row.schemes),
    )


def _told(labels: str | None) -> dict[str, str]:
    found: dict[str, str] = json.loads(labels) if labels and labels != "{}" else {}
    return found
