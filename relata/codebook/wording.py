"""What may be said of a code or a variable: one set of rules for files and for changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypedDict, TypeVar

from relata.codebook.assembling import assemble, rows_of
from relata.codebook.model import (
    Axis,
    BadCodebook,
    Choice,
    CodebookEntry,
    CodeEntry,
    Kind,
    Side,
    VariableEntry,
)
from relata.codebook.naming import slug
from relata.errors import RelataError

T = TypeVar("T", CodeEntry, VariableEntry)

LONGEST_NAME = 120


class UnfitWording(RelataError):
    """Something said of a code or variable that cannot stand."""

    remedy = "Nothing was changed."


class NameTaken(RelataError):
    """Another code or variable has the name."""

    remedy = "Choose another name; labels may be alike."


class Meaning(TypedDict, total=False):
    """What can be said of a code beside its name and label."""

    definition: str
    when_to_use: str
    when_not: str
    example: str
    colour: str | None
    codable: bool
    side: Side | None
    axis: Axis | None
    labels: Mapping[str, str]
    schemes: Mapping[str, str]


class Wording(Meaning, total=False):
    """What can be said of a code; what is left out stays as it is."""

    label: str
    name: str


class VariableMeaning(TypedDict, total=False):
    """What can be said of a variable beside its name, label and kind."""

    choices: Sequence[Choice]
    unit: str
    minimum: float | None
    maximum: float | None
    definition: str
    missing: Sequence[str]
    identifying: bool
    labels: Mapping[str, str]


class VariableWording(VariableMeaning, total=False):
    """What can be said of a variable; what is left out stays as it is."""

    label: str
    name: str
    kind: Kind


def code_entry(name: str, label: str, **told: Any) -> CodeEntry:
    """A new code's entry, at the root; `name` is made a slug. Raises UnfitWording."""
    fitted = fit_name(name)
    return _cleaned(CodeEntry(fitted, label or name, path=fitted, **_known(CodeEntry, told)))


def variable_entry(name: str, label: str, kind: Kind, **told: Any) -> VariableEntry:
    """A new variable's entry; `name` is made a slug. Raises UnfitWording."""
    return _cleaned(
        VariableEntry(fit_name(name), label or name, kind, **_known(VariableEntry, told))
    )


def reworded(entry: T, told: Mapping[str, Any]) -> T:
    """An entry with other words. Raises UnfitWording."""
    changes = _known(type(entry), told)
    if "name" in changes:
        changes["name"] = fit_name(changes["name"])
    return _cleaned(replace(entry, **changes))


def fit_name(name: str) -> str:
    """The slug of a name. Raises UnfitWording where there is none, or a very long one."""
    found = slug(name)
    if not found:
        raise UnfitWording("A name needs a letter or a digit.")
    if len(found) > LONGEST_NAME:
        raise UnfitWording(f"A name has at most {LONGEST_NAME} characters; this is longer.")
    return found


def refuse_taken(name: str, others: Iterable[str], what: str) -> None:
    """Raises NameTaken."""
    if name in others:
        raise NameTaken(f"There is a {what} {name} already.")


def columns_of(entry: CodeEntry) -> dict[str, Any]:
    """The columns of a version that hold the words of a code."""
    return {
        "name": entry.name,
        "label": entry.label,
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


def _known(kind: type, told: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields(kind)} - {"path", "parent"}
    strange = sorted(set(told) - known)
    if strange:
        raise UnfitWording(f"There is nothing called {strange[0]} to be said of it.")
    return {name: _frozen(value) for name, value in told.items()}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _cleaned(entry: T) -> T:
    """The entry as it would come from a file. Raises UnfitWording."""
    kept: T
    try:
        if isinstance(entry, CodeEntry):
            alone = replace(entry, path=entry.name, parent=None)
            code = assemble(rows_of(CodebookEntry("-", codes=(alone,)))).codes[0]
            kept = replace(code, name=entry.name, path=entry.path, parent=entry.parent)
        else:
            variable = assemble(rows_of(CodebookEntry("-", variables=(entry,)))).variables[0]
            kept = replace(variable, name=entry.name)
    except BadCodebook as bad:
        told = "; ".join(problem.what for problem in bad.problems)
        raise UnfitWording(f"{told[:1].upper()}{told[1:]}.") from None
    return kept
