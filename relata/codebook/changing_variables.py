"""Changing variables: added, reworded, moved and retired, each time for a reason.

What stands in cases must go on being allowed: whoever calls says how to look
(`fits`), for this room knows of no cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Unpack

import msgspec
import sqlalchemy as sa

from relata.codebook.changing import WrongPlace, refuse_in_use
from relata.codebook.model import Kind, VariableEntry
from relata.codebook.siblings import arrange
from relata.codebook.standing import NoSuchVariable, Variable, find_variable, variables_seen
from relata.codebook.tables import variable, variable_version
from relata.codebook.wording import (
    VariableMeaning,
    VariableWording,
    refuse_taken,
    reworded,
    variable_entry,
)
from relata.store import Writing
from relata.team import Desk, Sight

Which = str | int
"""A variable by its name or label, or by its local number."""

Fits = Callable[[Sight, int, VariableEntry], None]
"""Raises when values that stand would not be allowed any more."""


def add_variable(
    desk: Desk,
    name: str,
    label: str | None = None,
    kind: Kind = "text",
    *,
    after: Which | None = None,
    before: Which | None = None,
    reason: str | None = None,
    **words: Unpack[VariableMeaning],
) -> Variable:
    """Add a variable behind or before another one, or last. Raises UnfitWording, NameTaken."""
    with desk.writing("codebook.write", "codebook.add variable", reason=reason) as (writing, sight):
        known = variables_seen(sight)
        entry = variable_entry(name, label or "", kind, **words)
        refuse_taken(entry.name, (v.entry.name for v in known.values()), "variable")
        number = writing.add_one(variable)
        place = _settle(writing, known, number, after, before)
        write_variable(writing, number, entry, place, None)
        return variables_seen(sight)[number]


def change_variable(
    desk: Desk,
    which: Which,
    *,
    fits: Fits,
    reason: str | None = None,
    **words: Unpack[VariableWording],
) -> Variable:
    """Reword a variable or change what it allows; nothing is written when it says so already.

    Raises
    ------
    UnfitWording, NameTaken, NoSuchVariable, and what `fits` raises.
    """
    action = "codebook.change variable"
    with desk.writing("codebook.write", action, reason=reason) as (writing, sight):
        known = variables_seen(sight)
        old = pick_variable(known, which)
        entry = reworded(old.entry, words)
        if entry.name != old.entry.name:
            refuse_taken(entry.name, (v.entry.name for v in known.values()), "variable")
        if replace(entry, name=old.entry.name, label=old.entry.label) != old.entry:
            fits(sight, old.number, entry)
        write_variable(writing, old.number, entry, old.position, old)
        return variables_seen(sight)[old.number]


def move_variable(
    desk: Desk,
    which: Which,
    *,
    after: Which | None = None,
    before: Which | None = None,
    reason: str | None = None,
) -> Variable:
    """Move a variable behind or before another one, or last."""
    action = "codebook.move variable"
    with desk.writing("codebook.write", action, reason=reason) as (writing, sight):
        known = variables_seen(sight)
        moved = pick_variable(known, which)
        place = _settle(writing, known, moved.number, after, before)
        write_variable(writing, moved.number, moved.entry, place, moved)
        return variables_seen(sight)[moved.number]


def retire_variable(desk: Desk, which: Which, *, reason: str | None = None) -> None:
    """Withdraw a variable that nothing rests on. Raises CodebookInUse, NoSuchVariable."""
    action = "codebook.retire variable"
    with desk.writing("codebook.write", action, reason=reason) as (writing, sight):
        found = pick_variable(variables_seen(sight), which)
        refuse_in_use(writing, [], [found.number])
        withdraw_variables(writing, [found.number])


def pick_variable(variables: dict[int, Variable], which: Which) -> Variable:
    """A variable by its local number, or as `find_variable` finds it."""
    if not isinstance(which, int):
        return find_variable(variables, which)
    if which not in variables:
        raise NoSuchVariable("There is no variable of this number.")
    return variables[which]


def write_variable(
    writing: Writing, number: int, entry: VariableEntry, place: int, old: Variable | None
) -> None:
    """Give a variable a version, unless the one that stands says the same."""
    told = _told(entry)
    if old is not None:
        if _told(old.entry) == told and old.position == place:
            return
        writing.withdraw(variable_version, _versions(writing, [number]))
    writing.add_one(
        variable_version,
        variable=number,
        position=place,
        name=entry.name,
        label=entry.label,
        kind=entry.kind,
        told=told,
    )


def withdraw_variables(writing: Writing, numbers: Sequence[int]) -> None:
    """Withdraw variables with their present wording."""
    writing.withdraw(variable_version, _versions(writing, numbers))
    writing.withdraw(variable, numbers)


def _settle(
    writing: Writing,
    known: dict[int, Variable],
    number: int,
    after: Which | None,
    before: Which | None,
) -> int:
    """The position of a variable that comes to stand here; others make room."""
    there = [other for other in known if other != number]
    place = len(there)
    beside = after if after is not None else before
    if beside is not None:
        found = pick_variable(known, beside).number
        if found == number:
            raise WrongPlace("A variable cannot stand beside itself.")
        place = there.index(found) + (1 if after is not None else 0)
    order = [*there[:place], number, *there[place:]]
    present = [known[no].position if no in known else None for no in order]
    places = dict(zip(order, arrange(present), strict=True))
    for other in there:
        write_variable(writing, other, known[other].entry, places[other], known[other])
    return places[number]


def _versions(writing: Writing, numbers: Sequence[int]) -> list[int]:
    return list(
        writing.connection.scalars(
            sa.select(variable_version.c.no).where(
                variable_version.c.variable.in_(numbers), variable_version.c.withdrawn.is_(None)
            )
        )
    )


def _told(entry: VariableEntry) -> str:
    return msgspec.json.encode(entry, order="deterministic").decode("utf-8")
