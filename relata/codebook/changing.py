"""Changing the codebook: each change is a version, made for a reason, and can be undone.

Codings and values hold on to the code itself, not to its words: it may be reworded and
moved at will. Only what nothing rests on can be retired.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

import sqlalchemy as sa

from relata.codebook.model import CodeEntry
from relata.codebook.placing import DEEPEST
from relata.codebook.siblings import arrange
from relata.codebook.standing import Code, code_now, codes_seen, pick_code
from relata.codebook.succession import forget_into
from relata.codebook.tables import code, code_version, variable_version
from relata.codebook.wording import Meaning, Wording, code_entry, columns_of, refuse_taken, reworded
from relata.errors import RelataError
from relata.store import Writing
from relata.store.undo import resting
from relata.team import Desk

Which = str | int
"""A code by its name, path or label, or by its local number."""


class CodebookInUse(RelataError):
    """A code or variable would go that codings or values rest on."""

    remedy = "Keep it in the codebook, or take back what rests on it first."


class WrongPlace(RelataError):
    """A place in the tree where a code cannot stand."""

    remedy = "Choose another place for it."


def add_code(
    desk: Desk,
    name: str,
    label: str | None = None,
    *,
    parent: Which | None = None,
    after: Which | None = None,
    before: Which | None = None,
    reason: str | None = None,
    **words: Unpack[Meaning],
) -> Code:
    """Add a code: below `parent` or at the root, behind `after`, before `before`, or last.

    Its side and axis are its parent's unless they are said.

    Raises
    ------
    UnfitWording, NameTaken, NoSuchCode, WrongPlace
    """
    with desk.writing("codebook.write", "codebook.add", reason=reason) as (writing, sight):
        codes = codes_seen(sight)
        above = pick_code(codes, parent) if parent is not None else None
        entry = new_entry(codes, name, label, above, words)
        (number,) = add_below(
            writing,
            codes,
            above,
            [entry],
            after=_picked(codes, after),
            before=_picked(codes, before),
        )
    return code_now(desk, number)


def change_code(
    desk: Desk, which: Which, *, reason: str | None = None, **words: Unpack[Wording]
) -> Code:
    """Reword or recolour a code; nothing is written when it says so already.

    Raises
    ------
    UnfitWording, NameTaken, NoSuchCode
    """
    with desk.writing("codebook.write", "codebook.change", reason=reason) as (writing, sight):
        codes = codes_seen(sight)
        old = pick_code(codes, which)
        entry = reworded(old.entry, words)
        if entry == old.entry:
            return old
        if entry.name != old.entry.name:
            refuse_taken(entry.name, (c.entry.name for c in codes.values()), "code")
        changes = columns_of(entry)
        if entry.name != old.entry.name and entry.label != old.entry.label:
            changes["source"] = None  # these are the team's own words now
        write_again(writing, {old.number: changes})
    return code_now(desk, old.number)


def move_code(
    desk: Desk,
    which: Which,
    *,
    under: Which | None,
    after: Which | None = None,
    before: Which | None = None,
    reason: str | None = None,
) -> Code:
    """Move a code below another, or to the root (None): behind `after`, before `before`, or last.

    All below it go along. Siblings keep their positions as far as there is room.

    Raises
    ------
    WrongPlace
        Below itself, more than twelve levels deep, or beside a code that stands elsewhere.
    """
    with desk.writing("codebook.write", "codebook.move", reason=reason) as (writing, sight):
        codes = codes_seen(sight)
        moved = pick_code(codes, which)
        above = pick_code(codes, under) if under is not None else None
        refuse_below_itself(codes, moved, above)
        place_below(
            writing,
            codes,
            above,
            [moved.number],
            after=_picked(codes, after),
            before=_picked(codes, before),
        )
    return code_now(desk, moved.number)


def retire_code(desk: Desk, which: Which, *, reason: str | None = None) -> None:
    """Withdraw a code that nothing rests on. Raises CodebookInUse, NoSuchCode."""
    with desk.writing("codebook.write", "codebook.retire", reason=reason) as (writing, sight):
        found = pick_code(codes_seen(sight), which)
        refuse_in_use(writing, [found.number], [])
        forget_into(writing, [found.number])
        withdraw_codes(writing, [found.number])


# -- what the acts are made of ----------------------------------------------------


def new_entry(
    codes: Mapping[int, Code],
    name: str,
    label: str | None,
    above: Code | None,
    words: Mapping[str, Any],
) -> CodeEntry:
    """The entry of a new code below another. Raises UnfitWording, NameTaken."""
    inherited = {"side": above.entry.side, "axis": above.entry.axis} if above else {}
    entry = code_entry(name, label or "", **{**inherited, **words})
    refuse_taken(entry.name, (c.entry.name for c in codes.values()), "code")
    return entry


def add_below(
    writing: Writing,
    codes: Mapping[int, Code],
    above: Code | None,
    entries: Sequence[CodeEntry],
    *,
    after: Code | None = None,
    before: Code | None = None,
    words_of: int | None = None,
) -> list[int]:
    """Add codes side by side below another one; returns their local numbers."""
    _refuse_depth(codes, above, 0)
    numbers = writing.add(code, [{} for _ in entries])
    places = _settle(writing, codes, above, numbers, after=after, before=before)
    writing.add(
        code_version,
        [
            {
                **columns_of(entry),
                "code": number,
                "parent": above.number if above else None,
                "position": places[number],
                "source": words_of,
            }
            for number, entry in zip(numbers, entries, strict=True)
        ],
    )
    return numbers


def place_below(
    writing: Writing,
    codes: Mapping[int, Code],
    above: Code | None,
    numbers: Sequence[int],
    *,
    after: Code | None = None,
    before: Code | None = None,
) -> None:
    """Put standing codes side by side below another one."""
    for number in numbers:
        _refuse_depth(codes, above, _height(codes, number))
    places = _settle(writing, codes, above, numbers, after=after, before=before)
    parent = above.number if above else None
    going = {
        number: {"parent": parent, "position": places[number]}
        for number in numbers
        if (codes[number].parent, codes[number].position) != (parent, places[number])
    }
    write_again(writing, going)


def write_again(writing: Writing, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Give codes another version each, with other columns."""
    if not changes:
        return
    own = [c.name for c in code_version.columns if c.name not in ("no", "id", "added", "withdrawn")]
    rows = writing.connection.execute(
        sa.select(code_version)
        .where(code_version.c.code.in_(list(changes)), code_version.c.withdrawn.is_(None))
        .order_by(code_version.c.position, code_version.c.no)
    ).all()
    old: dict[int, dict[str, Any]] = {}
    for row in rows:
        old.setdefault(row.code, {name: row._mapping[name] for name in own})
    writing.withdraw(code_version, [row.no for row in rows])
    fresh = []
    for number, told in changes.items():
        before = old.get(number)
        if before is None:  # its words were erased with the source they came from
            before = {**columns_of(_nameless(number)), "code": number, "position": 0}
        fresh.append({**before, **told})
    writing.add(code_version, fresh)


def withdraw_codes(writing: Writing, numbers: Sequence[int]) -> None:
    """Withdraw codes with their present wording."""
    versions = sa.select(code_version.c.no).where(
        code_version.c.code.in_(numbers), code_version.c.withdrawn.is_(None)
    )
    writing.withdraw(code_version, writing.connection.scalars(versions))
    writing.withdraw(code, numbers)


def refuse_in_use(writing: Writing, codes: Sequence[int], variables: Sequence[int]) -> None:
    """Codes and variables that anything but their own wording rests on stay.

    Codes that go together may stand below one another. Raises CodebookInUse.
    """
    going: dict[str, set[int]] = {"code": set(codes), "variable": set(variables)}
    for version, column, gone in (
        (code_version, code_version.c.code, codes),
        (variable_version, variable_version.c.variable, variables),
    ):
        own = sa.select(version.c.no).where(column.in_(gone), version.c.withdrawn.is_(None))
        going[version.name] = set(writing.connection.scalars(own))
    used = {
        name: rows
        for name, rows in resting(writing.connection, going).items()
        if rows and name != "succession"
    }
    if used:
        told = ", ".join(f"{len(rows)} of {name}" for name, rows in sorted(used.items()))
        raise CodebookInUse(f"Rows rest on codes or variables that would go: {told}.")


def refuse_below_itself(codes: Mapping[int, Code], moved: Code, above: Code | None) -> None:
    """Raises WrongPlace when `above` is the code itself, or stands below it."""
    step: int | None = above.number if above else None
    while step is not None:
        if step == moved.number:
            raise WrongPlace("A code cannot stand below itself.")
        step = codes[step].parent


def children_of(codes: Mapping[int, Code], number: int | None) -> list[int]:
    """The local numbers of the codes below one, or of those at the root, in their order."""
    return [c.number for c in codes.values() if c.parent == number]


def _settle(
    writing: Writing,
    codes: Mapping[int, Code],
    above: Code | None,
    numbers: Sequence[int],
    *,
    after: Code | None,
    before: Code | None,
) -> dict[int, int]:
    """Positions for codes that come to stand here; siblings that must make room are moved."""
    parent = above.number if above else None
    there = [number for number in children_of(codes, parent) if number not in numbers]
    place = len(there)
    beside = after or before
    if beside is not None:
        if beside.number not in there:
            raise WrongPlace(f"The code {beside.entry.name} does not stand there.")
        place = there.index(beside.number) + (1 if after is not None else 0)
    order = [*there[:place], *numbers, *there[place:]]
    # What stands here already may keep its position, when the order is the one it has.
    present = [
        codes[n].position if n in codes and codes[n].parent == parent else None for n in order
    ]
    places = dict(zip(order, arrange(present), strict=True))
    write_again(
        writing,
        {n: {"position": places[n]} for n in there if places[n] != codes[n].position},
    )
    return places


def _refuse_depth(codes: Mapping[int, Code], above: Code | None, height: int) -> None:
    depth = codes[above.number].entry.depth + 1 if above else 0
    if depth + height >= DEEPEST:
        raise WrongPlace(f"Codes stand at most {DEEPEST} levels deep.")


def _height(codes: Mapping[int, Code], number: int) -> int:
    """How many levels stand below a code."""
    own = codes[number].entry
    return max(
        (
            c.entry.depth - own.depth
            for c in codes.values()
            if c.entry.path.startswith(f"{own.path}/")
        ),
        default=0,
    )


def _picked(codes: Mapping[int, Code], which: Which | None) -> Code | None:
    return pick_code(codes, which) if which is not None else None


def _nameless(number: int) -> CodeEntry:
    name = f"in-vivo-{number}"
    return CodeEntry(name, f"In vivo {number}", path=name)
