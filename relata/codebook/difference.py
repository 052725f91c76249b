"""What tells two codebooks apart: what an import would add, take away, change and move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from relata.codebook.model import CodebookEntry, CodeEntry, VariableEntry


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with what it said and what it says now."""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Change:
    """A code or variable whose wording or settings differ; `name` is the same in both."""

    what: Literal["code", "variable"]
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A code that stands under another parent. Those below it go along and are not listed."""

    name: str
    old_path: str
    new_path: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between an old and a new codebook, matched by name.

    A new name for an old code shows as one code removed and one added: names are
    what codings hold on to. `reordered` says that codes or variables kept by both
    come in another order. `about` are the codebook's own fields (title, version,
    language, description, sources).
    """

    codes_added: tuple[CodeEntry, ...] = ()
    codes_removed: tuple[CodeEntry, ...] = ()
    codes_changed: tuple[Change, ...] = ()
    codes_moved: tuple[Move, ...] = ()
    variables_added: tuple[VariableEntry, ...] = ()
    variables_removed: tuple[VariableEntry, ...] = ()
    variables_changed: tuple[Change, ...] = ()
    about: tuple[FieldChange, ...] = ()
    reordered: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the two codebooks are the same."""
        return self == Difference()

    def summary(self) -> tuple[str, ...]:
        """The difference in lines for people, empty when there is none."""
        lines = [f"added code {code.path}" for code in self.codes_added]
        lines += [f"removed code {code.path}" for code in self.codes_removed]
        lines += [f"moved code {move.old_path} to {move.new_path}" for move in self.codes_moved]
        lines += [f"changed code {_told(change)}" for change in self.codes_changed]
        lines += [f"added variable {variable.name}" for variable in self.variables_added]
        lines += [f"removed variable {variable.name}" for variable in self.variables_removed]
        lines += [f"changed variable {_told(change)}" for change in self.variables_changed]
        if self.about:
            names = ", ".join(change.field for change in self.about)
            lines.append(f"changed the codebook's {names}")
        if self.reordered:
            lines.append("changed the order")
        return tuple(lines)


def difference(old: CodebookEntry, new: CodebookEntry) -> Difference:
    """What would change if `new` took the place of `old`. Nothing is read or written.

    `difference(a, b)` adds what `difference(b, a)` removes, and a codebook has no
    difference from itself.
    """
    old_codes = {code.name: code for code in old.codes}
    new_codes = {code.name: code for code in new.codes}
    old_variables = {variable.name: variable for variable in old.variables}
    new_variables = {variable.name: variable for variable in new.variables}
    return Difference(
        codes_added=tuple(code for code in new.codes if code.name not in old_codes),
        codes_removed=tuple(code for code in old.codes if code.name not in new_codes),
        codes_changed=_changes("code", old_codes, new_codes, skipped=("path", "parent")),
        codes_moved=tuple(
            Move(code.name, old_codes[code.name].path, code.path)
            for code in new.codes
            if code.name in old_codes and old_codes[code.name].parent != code.parent
        ),
        variables_added=tuple(v for v in new.variables if v.name not in old_variables),
        variables_removed=tuple(v for v in old.variables if v.name not in new_variables),
        variables_changed=_changes("variable", old_variables, new_variables),
        about=_field_changes(old, new, skipped=("codes", "variables")),
        reordered=_reordered(old_codes, new_codes) or _reordered(old_variables, new_variables),
    )


def _changes(
    what: Literal["code", "variable"],
    old: Mapping[str, CodeEntry] | Mapping[str, VariableEntry],
    new: Mapping[str, CodeEntry] | Mapping[str, VariableEntry],
    *,
    skipped: Sequence[str] = (),
) -> tuple[Change, ...]:
    found = (
        (name, _field_changes(old[name], entry, skipped=skipped))
        for name, entry in new.items()
        if name in old
    )
    return tuple(Change(what, name, changes) for name, changes in found if changes)


def _field_changes(old: Any, new: Any, *, skipped: Sequence[str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field.name, getattr(old, field.name), getattr(new, field.name))
        for field in fields(new)
        if field.name not in skipped and getattr(old, field.name) != getattr(new, field.name)
    )


def _reordered(old: Iterable[str], new: Iterable[str]) -> bool:
    before, after = list(old), list(new)
    kept = set(before) & set(after)
    return [n for n in before if n in kept] != [n for n in after if n in kept]


def _told(change: Change) -> str:
    return f"{change.name}: {', '.join(each.field.replace('_', ' ') for each in change.fields)}"
